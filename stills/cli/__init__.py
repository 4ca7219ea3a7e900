"""The `stills` command: the library on the command line."""
