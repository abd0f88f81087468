"""How films move, measured on all their frames."""
