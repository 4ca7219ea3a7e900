"""The commands, one function each: it gets the parsed arguments, and returns the exit status."""
