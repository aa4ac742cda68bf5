"""The version, which the package, `mcplan --version` and the name of what is kept take from here."""

__version__ = "0.2.0"
"""The version of mcplan."""
