"""How much of the work is right first time, in words."""

from __future__ import annotations

from decimal import Decimal

from valuechain.language import numeral, say
from valuechain.questions.defects import CountedService, Defects, RolledYield
from valuechain.reports.advice import told_apart
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import Report, Section, Table, how_found, section_of, table_of
from valuechain.reports.words import (
    as_given,
    counted,
    decimal,
    percent,
    sentences,
    shown,
    when,
    whole_number,
)

_HOW = (
    "A sigma level is the quantile of the yield plus 1.5, by convention: work is taken to drift by "
    "so much in the long run. What comes through is the product of the yields on the way that "
    "loses most, of opportunities and not of units where a unit has several; work that nobody "
    "counted is left out."
)
_NOTHING = (
    "No work was counted. Write it as a score: 'satisfaction: {units: 1200, opportunities: 3, "
    "defects: 41}', or '{units: 200, on_time: 188}'."
)


def report(found: Defects) -> Report:
    """Put counted work into words."""
    sections = [_ways(found), how_found(when(found.rows, say(_HOW)))] if found.rows else []
    return Report.of(shown(found.title), answer(found), sections, _table(found))


def answer(found: Defects) -> str:
    """Whose work is least often right, and how much comes through to the customers."""
    if not found.rows:
        return say(_NOTHING)
    first = found.rows[0]
    if not first.defects:
        return say(
            "No defect was found in {services}.", services=counted(len(found.rows), "service")
        )
    return sentences(
        say(
            "Least often right first time: {named}, {said}.",
            named=_named(found, first),
            said=_said(first),
        ),
        *(_comes_through(found, way) for way in found.ways[:1]),
    )


def _named(found: Defects, row: CountedService) -> str:
    return told_apart(found.diagnosis.chain, row.id)


def _said(row: CountedService) -> str:
    if row.on_time:
        return say(
            "{right} of {units} units on time",
            right=whole_number(row.units - row.defects),
            units=whole_number(row.units),
        )
    defects = counted(row.defects, "defect")
    return say(
        "{defects} in {units} ({per_million} per million)",
        defects=defects,
        units=counted(row.units, "unit"),
        per_million=_per_million(row),
    )


def _comes_through(found: Defects, way: RolledYield) -> str:
    whom = name_of(found.diagnosis.chain.parties, way.customer)
    template = "{rolled} comes through to {whom} without a defect."
    if any(found[service].opportunities > 1 for service in way.services):
        template = "Of what can go wrong, {rolled} goes right down to {whom}."
    return say(template, rolled=exactly(way.rolled), whom=whom)


def _ways(found: Defects) -> Section | None:
    parties, services = found.diagnosis.chain.parties, found.diagnosis.chain.services

    def item(way: RolledYield) -> str:
        first, last = services[way.services[0]], services[way.services[-1]]
        steps = counted(len(way.services), "counted step")
        ends = say(
            "from {provider} to {customer}",
            provider=name_of(parties, first.provider),
            customer=name_of(parties, last.customer),
        )
        each = say(
            "{normalised} a step{sigma}", normalised=exactly(way.normalised), sigma=_sigma(way)
        )
        return say(
            "{customer}: {rolled} over {steps} {ends}; {each}.",
            customer=name_of(parties, way.customer),
            rolled=exactly(way.rolled),
            steps=steps,
            ends=ends,
            each=each,
        )

    return section_of(say("What comes through without a defect"), found.ways, item)


def _sigma(way: RolledYield) -> str:
    return "" if way.sigma is None else say(", sigma {sigma}", sigma=numeral(f"{way.sigma:.2f}"))


def _table(found: Defects) -> Table:
    heads = (
        "service",
        "units",
        "defects",
        "per million",
        "right",
        say("{level} sure", level=as_given(found.level)),
        "sigma",
    )
    return table_of(heads, found.rows, lambda row: _cells(found, row), "services {all}")


def _cells(found: Defects, row: CountedService) -> tuple[str, ...]:
    low, high = (exactly(end).removesuffix(" %") for end in row.interval)
    return (
        _named(found, row),
        whole_number(row.units),
        f"{whole_number(row.defects)}{when(row.on_time, say(' late'))}",
        _per_million(row),
        exactly(row.yield_share),
        f"{low}-{high}",
        "" if row.sigma is None else numeral(f"{row.sigma:.2f}"),
    )


def _per_million(row: CountedService) -> str:
    if 0 < row.dpmo < 10:
        return decimal(row.dpmo, 3)
    return numeral(f"{row.dpmo:,.0f}")


def exactly(share: float) -> str:
    """A share in percent, with as many decimals as it takes not to hide what is lacking.

    >>> exactly(0.9), exactly(0.9947), exactly(0.99995), exactly(1 - 1e-9)
    ('90 %', '99.47 %', '99.995 %', '99.9999999 %')
    """
    if share < 0.95 or share == 1:
        return percent(share)
    if share < 0.9999:
        return f"{numeral(f'{100 * share:.2f}')} %"
    lacking = Decimal(f"{100 * (1 - share):.3g}")
    return f"{numeral(f'{100 - lacking:f}')} %"
