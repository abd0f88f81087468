"""The mathematics behind the pictures: numbers in, arrays out. Knows nothing of Manim."""
