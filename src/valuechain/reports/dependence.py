"""For which dependence something holds, in words."""

from __future__ import annotations

import math
from collections import Counter

from valuechain.analysis.dependence import FULL, Span, dependence_at
from valuechain.language import say
from valuechain.model.chain import ValueChain
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.words import decimal, when


def holds_line(diagnosis: Diagnosis) -> str:
    """The line that every diagnosis bears: for which dependence its first step is first.

    ``""`` where there is none, and where finding out takes long.
    """
    if diagnosis.first_holds is None:
        return ""
    return say(
        "The first step is first {for_which}.",
        for_which=for_which(diagnosis.first_holds, diagnosis.chain),
    )


def is_ranged(chain: ValueChain) -> bool:
    """Whether the dependence of any service is a range."""
    return any(service.dependence_range for service in chain.services.values())


def usual_dependence(chain: ValueChain) -> str:
    """What is supposed of services of which the file says nothing."""
    usual = decimal(chain.dependence)
    found = {service.dependence for service in chain.services.values()}
    if len(found) == 1:
        return f"({decimal(found.pop())})"
    told = decimal(_teller(chain))
    if chain.dependence not in found:
        return say("(each has its own; told by the services with {usual})", usual=told)
    if told != usual:
        return say(
            "({usual} where nothing else is said; told by those with {told})",
            usual=usual,
            told=told,
        )
    return say("({dependence} where nothing else is said)", dependence=usual)


def for_which(span: Span, chain: ValueChain) -> str:
    """A span of x in words, told by the dependence that the file gives for all services.

    Those with one of their own move likewise (`told_by`). Ends are rounded inwards, so that what is
    said holds.

    >>> from valuechain import loads
    >>> chain = loads("{valuechain: 1, teams: {a: {serves: {c: }}}, customers: {c: }}")
    >>> for_which((0.8333, 2.0), chain), for_which((0.0, 2.0), chain), for_which((0.5, 1.5), chain)
    ('for dependence from 0.67 to 1', 'for any dependence', 'for dependence from 0.4 to 0.9')
    """
    low, high = span
    if low <= 0 and high >= FULL:
        return say("for any dependence")
    first, last = _inwards(*(dependence_at(_teller(chain), end) for end in span))
    return say("for dependence from {first} to {last}", first=decimal(first), last=decimal(last))


def told_by(chain: ValueChain) -> str:
    """Of whose dependence spans are told, where not all have the same."""
    found = {service.dependence for service in chain.services.values()}
    by = say("Dependence is told by the services with {usual}.", usual=decimal(_teller(chain)))
    return when(len(found) > 1, by)


def _teller(chain: ValueChain) -> float:
    """The dependence by which spans are told: the file's, else the one that most services have.

    One that has room on both sides, if there is any: what is 0 or 1 moves on one side only.
    """
    found = Counter(service.dependence for service in chain.services.values())
    roomy = Counter({value: count for value, count in found.items() if 0.0 < value < 1.0})
    among = roomy or found
    if chain.dependence in among:
        return chain.dependence
    return max(among, key=lambda value: (among[value], value))


def _inwards(low: float, high: float) -> Span:
    """Two ends rounded inwards, with two digits or as many more as keep them apart."""
    for digits in range(2, 8):
        unit = 10**digits
        ends = math.ceil(unit * low - 1e-4) / unit, math.floor(unit * high + 1e-4) / unit
        if ends[0] < ends[1]:
            break
    return ends[0], max(ends)
