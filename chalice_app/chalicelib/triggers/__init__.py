"""What events set off: each function parses an event and calls one function of `videos`."""
