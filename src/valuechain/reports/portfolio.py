"""Many organisations in words: who does worst, what is first there, what is weak everywhere."""

from __future__ import annotations

from pathlib import PurePath

from valuechain.questions.portfolio import CommonWeakness, Portfolio, Site
from valuechain.reports.report import (
    ALL,
    MODEST,
    Report,
    Section,
    Table,
    how_found,
    section_of,
    table_of,
)
from valuechain.reports.words import (
    against,
    as_given,
    at_most,
    bare_points,
    counted,
    listed,
    percent,
    points,
    sentences,
    shown,
    when,
)

_NAMED = 3
_MEET = "Sites whose intervals meet are not told apart: their ranks are ranges."
_ALIKE = (
    "A service is the same everywhere if provider, customer and what is delivered are called the "
    "same."
)


def report(found: Portfolio) -> Report:
    """Put many organisations into words."""
    drawn = when(
        any(site.interval for site in found),
        f"{counted(found.draws, 'draw')} of each ({as_given(found.level)} sure); 'first in' is the "
        "share of them in which the first step is first.",
    )
    ranges = any(site.rank_range and site.rank_range[0] < site.rank_range[1] for site in found)
    sections = [
        _everywhere(found),
        _broken(found),
        how_found(MODEST, drawn, when(ranges, _MEET), _exact(found), _ALIKE),
    ]
    return Report.of("", answer(found), sections, _table(found))


def _exact(found: Portfolio) -> str:
    """Those of which nothing was there to be drawn."""
    rows = [site for site in found if site.rank is not None and not site.interval]
    rows *= found.draws > 0
    named = listed([*map(called, rows)], _NAMED)
    return when(rows, f"Without numbers of answers, so taken as exact: {named}.")


def answer(found: Portfolio) -> str:
    """How many there are, which does worst, and what is weak nearly everywhere."""
    known = [site for site in found.rows if site.outcome is not None]
    if not known:
        return sentences(f"{counted(len(found), 'site')}: no outcome is known.", _unread(found))
    worst, best = known[0], known[-1]
    ends = _outcome(worst)
    if len(known) > 1:
        ends = f"{ends} ({called(worst)}) to {_outcome(best)} ({called(best)})"
    return sentences(
        f"{counted(len(known), 'site')}, customers {ends}.",
        _unknown(found),
        _most_common(found),
        _unread(found),
    )


def _outcome(site: Site) -> str:
    """How satisfied its customers are, ``?`` where that is not known."""
    if site.outcome is None:
        return "?"
    told = percent(site.outcome) if site.target is None else against(site.outcome, site.target)
    return f"{at_most(site.upper_bound)}{told}"


def called(site: Site) -> str:
    """What a site is called: its title, or the name of its file."""
    return shown(site.title or PurePath(site.id).name)


def _unknown(found: Portfolio) -> str:
    """Those that were read, and of which no outcome is known."""
    rows = [site for site in found.rows if site.outcome is None and not site.problems]
    return when(rows, f"Nobody knows the outcome of {listed([*map(called, rows)], _NAMED)}.")


def _most_common(found: Portfolio) -> str:
    if not found.everywhere:
        return ""
    first = found.everywhere[0]
    return f"Weak in {first.weak} of the {first.sites} that have it: {_named(first)}."


def _named(weakness: CommonWeakness) -> str:
    what = when(weakness.delivers, f" ({shown(weakness.delivers)})")
    return f"{shown(weakness.provider)} -> {shown(weakness.customer)}{what}"


def _unread(found: Portfolio) -> str:
    if not found.broken:
        return ""
    names = listed([shown(site.id) for site in found.broken], _NAMED)
    return f"Not answered: {names}."


def _everywhere(found: Portfolio) -> Section | None:
    def item(weakness: CommonWeakness) -> str:
        many = f"weak in {weakness.weak} of {counted(weakness.sites, 'site')}"
        return f"{_named(weakness)}: {many}, {points(weakness.contribution)} on average."

    return section_of("Weak in at least half of the sites that have it", found.everywhere, item)


def _broken(found: Portfolio) -> Section | None:
    """What is wrong with each, the first problem of it."""

    def item(site: Site) -> str:
        first = site.problems[0].partition("\n")[0]
        more = len(site.problems) - 1
        told = first if site.id in first else f"{shown(site.id)}: {first}"
        return f"{told}{when(more, f' (and {more} more)')}"

    return section_of("Not answered", found.broken, item, most=10)


def _table(found: Portfolio) -> Table:
    heads = ("site", "customers", "between", "target", "rank", "first step", "wins", "first in")
    rows = [site for site in found.rows if not site.problems]
    return table_of(heads, rows, _cells, f"sites {ALL}")


def _cells(site: Site) -> tuple[str, ...]:
    return (
        called(site),
        _outcome(site),
        "" if site.interval is None else _ends(site.interval),
        "" if site.target is None else percent(site.target),
        _rank(site),
        first_step(site),
        "" if site.worth is None else bare_points(site.worth),
        "" if site.p_first is None else percent(site.p_first),
    )


def first_step(site: Site) -> str:
    """What to do first there, in names."""
    if not site.first:
        return when(site.worth, "several together")
    others = when(site.as_good, f" or {counted(site.as_good, 'other')}")
    return f"{' -> '.join(map(shown, site.first))}{others}"


def _ends(interval: tuple[float, float]) -> str:
    low, high = map(percent, interval)
    return f"{low.removesuffix(' %')}-{high}"


def _rank(site: Site) -> str:
    if site.rank_range is None or site.rank_range[0] == site.rank_range[1]:
        return "" if site.rank is None else str(site.rank)
    low, high = site.rank_range
    return f"{low}-{high}"
