"""Arrays in, arrays out: paths, boxes, meshes, contours and views. Knows nothing of Manim."""
