"""The version of the library, the command and the API: the only place that states it."""

__version__ = "0.1.0"
