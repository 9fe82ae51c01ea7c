"""Who gave which answers? Those of known people, one about each service."""

from __future__ import annotations

import numpy as np

from valuechain.files.answers import Answers, Question, Row
from valuechain.survey.given import Asked, Given


def given(answers: Answers) -> Given | None:
    """The answers of known people; ``None`` where nobody knows who answered.

    Of a service that was asked about as a whole, that answer counts, else the mean of its aspects.
    """
    if "respondent" not in answers.table.columns:
        return None
    wholes = {_whole(row) for row in answers.marks if not row[3]}
    numbers: dict[Asked, int] = {}
    known = {
        row: (numbers.setdefault(_whole(row), len(numbers)), float(scale.worth(value)))
        for row, (value, scale) in answers.marks.items()
        if not row[3] or _whole(row) not in wholes
    }
    names: dict[str, int] = {}
    rows = zip(answers.rows("scale", "score"), answers.table.column("respondent"), strict=True)
    found = [
        (*known[row], names.setdefault(name, len(names)))
        for row, name in rows
        if name and row in known
    ]
    about = np.array([number for number, _, _ in found], dtype=np.intp)
    worth = np.array([worth for _, worth, _ in found], dtype=float)
    person = np.array([name for _, _, name in found], dtype=np.intp)
    pair = person * max(1, len(numbers)) + about
    _, first, same, count = np.unique(
        pair, return_index=True, return_inverse=True, return_counts=True
    )
    mean = np.bincount(same, weights=worth) / count
    return Given(tuple(numbers), about[first], person[first], mean)


def _whole(row: Row) -> Asked:
    """The service that a row is about, whatever the aspect."""
    question = Question(*row[:5])
    return Asked(question.provider, question.customer, question.delivers, question.wave)
