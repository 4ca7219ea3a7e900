"""Events other than requests: each function parses an event and calls one use case."""
