"""How far do the same people's answers vary when they are asked again? From one wave to the next.

The difference of two answers of one person about one service varies twice as much as one answer
does. What changed for all who answered is taken off; what changed for one person is not told apart
from what they would say another day, so that this is the most that it can be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from valuechain.solve.network import Floats

LEAST = 20
"""Answers given twice below which nothing is estimated."""


@dataclass(frozen=True, slots=True)
class RepeatedAnswers:
    """How far one person's answers to the same question vary, at most.

    Attributes:
        sd: standard deviation of satisfaction, 0..1.
        answers: how many were given twice.
    """

    sd: float
    answers: int


def repeated(rises: Iterable[Floats]) -> RepeatedAnswers | None:
    """How far answers vary, or ``None`` where too few were given twice.

    Args:
        rises: for each service, by how much each person is more satisfied the second time.

    >>> import numpy as np
    >>> round(repeated([np.tile([0.1, -0.1], 10)]).sd, 4)
    0.0725
    """
    several = [each for each in rises if len(each) > 1]
    answers = sum(map(len, several))
    if answers < LEAST:
        return None
    squares = sum(float(((each - each.mean()) ** 2).sum()) for each in several)
    return RepeatedAnswers(math.sqrt(squares / (answers - len(several)) / 2.0), answers)
