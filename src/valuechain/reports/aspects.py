"""Is it speed or manners? The aspects that drag weak links, in words."""

from __future__ import annotations

from collections.abc import Sequence

from valuechain.language import say
from valuechain.questions.aspect_rows import AspectRow, AspectVerdict, ProviderAspect
from valuechain.questions.aspects import Aspects
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.advice import told_apart
from valuechain.reports.diagnosed import headed, name_of
from valuechain.reports.dragging import aspect_named, dragged_by
from valuechain.reports.intervals import between, outward, points_between, span, whole
from valuechain.reports.report import (
    MODEST,
    Report,
    Section,
    Table,
    how_found,
    section_of,
    table_of,
)
from valuechain.reports.words import (
    as_given,
    capital,
    counted,
    listed,
    percent,
    sentences,
    shown,
    tenths,
    when,
    whole_number,
)
from valuechain.results import Interval

_NAMED = 3
"""Weak links that the answer names."""
_DRAGS_OVER_ALL = "{aspects} drags over all of them."
_DRAG_OVER_ALL = "{aspects} drag over all of them."
_DRAGS_WHERE = "{aspects} drags where it was asked about: in {some} of {services}."
_DRAG_WHERE = "{aspects} drag where they were asked about: in {some} of {services}."
WORDS: dict[AspectVerdict, str] = {
    "drags": "drags",
    "too few answers": "may drag: too few answers",
    "below target": "below target",
    "on target": "on target",
}
"""What a table and a picture call a verdict."""


def report(found: Aspects) -> Report:
    """Put into words which aspects drag."""
    sections = [_links(found), _providers(found), _unasked(found), _how(found)]
    return Report.of(shown(found.title), answer(found), sections, _table(found))


def answer(found: Aspects) -> str:
    """What drags, of what costs most; or that nothing does."""
    if not found.rows:
        return _nothing(found)
    dragged = _of(found, "drags")
    if dragged:
        rest = len(dragged) - _NAMED
        more = when(rest > 0, say(", and {links}", links=counted(rest, "further weak link")))
        return f"{capital('; '.join(dragged[:_NAMED]))}{more}."
    if perhaps := _of(found, "too few answers"):
        seems = "; ".join(perhaps[:_NAMED])
        return say(
            "Too few answers tell which aspect drags. As far as one sees: {seems}.", seems=seems
        )
    return say("No aspect stands out: each weak link is as weak in all that was asked about it.")


def _nothing(found: Aspects) -> str:
    if found.diagnosis.weak_links:
        return say("Nobody was asked about aspects of a weak link, such as speed or manners.")
    return say("There is no weak link, so no aspect drags one.")


def _of(found: Aspects, verdict: AspectVerdict) -> list[str]:
    """Which aspects drag which link, those of one link together."""
    told = list[str]()
    for rows in by_link(found):
        named = [aspect_named(row) for row in rows if row.verdict == verdict]
        if named:
            ends = told_apart(found.diagnosis.chain, rows[0].service)
            words = "{aspects} drags {ends}" if len(named) == 1 else "{aspects} drag {ends}"
            told.append(say(words, aspects=listed(named, _NAMED), ends=ends))
    return told


def by_link(found: Aspects) -> list[list[AspectRow]]:
    """The rows of each weak link."""
    links: dict[str, list[AspectRow]] = {}
    for row in found.rows:
        links.setdefault(row.service, []).append(row)
    return list(links.values())


def _links(found: Aspects) -> Section | None:
    def item(rows: Sequence[AspectRow]) -> str:
        told = "; ".join(map(_told, rows))
        dragged = dragged_by(rows)
        return sentences(
            f"{headed(found.diagnosis[rows[0].service])}: {told}.",
            when(dragged, f"{capital(dragged)}."),
        )

    return section_of(say("Each weak link"), by_link(found), item)


def _told(row: AspectRow | ProviderAspect) -> str:
    """An aspect with its interval, and how far below the others it is."""
    sure = between(row.interval).removesuffix(" %")
    may_be = when(row.interval[0] < row.interval[1], f" ({sure})")
    below = ""
    if row.below_interval is not None and row.verdict == "drags":
        below = say(", {points} below the rest", points=_points_below(row.below_interval))
    return f"{shown(row.aspect)} {percent(row.satisfaction)}{may_be}{below}"


def _points_below(interval: Interval) -> str:
    """By how much; a lower end that is above 0 and reads as 0 is not told."""
    low, _, high = outward(interval).partition("-")
    if low == "0" and high:
        return say("up to {high} points", high=high)
    return points_between(interval)


def _providers(found: Aspects) -> Section | None:
    """Providers of several services: is it the same everywhere?"""
    several: dict[str, list[ProviderAspect]] = {}
    for row in found.providers:
        several.setdefault(row.provider, []).append(row)
    rows = [each for each in several.values() if max(row.services for row in each) > 1]

    def item(each: Sequence[ProviderAspect]) -> str:
        name = name_of(found.diagnosis.chain.parties, each[0].provider)
        services = _asked(found, each[0].provider)
        told = "; ".join(map(_told, each))
        drags = [_dragging(each, some, services) for some in range(services, 0, -1)]
        return sentences(f"{name} ({counted(services, 'service')}): {told}.", *drags)

    return section_of(say("Each provider, over all whose aspects were asked about"), rows, item)


def _asked(found: Aspects, provider: str) -> int:
    """About aspects of how many of a provider's services somebody was asked."""
    services = found.diagnosis.chain.services.values()
    return sum(each.provider == provider and bool(each.aspects) for each in services)


def _dragging(each: Sequence[ProviderAspect], some: int, services: int) -> str:
    """Which aspects drag that were asked about in so many of a provider's services."""
    rows = [row for row in each if row.verdict == "drags" and row.services == some]
    if not rows:
        return ""
    aspects = capital(listed([shown(row.aspect) for row in rows]))
    if some == services:
        over = _DRAGS_OVER_ALL if len(rows) == 1 else _DRAG_OVER_ALL
        return say(over, aspects=aspects)
    where = _DRAGS_WHERE if len(rows) == 1 else _DRAG_WHERE
    return say(
        where, aspects=aspects, some=whole_number(some), services=counted(services, "service")
    )


def _unasked(found: Aspects) -> Section | None:
    asked = {row.service for row in found.rows}
    weak = [row for row in found.diagnosis.weak_links if asked and row.id not in asked]

    def item(row: ServiceDiagnosis) -> str:
        return f"{headed(row)}."

    return section_of(say("Weak links whose aspects nobody was asked about"), weak, item)


def _how(found: Aspects) -> Section:
    return how_found(
        say(MODEST),
        say(
            "An aspect drags where it is below the target of its service, and surely "
            "below the rest ({level}, all its aspects at once): the mean of the others, "
            "or of a single one the service as a whole.",
            level=as_given(found.level),
        ),
        say(
            "Answers about several aspects are taken as independent, though the same "
            "people gave them."
        ),
    )


def _table(found: Aspects) -> Table:
    heads = (
        "service",
        "aspect",
        "answers",
        "satisfied",
        "between",
        "target",
        "below the rest",
        "is",
    )
    return table_of(heads, found.rows, _cells, "aspects {all}")


def _cells(row: AspectRow) -> tuple[str, ...]:
    below = ""
    if row.below_interval is not None and row.verdict in ("drags", "too few answers"):
        below = outward(row.below_interval)
    return (
        shown(row.service),
        shown(row.aspect),
        "" if row.responses is None else str(row.responses),
        tenths(row.satisfaction),
        span(row.interval, whole),
        tenths(row.target),
        below,
        say(WORDS[row.verdict]),
    )
