"""How long the customers wait, in words."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from valuechain.language import say
from valuechain.model.durations import UNITS, differ
from valuechain.questions.timing import CustomerTiming, Kept, TimedService, Timing
from valuechain.reports.advice import service_named
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import (
    FEW,
    Report,
    Section,
    Table,
    how_found,
    section_of,
    table_of,
)
from valuechain.reports.words import (
    counted,
    decimal,
    listed,
    percent,
    sentences,
    shown,
    when,
    whole_number,
)
from valuechain.results import Interval

_FEW = 3
_KEPT: dict[Kept, str] = {"kept": "is kept", "perhaps": "may be broken", "broken": "is broken"}
_THEN: dict[Kept, str] = {
    "kept": "If every standard were met, it would be kept",
    "perhaps": "Even if every standard were met, it might be broken",
    "broken": "Even if every standard were met, it would be broken",
}
_MEETS: dict[Kept, str] = {"kept": "met", "perhaps": "may be missed", "broken": "missed"}
_HOURS = (2 * UNITS["h"], "min", "s")
_SUITS = {
    False: (_HOURS, (2 * UNITS["d"], "h", "min"), (inf, "d", "h")),
    True: (_HOURS, (UNITS["working day"], "h", "min"), (inf, "working day", "h")),
}
"""Seconds below which a time is told in this unit, and what is left of it in the one below."""
_HOW = (
    "A provider begins once all that it needs has arrived; what keeps the customer waiting is the "
    "critical path, with every time in the middle of its range. A day has 24 hours, a working day "
    "8."
)


def report(found: Timing) -> Report:
    """Put how long everything takes into words."""
    if not found.rows:
        return Report.of(shown(found.title), answer(found), [], _table(found))
    sections = [
        _customers(found),
        _missed(found),
        _on_time(found),
        _unknown(found),
        how_found(say(_HOW)),
    ]
    return Report.of(shown(found.title), answer(found), sections, _table(found))


def answer(found: Timing) -> str:
    """How long the customer waits longest, against the promise, and where the time goes."""
    if not found.rows:
        return say(
            "Nobody says how long anything takes. Write 'takes: 40 min' and 'standard: "
            "15 min' with services, and 'promise: 2 h' with customers."
        )
    first = most_pressing(found)
    return sentences(_waits(found, first), _longest(found, first), _if_met(found, first))


def most_pressing(found: Timing) -> CustomerTiming:
    """Who waits longest, of those whose promise is broken, if any."""
    order: tuple[Kept, ...] = ("broken", "perhaps")
    for kept in order:
        for each in found.customers:
            if each.kept == kept:
                return each
    return found.customers[0]


def _waits(found: Timing, each: CustomerTiming) -> str:
    alike = [other.customer for other in found.customers if _waits_alike(other, each)]
    whom = listed([name_of(found.diagnosis.chain.parties, party) for party in alike], 2)
    if each.takes[1] <= 0 and found.untimed:
        return say("Nobody says how long anything on the way to {whom} takes.", whom=whom)
    least = when(found.untimed, say("at least "))
    waits = say(
        "To reach {whom} takes {least}{takes}",
        whom=whom,
        least=least,
        takes=span_in(found, each.takes),
    )
    told = say("{waits}; nothing is promised.", waits=waits)
    if each.promise is not None:
        known = when(found.untimed and each.kept == "kept", say(" as far as is known"))
        promise = say(
            "the promise of {promise} {kept}",
            promise=time_in(found, each.promise),
            kept=say(_KEPT[each.kept]),
        )
        told = f"{waits}: {promise}{known}."
    return sentences(told, _gaps(found))


def _waits_alike(one: CustomerTiming, other: CustomerTiming) -> bool:
    apart = any(map(differ, one.takes, other.takes))
    return not apart and one.promise == other.promise


def _gaps(found: Timing) -> str:
    """How many services nobody timed."""
    every = len(found.diagnosis.chain.services)
    timed = sum(row.takes is not None for row in found.rows)
    are = say("is") if timed == 1 else say("are")
    said = say(
        "Only {timed} of {every} services {are} timed; the others count as no time.",
        timed=whole_number(timed),
        every=whole_number(every),
        are=are,
    )
    return when(found.untimed, said)


def _longest(found: Timing, each: CustomerTiming) -> str:
    """The service on the critical path that takes longest."""
    timed = [row for row in found.rows if row.id in each.path and row.takes is not None]
    longest = max(timed, key=lambda row: (sum(row.takes or (0, 0)), row.id), default=None)
    if longest is None or longest.takes is None:
        return ""
    late = when(longest.meets == "broken", say(", more than its standard"))
    return say(
        "Longest on the way: {named}, {takes}{late}.",
        named=_named(found, longest.id),
        takes=span_in(found, longest.takes),
        late=late,
    )


def _if_met(found: Timing, each: CustomerTiming) -> str:
    """What meeting all standards would change, where a promise is not safe."""
    if each.kept in ("kept", "unknown"):
        return ""
    return f"{say(_THEN[each.kept_by_standards])} ({span_in(found, each.by_standards)})."


def _named(found: Timing, service: str) -> str:
    return service_named(found.diagnosis.chain, service)


def _customers(found: Timing) -> Section | None:
    parties = found.diagnosis.chain.parties

    def item(each: CustomerTiming) -> str:
        services = [found.diagnosis.chain.services[service] for service in each.path]
        way = [services[0].provider, *(service.customer for service in services)]
        told = " -> ".join(_cut([name_of(parties, party) for party in way]))
        promised = when(
            each.promise is not None,
            say(", promised {promise}", promise=time_in(found, each.promise or 0)),
        )
        return f"{name_of(parties, each.customer)}, {span_in(found, each.takes)}{promised}: {told}."

    waiting = [each for each in found.customers if each.takes[1] > 0]
    return section_of(say("What keeps each customer waiting"), waiting, item)


def _cut(way: Sequence[str]) -> list[str]:
    if len(way) <= 2 * FEW:
        return list(way)
    return [*way[:FEW], say("... {left} more ...", left=len(way) - 2 * FEW), *way[-FEW:]]


def _missed(found: Timing) -> Section | None:
    rows = [row for row in found.rows if row.meets in ("broken", "perhaps")]

    def item(row: TimedService) -> str:
        service = found.diagnosis.chain.services[row.id]
        takes, standard = row.takes or (0.0, 0.0), row.standard or 0.0
        against = say(
            "{takes}, the standard is {standard}",
            takes=span_in(found, takes),
            standard=time_in(found, standard),
        )
        waits = when(row.slack == 0, say(": a customer waits for it"))
        perhaps = when(row.meets == "perhaps", say(" (may be missed)"))
        what = when(service.delivers, f" ({shown(service.delivers)})")
        return f"{_named(found, row.id)}{what}: {against}{perhaps}{waits}."

    return section_of(say("Standards that are missed"), rows, item)


def _on_time(found: Timing) -> Section | None:
    known = [each for each in found.customers if each.on_time is not None]

    def item(each: CustomerTiming) -> str:
        low, high = each.bounds or (0.0, 1.0)
        steps = say(
            "{counted} of {steps}", counted=len(each.counted), steps=counted(len(each.path), "step")
        )
        alone = say(
            "{on_time} if they are late independently of one another",
            on_time=percent(each.on_time or 0),
        )
        between = say(
            "between {low} and {high} in any case",
            low=percent(low).removesuffix(" %"),
            high=percent(high),
        )
        whom = name_of(found.diagnosis.chain.parties, each.customer)
        chance = percent(low) if len(each.counted) == 1 else f"{alone}, {between}"
        return say("{whom}: {chance} (counted on {steps}).", whom=whom, chance=chance, steps=steps)

    return section_of(say("All on time on the critical path"), known, item)


def _unknown(found: Timing) -> Section | None:
    untimed, back = found.untimed, found.left_out
    unknown = say("No time is given for {names}.", names=_list(found, untimed))
    round_ = say("Left out, for they lead back round a loop: {names}.", names=_list(found, back))
    said = sentences(when(untimed, unknown), when(back, round_))
    return Section(say("What is not counted"), said) if said else None


def _list(found: Timing, services: Sequence[str]) -> str:
    named = dict.fromkeys(_named(found, service) for service in services)
    return listed(list(named), _FEW)


def _table(found: Timing) -> Table:
    heads = ("service", "takes", "standard", "met", "slack", "on time")
    return table_of(heads, found.rows, lambda row: _cells(found, row), "services {all}")


def _cells(found: Timing, row: TimedService) -> tuple[str, ...]:
    return (
        _named(found, row.id),
        "?" if row.takes is None else span_in(found, row.takes),
        "" if row.standard is None else time_in(found, row.standard),
        say(_MEETS.get(row.meets, "")),
        "" if row.slack is None else time_in(found, row.slack),
        "" if row.on_time is None else percent(row.on_time),
    )


# Times in words.


def span_in(found: Timing, ends: Interval) -> str:
    """Between what two times something lies, in the units of the file."""
    return span(ends, working=found.in_working_days)


def time_in(found: Timing, seconds: float) -> str:
    """A time in the units of the file."""
    return spoken(seconds, working=found.in_working_days)


def span(ends: Interval, *, working: bool = False) -> str:
    """Between what two times something lies; `working` says to count in working days.

    >>> span((1920, 2520)), span((60, 60)), span((30, 5400))
    ('32 to 42 min', '60 s', '30 s to 90 min')
    """
    low, high = (spoken(end, working=working) for end in ends)
    if low == high:
        return low
    unit = high.rpartition(" ")[2]
    if low.split(" ")[1:] == [unit] == high.split(" ")[1:]:
        low = low.removesuffix(f" {unit}")
    return say("{low} to {high}", low=low, high=high)


def spoken(seconds: float, *, working: bool = False) -> str:
    """A time in the unit that suits it.

    >>> spoken(45), spoken(5400), spoken(9000), spoken(90 * 3600)
    ('45 s', '90 min', '2 h 30 min', '3 d 18 h')
    >>> spoken(24 * 3600, working=True)
    '3 working days'
    """
    if seconds <= 0:
        return "0"
    if seconds < 2 * UNITS["min"]:
        return f"{decimal(seconds, 3)} s"
    if not working and seconds % UNITS["d"] == 0:
        return f"{seconds / UNITS['d']:g} {say('d')}"
    unit, below = next(pair for most, *pair in _SUITS[working] if seconds < most)
    whole, rest = divmod(round(seconds / UNITS[below]), UNITS[unit] // UNITS[below])
    if unit == "working day" and whole != 1:
        unit = "working days"
    return f"{whole} {say(unit)}{when(rest, f' {rest} {say(below)}')}"
