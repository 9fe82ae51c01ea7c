"""Can answers with this mean spread so far?"""

from __future__ import annotations

import math

from valuechain.model.texts import Said


def spread_fault(
    mean: float, sd: float, responses: int | None, rounding: tuple[float, float]
) -> Said | None:
    """What is wrong with a standard deviation, ``None`` where it can be.

    Answers from 0 to 1 with the mean m have at most the variance m (1 - m) n / (n - 1): when each
    is 0 or 1 (Bhatia & Davis 2000, *A better bound on the variance*, American Mathematical Monthly
    107(4)).

    Args:
        mean: of the answers, 0..1.
        sd: their standard deviation (n - 1), 0..1.
        responses: how many they are, ``None`` where it is not said.
        rounding: by how much mean and standard deviation may be off as written.

    >>> spread_fault(1.0, 0.5, 100, (0.0, 0.0))[0], spread_fault(0.5, 0.5, 100, (0.0, 0.0))
    ('answers with this mean cannot differ so much', None)
    """
    if responses == 1 and sd > 0:
        return "one answer has no standard deviation", "leave it out, or correct the responses"
    off, less = rounding
    nearest = mean + math.copysign(min(off, abs(0.5 - mean)), 0.5 - mean)
    count = responses or 2
    widest = math.sqrt(nearest * (1.0 - nearest) * count / max(1, count - 1))
    if sd - less <= widest + 1e-9:
        return None
    return "answers with this mean cannot differ so much", "correct one of them"


def half_a_digit(text: str) -> float:
    """By how much a decimal may be off as it is written.

    >>> half_a_digit("3.4"), half_a_digit("12")
    (0.05, 0.5)
    """
    return 0.5 * 10.0 ** -len(text.partition(".")[2])
