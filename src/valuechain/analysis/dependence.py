"""How do all dependences move together? From none over the file's to full.

At x = 0 there is none, at x = 1 the file's, at x = 2 all are full.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from valuechain.solve.network import Floats

Span: TypeAlias = tuple[float, float]
"""From where to where in x."""
FULL = 2.0
"""x at which everyone depends fully."""


def dependences_at(dependence: Floats, x: Floats) -> Floats:
    """The dependences at x, both of one shape or broadcast to it."""
    return np.where(x <= 1.0, x * dependence, dependence + (x - 1.0) * (1.0 - dependence))


def dependence_at(dependence: float, x: float) -> float:
    """One dependence at x.

    >>> dependence_at(0.8, 0.5), dependence_at(0.8, 1.5)
    (0.4, 0.9)
    """
    return float(dependences_at(np.array(dependence), np.array(x)))


def span_at_file(spans: tuple[Span, ...]) -> Span | None:
    """The one of these spans that the file's own dependences lie in, ``None`` for none."""
    return next((span for span in spans if span[0] <= 1.0 <= span[1]), None)
