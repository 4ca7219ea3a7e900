"""Notifies the owner of a video by e-mail when an extraction has completed or failed."""
