"""Why one service is as it is: its own part, and who the inherited part comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from valuechain.analysis.reading import Reading
from valuechain.analysis.verdict import Verdict
from valuechain.questions.aspect_rows import AspectRow
from valuechain.results import Shown, plain
from valuechain.solve.adjoint import importances
from valuechain.tolerances import DIGITS, TIE


@dataclass(frozen=True, slots=True)
class Explanation(Shown):
    """One service's satisfaction as 1 - own shortfall - inherited shortfall.

    Attributes:
        id: of the service.
        satisfaction, target, own_shortfall, inherited_shortfall: fractions 0..1.
        verdict: as in its diagnosis.
        sources: (service id, part) whose own shortfalls make up the inherited one, largest first;
            the parts sum to it.
        aspects: of the service, the lowest first; those that drag it say so.
    """

    id: str
    satisfaction: float
    target: float
    own_shortfall: float
    inherited_shortfall: float
    verdict: Verdict
    sources: tuple[tuple[str, float], ...]
    aspects: tuple[AspectRow, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain Python values, ready for JSON."""
        sources = [{"id": source, "part": part} for source, part in self.sources]
        return {"format": "valuechain.explanation/1", **plain(self), "sources": sources}


def explained(
    reading: Reading, service: int, verdict: Verdict, ids: tuple[str, ...]
) -> Explanation:
    """Take apart one service, given by its index in the order of solution.

    The inherited part is what alpha' D of the provider holds of all other services' own shortfalls:
    D is attributed to them as the outcome is.
    """
    network = reading.network
    seed = np.zeros(network.parties)
    seed[network.provider[service]] = 1.0
    importance = importances(network, reading.solved, seed, divided=True)
    parts = importance * reading.own * reading.effective[service]
    parts[service] = 0.0  # what returns of its own is its own
    sources = [(ids[network.services[i]], float(parts[i])) for i in np.flatnonzero(parts > TIE)]
    return Explanation(
        ids[network.services[service]],
        float(reading.satisfaction[service]),
        float(reading.observations.target[service]),
        float(reading.own_shortfall[service]),
        float(reading.inherited_shortfall[service]),
        verdict,
        tuple(sorted(sources, key=lambda source: (-round(source[1], DIGITS), source[0]))),
    )
