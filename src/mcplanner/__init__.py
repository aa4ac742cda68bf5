"""mcplan: proved study plans for adults who build a qualification from micro-credentials."""

__version__ = "0.1.0"
