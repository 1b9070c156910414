"""Files that a visitor may keep of a study: its report, its cases, its own text, and the rules of one run."""

from __future__ import annotations

import base64
from typing import Any

from abm.facts.problems import BadInput
from experiments.report.contents import Contents
from experiments.results import Results
from experiments.store import SMALL
from pages.uncertainty.looking import Look
from pages.uncertainty.opening import rules_of
from pages.uncertainty.view import whole_page

WHOLE = ("report", "cases", "parquet", "study")


def kept(what: str, contents: Contents | None, results: Results | None, look: Look) -> dict[str, Any]:
    """One file: its name, type, and text or (in base 64) bytes."""
    if what not in (*WHOLE, "rules"):
        raise BadInput(f"expected {', '.join(WHOLE)} or rules")
    if what == "report" and contents is None:
        raise BadInput("the report is not made yet: wait for it, or run the study")
    results = contents.results if contents else results
    if results is None:
        raise BadInput("nothing is stored of this study yet")
    name = results.manifest["study"]
    if what == "report":
        return {"name": f"{name}.html", "type": "text/html", "text": whole_page(contents)}
    if what == "cases":
        return {"name": f"{name}.csv", "type": "text/csv", "text": table(results)}
    if what == "parquet":
        return {"name": f"{name}.parquet", "type": "application/vnd.apache.parquet", "bytes": parquet(results)}
    if what == "study":
        text = (results.folder / "study.yaml").read_text(encoding="utf-8")
        return {"name": f"{name}.yaml", "type": "application/yaml", "text": text}
    if look.row < 0:
        raise BadInput("no run is chosen: press a dot first")
    name, text = rules_of(results, look.row, look.seed)
    return {"name": f"{name}.yaml", "type": "application/yaml", "text": text}


def table(results: Results) -> str:
    """Every case as CSV, as it stands in the store's own tables."""
    return _bounded(results).to_csv(index=False, lineterminator="\n")


def parquet(results: Results) -> str:
    """Every case as Parquet, with its types, in base 64."""
    return base64.b64encode(_bounded(results).to_parquet(index=False, compression="zstd")).decode()


def _bounded(results: Results):
    if len(results.runs) > SMALL:
        raise BadInput(f"{len(results.runs):,} cases are too many for a browser: read {results.folder} with open_study")
    return results.runs
