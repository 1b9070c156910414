"""Alliance Surge: an agent-based simulation of a multinational defence-industrial base, on public figures, exploratory only."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "AllianceModel": "abm.model.alliance",
    "Nation": "abm.model.agents",
    "Firm": "abm.model.agents",
    "simulate": "abm.model.simulate",
    "ladder": "abm.judgement.ladder",
    "load_scenario": "abm.facts.scenario",
    "load_mix": "abm.rules.mix",
    "load_facts": "abm.facts.load",
    "METRICS": "abm.judgement.metrics",
    "PARAMETERS": "abm.facts.parameters",
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    """Fetch a public name when it is first asked for, so that `surge --help` need not wait for compilers."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'abm' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PUBLIC[name]), name)
