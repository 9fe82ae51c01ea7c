"""Who answered about what? The answers of each person, one about each service."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from valuechain.files.answers import Answers, Question
from valuechain.solve.network import Floats, Ints
from valuechain.survey.raters import RaterCorrelation, rater_correlation


def correlation_of(answers: Answers) -> RaterCorrelation | None:
    """How alike one person's answers are; ``None`` where nobody knows who answered.

    Of a service that was asked about as a whole, that answer counts, else the mean of its aspects.
    People are told apart by party and wave.
    """
    if "respondent" not in answers.table.columns:
        return None
    worth, person, service, asked = _given(answers)
    pair = person * (service.max(initial=0) + 1) + service
    _, first, same, count = np.unique(
        pair, return_index=True, return_inverse=True, return_counts=True
    )
    mean = np.bincount(same, weights=worth) / count
    return rater_correlation(mean, person[first], service[first], asked[first])


def _given(answers: Answers) -> tuple[Floats, Ints, Ints, Ints]:
    """Worth, person, service and asked party of every answer that counts."""
    known = {
        row: (float(scale.worth(value)), Question(*row[:5]))
        for row, (value, scale) in answers.marks.items()
    }
    wholes = {question for _, question in known.values() if not question.aspect}
    counting = {
        row: (worth, question._replace(aspect=""))
        for row, (worth, question) in known.items()
        if not question.aspect or question._replace(aspect="") not in wholes
    }
    who = answers.table.column("respondent")
    rows = zip(answers.rows("scale", "score"), who, strict=True)
    given = [(*counting[row], name) for row, name in rows if name and row in counting]
    return (
        np.array([worth for worth, _, _ in given], dtype=float),
        _numbered((name, question.customer, question.wave) for _, question, name in given),
        _numbered(question for _, question, _ in given),
        _numbered((question.customer, question.wave) for _, question, _ in given),
    )


def _numbered(things: Iterable[object]) -> Ints:
    """A number for each thing, from 0, the same for equal ones."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(thing, len(numbers)) for thing in things], dtype=np.intp)
