"""What a study's numbers say: pure functions over `Results` and tables; nothing here runs the model or writes a file.

    from experiments import open_study
    from experiments.analysis import effect, paired
    results = open_study("results/binding-or-voluntary")
    effect(paired(results, "landed_jpn_usd", {"mix": "binding"}, {"mix": "voluntary"}, "percent"))

Two spreads are kept apart everywhere: the **interval** of a mean, which shrinks with more runs, and the **band** of what comes out in
different futures, which does not.
"""

from __future__ import annotations

from typing import Any

_PUBLIC = {
    "Choice": "choices",
    "paired": "choices",
    "Effect": "effects",
    "effect": "effects",
    "needed": "intervals",
    "morris_effects": "sensitivity",
    "sobol_indices": "sensitivity",
    "discover": "discovery",
    "robustness": "robust",
    "pareto": "front",
    "interactions": "contrasts",
    "what_matters": "matters",
    "judge": "verdicts",
    "load_judging": "judging",
    "for_ema": "exchange",
    "for_salib": "exchange",
}

__all__ = [*_PUBLIC]


def __getattr__(name: str) -> Any:
    """Fetch a public name when it is first asked for."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'experiments.analysis' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"experiments.analysis.{_PUBLIC[name]}"), name)
