"""A tiny study laid out in a folder, and a visitor to Uncertainty without a browser."""

import json
import threading
import time

from pages.uncertainty.session import Session

TINY = """
title: A tiny study
question: Does it run?
prediction: It runs.
scenario: classroom
months: 24
mixes: [{name: today, base: today}, {name: other, base: pipir}]
design: {kind: latin-hypercube, samples: %d}
seeds: 2
outcomes: [{name: peak, metric: alliance_surge_ratio, reduce: max, since: start}]
"""
NAME = "studies/tiny.yaml"


def lay_out(folder, samples=8):
    (folder / "studies").mkdir()
    (folder / NAME).write_text(TINY % samples, encoding="utf-8")


class Browser:
    """What a browser would hold."""

    def __init__(self, address):
        self.held, self.seen = {}, []
        self.session = Session(self.take)
        self.thread = threading.Thread(target=self.session.work, daemon=True)
        self.thread.start()
        self.session.ready(address)

    def take(self, name, value):
        self.held[name] = json.loads(value)
        self.seen.append((name, self.held[name]))

    def until(self, ready, seconds=240):
        limit = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < limit, self.held
            time.sleep(0.01)

    def settle(self):
        self.until(lambda: self.held.get("found", {}).get("serial") == self.session.serial and not self.held["told"]["run"])
        return self.held["found"]

    def close(self):
        self.session.close()
        self.thread.join(30)
        assert not self.thread.is_alive()
