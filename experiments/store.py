"""A study's folder: the design, what came of each case, why others failed, and a manifest of how it all was made.

    study.yaml          the study, word for word
    manifest.json       scenario, mixes, versions, design, seeds, commit, machine, and every run at this folder
    design.parquet      one line a row of the design, before anything ran (design.csv where it is small)
    runs/part-*.parquet one line a case: what it was, its outcomes, its seconds
    series/part-*.parquet   one line a case and month (where the study keeps series)
    failures.csv        cases that failed, and why
    codebook.csv        every column: unit, meaning, source
    tables/runs.csv     all of runs, written when the study is complete and not too long
    set-aside/          files that could not be read; their cases run again

Every file is written beside, synced and renamed, by one process: what has its name is whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from abm.facts.problems import BadInput
from experiments.batch import Answer
from experiments.lock import LOCK
from experiments.trouble import DiskTrouble

WRITER, KIND, LAYOUT = "alliance-surge", "study", 1
MANIFEST, DESIGN, FAILURES = "manifest.json", "design.parquet", "failures.csv"
SMALL = 20_000
"""Rows up to which a table is written as CSV too."""
DONE, FAILED = "done", "failed"


@dataclass(frozen=True)
class Standing:
    """How far a study is, counted from what is stored."""

    design: int
    stored: int
    failed: int

    @property
    def missing(self) -> int:
        """Cases of which nothing is stored."""
        return self.design - self.stored - self.failed

    @property
    def complete(self) -> bool:
        """Whether every case is accounted for."""
        return self.missing == 0

    @property
    def code(self) -> int:
        """What a command says of it as it leaves: 0 complete, 3 with failures, 4 where the books do not balance."""
        return 4 if self.missing else 3 if self.failed else 0


class Store:
    """The files of one study. Only the runner, which holds the folder's lock, writes."""

    def __init__(self, folder: str | Path):
        self.folder = Path(folder).absolute()

    def check_ours(self) -> bool:
        """Whether a study stands here that this version can go on with; a folder that holds other things is refused."""
        if not self.folder.exists():
            return False
        if not self.folder.is_dir():
            raise BadInput("this is a file: expected a folder", self.folder)
        if all(one.name == LOCK or one.match(".*.part") for one in self.folder.iterdir()):
            return False  # empty, or left by a run that was killed before it had begun
        told = self.manifest()
        if told.get("layout") != LAYOUT:
            raise BadInput(f"a study stored in layout {told.get('layout')}: this version reads layout {LAYOUT}", self.folder)
        return True

    def manifest(self) -> dict[str, Any]:
        """What the folder says of itself; refused where it is no study."""
        try:
            told = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            told = None
        except (OSError, ValueError) as error:
            raise BadInput(f"{MANIFEST} cannot be read ({error})", self.folder) from None
        if not isinstance(told, dict) or told.get("written_by") != WRITER or told.get("kind") != KIND:
            raise BadInput("this folder holds no study: expected a new, empty or earlier study's folder", self.folder)
        return told

    def write(self, name: str, content: bytes) -> None:
        """Put one file in place whole."""
        path = self.folder / name
        beside = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(beside, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise DiskTrouble(f"{path} cannot be written ({error.strerror or error})") from None

    def write_json(self, name: str, content: dict[str, Any]) -> None:
        """One JSON document."""
        self.write(name, (json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """One table, compressed and typed, or as CSV by its name."""
        if name.endswith(".csv"):
            self.write(name, table.to_csv(index=False).encode())
            return
        held = io.BytesIO()
        content = pa.Table.from_pandas(table, preserve_index=False)
        pq.write_table(content, held, compression="zstd", write_page_checksum=True)
        self.write(name, held.getvalue())

    def write_answer(self, rows: pd.DataFrame, series: pd.DataFrame | None) -> None:
        """What came of some cases; series go first, so that a part of `runs` is never without them."""
        part = f"part-{hashlib.blake2b(' '.join(rows['case_id']).encode(), digest_size=8).hexdigest()}.parquet"
        if series is not None:
            self.write_table(f"series/{part}", series)
        self.write_table(f"runs/{part}", rows)

    def write_failures(self, failures: dict[str, dict[str, Any]]) -> None:
        """All failures known; no file where there are none."""
        if failures:
            self.write_table(FAILURES, pd.DataFrame(list(failures.values())))
        else:
            with contextlib.suppress(OSError):
                (self.folder / FAILURES).unlink(missing_ok=True)

    def failures(self) -> pd.DataFrame:
        """Cases that failed, and why."""
        columns = ["case_id", "row", "seed", "reason"]
        path = self.folder / FAILURES
        if not path.exists():
            return pd.DataFrame({name: pd.Series(dtype=str if name in ("case_id", "reason") else int) for name in columns})
        return pd.read_csv(path, dtype={"case_id": str, "reason": str})

    def design(self) -> pd.DataFrame:
        """The design as it was stored."""
        try:
            return self.read(DESIGN)
        except (OSError, pa.ArrowException) as error:
            raise BadInput(f"{DESIGN} cannot be read ({error})", self.folder) from None

    def read(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """One table, every page held to its checksum."""
        table = pq.ParquetFile(self.folder / name, page_checksum_verification=True).read(columns)
        return table.to_pandas()

    def parts(self, of: str) -> list[Path]:
        """Files of `runs` or `series`, in the order of their names."""
        return sorted((self.folder / of).glob("part-*.parquet"))

    def runs(self, on_torn: Callable[[Path], None] | None = None) -> pd.DataFrame:
        """All cases stored; a file that cannot be read is left out and told of."""
        tables = [table for path in self.parts("runs") if (table := self._read_part(path, on_torn)) is not None]
        if not tables:
            return pd.DataFrame({"case_id": pd.Series(dtype=str)})
        return pa.concat_tables(tables).to_pandas().drop_duplicates("case_id", ignore_index=True)

    def _read_part(self, path: Path, on_torn: Callable[[Path], None] | None) -> pa.Table | None:
        try:
            return pq.ParquetFile(path, page_checksum_verification=True).read()
        except (OSError, pa.ArrowException):
            if on_torn is not None:
                on_torn(path)
            return None

    def tidy(self) -> tuple[list[str], int]:
        """Clear away what an interrupted write left, and set files that cannot be read aside; for the lock's holder.

        Returns the cases stored, and how many files were set aside. A part of `runs` counts only with its series beside it, where the
        study keeps any; a series without its runs belongs to cases that will run again.
        """
        for left in [*self.folder.glob(".*.part"), *self.folder.glob("*/.*.part")]:
            if left.is_dir():
                shutil.rmtree(left)  # a report that was killed midway
            else:
                left.unlink()
        stored: list[str] = []
        aside = 0
        for path in self.parts("runs"):
            table, beside = self._read_part(path, None), self.folder / "series" / path.name
            if table is None or (self.keeps_series and not _opens(beside)):
                self._set_aside(path, beside)
                aside += 1
            else:
                stored += table["case_id"].to_pylist()
        whole = {path.name for path in self.parts("runs")}
        for path in self.parts("series"):
            if path.name not in whole:
                path.unlink()
        return stored, aside

    def _set_aside(self, *paths: Path) -> None:
        (self.folder / "set-aside").mkdir(exist_ok=True)
        for path in paths:
            if path.exists():
                os.replace(path, self.folder / "set-aside" / f"{path.parent.name}-{path.name}")

    @property
    def keeps_series(self) -> bool:
        """Whether the study keeps anything by month."""
        return bool(self.manifest().get("series"))


def _opens(path: Path) -> bool:
    """Whether a table is there and has its end."""
    try:
        pq.ParquetFile(path)
    except (OSError, pa.ArrowException):
        return False
    return True


def rows_of(answer: Answer, cases: pd.DataFrame, outcomes: Iterable[str]) -> pd.DataFrame:
    """Lines of `runs` for an answer: what each case was (from `cases`, by case_id), its outcomes and its seconds."""
    rows = cases.loc[list(answer.ids)].reset_index()
    told = pd.DataFrame(answer.outcomes, columns=list(outcomes))
    return pd.concat([rows, told], axis=1).assign(status=DONE, seconds=answer.seconds.astype(np.float32))


def series_of(answer: Answer, names: Sequence[str]) -> pd.DataFrame | None:
    """Lines of `series` for an answer: one for each case and month, single precision; None where the study keeps none."""
    if not names:
        return None
    cases, months, _ = answer.series.shape
    values = answer.series.reshape(cases * months, len(names))
    front = {"case_id": np.repeat(answer.ids, months), "month": np.tile(np.arange(months, dtype=np.int16), cases)}
    return pd.DataFrame(front | {name: values[:, i] for i, name in enumerate(names)})
