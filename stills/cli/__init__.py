"""The `stills` command: extracts images from a video on this machine, with no cloud."""
