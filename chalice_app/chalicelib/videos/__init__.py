"""Videos: their table, their objects, and the use cases."""
