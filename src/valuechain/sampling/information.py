"""Where to ask next: what knowing one service's satisfaction for sure would be worth.

The worth is in points at the customers.

Whoever may fix one of the likely root causes fixes the one with the largest expected gain, max_a
E[g_a]. Knowing theta, the score of one service, they would fix the one that is best then, which
gains E[max_a E[g_a | theta]]. The difference is the expected value of perfect information about it
(Raiffa & Schlaifer 1961, *Applied Statistical Decision Theory*). E[g_a | theta] is found by
regressing the drawn gains on theta and its square (Strong, Oakley & Brennan 2014, *Estimating
multiparameter partial expected value of perfect information from a probabilistic sensitivity
analysis sample*, Medical Decision Making 34(3)).
"""

from __future__ import annotations

import numpy as np

from valuechain.sampling.histogram import Counts
from valuechain.sampling.tally import Moments, beside
from valuechain.solve.network import Bools, Floats

_NOTHING = 1e-9  # worth that the sums over the draws may leave by rounding
_SINGULAR = 1e-12  # part of both variances below which z and its square say the same
_LEAST = 1e-300  # so that a score that does not vary says nothing
_CHANCE = 16.0  # how many times what chance explains a regression must explain, to be believed


def worth_knowing(
    moments: Moments, z: Floats, counts: Counts, chosen: Bools, measured: Bools
) -> Floats:
    """(drawn,) what knowing each drawn score for sure would win the customers, 0..1.

    Args:
        moments: sums over all draws.
        z: (drawn, bins) what the drawn scores are in the middle of each bin, made comparable as for
            the moments.
        counts: (drawn, bins) how many draws fell into each.
        chosen: (drawn,) whether the service itself may be the one to fix.
        measured: (drawn,) whether it may be so before it is asked about: nobody fixes what nobody
            measured.
    """
    draws = int(counts[0].sum())
    linear, square, constant = _regressions(moments, draws)
    actions = linear.shape[1]
    best = np.zeros(z.shape)
    without = np.zeros(len(z))
    for action in range(actions):
        expected = (
            constant[:, action, None]
            + linear[:, action, None] * z
            + square[:, action, None] * z * z
        )
        itself = action == actions - 1
        if itself:
            expected[~chosen] = 0.0
        np.maximum(best, expected, out=best)
        blind = (counts * expected).sum(axis=1)
        if itself:
            blind[~measured] = 0.0
        np.maximum(without, blind, out=without)
    worth: Floats = ((counts * best).sum(axis=1) - without) / draws
    return np.where(worth > _NOTHING, worth, 0.0)


def _regressions(moments: Moments, draws: int) -> tuple[Floats, Floats, Floats]:
    """(drawn, actions) coefficients of z, of its square, and the constant.

    The first two are 0 where chance could do it.
    """
    m1, m2, m3, m4 = moments.powers / draws
    mean = beside(moments.gains, moments.own) / draws
    variance = np.maximum(beside(moments.squares, moments.own_squares) / draws - mean**2, 0.0)
    vz, vs, c = m2 - m1**2, m4 - m2**2, m3 - m1 * m2
    with_z = moments.with_z / draws - m1[:, None] * mean
    with_s = moments.with_square / draws - m2[:, None] * mean
    spread = vz * vs - c**2
    sound = spread > _SINGULAR * np.maximum(vz * vs, _LEAST)
    safe = np.where(sound, spread, 1.0)[:, None]
    linear = np.where(sound[:, None], (vs[:, None] * with_z - c[:, None] * with_s) / safe, 0.0)
    square = np.where(sound[:, None], (vz[:, None] * with_s - c[:, None] * with_z) / safe, 0.0)
    explained = linear * with_z + square * with_s
    believed = explained > _CHANCE * variance / draws
    linear, square = np.where(believed, linear, 0.0), np.where(believed, square, 0.0)
    return linear, square, mean - linear * m1[:, None] - square * m2[:, None]
