"""Running a study: what is missing is run, what is finished is stored at once, and the same call goes on where it was stopped."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from abm.facts.problems import BadInput
from experiments.batch import Answer, Batch, Case
from experiments.cutting import batches_of
from experiments.engine import Engine, InProcess, LocalProcesses, Lost
from experiments.lock import Lock, now
from experiments.plan import Plan, plan_study
from experiments.results import Results, cases_of
from experiments.stopping import stoppable
from experiments.store import DESIGN, MANIFEST, SMALL, Standing, Store, rows_of, series_of
from experiments.study import Study, load_study
from experiments.telling import codebook, design_digest, manifest_of, visit
from experiments.trouble import DiskTrouble, EngineGone, Stopped, Unfinished
from experiments.version import model_hash

TRIES = 2
"""Workers that may die over a batch before its cases are tried one by one."""

SPREADSHEET = "tables/runs.csv"
FULL = (errno.ENOSPC, errno.EDQUOT)

Watch = Callable[[Standing], None]
"""Told how far a study is, each time something has been stored."""


def run_study(
    study: Study | str | Path,
    out: str | Path | None = None,
    *,
    samples: int | None = None,
    seeds: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    table: pd.DataFrame | None = None,
    engine: Engine | None = None,
    watch: Watch = lambda standing: None,
) -> Results:
    """Run what is missing of a study and return its results, complete or with failures; see `Results.standing`.

    out: the folder, `results/NAME` if none. samples, seeds: another size. workers: processes here (one a core if none; 0: this
    process alone). scheduler: the address of a Dask scheduler instead. table: rows for `design: {kind: table}`.
    Raises `BadInput`, `Stopped` (Ctrl-C, SIGTERM), or `Unfinished` (disk, no workers left); nothing finished is lost by any of them.
    """
    plan = plan_study(load_study(study).resized(samples, seeds), table)
    folder = Path(out if out is not None else Path("results") / plan.study.name)
    hire = (lambda: engine) if engine is not None else lambda: hired(workers, scheduler)
    return Runner(plan, Store(folder), watch).run(hire)


def hired(workers: int | None, scheduler: str | None) -> Engine:
    """Who is to run the batches."""
    if scheduler is not None:
        from experiments.cluster import Cluster

        return Cluster(scheduler)
    count = (os.cpu_count() or 1) if workers is None else workers
    return LocalProcesses(count) if count else InProcess()


class Runner:
    """Carries one plan through in one folder."""

    def __init__(self, plan: Plan, store: Store, watch: Watch):
        self.plan, self.store, self.watch = plan, store, watch
        self.failures: dict[str, dict[str, Any]] = {}
        self.stored: set[str] = set()
        self.distinct = 0
        """Cases in the design, equal ones counted once; nought until the folder has been opened."""

    def run(self, hire: Callable[[], Engine]) -> Results:
        """Take the folder, run what is missing, and put down how it went."""
        try:
            self._make_folder()
            with Lock(self.store.folder) as self.lock:
                missing = self._open()
                self.watch(self.standing)
                if len(missing):
                    self._work(hire, missing)
                results = Results(self.store.folder)
                self._finish(results, bool(len(missing)))
        except DiskTrouble as trouble:
            raise Unfinished(f"{trouble}; {self._told()}", 74) from None
        except EngineGone as gone:
            raise Unfinished(f"{gone}; {self._told()}", 4) from None
        return results

    @property
    def standing(self) -> Standing:
        """How far the study is."""
        return Standing(self.distinct, len(self.stored), len(self.failures))

    def _told(self) -> str:
        stored = f"{len(self.stored):,} of {self.distinct:,} cases are stored" if self.distinct else "what is stored stays so"
        return f"{stored}, and the same command goes on from there"

    def _make_folder(self) -> None:
        folder = self.store.folder
        self.store.check_ours()
        # A full disk is no fault of the folder's: whoever frees space runs the same command again.
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / ".probe.part"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            told = f"cannot be written in ({error.strerror or error})"
            raise DiskTrouble(f"{folder} {told}") if error.errno in FULL else BadInput(told, folder) from None

    def _open(self) -> pd.DataFrame:
        """Make or take up the folder; returns the cases that are missing, one line each."""
        began = self.store.check_ours()
        if began:
            self.manifest = self.store.manifest()
            self._check_same()
        else:
            self.manifest = manifest_of(self.plan, self.plan.design)
        design = self._design()
        cases = cases_of(design, range(self.plan.study.seeds)).drop_duplicates("case_id", ignore_index=True)
        self.distinct = len(cases)
        stored, self.set_aside = self.store.tidy() if began else ([], 0)
        self.stored = set(stored)
        if began and (others := self.stored.difference(cases["case_id"])):
            told = f"{len(others):,} of {len(self.stored):,} cases stored here are not in this design"
            raise BadInput(f"{told}: expected the same design or a larger one, or another folder", self.store.folder)
        failed = self.store.failures() if began else pd.DataFrame()
        self.failures = {told["case_id"]: told for told in failed.to_dict("records") if told["case_id"] not in self.stored}
        self._write_head(design)
        return cases[~cases["case_id"].isin(self.stored)]

    def _check_same(self) -> None:
        for what, ours, word in (
            ("study", self.plan.study.name, "study"),
            ("model", model_hash(), "version of the model"),
            ("identity", self.plan.identity, "study under this name"),
        ):
            if self.manifest.get(what) != ours:
                told = f"another {word} ran here ({self.manifest.get(what)}, this is {ours}): expected another folder, by --out DIR"
                raise BadInput(told, self.store.folder)

    def _design(self) -> pd.DataFrame:
        """The design as it is stored, where it is whole and of this size; made anew otherwise."""
        size = self.plan.study.design.model_dump(mode="json", exclude_none=True)
        known = {key: value for key, value in self.manifest["design"].items() if key not in ("rows", "digest")}
        if size == known and size["kind"] != "table" and (self.store.folder / DESIGN).exists():
            try:
                design = self.store.design()
            except BadInput:
                return self.plan.design
            if design_digest(design) == self.manifest["design"]["digest"]:
                return design
        return self.plan.design

    def _write_head(self, design: pd.DataFrame) -> None:
        """Everything that must stand before the first case does; the manifest first, because it makes the folder a study."""
        fresh = manifest_of(self.plan, design)
        same = all(self.manifest[key] == fresh[key] for key in ("seeds", "design"))
        if not same or not (self.store.folder / MANIFEST).exists():
            self.manifest = fresh | {"made": self.manifest["made"], "history": self.manifest["history"]}
            self.store.write_json(MANIFEST, self.manifest)
        small = ["design.csv"] if len(design) <= SMALL else []
        for name in ["study.yaml", "codebook.csv", *small, DESIGN]:
            if same and (self.store.folder / name).exists():
                continue
            if name == "study.yaml":
                self.store.write(name, (self.plan.study._text or _plain_text(self.plan.study)).encode())
            else:
                self.store.write_table(name, codebook(self.plan) if name == "codebook.csv" else design)

    def _work(self, hire: Callable[[], Engine], missing: pd.DataFrame) -> None:
        with stoppable() as stopping:
            engine = hire()
            self.manifest["history"].append(visit(type(engine).__name__, len(self.stored), self.set_aside))
            try:
                self.store.write_json(MANIFEST, self.manifest)
                batches = batches_of(self.plan, missing, engine.places)
                self._work_off(engine, batches, missing.set_index("case_id"), stopping)
            finally:
                engine.close()
                self._note_end()
        if stopping.is_set():
            raise Stopped(f"stopped; {self._told()}")

    def _work_off(self, engine: Engine, batches: Iterable[Batch], cases: pd.DataFrame, stopping: threading.Event) -> None:
        """Run all batches, then again what was lost with a worker: alone, where the engine cannot say over what a worker died."""
        lost = self._round(engine, batches, False, cases, stopping)
        while lost and not stopping.is_set():
            lost = self._round(engine, lost, not engine.blames, cases, stopping)

    def _round(self, engine: Engine, batches: Iterable[Batch], alone: bool, cases: pd.DataFrame, stopping: threading.Event) -> list[Batch]:
        """Keep all places busy, or one batch alone, until none is left; returns what to try again of those that were lost."""
        waiting, again, under_way = iter(batches), [], 0
        while not stopping.is_set():
            places = 1 if alone else engine.places  # a cluster may grow
            while under_way < places and (batch := next(waiting, None)) is not None:
                engine.start(batch)
                under_way += 1
            if not under_way:
                break
            for batch, answer in engine.answers(0.5):
                # The next batch goes out before this answer is stored, so that the worker need not wait for the disk.
                if (following := next(waiting, None)) is not None:
                    engine.start(following)
                else:
                    under_way -= 1
                if isinstance(answer, Lost):
                    again += self._suspects(batch, answer, engine.blames, cases)
                else:
                    self._keep(answer, cases)
            self.watch(self.standing)
        return again

    def _suspects(self, batch: Batch, lost: Lost, blames: bool, cases: pd.DataFrame) -> Iterator[Batch]:
        """What to try again of a batch whose worker died: the whole, then its cases one by one; a case that kills again has failed."""
        tries = batch.tries + 1 if blames else TRIES
        if len(batch.cases) == 1 and batch.tries >= TRIES:
            self._fail({batch.cases[0].case_id: lost.reason}, cases)
        elif tries < TRIES:
            yield _part(batch, batch.cases, tries)
        else:
            yield from (_part(batch, (case,), TRIES) for case in batch.cases)

    def _keep(self, answer: Answer, cases: pd.DataFrame) -> None:
        if answer.ids:
            names = [one.name for one in self.plan.outcomes]
            self.store.write_answer(rows_of(answer, cases, names), series_of(answer, [one.name for one in self.plan.series]))
            self.stored.update(answer.ids)
            mended = [self.failures.pop(case, None) for case in answer.ids]
            if any(mended):
                self.store.write_failures(self.failures)
        if answer.failures:
            self._fail(answer.failures, cases)
        self.lock.alive()

    def _fail(self, reasons: dict[str, str], cases: pd.DataFrame) -> None:
        for case, reason in reasons.items():
            row = cases.loc[case]
            told = {column: row[column] for column in ("row", "seed", "mix", "events", *self.plan.levers)}
            self.failures[case] = {"case_id": case, **told, "reason": reason}
        self.store.write_failures(self.failures)

    def _note_end(self) -> None:
        """Say in the manifest how far this run came; on a full disk that must not hide the trouble itself."""
        self.manifest["history"][-1] |= {"ended": now(), "stored_after": len(self.stored), "failed": len(self.failures)}
        try:
            self.store.write_json(MANIFEST, self.manifest)
        except DiskTrouble:
            return

    def _finish(self, results: Results, ran: bool) -> None:
        """Write the table for spreadsheets once all is there, unless it stands already."""
        stands = (self.store.folder / SPREADSHEET).exists() and not ran
        if self.standing.complete and self.plan.size <= SMALL and not stands:
            self.store.write_table(SPREADSHEET, results.runs)


def _part(batch: Batch, cases: tuple[Case, ...], tries: int) -> Batch:
    return Batch(batch.model, batch.scenario, batch.mixes, cases, batch.outcomes, batch.series, tries)


def _plain_text(study: Study) -> str:
    """A study made in Python as the text of a file that reads back as the same study."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.sort_base_mapping_type_on_output, yaml.width = False, False, 10_000
    text = StringIO()
    yaml.dump(study.model_dump(mode="json", by_alias=True, exclude={"name"}, exclude_defaults=True), text)
    return text.getvalue()
