"""Names that instruments use are held to the public record where they are written."""

import pytest

from abm.facts.problems import BadInput
from abm.rules.mix import apply_setting, load_mix, parse_mix


def test_a_bloc_nobody_belongs_to_is_refused_where_it_is_written():
    text = "instruments:\n  SecurityOfSupply:\n    members: SOZA\n"
    with pytest.raises(BadInput) as refused:
        parse_mix(text, "mine")
    assert str(refused.value).startswith("mine.yaml:3:")
    assert "SOSA" in str(refused.value)


def test_a_nation_nobody_knows_is_refused_in_a_setting():
    with pytest.raises(BadInput, match='unknown nation "UAS"'):
        apply_setting(load_mix("today"), "SecurityOfSupply.hub=UAS")
