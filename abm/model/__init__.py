"""The model: one compiled month, runs of many worlds, and the Mesa model that steps through one of them."""
