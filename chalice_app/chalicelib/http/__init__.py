"""Turns a request into a call of one function, and its result or error into an answer."""
