"""Uncertainty: a study chosen, run as `surge study run` runs it, and what came out against what was predicted."""
