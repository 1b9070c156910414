"""How fast the model is, each figure beside its target: `python -m benchmarks`. Correctness is asserted here, time never."""
