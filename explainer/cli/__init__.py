"""The command line: ``./render.sh`` and ``python -m explainer``."""

from explainer.cli.app import main

__all__ = ["main"]
