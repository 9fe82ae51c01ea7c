"""How does an SVG write a path? In tenths of a point, relative, in as few letters as it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from valuechain.drawing.outlines import TAKES

PARTS = 10
"""Of a point: what is written of every number in a path; a hair is thinner than none of them."""
Place = tuple[int, int]
"""In parts of a point, y down."""


def path_data(letters: str, places: Sequence[Place]) -> str:
    """A path by its steps and the places that they take; between rounded places no error adds up.

    >>> path_data("MLLZ", [(10, 20), (110, 20), (110, 72)])
    'M1 2h10v5.2z'
    """
    here = start = (0, 0)
    steps: list[str] = []
    before, at = "", 0
    for letter in letters:
        points = places[at : at + TAKES[letter]]
        at += TAKES[letter]
        step = _step(letter, here, points)
        steps.append(_joined(before, step))
        before = step
        if letter == "M":
            start = points[0]
        here = [start, *points][-1]
    return "".join(steps)


def _joined(before: str, step: str) -> str:
    """A step behind another: its letter goes without saying where it is the same."""
    if step[:1] != before[:1] or step[:1] in "Mz":
        return step
    return step[1:] if step[1] == "-" else f" {step[1:]}"


def _step(letter: str, here: Place, points: Sequence[Place]) -> str:
    """One step of a path, relative to where it starts; the first is absolute."""
    if letter == "M":
        return f"M{_numbers(points[0])}"
    moved = [number - at for point in points for number, at in zip(point, here, strict=True)]
    if letter == "L" and moved[1] == 0:
        return f"h{_numbers(moved[:1])}"
    if letter == "L" and moved[0] == 0:
        return f"v{_numbers(moved[1:])}"
    return f"{letter.lower()}{_numbers(moved)}"


def _numbers(parts: Iterable[int]) -> str:
    return " ".join(map(number, parts)).replace(" -", "-")


def number(parts: int) -> str:
    """So many parts of a point, without what goes without saying.

    >>> number(-3), number(15), number(0)
    ('-.3', '1.5', '0')
    """
    written = f"{parts / PARTS:.1f}".removesuffix(".0")
    return written.replace("0.", ".", 1) if written.lstrip("-").startswith("0.") else written
