"""For which dependence something holds, in words."""

from __future__ import annotations

import math

from valuechain.analysis.dependence import FULL, Span, dependence_at
from valuechain.model.chain import ValueChain
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.words import shown


def holds_line(diagnosis: Diagnosis) -> str:
    """The line that every diagnosis bears: for which dependence its first root cause is first.

    ``""`` where there is none, and where finding out takes long.
    """
    if diagnosis.first_holds is None:
        return ""
    where = for_which(diagnosis.first_holds, diagnosis.common_dependence)
    return f"{shown(diagnosis.root_causes[0].id)} is first {where}."


def is_ranged(chain: ValueChain) -> bool:
    """Whether the dependence of any service is a range."""
    return any(service.dependence_range for service in chain.services.values())


def usual_dependence(chain: ValueChain) -> str:
    """What is supposed of services of which the file says nothing."""
    return f"({chain.dependence:g} unless the file says otherwise)"


def for_which(span: Span, common: float | None) -> str:
    """A span of x in words; ends are rounded inwards, so that what is said holds.

    >>> for_which((0.8333, 2.0), 0.8), for_which((0.0, 2.0), 0.8)
    ('for any dependence from 0.67 to 1', 'for any dependence')
    >>> for_which((0.2, 1.4), None)
    'for dependences from 20 % of those given to 40 % of the way from there to 1'
    """
    low, high = span
    if low <= 0 and high >= FULL:
        return "for any dependence"
    # At 0 and at 1 only one side of the file's dependence has room.
    if common is not None and 0 < common < 1:
        first, last = _inwards(dependence_at(common, low), dependence_at(common, high))
        return f"for any dependence from {first:g} to {last:g}"
    first, last = _inwards(low, high)
    return f"for dependences {_from(first)} {_to(last)}".replace(" from none to", " up to")


def _inwards(low: float, high: float) -> Span:
    """Two ends rounded inwards, with two digits or as many more as keep them apart."""
    for digits in range(2, 8):
        unit = 10**digits
        ends = math.ceil(unit * low - 1e-4) / unit, math.floor(unit * high + 1e-4) / unit
        if ends[0] < ends[1]:
            break
    return ends[0], max(ends)


def _from(x: float) -> str:
    if x <= 0:
        return "from none"
    if x <= 1:
        return f"from {100 * x:g} % of those given"
    return f"from {100 * (x - 1):g} % of the way to 1"


def _to(x: float) -> str:
    if x >= FULL:
        return "to 1"
    if x <= 1:
        return f"to {100 * x:g} % of those given"
    return f"to {100 * (x - 1):g} % of the way from there to 1"
