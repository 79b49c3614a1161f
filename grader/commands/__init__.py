"""The commands of `grade`, a module for each kind of reader. Only these and `cli` print."""
