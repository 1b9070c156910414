"""Explore: a finished run against a pinned baseline, and every lever to change it by."""
