"""Where does the loss come from? On the level that tells most of it in the fewest rows."""

from __future__ import annotations

from typing import NamedTuple

from valuechain.language import say
from valuechain.questions.diagnosis import LEVELS, Diagnosis
from valuechain.reports.diagnosed import name_of, outcome_of
from valuechain.reports.report import FEW, Section, section_of
from valuechain.reports.words import capital, counted, percent, points, shown
from valuechain.tolerances import FAVOUR, TIE

_MOST = 0.8
"""Share of the loss that a roll-up must reach."""
_CALLED = {
    "service": ("service", "services"),
    "delivers": ("thing delivered", "things delivered"),
    "provider": ("provider", "providers"),
    "group": ("department", "departments"),
}


class RollUp(NamedTuple):
    """The parts of a loss that make most of it, the largest first, and what they are parts by."""

    rows: list[tuple[str, float]]
    level: str


def rolled_up(diagnosis: Diagnosis) -> Section | None:
    """The parts that make most of the loss."""
    loss = 1 - outcome_of(diagnosis)
    if loss < FAVOUR:
        return None
    rows, level = telling_level(diagnosis)

    def item(row: tuple[str, float]) -> str:
        return f"{_name(diagnosis, level, row[0])}: {points(row[1])}"

    many = capital(counted(len(rows), *_CALLED[level]))
    make = say("makes") if len(rows) == 1 else say("make")
    reached = percent(sum(part for _, part in rows) / loss)
    introduction = say(
        "{many} {make} {reached} of the {loss} lost.",
        many=many,
        make=make,
        reached=reached,
        loss=points(loss),
    )
    return section_of(say("Where the loss comes from"), rows, item, introduction, most=2 * FEW)


def _name(diagnosis: Diagnosis, level: str, key: str) -> str:
    if level == "provider":
        return name_of(diagnosis.chain.parties, key)
    return shown(key)


def telling_level(diagnosis: Diagnosis) -> RollUp:
    """The level that reaches 80 % of the loss in the fewest rows, ties to the finer.

    A level must name what it counts: parts without a department do not count towards it. It tells
    nothing where it takes more than half of its entries.
    """
    enough = _MOST * (1 - outcome_of(diagnosis))
    services = {row.id: row.contribution for row in diagnosis.services}
    found = [RollUp(_first_rows(services, enough), "service")]
    for level in LEVELS:
        sums = diagnosis.by(level)
        rows = _first_rows(sums, enough)
        if 2 * len(rows) <= sum(part > FAVOUR for part in sums.values()):
            found.append(RollUp(rows, level))
    return min(filter(lambda each: each.rows, found), key=lambda each: len(each.rows))


def _first_rows(sums: dict[str, float], enough: float) -> list[tuple[str, float]]:
    """The first named parts that make `enough`; none where all do not."""
    named = [(name, part) for name, part in sums.items() if name]
    total = 0.0
    for count, (_, part) in enumerate(named, 1):
        total += part
        if total >= enough - TIE:
            return named[:count]
    return []
