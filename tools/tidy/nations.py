"""Nations, their blocs, and the days goods travel between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tidy.ranges import Range, between, raw

SEALIFT_LIKE = {"UKR": "POL", "CHE": "DEU", "CHN": "KOR"}  # nations whose sealift days are missing
FLAGS = {"NATO": "nato_member", "AUKUS": "aukus", "SOSA": "has_sosa_with_us", "RDP": "has_rdp_mou_with_us",
         "NTIB": "ntib_member", "DPA3": "dpa_title_iii_domestic_source", "MTCR": "in_mtcr"}  # fmt: skip


@dataclass
class State:
    """One nation while it is being put together."""

    id: str
    name: str
    role: str
    theatre: str
    blocs: list[str]
    itar: str
    stance: str
    note: str
    figures: dict[str, Range] = field(default_factory=dict)


def nations(rows: list[dict[str, str]]) -> dict[str, State]:
    """All nations; spending in USD a year; missing sealift days taken from a neighbour."""
    found = {}
    for row in rows:
        state = State(row["iso3"], row["name"], row["role"], row["theatre"], blocs(row), row["itar_exemption"],
                      row["export_control_stance"], row["notes"])  # fmt: skip
        spend = {**row, "defence_spend_central": row["defence_spend_usd_bn"]}
        state.figures = {
            "defence_spend": raw(spend, "defence_spend", "defence_spend_basis", "defence_spend_year").times(1e9),
            "threat": spread(float(row["threat_exposure_index_0_1"]), 0.15, row["threat_exposure_qual"], row),
            "friction": spread(float(row["export_consent_friction_0_1"]), 0.2, row["export_control_stance"], row),
            "pipir": spread(float(row["in_pipir"]), 0.2, row["pipir_evidence"], row),
        }
        sea = raw(row, "sealift_days", "sealift_basis")
        if sea:
            state.figures["sealift_days"] = sea
            days = float(row["airlift_days_central"])
            state.figures["airlift_days"] = between(0.7 * days, days, 2 * days, row["sealift_basis"], "recalled")
        found[state.id] = state
    for missing, like in SEALIFT_LIKE.items():
        days = found[like].figures["sealift_days"]
        found[missing].figures["sealift_days"] = between(days.low, days.central, 1.3 * days.high, f"taken as {like}'s")
    found["ISR"].figures["sealift_days"] = between(22, 30, 42, "by way of Suez, ours")
    return found


def spread(value: float, width: float, note: str, row: dict[str, str]) -> Range:
    """A judged share with a width of its own, kept within 0 and 1; a certain 0 or 1 has no width."""
    if value in (0.0, 1.0):
        width = 0.0
    return Range(max(0, value - width), value, min(1, value + width), "judgement", "low", row["source_ids"], note)


def blocs(row: dict[str, str]) -> list[str]:
    """Groups a nation is in; PIPIR only where it is named in public, PIPIR_REPORTED where it is likely.

    The USA is the other party to every security-of-supply and reciprocal procurement agreement, so it is in both.
    """
    found = [bloc for bloc, column in FLAGS.items() if row[column] == "1"]
    if row["iso3"] == "USA":
        found += ["SOSA", "RDP"]
    member = float(row["in_pipir"])
    if member >= 0.5:
        found.append("PIPIR" if member == 1 else "PIPIR_REPORTED")
    if row["us_treaty_ally"] in ("1", "self"):
        found.append("US_TREATY")
    if row["itar_exemption"].startswith("126."):
        found.append("ITAR_EXEMPT")
    return sorted(set(found))


def passages(states: dict[str, State]) -> list[tuple[str, str, Range]]:
    """Days in transit for every ordered pair of nations."""
    return [(a.id, b.id, passage(a, b)) for a in states.values() for b in states.values()]


def passage(a: State, b: State) -> Range:
    """Days from a to b: the computed sealift days to Okinawa where one end is in the Pacific, else by theatre.

    Inside the Pacific: the difference of the two ends' days to Okinawa, at least two days and at most their sum.
    """
    if a.id == b.id:
        return between(1, 3, 6, "inside the nation")
    ends = {a.theatre, b.theatre}
    if ends == {"indo_pacific"}:
        x, y = a.figures["sealift_days"], b.figures["sealift_days"]
        days = max(2.0, abs(x.central - y.central), 0.5 * (x.central + y.central))
        return between(0.6 * days, days, 1.7 * days, "from both ends' days to Okinawa")
    if "indo_pacific" in ends:
        far = a if a.theatre != "indo_pacific" else b
        days = far.figures["sealift_days"]
        return between(days.low, days.central, days.high, f"{far.id}'s sealift days to Okinawa", "computed")
    if a.theatre == b.theatre:
        low, central, high = (2, 3, 8) if a.theatre == "north_america" else (2, 5, 10)
        return between(low, central, high, "same theatre")
    if "middle_east" in ends:
        central = 25 if "north_america" in ends else 12
        return between(0.7 * central, central, 1.6 * central, "to or from Israel")
    if "other" in ends:
        return between(16, 24, 36, "to or from South Africa")
    return between(10, 15, 25, "across the Atlantic")
