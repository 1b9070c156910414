"""The documented rules that turn the raw public tables into the facts the model reads."""
