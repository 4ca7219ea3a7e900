"""MiniStack with what it lacks to be deployed to by Chalice and to keep its state.

Runs in an environment of its own (requirements/emulator.txt), as `python -m local.emulator`.
Every patch is a function whose docstring names the upstream behaviour that it mends; they reach
into MiniStack's internals, hence the exact version.
"""
