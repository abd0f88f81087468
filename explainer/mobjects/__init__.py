"""Drawn things, one family a file: arrays in, Manim objects with verbs out."""
