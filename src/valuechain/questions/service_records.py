"""What the diagnosis of every service has at once, read off the solved arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from valuechain.analysis.solution import Solution
from valuechain.analysis.verdict import tipping_dependences

LATER = ("gain", "potential", "loss_if_failed")
"""What is computed when first asked for."""
_DESCRIBED = ("id", "provider", "customer", "delivers")


def columns_of(solution: Solution) -> dict[str, Sequence[Any]]:
    """(services,) columns in file order, all but the verdicts."""
    columns = _described(solution) | _numbers(solution)
    tipping = solution.in_file_order(tipping_dependences(solution.reading)).tolist()
    columns["tipping_dependence"] = [None if math.isnan(tips) else tips for tips in tipping]
    return columns


def _described(solution: Solution) -> dict[str, Sequence[Any]]:
    """As the chain describes them."""
    services = solution.chain.services.values()
    return {name: [getattr(service, name) for service in services] for name in _DESCRIBED}


def _numbers(solution: Solution) -> dict[str, Sequence[Any]]:
    """As they were solved, in file order."""
    reading = solution.reading
    numbers = {
        "satisfaction": reading.satisfaction,
        "target": reading.observations.target,
        "own_shortfall": reading.own_shortfall,
        "inherited_shortfall": reading.inherited_shortfall,
        "quality": 1.0 - reading.own,
        "effective_dependence": reading.effective,
        "importance": solution.changes.importance,
        "contribution": solution.changes.contributions,
        "reachable": 1.0 - reading.reached,
    }
    return {name: solution.in_file_order(values).tolist() for name, values in numbers.items()}


def gains_and_losses(solution: Solution, *, full: bool) -> dict[str, Sequence[float | None]]:
    """In file order; ``None`` for what is not at hand, unless it is asked for."""
    changes = solution.changes
    nothing: list[float | None] = [None] * len(solution.chain.services)
    found = dict.fromkeys(LATER, nothing)
    if full or changes.gains_at_hand:
        found["gain"] = solution.in_file_order(changes.gains).tolist()
        found["potential"] = solution.in_file_order(changes.potentials).tolist()
    if full or changes.few:
        found["loss_if_failed"] = solution.in_file_order(changes.losses).tolist()
    return dict(found)


def step_records(steps: Sequence[Any]) -> list[dict[str, Any]]:
    """Steps as dictionaries."""
    names = tuple(each.name for each in fields(steps[0])) if steps else ()
    return [
        {name: getattr(step, name) for name in names} | {"services": list(step.services)}
        for step in steps
    ]
