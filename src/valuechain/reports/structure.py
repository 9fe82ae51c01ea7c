"""How a chain is built, in words: through whom everything runs, and who does not talk to whom."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from valuechain.model.parts import Party
from valuechain.questions.structure import Finding, FindingKind, Structure
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import NO_TABLE, Report, Section, how_found, section_of
from valuechain.reports.words import (
    capital,
    counted,
    listed,
    percent,
    points,
    sentences,
    shown,
    when,
)
from valuechain.tolerances import WORTH_NAMING

_NAMED = 3
"""Single points, and external customers, that a sentence names."""
_FELT = 1.01
"""Amplification of a loop from which on it is told of."""
_ABOUT_NONE = 0.005
"""Modularity that would read as 0 %."""
_ON_THE_WAY = 8
"""Parties of a route that are told."""
_CHANCE = (
    "Chance would shuffle all services between the same givers and takers. A route's percentage is "
    "what comes through if each on it passes on all that it lacks by its own doing; what nobody "
    "measured counts as perfect."
)
_LOOSE: dict[FindingKind, str] = {
    "serves nobody": "serves nobody",
    "nobody serves it": "is served by nobody",
    "no customer reached": "serves, but no external customer can be reached from there",
}


def report(found: Structure) -> Report:
    """Put what was found into words."""
    sections = [
        _single(found),
        _alone(found),
        _routes(found),
        _loops(found),
        _departments(found),
        _loose_ends(found),
        how_found(_modularity(found), _CHANCE),
    ]
    return Report.of(shown(found.title), answer(found), sections, NO_TABLE)


def answer(found: Structure) -> str:
    """Through whom everything runs, and which department keeps to itself."""
    return sentences(_runs_through(found), _closed(found))


# The answer.


def grave(found: Structure) -> list[Finding]:
    """The single points on which most customers hang, with nobody to stand in."""
    rows = [row for row in found.of("single point") if row.severity == "high"]
    return sorted(rows, key=lambda row: -(row.value or 0.0))


def _runs_through(found: Structure) -> str:
    points_of = grave(found)
    if not points_of:
        return _by_several(found)
    names = _names(found, tuple(row.parties[0] for row in points_of))
    first = points_of[0]
    return sentences(
        f"What the customers get runs through {names}.",
        when(
            (first.value or 0.0) >= WORTH_NAMING,
            f"Were {_names(found, first.parties)} to fail, they would lose {_lost(first)}.",
        ),
    )


def _by_several(found: Structure) -> str:
    """Where nothing hangs on one person or party, as far as is known."""
    teams = tuple(row.parties[0] for row in found.of("single point") if row.severity == "low")
    if not teams:
        return "No single party stops everything: most customers can be reached past any of them."
    stand_in = "where several people can stand in for one another"
    return f"What the customers get runs through {_names(found, teams)}, {stand_in}."


def _lost(row: Finding) -> str:
    return points(row.value or 0.0)


def _closed(found: Structure) -> str:
    closed = [shown(row.departments[0]) for row in found.of("silo")]
    if not closed:
        return ""
    keeps = "keeps to itself" if len(closed) == 1 else "keep to themselves"
    return f"{listed(closed, _NAMED)} {keeps}."


# What supports it.


def _single(found: Structure) -> Section | None:
    parties = found.diagnosis.chain.parties

    def item(row: Finding) -> str:
        whom = _names(found, row.customers)
        party = parties[row.parties[0]]
        several = when((party.people or 1) > 1, f"; {party.people} people, who can stand in")
        costs = when(row.value is not None, f"; its failure would cost {_lost(row)}")
        called = name_of(parties, party.id)
        return f"{called}: nothing reaches {whom} except through it{costs}{several}."

    return section_of("Single points of failure", found.of("single point"), item)


def _alone(found: Structure) -> Section | None:
    parties, services = found.diagnosis.chain.parties, found.diagnosis.chain.services
    rows = [row for row in found.of("no stand-in") if row.severity != "low"]

    def item(row: Finding) -> str:
        what = sorted({services[each].delivers for each in row.services} - {""})
        gives = when(what, f" ({shown(listed(what, 2))})")
        return f"{name_of(parties, row.parties[0])}: one person, and nobody else does this{gives}."

    unknown = len(found.of("no stand-in")) - len(rows)
    whose = counted(unknown, "party", "parties")
    introduction = when(unknown, f"Of {whose} more nobody says how many people they are.")
    return section_of("Nobody to stand in", rows, item, introduction)


def _routes(found: Structure) -> Section | None:
    strongest = {row.customers: row for row in found.of("strongest route")}

    def item(row: Finding) -> str:
        whom, best = _names(found, row.customers), strongest.get(row.customers)
        through = percent(row.value or 0.0)
        weakest = f"{capital(whom)}: {_way(found, row)}, {through} comes through"
        if best is None:
            return f"{weakest}; there is no other route."
        return f"{weakest}; the strongest, {_way(found, best)}, {percent(best.value or 0.0)}."

    return section_of("The weakest route to each customer", found.of("weakest route"), item)


def _way(found: Structure, row: Finding) -> str:
    names = [name_of(found.diagnosis.chain.parties, party) for party in row.parties]
    if len(names) > _ON_THE_WAY:
        half = _ON_THE_WAY // 2
        names = [*names[:half], f"... {len(names) - 2 * half} more ...", *names[-half:]]
    return " -> ".join(names)


def _loops(found: Structure) -> Section | None:
    def item(row: Finding) -> str:
        names = _names(found, row.parties, 6)
        if row.value is None:
            return f"{names}: too large to say how much comes back round."
        back = percent(1.0 - 1.0 / row.value)
        return f"{names}: up to {back} of what goes wrong there comes back round."

    told = [row for row in found.of("loop") if row.value is None or row.value >= _FELT]
    return section_of("Loops", sorted(told, key=lambda row: -(row.value or inf)), item)


def _departments(found: Structure) -> Section | None:
    def item(row: Finding) -> str:
        names = listed([*map(shown, row.departments)])
        chance = f"{row.by_chance or 0.0:.1f}"
        if row.kind == "missing link":
            return f"Nothing runs between {names}; chance would have {chance} services."
        within = counted(int(row.value or 0), "service")
        sure = f"by chance in {percent(row.probability or 0.0)} of such chains"
        return f"{names}: {within} within it, where chance would have {chance} ({sure})."

    return section_of("Departments", found.of("silo", "missing link"), item)


def _loose_ends(found: Structure) -> Section | None:
    def item(row: Finding) -> str:
        return f"{_names(found, row.parties)} {_LOOSE[row.kind]}."

    rows = [row for row in found.of(*_LOOSE) if row.severity != "low"]
    return section_of("Loose ends", rows, item)


def _modularity(found: Structure) -> str:
    if found.modularity is None:
        return ""
    if abs(found.modularity) < _ABOUT_NONE:
        return "As many services run within departments as chance would have."
    share = percent(abs(found.modularity))
    more = "more" if found.modularity >= 0 else "fewer"
    return f"Of all services, {share} {more} run within departments than chance would have."


def _names(found: Structure, parties: tuple[str, ...], most: int = _NAMED) -> str:
    named: Mapping[str, Party] = found.diagnosis.chain.parties
    return listed([name_of(named, party) for party in parties], most)
