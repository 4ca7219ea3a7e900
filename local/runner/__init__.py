"""Runs the worker's handler on this machine, instead of in a container as on Lambda.

The emulator sends each invocation over HTTP, and each runs in its own process.
"""
