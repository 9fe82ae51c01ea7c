"""For which dependence something holds, in words."""

from __future__ import annotations

import math
from collections import Counter

from valuechain.analysis.dependence import FULL, Span, dependence_at
from valuechain.language import say
from valuechain.model.chain import ValueChain
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.words import decimal, when

_LEAST = 0.01
"""How near to 0 or 1 the file's dependence is taken to be, so that both sides of it have room."""


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
    if chain.dependence not in found:
        told = decimal(_usual(chain))
        return say("(each has its own; told by the services with {usual})", usual=told)
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
    first, last = _inwards(*(dependence_at(_middle(chain), end) for end in span))
    return say("for dependence from {first} to {last}", first=decimal(first), last=decimal(last))


def told_by(chain: ValueChain) -> str:
    """Of whose dependence spans are told, where not all have the same."""
    found = {service.dependence for service in chain.services.values()}
    by = say("Dependence is told by the services with {usual}.", usual=decimal(_usual(chain)))
    return when(len(found) > 1, by)


def _middle(chain: ValueChain) -> float:
    """The usual dependence; at 0 and at 1 only one side of it has room."""
    return min(max(_usual(chain), _LEAST), 1.0 - _LEAST)


def _usual(chain: ValueChain) -> float:
    """The dependence that the file gives for all, else the one that most services have."""
    found = Counter(service.dependence for service in chain.services.values())
    if chain.dependence in found:
        return chain.dependence
    return max(found, key=lambda value: (found[value], value))


def _inwards(low: float, high: float) -> Span:
    """Two ends rounded inwards, with two digits or as many more as keep them apart."""
    for digits in range(2, 8):
        unit = 10**digits
        ends = math.ceil(unit * low - 1e-4) / unit, math.floor(unit * high + 1e-4) / unit
        if ends[0] < ends[1]:
            break
    return ends[0], max(ends)
