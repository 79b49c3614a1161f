"""Views of a Report. Each takes the finished value and returns text; none computes a verdict."""
