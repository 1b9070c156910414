"""Live: one world played month by month, what was decided in it and why, and changed on the way."""
