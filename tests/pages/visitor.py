"""A visitor without a browser: what a browser would hold of a session's answers."""

import json
import threading
import time

from pages.explore.block import unpack


class Visitor:
    """Holds the latest of each name and every run sent, as arrays and what is said beside them; draws at once unless told not to."""

    def __init__(self, session_of, address=None, draws=True):
        self.held, self.runs, self.draws = {}, [], draws
        self.session = session_of(self.take)
        self.thread = threading.Thread(target=self.session.work, daemon=True)
        self.thread.start()
        if address is not None:
            self.session.ready(address)

    def take(self, name, value):
        self.held[name] = value
        if name == "run":
            self.runs.append(unpack(value))
            if self.draws:
                self.session.drawn()

    @property
    def told(self):
        return self.heard("told")

    def heard(self, name):
        return json.loads(self.held[name])

    def act(self, kind, **more):
        self.session.act({"kind": kind, **more})

    def until(self, true, seconds=120):
        limit = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < limit, self.told["problem"]
            time.sleep(0.01)

    def settle(self):
        """Wait for the whole answer to the latest wish: its arrays, and what is said beside them."""
        self.until(lambda: self.runs and self.runs[-1][1]["stage"] == "whole" and self.runs[-1][1]["serial"] == self.session.serial)
        return self.runs[-1]

    def leave(self):
        self.session.close()
        self.thread.join(10)
        assert not self.thread.is_alive()
