"""Tells the owner of a video, by e-mail, how its extraction ended."""
