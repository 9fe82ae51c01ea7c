"""Who gave which answers? Those of known people, one about each service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from fractions import Fraction
from itertools import count

import numpy as np
from numpy.typing import NDArray

from valuechain.files.answers import Answers, Question, Row
from valuechain.model.scales import MarkScale
from valuechain.survey.given import Asked, Given


def given(answers: Answers) -> Given | None:
    """The answers of known people; ``None`` where nobody knows who answered.

    Of a service that was asked about as a whole, that answer counts, else the mean of its aspects.
    """
    if "respondent" not in answers.table.columns:
        return None
    wholes = {asked_of(row) for row in answers.marks if not row[3]}
    asked: dict[Asked, int] = {}
    about, worth = [], []
    for row in answers.counts:
        counts = row in answers.marks and (not row[3] or asked_of(row) not in wholes)
        about.append(asked.setdefault(asked_of(row), len(asked)) if counts else -1)
        worth.append(_worth(*answers.marks[row]) if counts else 0.0)
    names: defaultdict[str, int] = defaultdict(count().__next__, {"": -1})
    who = answers.table.column("respondent")
    person = np.fromiter(map(names.__getitem__, who), np.intp, len(who))
    given = np.array(about, dtype=np.intp)[answers.number]
    known = (given >= 0) & (person >= 0)
    worths = np.array(worth, dtype=float)[answers.number]
    return one_each(asked, given[known], person[known], worths[known])


def _worth(value: Fraction, scale: MarkScale) -> float:
    return float(scale.worth(value))


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
