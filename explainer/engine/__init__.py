"""How frames become pictures and video; knows cameras, meshes and clips, and nothing of lessons."""
