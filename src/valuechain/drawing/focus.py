"""One party or service, and what carries the trouble to and from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from valuechain.drawing.sketch import Arrow, Sketch
from valuechain.problems import unknown
from valuechain.reports.words import percent

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
        kept = "what leads to or from it"
        if weighed and self.least > 0:
            kept = f"what carries at least {percent(self.least)} of what is lacking to or from it"
        far = {None: "", 1: ", one step away"}.get(self.depth, f", up to {self.depth} steps away")
        return f"in focus: {name}, with {kept}{far}; the rest is faded"


def in_focus(sketch: Sketch, focus: Focus, shares: Mapping[str, float]) -> frozenset[str]:
    """The ids of the boxes and arrows up- and downstream of a party or a service.

    Of what is folded, those of the box that it is folded into. Only what is reached over arrows
    that carry enough of the trouble; all of it where no `shares` are known, by service.

    Raises:
        UnknownNameError: the sketch has none of that name.
    """
    arrows = [arrow for arrow in sketch.arrows if _carries(arrow, shares) >= focus.least]
    if not shares:
        arrows = list(sketch.arrows)
    for arrow in sketch.arrows:
        if focus.on in arrow.services:
            onward = _reached(arrows, arrow.customer, focus.depth, onward=True)
            return onward | _reached(arrows, arrow.provider, focus.depth, onward=False) | {arrow.id}
    for box in sketch.boxes:
        if focus.on in (box.id, *box.parties, *box.inside):
            onward = _reached(arrows, box.id, focus.depth, onward=True)
            return onward | _reached(arrows, box.id, focus.depth, onward=False)
    names = [party for box in sketch.boxes for party in box.parties]
    names += [service for arrow in sketch.arrows for service in arrow.services]
    raise unknown("party or service", focus.on, names)


def _carries(arrow: Arrow, shares: Mapping[str, float]) -> float:
    """What an arrow carries of the trouble; several services together."""
    return sum(shares.get(service, 0.0) for service in arrow.services)


def _reached(
    arrows: Iterable[Arrow], start: str, depth: int | None, *, onward: bool
) -> frozenset[str]:
    """A box, and all boxes and arrows on the way from it, or to it, of so many steps."""
    near, far = _ends(onward=onward)
    leaving: dict[str, list[Arrow]] = {}
    for arrow in arrows:
        leaving.setdefault(near(arrow), []).append(arrow)
    met, ways, here = {start}, set[str](), [start]
    while here and depth != 0:
        steps = [arrow for box in here for arrow in leaving.get(box, [])]
        ways.update(arrow.id for arrow in steps)
        here = sorted({far(arrow) for arrow in steps} - met)
        met.update(here)
        depth = None if depth is None else depth - 1
    return frozenset(met | ways)


def _ends(*, onward: bool) -> tuple[Callable[[Arrow], str], Callable[[Arrow], str]]:
    """Where a step starts and ends."""
    ends: tuple[Callable[[Arrow], str], Callable[[Arrow], str]] = (
        lambda arrow: arrow.provider,
        lambda arrow: arrow.customer,
    )
    return ends if onward else ends[::-1]
