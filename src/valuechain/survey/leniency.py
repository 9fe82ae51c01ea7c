"""Whose answers run high: removing each respondent's own level.

A respondent's leniency is by how much their answers lie above the mean of all answers to the same
questions, on average::

    l_r = mean over r's questions q of (x_rq - mean of x over all who answered q)

and each answer becomes x_rq - l_r. Where everyone answers every question, this is the usual
centring, x_rq - (mean of r - mean of all), which leaves every question's mean as it is and takes
the respondents' levels out of the spread. Where they answer different questions, the means shift
too. A respondent of one answer has no level of their own and keeps it.

An answer less a level may lie beyond the scale. A mean that does is held at its end, and a spread
to the widest that answers on the scale with this mean can have: to the variance m (1 - m) n / (n -
1), when each is 0 or 1.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.network import Floats, Ints


def without_leniency(worth: Floats, respondent: Ints, question: Ints) -> Floats:
    """How satisfied each answer is, less its respondent's leniency.

    Args:
        worth: (answers,) as answered, 0..1.
        respondent: (answers,) who, numbered from 0; -1 where it is not known.
        question: (answers,) what, numbered from 0.

    Returns:
        (answers,) 0..1 or a little beyond.

    >>> who, what = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> without_leniency(np.array([1.0, 0.8, 0.6, 0.4]), who, what).round(3).tolist()
    [0.8, 0.6, 0.8, 0.6]
    """
    usual = np.bincount(question, weights=worth) / np.maximum(np.bincount(question), 1)
    known = respondent >= 0
    who = respondent[known]
    answers = np.bincount(who)
    leniency = np.bincount(who, weights=(worth - usual[question])[known]) / np.maximum(answers, 1)
    leniency[answers < 2] = 0.0
    adjusted: Floats = worth.copy()
    adjusted[known] -= leniency[who]
    return adjusted


def held(answers: int, mean: float, squares: float) -> tuple[float, float]:
    """The nearest mean and sum of squares that so many answers from 0 to 1 can have.

    Args:
        answers: how many they are.
        mean: of the answers, some of which may lie beyond 0..1.
        squares: the sum of their squares.

    >>> held(2, 0.5, 0.5), held(2, 1.25, 3.25)
    ((0.5, 0.5), (1.0, 2.0))
    """
    within = min(max(mean, 0.0), 1.0)
    spread = min(squares - answers * mean**2, answers * within * (1.0 - within))
    return within, spread + answers * within**2
