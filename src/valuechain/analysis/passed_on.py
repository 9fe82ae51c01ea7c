"""How much of what a provider lacks does it pass on? One slope for an organisation, from scores.

What services lack is d = level + own + slope A d, where A takes the mean of what flows into the
provider. Scores show d with errors of known variance, and each party judges all that it receives
more or less harshly::

    scores = (I - slope A)^-1 (level + own) + harshness + error

Errors are a term of their own, so they do not flatten the slope (errors in variables: Fuller 1987,
*Measurement Error Models*); loops need no other formula. The terms are independent, each with one
variance; their likelihood, as if they were normal, is restricted to what the levels leave
(Patterson & Thompson 1971, Biometrika 58(3)). Only means and variances of the scores enter it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from valuechain.solve.network import Bools, Floats, Ints

OWN, SHARED, HARSHNESS = range(3)
"""Variances: of own shortfalls, of what those of one provider share, of how harshly is judged."""
TOP = 0.9999
"""The largest slope that is tried: at 1 a loop may have no solution."""
_SLOPES = TOP * (1.0 - np.cos(np.linspace(0.0, np.pi, 13))) / 2.0
_GOLDEN = (5**0.5 - 1.0) / 2.0
_NARROW = 1e-3  # of slopes
_GAINED = 1e-6  # of a log likelihood: less is none
_FLOOR = 1e-5  # variances are searched from here, so that each can grow
_HALVINGS = 12
_MORE_THAN_CHANCE = 2.706 / 2  # gain of a variance that is 0: one sided, 5 %
_NORMAL = 1.959964


@dataclass(frozen=True, eq=False)
class Shortfalls:
    """What was observed, once or as contrasts between waves.

    Attributes:
        seen: (services, contrasts) what each lacks; anything where it was not measured.
        error: (services, contrasts, contrasts) covariances of their errors.
        measured: (services,) whether it was.
        received: (services, services) A: shares of each column in what the provider of the row
            receives, adding up to 1; 0 in rows that are not linked.
        linked: (services,) whether it is known what the provider receives.
        provider: (services,) who delivers, numbered from 0.
        customer: (services,) who judges, numbered from 0.
    """

    seen: Floats
    error: Floats
    measured: Bools
    received: Floats
    linked: Bools
    provider: Ints
    customer: Ints


@dataclass(frozen=True, eq=False)
class Fit:
    """The best variances at one slope.

    Attributes:
        slope: 0..1.
        value: the logarithm of the restricted likelihood, up to a constant.
        variances: (3,) by `OWN`, `SHARED`, `HARSHNESS`.
    """

    slope: float
    value: float
    variances: Floats


@dataclass(frozen=True, eq=False)
class PassedOn:
    """What is known of the slope.

    Attributes:
        fit: the best.
        slope: of it, up to 1.
        low, high: ends of the 95 % interval, 0..1.
        harsh: whether harshness is more than chance.
        reliability: share of the variance of what providers are seen to receive that is neither
            error nor harshness, 0..1.
        without_harshness: the same if nobody judged harshly.
    """

    fit: Fit
    slope: float
    low: float
    high: float
    harsh: bool
    reliability: float
    without_harshness: float


def passed_on(shortfalls: Shortfalls) -> PassedOn:
    """Find the slope.

    What the own shortfalls of a provider share is supposed only where it is more than chance, at 5
    %; harshness always. The interval holds the slopes whose likelihood is near enough to the best;
    as near as Student's t with the number of providers less 2 says, for their services are no
    independent witnesses.

    Args:
        shortfalls: of linked and measured services from at least ten providers.
    """
    likelihood = Likelihood(shortfalls)
    fits = likelihood.along([OWN, HARSHNESS])
    sharing = likelihood.along([OWN, SHARED, HARSHNESS])
    if _top(sharing).value > _top(fits).value + _MORE_THAN_CHANCE:
        fits = sharing
    best = _top(fits)
    allowed = [i for i in (OWN, SHARED) if best.variances[i] > 0]
    mild = likelihood.at(best.slope, allowed, best.variances)
    providers = len(np.unique(shortfalls.provider[shortfalls.linked & shortfalls.measured]))
    low, high = _interval(fits, best, student(providers - 2) ** 2 / 2)
    return PassedOn(
        best,
        1.0 if best.slope > TOP - _NARROW else best.slope,
        low,
        high,
        best.value > mild.value + _MORE_THAN_CHANCE,
        reliability(shortfalls, float(best.variances[HARSHNESS])),
        reliability(shortfalls, 0.0),
    )


class Likelihood:
    """How well slopes fit what was observed."""

    def __init__(self, shortfalls: Shortfalls) -> None:
        self._of = of = shortfalls
        self._at = at = np.flatnonzero(of.measured)
        self._scores = of.seen[at].T.ravel()
        blocks = of.error[at].transpose(1, 2, 0)[..., None] * np.eye(len(at))
        self._error = blocks.transpose(0, 2, 1, 3).reshape(2 * (len(self._scores),))
        self._each = np.eye(of.seen.shape[1])
        self._same_judge = (of.customer[at][:, None] == of.customer[at]).astype(float)
        self._same_provider = (of.provider[:, None] == of.provider).astype(float)
        levels = np.column_stack([of.linked, ~of.linked])
        seen = levels[at].any(axis=0)  # of what nobody measured no level can be told: it is perfect
        self._levels = levels[:, seen].astype(float)

    def along(self, allowed: Sequence[int]) -> list[Fit]:
        """Fits at slopes from 0 to `TOP`, with the best one among them.

        Args:
            allowed: the variances that may be above 0.
        """
        fits: list[Fit] = []
        start = np.full(3, _FLOOR)
        start[OWN] = self._scores.var() + _FLOOR
        for slope in _SLOPES:
            fits.append(self.at(float(slope), allowed, start))
            start = fits[-1].variances
        peak = max(range(len(fits)), key=lambda i: fits[i].value)
        low, high = (fits[min(max(peak + i, 0), len(fits) - 1)].slope for i in (-1, 1))
        fits += self._towards_the_best(low, high, allowed, fits[peak].variances)
        return sorted(fits, key=lambda fit: fit.slope)

    def _towards_the_best(
        self, low: float, high: float, allowed: Sequence[int], start: Floats
    ) -> list[Fit]:
        """Fits between two slopes, by golden sections."""
        inner = [high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)]
        left, right = fits = [self.at(slope, allowed, start) for slope in inner]
        while high - low > _NARROW:
            if left.value >= right.value:
                high, right = right.slope, left
                left = self.at(high - _GOLDEN * (high - low), allowed, start)
                fits.append(left)
            else:
                low, left = left.slope, right
                right = self.at(low + _GOLDEN * (high - low), allowed, start)
                fits.append(right)
        return fits

    def at(self, slope: float, allowed: Sequence[int], start: Floats) -> Fit:
        """The best variances at a slope, none below 0, by average information.

        Gilmour, Thompson & Cullis 1995, Biometrics 51(4).

        Args:
            slope: 0..`TOP`.
            allowed: the variances that may be above 0.
            start: from where they are searched.
        """
        kernels, levels = self._parts(slope)
        variances = np.zeros(3)
        variances[allowed] = np.maximum(start[allowed], _FLOOR)
        value, projection = self.value(kernels, levels, variances)
        gained = np.inf
        while gained >= _GAINED:
            step = self._step(kernels, projection, variances, allowed)
            better = self._better(kernels, levels, variances, step, value)
            if better is None:
                break
            gained = better[1] - value
            variances, value, projection = better
        return Fit(slope, value, variances)

    def _parts(self, slope: float) -> tuple[list[Floats], Floats]:
        """What each variance is multiplied by, and the levels as they are seen."""
        through = np.linalg.inv(np.eye(len(self._of.linked)) - slope * self._of.received)[self._at]
        kernels = [through @ through.T, through @ self._same_provider @ through.T]
        each = self._each
        whole = [np.kron(each, kernel) for kernel in (*kernels, self._same_judge)]
        return whole, np.kron(each, through @ self._levels)

    def value(
        self, kernels: Sequence[Floats], levels: Floats, variances: Floats
    ) -> tuple[float, Floats]:
        """The logarithm of the restricted likelihood, and the projection it comes from.

        Nothing is less likely than variances with which some scores could not differ at all, such
        as none of their own where everybody answered.
        """
        covariance = self._error + np.tensordot(variances, kernels, 1)
        try:
            root = np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError:
            return -np.inf, covariance
        inverse_root = np.linalg.inv(root)
        inverse = inverse_root.T @ inverse_root
        weighted = inverse @ levels
        between = levels.T @ weighted
        projection = inverse - weighted @ np.linalg.solve(between, weighted.T)
        halves = np.linalg.slogdet(between)[1] + self._scores @ projection @ self._scores
        return float(-np.log(np.diag(root)).sum() - halves / 2), projection

    def _step(
        self,
        kernels: Sequence[Floats],
        projection: Floats,
        variances: Floats,
        allowed: Sequence[int],
    ) -> Floats:
        """How far to move the variances: not at all where they are 0 and would fall."""
        residual = projection @ self._scores
        moved = np.array([kernel @ residual for kernel in kernels])
        traces = np.array([np.vdot(projection, kernel) for kernel in kernels])
        slope = (moved @ residual - traces) / 2
        free = [i for i in allowed if variances[i] > 0 or slope[i] > 0]
        information = (moved @ projection @ moved.T / 2)[np.ix_(free, free)]
        step = np.zeros(len(variances))
        step[free] = np.linalg.lstsq(information, slope[free], rcond=1e-10)[0]
        return step

    def _better(
        self,
        kernels: Sequence[Floats],
        levels: Floats,
        variances: Floats,
        step: Floats,
        value: float,
    ) -> tuple[Floats, float, Floats] | None:
        """The variances after the step or a part of it, whichever is better first."""
        for halvings in range(_HALVINGS):
            tried = np.maximum(variances + step / 2**halvings, 0.0)
            higher, projection = self.value(kernels, levels, tried)
            if higher > value:
                return tried, higher, projection
        return None


def _top(fits: Sequence[Fit]) -> Fit:
    return max(fits, key=lambda fit: fit.value)


def _interval(fits: Sequence[Fit], best: Fit, fall: float) -> tuple[float, float]:
    """The slopes from the best to where the likelihood has fallen so far.

    Between two fits the square root of the fall is straight, as it is for a parabola.
    """
    falls = np.sqrt(np.maximum([best.value - fit.value for fit in fits], 0.0))
    slopes, most = [fit.slope for fit in fits], np.sqrt(fall)
    inside = np.flatnonzero(falls <= most)
    low, high = 0.0, 1.0
    if (first := inside[0]) > 0:
        ends = [first, first - 1]
        low = float(np.interp(most, falls[ends], np.take(slopes, ends)))
    if (last := inside[-1]) < len(fits) - 1:
        ends = [last, last + 1]
        high = float(np.interp(most, falls[ends], np.take(slopes, ends)))
    return low, high


def student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, to a hundredth from 8 degrees of freedom on.

    Abramowitz & Stegun 1964, *Handbook of Mathematical Functions*, 26.7.5.

    >>> round(student(8), 2), round(student(30), 3)
    (2.31, 2.042)
    """
    z = _NORMAL
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return float(z + sum(term / freedom**power for power, term in enumerate(terms, 1)))


def reliability(shortfalls: Shortfalls, harshness: float) -> float:
    """How much of the differences between what providers are seen to receive is real, 0..1.

    Args:
        shortfalls: what was observed; what was not counts as the mean of what was.
        harshness: the variance of harshness.
    """
    of = shortfalls
    taken = of.received[of.linked & of.measured] * of.measured
    missing = 1.0 - taken.sum(axis=1, keepdims=True)
    seen = np.where(of.measured[:, None], of.seen, 0.0)
    received = taken @ seen + missing * of.seen[of.measured].mean(axis=0)
    spread = float(((received - received.mean(axis=0)) ** 2).sum())
    apart = taken - taken.mean(axis=0)
    errors = np.trace(of.error, axis1=1, axis2=2)
    judges = np.zeros((len(of.customer), int(of.customer.max()) + 1))
    judges[np.arange(len(judges)), of.customer] = 1.0
    noise = float((apart**2 @ np.where(of.measured, errors, 0.0)).sum())
    noise += harshness * of.seen.shape[1] * float(((apart @ judges) ** 2).sum())
    return float(max(0.0, 1.0 - noise / spread)) if spread > 0 else 0.0
