"""MiniStack, patched so that Chalice can deploy to it and its state survives.

`python -m local.emulator` runs in an environment of its own, requirements/emulator.txt. Each patch
is a function whose docstring describes the behaviour of MiniStack that it corrects. The patches use
MiniStack's internals and therefore need exactly one version of it.
"""
