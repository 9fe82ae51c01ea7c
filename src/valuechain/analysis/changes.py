"""What one service changes: the outcome and every party if it were perfect, or failed.

Each answer is another solution of the network. Many are computed at once: services whose customers stand near each other
in the order of solution share everything that comes before them, so only what they can reach is solved again.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from valuechain.analysis.reading import Reading
from valuechain.propagation.arrangement import Floats, Ints
from valuechain.propagation.forward import shortfalls

_CASES = 256
"""Cases solved at once: enough to make numpy's cost per call small."""
_NUMBERS = 2**22
"""Services times cases held at once."""


def change_of_ends(reading: Reading, seed: Floats, services: Ints, own: float) -> Floats:
    """(len(services),) how the weighted shortfall of the ends rises when each service's own shortfall becomes `own`.

    Args:
        reading: the solved chain.
        seed: (parties,) weights of the positions in the outcome.
        services: indices in the order of solution, each changed on its own, everything else kept.
        own: 0 for perfect, 1 for failed.
    """
    rises = np.zeros(len(services))
    for cases, change in _solved_again(reading, services, own):
        rises[cases] = seed @ change
    return rises


def change_of_parties(reading: Reading, service: int, own: float) -> Floats:
    """(parties,) how each position's shortfall rises when one service's own shortfall becomes `own`."""
    ((_, change),) = _solved_again(reading, np.array([service]), own)
    return change[:, 0]


def gain_together(reading: Reading, seed: Floats, services: Ints) -> float:
    """How much the weighted shortfall of the ends falls when all these services' own shortfalls become 0 at once."""
    own = reading.own.copy()
    own[services] = 0.0
    received = shortfalls(reading.plan, own, reading.effective).received
    return max(0.0, float(seed @ (reading.received - received)))


def _solved_again(reading: Reading, services: Ints, own: float) -> Iterator[tuple[Ints, Floats]]:
    """Batches of cases with the (parties, cases) rises of their shortfalls, earliest customers first.

    The unchanged chain is solved along with each batch, so that what a change cannot reach rises by exactly 0.
    """
    plan = reading.plan
    order = np.argsort(plan.customer[services], kind="stable")
    width = max(1, min(_CASES, _NUMBERS // max(1, len(reading.own))))
    for first in range(0, len(order), width):
        cases = order[first : first + width]
        changed = services[cases]
        owns = np.repeat(reading.own[:, None], len(cases) + 1, axis=1)
        owns[changed, np.arange(len(cases))] = own
        start = int(plan.step_of(plan.customer[changed[:1]])[0])
        received = shortfalls(plan, owns, reading.effective, known=reading.received, start=start).received
        yield cases, received[:, :-1] - received[:, -1:]
