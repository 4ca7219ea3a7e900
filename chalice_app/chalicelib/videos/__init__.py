"""Videos: their records, their objects, and what may happen to them."""
