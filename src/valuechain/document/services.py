"""The table of every service, in the words of a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from valuechain.drawing.labels import NOT_KNOWN
from valuechain.language import say
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.diagnosed import name_of
from valuechain.reports.verdict_words import VERDICT_WORDS
from valuechain.reports.words import bare_points, percent, shown, whole_number


class Column(NamedTuple):
    """A heading, whether numbers stand below it, and what it means."""

    heading: str
    numeric: bool
    meaning: str


_COLUMNS = (
    Column("Provider", False, "who delivers"),
    Column("Serves", False, "to whom"),
    Column("Delivers", False, "what"),
    Column("Score", True, "satisfaction with this service"),
    Column("Target", True, "satisfaction aimed at"),
    Column("Answers", True, "how many answered"),
    Column("Own quality", True, "what the provider does by itself, without what it receives"),
    Column("Costs", True, "points that the customers lack through it"),
    Column("Wins", True, "points for the customers at the level that a well-run provider reaches"),
    Column("Verdict", False, "what it is"),
)


def columns() -> tuple[Column, ...]:
    """The columns of the table, in the language that is spoken."""
    return tuple(Column(say(head), numeric, say(means)) for head, numeric, means in _COLUMNS)


def service_rows(diagnosis: Diagnosis) -> Iterator[tuple[str, ...]]:
    """The cells of every service, those first that cost most."""
    chain = diagnosis.chain
    for row in diagnosis.rows:
        score = chain.services[row.id].score
        answers = score.answers if score is not None else None
        measured = row.verdict != "unmeasured"
        gain: float | None = row.gain  # of very large chains not known
        yield (
            name_of(chain.parties, row.provider),
            name_of(chain.parties, row.customer),
            shown(row.delivers),
            percent(row.satisfaction) if measured else NOT_KNOWN,
            percent(row.target),
            "" if answers is None else whole_number(answers),
            percent(row.quality) if measured else NOT_KNOWN,
            bare_points(row.contribution),
            "" if gain is None else bare_points(gain),
            say(VERDICT_WORDS[row.verdict]),
        )
