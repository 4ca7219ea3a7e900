"""Measures the whole system under load, on the local cloud and through HTTP (docs/load.md).

clients   a client that times every request
people    many users at once, and one user beside another with many videos
library   one user with thousands of videos
report    tables of what was measured
plot      a picture of it, with Matplotlib in an environment of its own
"""
