"""The state of a run: four tables of columns, the network they lie on, and the keyed random streams."""
