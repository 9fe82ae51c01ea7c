"""One party or service, and what carries the trouble to and from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from valuechain.drawing.sketch import Arrow, Sketch
from valuechain.language import say
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.plan import check_number
from valuechain.reports.words import counted, percent
from valuechain.tolerances import FAVOUR

LEAST = 0.05
"""The share of the trouble from which on an arrow is kept, unless asked otherwise."""


@dataclass(frozen=True)
class Focus:
    """What is in focus, and how much of what leads to and from it.

    Attributes:
        on: the id of a party or a service.
        depth: how many steps up and down are kept, ``None`` for all.
        least: the share of the trouble that an arrow carries at least, 0..1.
    """

    on: str
    depth: int | None = None
    least: float = LEAST

    def told(self, name: str, *, weighed: bool) -> str:
        """What is kept, in words."""
        kept = say("what leads to or from it")
        if weighed and self.least > 0:
            share = percent(self.least)
            kept = say(
                "what brings it at least {share} of its trouble, or others as much of theirs",
                share=share,
            )
        if self.depth is not None:
            kept += say(", {steps} away at most", steps=counted(self.depth, "step"))
        return say("in focus: {name}, with {kept}; the rest is faded", name=name, kept=kept)


def focused(on: str | None, depth: Any, least: Any) -> Focus | None:
    """What is asked to be in focus.

    Raises:
        ArgumentError: a depth or a share is none, or is given without a focus.
    """
    if on is None:
        if depth is not None or least != LEAST:
            raise ArgumentError("depth and least say how much of a focus is kept: name a focus")
        return None
    check_number(least, "least")
    if least > 1:
        raise ArgumentError(f"least={least!r:.60}: a share from 0 to 1")
    whole = isinstance(depth, int | np.integer) and not isinstance(depth, bool)
    if depth is not None and not (whole and depth >= 1):
        raise ArgumentError(f"depth={depth!r:.60}: a whole number from 1")
    return Focus(on, depth, least)


def in_focus(sketch: Sketch, focus: Focus, shares: Mapping[str, float]) -> frozenset[str]:
    """The ids of the boxes and arrows up- and downstream of a party or a service.

    Of what is folded, those of the box that it is folded into. Only what is reached over arrows
    that carry enough of the trouble; all of it where no `shares` are known, by service.

    Raises:
        UnknownNameError: the sketch has none of that name.
    """
    arrows = [
        arrow
        for arrow in sketch.arrows
        if not shares or _carries(arrow, shares) >= focus.least - FAVOUR
    ]
    for arrow in sketch.arrows:
        if focus.on in arrow.services:
            return _around(arrows, arrow.provider, arrow.customer, focus.depth) | {arrow.id}
    for box in sketch.boxes:
        if focus.on in (box.id, *box.parties, *box.inside):
            return _around(arrows, box.id, box.id, focus.depth)
    names = [party for box in sketch.boxes for party in box.parties]
    names += [service for arrow in sketch.arrows for service in arrow.services]
    raise unknown("party or service", focus.on, names)


def _carries(arrow: Arrow, shares: Mapping[str, float]) -> float:
    """What an arrow carries of the trouble; several services together."""
    return sum(shares.get(service, 0.0) for service in arrow.services)


def _around(arrows: list[Arrow], back: str, onward: str, depth: int | None) -> frozenset[str]:
    """What leads to one box and away from another, up to so many steps."""
    most = len(arrows)
    if depth is not None:
        most = depth
    away = _reached([(a.provider, a.customer, a.id) for a in arrows], onward, most)
    return away | _reached([(a.customer, a.provider, a.id) for a in arrows], back, most)


def _reached(steps: Iterable[tuple[str, str, str]], start: str, most: int) -> frozenset[str]:
    """A box, and all boxes and arrows within so many steps, each from where to where by which."""
    leaving: dict[str, list[tuple[str, str]]] = {}
    for near, far, arrow in steps:
        leaving.setdefault(near, []).append((far, arrow))
    met, ways, here = {start}, set[str](), [start]
    for _ in range(most):
        taken = [step for box in here for step in leaving.get(box, [])]
        ways.update(arrow for _, arrow in taken)
        here = [box for box in dict.fromkeys(far for far, _ in taken) if box not in met]
        met.update(here)
        if not here:
            break
    return frozenset(met | ways)
