"""How a page carries its visitor: a session made once, a worker that answers while the page stands, and no longer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import solara

from pages.answering import Answering

LEAVE = 0.5
"""Seconds that a closing page waits for its worker: Solara forgets a visitor's threads then, and trips over one that ends meanwhile."""

Send = Callable[[str, Any], None]


def use_visit(drawn_by: Callable[..., Any], session_of: Callable[[Send], Answering], declared: Callable[[], Any], name: str):
    """What `drawn_by` draws for one visitor: told once what is `declared`, and from then on by the session, never by Solara."""
    session = solara.use_memo(lambda: session_of(lambda name, value: None), [])
    drawn = drawn_by(
        declared=solara.use_memo(lambda: json.dumps(declared()), []),
        event_ready=lambda address: session.ready(str(address)),
        event_act=session.act,
        event_drawn=session.drawn,
    )

    def live():
        widget = solara.get_widget(drawn)
        session.send = lambda name, value: setattr(widget, name, value)
        worker = threading.Thread(target=session.work, daemon=True, name=name)
        worker.start()

        def leave() -> None:
            session.close()
            worker.join(LEAVE)

        return leave

    solara.use_effect(live, [])
    return drawn
