"""What few people answered is not shown: it is taken out before anything is computed."""

from __future__ import annotations

from dataclasses import replace

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.model.score import Score
from valuechain.reports.words import counted


def without_small_groups(chain: ValueChain, least: int) -> ValueChain:
    """The chain without scores of fewer answers than that; it is computed as if nobody had asked.

    Of a service all aspects go where one of them is small: the whole and the others would tell it.
    """
    services = {name: _shown(service, least) for name, service in chain.services.items()}
    return replace(chain, services=services)


def told(before: ValueChain, after: ValueChain) -> str:
    """How many scores were taken out, ``""`` for none."""
    hidden = sum(
        service.score is not None and after.services[name].score is None
        for name, service in before.services.items()
    )
    if not hidden:
        return ""
    services = counted(hidden, "service")
    return f"Too few people answered about {services}: what they said is not shown nor used."


def _shown(service: Service, least: int) -> Service:
    found = service
    if any(_is_small(score, least) for _, score in service.aspects):
        found = replace(found, aspects=())
    if _is_small(service.score, least):
        found = replace(found, satisfaction=None, quality=None, aspects=())
    return found


def _is_small(score: Score | None, least: int) -> bool:
    return score is not None and score.responses is not None and score.responses < least
