"""How a chain is built, in words: through whom everything runs, and who does not talk to whom."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from valuechain.language import numeral, say
from valuechain.model.parts import Party
from valuechain.questions.structure import Finding, FindingKind, Structure
from valuechain.reports.diagnosed import is_straight, name_of
from valuechain.reports.report import NO_TABLE, Report, Section, how_found, section_of
from valuechain.reports.words import (
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
_ALL = 1.0 - 1e-9
_MOST = 0.5  # of the customers, by their shares
_ON_THE_WAY = 8
"""Parties of a route that are told."""
_ROUTES = (
    "What is left on a route is the product of the own qualities on it; what nobody measured "
    "counts as perfect. What a failure costs rests on the dependence, which is assumed."
)
_THEY = "Were {names} to fail, they would lose {lost}."
_ALL_TOGETHER = "Were {names} to fail, all customers together would lose {lost}."
_NEARER = "In loops, routes go only nearer to a customer, never back."
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
        how_found(_modularity(found), say(_ROUTES), when(found.diagnosis.loops, say(_NEARER))),
    ]
    return Report.of(shown(found.title), answer(found), sections, NO_TABLE)


def answer(found: Structure) -> str:
    """Through whom everything runs, and which department keeps to itself."""
    return sentences(_runs_through(found), _closed(found))


# The answer.


def main_points(found: Structure) -> list[Finding]:
    """The single points on which most customers hang, what would cost them most first."""
    rows = [row for row in found.of("single point") if (row.share or 0.0) > _MOST]
    return sorted(rows, key=lambda row: (-(row.value or 0.0), row.id))


def _runs_through(found: Structure) -> str:
    rows = main_points(found)
    if not rows and not _most_are_served(found):
        return say("Most customers are served by nobody.")
    critical = when(
        not is_straight(found.diagnosis),
        say("A critical service that fails may take everything with it, whatever ways lead on."),
    )
    if not rows:
        return sentences(say("Whoever fails, some way leads on to most customers."), critical)
    names = listed([_with_people(found, row) for row in rows], _NAMED)
    alone = [row for row in rows if not _several(found, row)]
    whole = all((row.share or 0.0) > _ALL for row in rows)
    costs = when(
        alone and (alone[0].value or 0.0) >= WORTH_NAMING,
        say(
            _THEY if whole else _ALL_TOGETHER,
            names=_names(found, alone[0].parties),
            lost=_lost(alone[0]),
        )
        if alone
        else "",
    )
    whose = say("the customers") if whole else say("most customers")
    return sentences(
        say("All that {whose} get runs through {names}.", whose=whose, names=names), costs, critical
    )


def _most_are_served(found: Structure) -> bool:
    """Whether any way leads to most customers, by their shares."""
    chain = found.diagnosis.chain
    served = {service.customer for service in chain.services.values()}
    shares = {name: chain.parties[name].share for name in chain.external_customers}
    reached = sum(share for name, share in shares.items() if name in served)
    return reached >= _MOST * sum(shares.values())


def _with_people(found: Structure, row: Finding) -> str:
    people = found.diagnosis.chain.parties[row.parties[0]].people
    told = {None: "", 1: say(" (one person)")}
    many = told.get(people, say(" ({people} people)", people=people))
    return f"{_names(found, row.parties)}{many}"


def _several(found: Structure, row: Finding) -> bool:
    """Whether several people can stand in for one another."""
    return (found.diagnosis.chain.parties[row.parties[0]].people or 1) > 1


def _lost(row: Finding) -> str:
    return points(row.value or 0.0)


def _closed(found: Structure) -> str:
    closed = [shown(row.departments[0]) for row in found.of("silo")]
    if not closed:
        return ""
    keeps = say("keeps to itself") if len(closed) == 1 else say("keep to themselves")
    return f"{listed(closed, _NAMED)} {keeps}."


# What supports it.


def _single(found: Structure) -> Section | None:
    def item(row: Finding) -> str:
        whom = _names(found, row.customers)
        stand_in = when(_several(found, row), say(", who can stand in for one another"))
        costs = when(row.value is not None, say("; its failure would cost {lost}", lost=_lost(row)))
        return say(
            "{party}{stand_in}: every way to {whom} leads through it{costs}.",
            party=_with_people(found, row),
            stand_in=stand_in,
            whom=whom,
            costs=costs,
        )

    introduction = say("A failure is told by what it would take from what the customers have now.")
    rows = sorted(found.of("single point"), key=lambda row: -(row.value or 0.0))
    return section_of(say("Single points of failure"), rows, item, introduction)


def _alone(found: Structure) -> Section | None:
    parties, services = found.diagnosis.chain.parties, found.diagnosis.chain.services
    rows = [row for row in found.of("no stand-in") if row.severity != "low"]

    def item(row: Finding) -> str:
        what = sorted({services[each].delivers for each in row.services} - {""})
        gives = when(what, f" ({shown(listed(what, 2))})")
        return say(
            "{name}: one person, and nobody else does this{gives}.",
            name=name_of(parties, row.parties[0]),
            gives=gives,
        )

    unknown = len(found.of("no stand-in")) - len(rows)
    others = say(
        "{others} may have nobody: how many people they are is not said.",
        others=counted(unknown, "other"),
    )
    introduction = when(unknown, others)
    return section_of(say("Nobody to stand in"), rows, item, introduction)


def _routes(found: Structure) -> Section | None:
    strongest = {row.customers: row for row in found.of("strongest route")}

    def item(row: Finding) -> str:
        whom, best = _names(found, row.customers), strongest.get(row.customers)
        weakest = f"{whom}: {_way(found, row)}, {_left(found, row)}"
        if best is None:
            return say("{weakest}; there is no other route.", weakest=weakest)
        if best.services == row.services:
            return say("{weakest}; the others are as good.", weakest=weakest)
        if best.parties == row.parties:
            return say(
                "{weakest}; at best, by {by}, {left}.",
                weakest=weakest,
                by=_by(found, best, row),
                left=_left(found, best),
            )
        return say(
            "{weakest}; the strongest, {way}, {left}.",
            weakest=weakest,
            way=_way(found, best),
            left=_left(found, best),
        )

    return section_of(say("The weakest route to each customer"), found.of("weakest route"), item)


def _by(found: Structure, best: Finding, row: Finding) -> str:
    """What runs on a route instead of what runs on another between the same parties."""
    services = found.diagnosis.chain.services
    other = [services[each] for each in best.services if each not in row.services]
    return listed([shown(each.delivers or each.id) for each in other], _NAMED)


def _left(found: Structure, row: Finding) -> str:
    """What is left on a route, and how much of it was measured."""
    unmeasured = sum(found.diagnosis[each].verdict == "unmeasured" for each in row.services)
    gaps = when(
        unmeasured,
        say(
            " ({unmeasured} of {steps} not measured)",
            unmeasured=unmeasured,
            steps=counted(len(row.services), "step"),
        ),
    )
    return say("{share} is left{gaps}", share=percent(row.value or 0.0), gaps=gaps)


def _way(found: Structure, row: Finding) -> str:
    names = [name_of(found.diagnosis.chain.parties, party) for party in row.parties]
    if len(names) > _ON_THE_WAY:
        half = _ON_THE_WAY // 2
        names = [
            *names[:half],
            say("... {left} more ...", left=len(names) - 2 * half),
            *names[-half:],
        ]
    return " -> ".join(names)


def _loops(found: Structure) -> Section | None:
    def item(row: Finding) -> str:
        names = _names(found, row.parties, 6)
        if row.value is None:
            return say(
                "{names}: too large to say how much of what is lacking comes back.", names=names
            )
        back = percent(1.0 - 1.0 / row.value)
        return say(
            "{names}: up to {back} of what is lacking there comes back to where it began.",
            names=names,
            back=back,
        )

    told = [row for row in found.of("loop") if row.value is None or row.value >= _FELT]
    return section_of(say("Loops"), sorted(told, key=lambda row: -(row.value or inf)), item)


def _departments(found: Structure) -> Section | None:
    def item(row: Finding) -> str:
        names = listed([*map(shown, row.departments)])
        chance = numeral(f"{row.by_chance or 0.0:.1f}")
        if row.kind == "missing link":
            return say(
                "Nothing runs between {names}; chance would have {chance} services.",
                names=names,
                chance=chance,
            )
        kept = say(
            "{share} of what it gives to departments stays within it",
            share=percent(row.share or 0.0),
        )
        within = counted(int(row.value or 0), "service")
        return say(
            "{names}: {kept}, {within} where chance would have {chance}.",
            names=names,
            kept=kept,
            within=within,
            chance=chance,
        )

    return section_of(say("Departments"), found.of("silo", "missing link"), item)


def _loose_ends(found: Structure) -> Section | None:
    def item(row: Finding) -> str:
        return f"{_names(found, row.parties)} {say(_LOOSE[row.kind])}."

    rows = [row for row in found.of(*_LOOSE) if row.severity != "low"]
    return section_of(say("Loose ends"), rows, item)


def _modularity(found: Structure) -> str:
    if found.modularity is None:
        return ""
    if abs(found.modularity) < _ABOUT_NONE:
        return say("As many services run within departments as chance would have.")
    share = points(abs(found.modularity))
    more = say("more") if found.modularity >= 0 else say("less")
    return say(
        "The share of services within departments is {share} {more} than chance "
        "would have, which shuffles all services between the same givers and takers.",
        share=share,
        more=more,
    )


def _names(found: Structure, parties: tuple[str, ...], most: int = _NAMED) -> str:
    named: Mapping[str, Party] = found.diagnosis.chain.parties
    return listed([name_of(named, party) for party in parties], most)
