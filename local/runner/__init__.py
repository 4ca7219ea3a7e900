"""Runs the worker's handler on this machine, in place of the container that Lambda would start.

Invocations arrive from the emulator over HTTP; each runs in a process of its own.
"""
