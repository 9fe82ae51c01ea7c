"""What few people answered is not shown: it is taken out before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from valuechain.language import say
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.model.score import Score
from valuechain.reports.words import counted, listed


def without_small_groups(chain: ValueChain, least: int) -> ValueChain:
    """The chain without scores of fewer answers than that; it is computed as if nobody had asked.

    Of a service all aspects go where one of them is small: the whole and the others would tell it.
    """
    services = {name: _shown(service, least) for name, service in chain.services.items()}
    return replace(chain, services=services)


def told(now: tuple[ValueChain, ValueChain], then: tuple[ValueChain, ValueChain] | None) -> str:
    """About how many services something was taken out, ``""`` for none.

    Each chain with what is left of it, as it is and as it was.
    """
    pairs = {"": now} if then is None else {"": now, say(" of then"): then}
    services = listed([told for of, pair in pairs.items() for told in _taken(*pair, of)])
    if not services:
        return ""
    return say(
        "Too few people answered about {services}: what they said is not shown nor "
        "used. Where it says that nobody was asked, it may be these.",
        services=services,
    )


def _taken(before: ValueChain, left: ValueChain, of: str) -> Iterator[str]:
    """How many services have no score any more, and how many only no aspects."""
    pairs = [(service, left.services[name]) for name, service in before.services.items()]
    whole = sum(one.score is not None and other.score is None for one, other in pairs)
    parts = sum(one.aspects != other.aspects and other.score == one.score for one, other in pairs)
    if whole:
        yield f"{counted(whole, 'service')}{of}"
    if parts:
        services = f"{counted(parts, 'service')}{of}"
        yield say("aspects of {services}", services=services)


def _shown(service: Service, least: int) -> Service:
    found = service
    if any(_is_small(score, least) for _, score in service.aspects):
        found = replace(found, aspects=())
    if _is_small(service.score, least):
        found = replace(found, satisfaction=None, quality=None, aspects=())
    return found


def _is_small(score: Score | None, least: int) -> bool:
    return score is not None and score.answers is not None and score.answers < least
