"""How fast the model is: `python -m benchmarks`. Results are asserted to be right; how long they take is only told."""
