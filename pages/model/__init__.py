"""The Model page: what the model is, every number in it, how it stands against history, and what it cannot tell."""
