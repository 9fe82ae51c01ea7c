"""How satisfied might those be whom nobody asked? As those are who were.

In every draw an unmeasured service is as satisfied as one of the measured services of the chain:
the Bayesian bootstrap over their satisfactions (Rubin 1981, *The Bayesian bootstrap*, Annals of
Statistics 9(1)). Its weights need not be drawn: picking one after the other, each time from all
measured services and from all earlier picks alike, is the same (the urn of Blackwell & MacQueen
1973, *Ferguson distributions via Polya urn schemes*, Annals of Statistics 1(2)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from valuechain.analysis.reading import Reading
from valuechain.solve.network import Floats, Ints


@dataclass(frozen=True, eq=False)
class Unasked:
    """The unmeasured services, and those that they may be like.

    Attributes:
        rows: (unmeasured,) where each stands in the order of solution.
        models: (measured,) likewise those that they may be like; parallel ones that say the same
            count once.
        modelled: (measured,) of these, whether only the own quality is known.
        satisfaction: (measured,) how satisfied the customers of these are, 0..1.
    """

    rows: Ints
    models: Ints
    modelled: Ints
    satisfaction: Floats

    def drawn(self, random: np.random.Generator, scores: Floats) -> Floats:
        """(unmeasured, cases) satisfactions, each one of the measured ones of its draw.

        Args:
            random: where chance comes from.
            scores: (services, cases) as drawn.
        """
        like = scores[self.models]
        like[self.modelled] = self.satisfaction[self.modelled, None]
        known, cases = like.shape
        picks = known + np.arange(len(self.rows))
        picked = random.integers(0, picks[:, None], (len(self.rows), cases))
        return np.asarray(like[_followed(picked, known), np.arange(cases)], dtype=float)


def _followed(picked: Ints, known: int) -> Ints:
    """(picks, cases) what each pick comes to: from `known` on, it is that of an earlier one."""
    cases, flat = picked.shape[1], picked.ravel()
    at = np.flatnonzero(flat >= known)
    while at.size:  # each time twice as far
        flat[at] = flat[(flat[at] - known) * cases + at % cases]
        at = at[flat[at] >= known]
    return flat.reshape(picked.shape)


def unasked(reading: Reading, by_id: Ints) -> Unasked:
    """The unmeasured services of a chain; none where nothing was measured, for want of models.

    Args:
        reading: of the chain.
        by_id: (services,) the place of each service's id among all ids sorted: so they are drawn.
    """
    observations = reading.observations
    order = np.argsort(by_id)
    models = order[(observations.scored & observations.counted)[order]]
    rows = order[~observations.scored[order]]
    if not len(models):
        rows = rows[:0]
    return Unasked(
        rows,
        models,
        np.flatnonzero(observations.expert[models]),
        reading.satisfaction[models],
    )


def nobody_asked() -> Unasked:
    """Nothing is drawn: unmeasured services stay as perfect as they count in a diagnosis."""
    nobody = np.zeros(0, dtype=np.intp)
    return Unasked(nobody, nobody, nobody, np.zeros(0))
