"""What to do first? One answer, which sentences, tables, pictures and all questions share.

What each step wins, at the level that a well-run provider reaches, is the only measure: verdicts
explain, and neither filter nor rank.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from valuechain.analysis.groups import Groups, departments_of, teams_of
from valuechain.analysis.solution import Solution
from valuechain.model.action_rules import all_needed
from valuechain.model.actions import Action
from valuechain.questions.steps import GroupStep, Step, Steps, TeamStep
from valuechain.tolerances import DIGITS, FAVOUR, WORTH_NAMING

Kind: TypeAlias = Literal["links", "teams", "departments", "together", "nothing", "unknown"]
_TENTH = 0.1
"""Part of what is missing to the target that a step must win for the sentence to speak of it."""
_TOGETHER = 5
"""Links tried together where none alone wins anything, before all are."""
_SPARED = 200
"""Links up to which each is looked at, whether it is needed: as often all are fixed but for it."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do first.

    Attributes:
        kind: of what it speaks: ``links``; ``teams`` or ``departments`` where links say nothing;
            ``together`` where only several services together win anything; ``nothing`` where
            nothing can be won; ``unknown`` where nobody can say how satisfied the customers are.
        first: the first step, and those as good as it.
        services: the ids of all services of these; of ``together``, those to be fixed at once.
        gain: what the first wins, or what those to be fixed together win.
        missing: by how much the outcome misses the target, 0 where it does not.
        potential: what is left of the loss where nothing can be won: the outcome if nothing were
            lacking by anybody's own doing, less the outcome now.
    """

    kind: Kind
    first: tuple[Any, ...] = ()
    services: tuple[str, ...] = ()
    gain: float = 0.0
    missing: float = 0.0
    potential: float = 0.0


def advice_of(solution: Solution, links: Steps[Step]) -> Advice:
    """What to do first, given the links of a chain."""
    if solution.outcome is None:
        return Advice("unknown")
    missing = max(0.0, solution.chain.target - solution.outcome)
    least = max(_TENTH * missing - FAVOUR, WORTH_NAMING)
    levels: dict[Kind, Callable[[], Steps[Any]]] = {
        "links": lambda: links,
        "teams": lambda: Steps(teams_of(solution), TeamStep),
        "departments": lambda: Steps(departments_of(solution), GroupStep),
    }
    found: dict[Kind, tuple[Any, ...]] = {}
    for kind, steps in levels.items():
        found[kind] = steps().first
        if _gain(found[kind]) >= least:
            return _steps(kind, found[kind], missing)
    widest: tuple[Kind, ...] = ("departments", "teams")
    for kind in widest:
        if _gain(found[kind]) >= WORTH_NAMING:
            return _steps(kind, found[kind], missing)
    return _only_together(solution, links.groups, missing, least)


def _gain(steps: tuple[Any, ...]) -> float:
    return max((step.gain for step in steps), default=0.0)


class Offer(NamedTuple):
    """What can be done about a step: the actions of a set, what they cost and win together."""

    actions: tuple[Action, ...]
    cost: float
    gain: float


def best_offer(solution: Solution, services: Sequence[str]) -> Offer | None:
    """The action on offer for these services that wins most for its money, with what it needs.

    What costs nothing comes first; ``None`` where none wins anything.
    """
    every = {
        action.id: action
        for service in solution.chain.services.values()
        for action in service.improve
    }
    needs = {action.id: action.needs for action in every.values()}
    offers = [
        _offer(solution, [action, *(every[other] for other in all_needed(action.id, needs))])
        for action in every.values()
        if action.service in services
    ]
    winning = [offer for offer in offers if offer.gain >= WORTH_NAMING]
    return max(winning, key=_for_its_money, default=None)


def _for_its_money(offer: Offer) -> tuple[float, float]:
    """What it wins for each unit of money, and for nothing."""
    if not offer.cost:
        return math.inf, round(offer.gain, DIGITS)
    return round(offer.gain / offer.cost, DIGITS), 0.0


def _offer(solution: Solution, actions: list[Action]) -> Offer:
    at = solution.places(action.service for action in actions)
    reached = np.array([1.0 - action.quality for action in actions])
    gain = solution.changes.together(at, np.minimum(solution.reading.own[at], reached))
    return Offer(tuple(actions), sum(action.cost for action in actions), gain)


def _steps(kind: Kind, first: tuple[Any, ...], missing: float) -> Advice:
    services = dict.fromkeys(service for step in first for service in step.services)
    return Advice(kind, first, tuple(services), first[0].gain, missing)


def _only_together(solution: Solution, links: Groups, missing: float, least: float) -> Advice:
    """As few links as it takes to win what the sentence speaks of, or anything; or nothing."""
    found = _fewest(solution, links, least)
    if found is None:
        everything = np.flatnonzero(solution.reading.observations.scored)
        left = solution.changes.together(everything, np.zeros(len(everything)))
        return Advice("nothing", missing=missing, potential=left)
    found.sort(key=links.name)
    services = itertools.chain(*links.members_of(np.array(found)))
    return Advice("together", (), tuple(services), _won_at_once(solution, links, found), missing)


def _fewest(solution: Solution, links: Groups, least: float) -> list[int] | None:
    """Links that win so much only together, largest contribution first, none of a few idle.

    Where even all of them win less, those that win anything; ``None`` where nothing does.
    """
    kept = links.group >= 0
    costs = np.bincount(
        links.group[kept],
        weights=solution.changes.contributions[kept],
        minlength=len(links),
    )
    order = [link for link in np.argsort(-costs, kind="stable").tolist() if costs[link] > FAVOUR]
    little: list[int] | None = None
    for count in (*range(2, min(_TOGETHER, len(order)) + 1), len(order)):
        some = order[:count]
        won = _won_at_once(solution, links, some)
        if won >= least:
            return _without_idle(solution, links, some, won)
        if little is None and won >= WORTH_NAMING:
            little = _without_idle(solution, links, some, won)
    return little


def _without_idle(solution: Solution, links: Groups, some: list[int], won: float) -> list[int]:
    """These links, of a few only those without which they win less."""
    for link in reversed(some) if len(some) <= _SPARED else ():
        others = [other for other in some if other != link]
        if _won_at_once(solution, links, others) >= won - FAVOUR:
            some = others
    return some


def _won_at_once(solution: Solution, links: Groups, some: Sequence[int]) -> float:
    at = np.flatnonzero(np.isin(links.group, some))
    return solution.changes.together(at, solution.reading.reached[at])
