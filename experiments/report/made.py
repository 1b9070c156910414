"""How the numbers of a report came about, in a few lines that are the same whenever they are written."""

from __future__ import annotations

from experiments.results import Results


def made_lines(results: Results) -> list[str]:
    """Size, scenario, model, versions and command."""
    told = results.manifest
    standing, design = results.standing, told["design"]
    scenario = next(iter(told["scenarios"].values()))
    size = (
        f"{standing.stored:,} of {standing.design:,} cases: {_count(len(results.mixes), 'mix', 'mixes')}, "
        f"{_count(len(told['scenarios']), 'set of events', 'sets of events')}, {design['rows']:,} rows ({design['kind']}), "
        f"{_count(told['seeds'], 'seed', 'seeds')} a row"
    )
    failed = f"; {standing.failed:,} failed" if standing.failed else ""
    varied = f"{len(results.uncertainties)} parameters over their ranges"
    if results.levers:
        varied += f"; levers {', '.join(results.levers)}"
    versions = ", ".join(f"{name} {told['versions'][name]}" for name in ("python", "numpy", "numba") if name in told["versions"])
    commit = told["commit"][:12] if told["commit"] else "no commit"
    changed = " with changes" if told["commit"].endswith("changes") else ""
    return [
        size + failed,
        f"Scenario {scenario['name']}, {told['months']} months; varied: {varied}",
        f"Model {told['model']}, commit {commit}{changed}; {versions}",
        f"surge study run {told['study']} && surge study report {told['study']}",
    ]


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
