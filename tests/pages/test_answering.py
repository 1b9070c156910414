"""What every page's session can do: go back to earlier wishes and on again, in the plainest session there is."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from abm.facts.problems import BadInput
from pages.answering import MOST_UNDONE, Answering


@dataclass(frozen=True)
class Number:
    """A number, and whether long work on it is asked for."""

    value: int = 0
    long: bool = False


class Session(Answering):
    def __init__(self):
        super().__init__(lambda name, value: None, Number())

    def after(self, what):
        if what["kind"] == "long":
            return replace(self.wish, long=True)
        if what["value"] < 0:
            raise BadInput("expected a number from 0")
        return Number(what["value"])

    def lasting(self, wish):
        return replace(wish, long=False)

    def tell(self):
        pass


def choose(session, *values):
    for value in values:
        session.act({"kind": "number", "value": value})


@given(st.lists(st.integers(-3, 9), max_size=12))
def test_undoing_everything_leads_back_to_the_opening_and_redoing_it_to_the_last_choice(values):
    session = Session()
    choose(session, *values)
    last, steps = session.wish, session.undoable["undo"]
    for _ in range(steps):
        session.act({"kind": "undo"})
    assert session.wish == Number()
    assert session.undoable == {"undo": 0, "redo": steps}
    for _ in range(steps):
        session.act({"kind": "redo"})
    assert session.wish == last
    assert session.undoable == {"undo": steps, "redo": 0}


def test_a_new_choice_ends_what_could_be_redone():
    session = Session()
    choose(session, 1, 2)
    session.act({"kind": "undo"})
    choose(session, 5)
    session.act({"kind": "redo"})
    assert session.wish.value == 5
    session.act({"kind": "undo"})
    assert session.wish.value == 1


def test_what_was_refused_or_changed_nothing_cannot_be_undone():
    session = Session()
    choose(session, 1, -1, 1)
    assert session.undoable == {"undo": 1, "redo": 0}


def test_undo_goes_back_to_a_choice_but_never_begins_long_work_again():
    session = Session()
    choose(session, 1)
    session.act({"kind": "long"})
    assert session.wish == Number(1, long=True)
    choose(session, 2)
    session.act({"kind": "undo"})
    assert session.wish == Number(1)
    session.act({"kind": "undo"})
    assert session.wish == Number(0)


def test_only_so_many_steps_are_kept():
    session = Session()
    choose(session, *range(1, MOST_UNDONE + 20))
    assert session.undoable["undo"] == MOST_UNDONE


def test_undo_with_nothing_to_undo_changes_nothing():
    session = Session()
    session.act({"kind": "undo"})
    session.act({"kind": "redo"})
    assert (session.wish, session.problem) == (Number(), "")
