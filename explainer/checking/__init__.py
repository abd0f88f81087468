"""What a frame shows, taken apart, and a module for each kind of fault that is looked for in it."""
