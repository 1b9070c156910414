"""How a page carries its visitor: a session made once, a worker that answers while the page stands, and no longer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import solara

from pages.answering import Answering

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
        threading.Thread(target=session.work, daemon=True, name=name).start()
        return session.close

    solara.use_effect(live, [])
    return drawn
