"""Studies: designs of many runs, run so that nothing finished is lost, stored so that anyone can read them.

    from experiments import run_study, open_study
    results = run_study("binding-or-voluntary", workers=2)      # the same call resumes
    results.runs                                                # pandas: one row a case
    results.to_xarray()                                         # mix × future × seed

A **study** is one YAML file: a question, a prediction written before anything ran, and what is varied. What we choose stands in
`mixes` and `levers`, what we do not know in `uncertainties`, what befalls us in `events`. A **row** is one combination of these, a
**case** is a row under one seed; every row has the same seeds (common random numbers), and `future` and `seed` together say which
cases may be paired. Equal cases have equal ids and run once.
"""

from __future__ import annotations

from typing import Any

_PUBLIC = {
    "Study": "experiments.study",
    "load_study": "experiments.study",
    "list_studies": "experiments.study",
    "plan_study": "experiments.plan",
    "run_study": "experiments.runner",
    "open_study": "experiments.results",
    "Results": "experiments.results",
    "rerun": "experiments.again",
}

__all__ = [*_PUBLIC]


def __getattr__(name: str) -> Any:
    """Fetch a public name when it is first asked for, so that `surge --help` need not wait for it."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PUBLIC[name]), name)
