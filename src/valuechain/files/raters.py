"""Who gave which answers? Those of known people, one about each service."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from valuechain.files.answers import Answers, Question, Row
from valuechain.survey.given import Asked, Given


def given(answers: Answers) -> Given | None:
    """The answers of known people; ``None`` where nobody knows who answered.

    Of a service that was asked about as a whole, that answer counts, else the mean of its aspects.
    """
    if "respondent" not in answers.table.columns:
        return None
    wholes = {asked_of(row) for row in answers.marks if not row[3]}
    numbers: dict[Asked, int] = {}
    known = {
        row: (numbers.setdefault(asked_of(row), len(numbers)), float(scale.worth(value)))
        for row, (value, scale) in answers.marks.items()
        if not row[3] or asked_of(row) not in wholes
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
    return one_each(numbers, about, person, worth)


def one_each(
    asked: Collection[Asked],
    about: NDArray[np.intp],
    person: NDArray[np.intp],
    worth: NDArray[np.float64],
) -> Given:
    """The mean of whatever a person answered about the same.

    Args:
        asked: services, each in a wave.
        about: of each answer, the number of what was asked.
        person: the number of who answered.
        worth: how satisfied the answer is, from 0 to 1.
    """
    pair = about * (int(person.max(initial=0)) + 1) + person  # nearly in order already
    _, first, same, count = np.unique(
        pair, return_index=True, return_inverse=True, return_counts=True
    )
    mean = np.bincount(same, weights=worth) / count
    return Given(tuple(asked), about[first], person[first], mean)


def asked_of(row: Row) -> Asked:
    """The service that a row is about, whatever the aspect."""
    question = Question(*row[:5])
    return Asked(question.provider, question.customer, question.delivers, question.wave)
