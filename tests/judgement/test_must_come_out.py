"""What the sources say must come out: each sentence is read by something that exists."""

from abm.judgement.claims import CLAIMS
from abm.judgement.must_come_out import STATEMENTS
from abm.judgement.validation.scoreboard import ROWS


def test_every_sentence_is_read_by_rows_and_claims_that_exist():
    for statement in STATEMENTS:
        assert statement.rows or statement.claims, statement.words
        assert set(statement.rows) <= ROWS.keys(), statement.words
        assert set(statement.claims) <= CLAIMS.keys(), statement.words


def test_no_sentence_is_told_twice_and_no_reading_serves_two():
    readings = [name for statement in STATEMENTS for name in (*statement.rows, *statement.claims)]
    assert len(readings) == len(set(readings))
    assert len({statement.words for statement in STATEMENTS}) == len(STATEMENTS)
