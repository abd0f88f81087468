"""Compiled functions that turn shapes into samples of pixels."""
