"""Where submissions run. `base` is the seam; `program`, `library`, `linen` and `child` are on its
far side and import nothing of problems, solutions, checks or judging."""
