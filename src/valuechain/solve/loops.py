"""What the parties of a loop lack, when each passes its shortfall on to the next.

In a loop the equations of `forward` are a fixed point. The worst critical service makes them
convex, the cap at 1 concave; so, like a stochastic game, they are solved by policy iteration
(Hoffman & Karp 1966, *On nonterminating stochastic games*): with the capped services fixed,
Newton's method finds the least solution from below in finitely many linear solves; then the caps
that prove idle are lifted, which only lowers it. Every linear solve is dense and direct for all
loops of a size at once.

Loops of more parties than that pays for are iterated from below until the error is proven small.
For the way back, from what the customers lose to who makes them lose it, see `backward`.

The error: if G is the linear growth of the equations (without own shortfalls and caps) and v >= 1 +
G(v), then a residual r leaves an error of at most max|r| max(v), because the equations contract in
the norm max |x_k| / v_k. Where services have allowances, bounds that lie further below than any
error that is stated do not count in G: round a circle of bounds nothing would be lost, but each
allowance keeps the next bound from holding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from valuechain.solve.network import Bools, Bundle, Floats, Ints, Network, Step, bundles
from valuechain.tolerances import ROUNDING

DIRECT = 150
"""Parties in a loop up to which a dense solve is cheaper than iterating."""
ALIKE = 600
"""Parties in a loop up to which many cases are cheaper by its inverse than by iterating."""
DENSE = 6000
"""Parties up to which a dense solve is possible at all (0.3 GB), where iteration is slow."""
_PATIENCE = 400  # iterations before a dense solve is preferred; twice round where that is longer
_ENDLESS = 100_000  # iterations after which larger loops are given up
_ENTRIES = 2**24  # matrix entries built at once
_SOLVED = 1e-9  # residual beyond which the equations are not solved at all
_FAR = 1e-6  # by how much a bound may miss and still count in the error of what is stated
_POLICIES = 50  # as many policies as ever seen, many times over; what remains shows in the residual
_RESIDUAL = 64 * ROUNDING  # that the sums of some hundred services leave
GOOD = 1e-13
"""Proven error at which iteration stops: far below what is guaranteed, far above rounding."""
EASY = 0.999
"""Growth up to which 1 / (1 - growth) bounds an error well enough."""
_CALM = 2**18
"""Multiplications in one product of matrices from which on a BLAS wakes threads that wait."""


class NotConverged(ArithmeticError):
    """A loop loses too little: for iteration where it is large, or for any solution."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"a loop of {size:,} parties depends on itself so nearly completely "
            "that it cannot be solved"
        )


@dataclass(frozen=True, eq=False)
class Loops:
    """All loops of one step, their parties numbered from 0.

    Attributes:
        count, size: how many loops of how many parties.
        inner: (services,) the provider's number, -1 for services that enter from outside.
        customer: (services,) the customer's number, ascending.
        starts: (parties,) where the services into each party begin.
        weight, allowance: (services,) as in the arrangement.
        kept: inverses that were computed already.
    """

    count: int
    size: int
    inner: Ints
    customer: Ints
    starts: Ints
    weight: Floats
    allowance: Floats
    kept: dict[tuple[bytes, ...], Floats]

    @property
    def direct(self) -> bool:
        """Whether a dense solve is cheaper than iterating."""
        return self.size <= DIRECT

    @property
    def dense(self) -> bool:
        """Whether a dense solve is possible at all."""
        return self.size <= DENSE

    @property
    def any_bound(self) -> bool:
        """Whether some service alone may decide what its customer lacks."""
        return bool(np.isfinite(self.allowance).any())

    @property
    def proportional(self) -> bool:
        """Whether every such service is critical: with no allowance."""
        return not bool(((self.allowance > 0) & np.isfinite(self.allowance)).any())

    @property
    def bounds(self) -> Floats:
        """(services, 1) allowances of the growth G: 0 where a service alone may decide."""
        return np.where(np.isinf(self.allowance), np.inf, 0.0)[:, None]

    @property
    def patience(self) -> int:
        """Iterations after which iterating is given up: early where a dense solve is possible."""
        return max(_PATIENCE, 2 * self.size) if self.dense else _ENDLESS

    @classmethod
    def of(cls, network: Network, step: Step) -> Loops:
        """The loops of a step.

        Loops on one level never serve each other, so a provider in the step is in the same loop.
        """
        part = slice(step.first, step.last)
        provider = network.provider[part] - step.start
        return cls(
            (step.stop - step.start) // step.loop,
            step.loop,
            np.where((provider >= 0) & (provider < step.stop - step.start), provider, -1),
            network.customer[part] - step.start,
            network.into[step.start : step.stop] - step.first,
            network.weight[part],
            network.allowance[part],
            network.kept,
        )

    @cached_property
    def received(self) -> tuple[Bundle, ...]:
        """The parties with all that they receive."""
        return self._bundles(np.arange(len(self.inner)))

    @cached_property
    def bounded(self) -> tuple[Bundle, ...]:
        """The parties with those of their services that alone may decide."""
        return self._bundles(np.flatnonzero(np.isfinite(self.allowance)))

    def _bundles(self, services: Ints) -> tuple[Bundle, ...]:
        begins = np.searchsorted(services, np.append(self.starts, len(self.inner)))
        return tuple(bundles(np.arange(len(self.starts)), begins, services))

    def key(self, *values: Floats) -> tuple[bytes, ...]:
        """What these values of these loops are kept under, among those of all steps."""
        return tuple(each.tobytes() for each in (self.inner, self.customer, *values))

    def inverse(self, slope: Floats) -> Floats:
        """(loops, size, size) of (I - M)^-1 for (services,) slopes, each computed once."""
        key = self.key(slope)
        if key not in self.kept:
            self.kept[key] = inverted(self.matrices(slope[:, None])[0])
        return self.kept[key]

    def matrices(self, slope: Floats) -> Floats:
        """(cases, loops, size, size) of I - M, M[customer, provider] the slopes in each loop."""
        size, cases = self.size, slope.shape[1]
        inside = np.flatnonzero(self.inner >= 0)
        customer, provider = self.customer[inside], self.inner[inside]
        cell = (customer // size * size + customer % size) * size + provider % size
        total = self.count * size * size
        index = cell[:, None] + total * np.arange(cases)
        entries: Floats = np.bincount(
            index.ravel(), weights=slope[inside].ravel(), minlength=total * cases
        ).astype(float)
        matrix: Floats = -entries.reshape(cases, self.count, size, size)
        matrix[..., np.arange(size), np.arange(size)] += 1.0
        return matrix


def solve_loops(
    loops: Loops, own: Floats, dependence: Floats, start: Floats
) -> tuple[Floats, float]:
    """(parties,) or (parties, cases) shortfalls received, and a bound on their error.

    `own` and `dependence` are (services,) or (services, cases), with dependence 0 for services from
    outside; `start` is like the result, a guess near it, or 0.
    """
    flat = own.ndim == 1
    own = own.reshape(len(own), -1)
    if (
        own.shape[1] > 1
        and dependence.shape[1] == 1
        and dependence.any()
        and (found := _alike(loops, own, dependence))
    ):
        return found
    dependence = np.broadcast_to(dependence.reshape(len(own), -1), own.shape)
    if not dependence.any():  # every inner service was observed: nothing runs round
        result, error = (
            _grow(loops, own, dependence, np.zeros((loops.count * loops.size, 1)), cap=True)[1],
            0.0,
        )
    else:
        result, error = _in_batches(loops, own, dependence, start.reshape(len(start), -1))
    return (result[:, 0] if flat else result), error


def _alike(loops: Loops, own: Floats, dependence: Floats) -> tuple[Floats, float] | None:
    """Many cases with the same (services, 1) dependence, by one inverse.

    ``None`` where a maximum or a cap may differ.
    """
    if loops.size > ALIKE or loops.any_bound:
        return None
    inverse = loops.inverse(loops.weight * dependence[:, 0])
    steady = np.zeros((loops.count * loops.size, own.shape[1]))
    for parties, services in bundles(
        np.arange(len(steady)), np.append(loops.starts, len(own)), np.arange(len(own))
    ):
        steady[parties] = np.einsum("pd,pdc->pc", loops.weight[services], own[services])
    received = times(inverse, steady)
    passing = np.flatnonzero(dependence[:, 0])
    passed_on = dependence[passing] * received[loops.inner[passing]]
    if (own[passing] + passed_on).max() > 1.0:
        return None
    onwards = np.append(np.searchsorted(passing, loops.starts), len(passing))
    for parties, services in bundles(np.arange(len(steady)), onwards, np.arange(len(passing))):
        steady[parties] += np.einsum(
            "pd,pdc->pc", loops.weight[passing][services], passed_on[services]
        )
    residual = np.abs(steady - received).max()
    return received, float(inverse.sum(axis=-1).max() * max(residual, ROUNDING * received.max()))


def _in_batches(
    loops: Loops, own: Floats, dependence: Floats, start: Floats
) -> tuple[Floats, float]:
    if not loops.direct:
        return _patiently(loops, own, dependence, start)
    width = max(1, _ENTRIES // (loops.count * loops.size**2))
    solved = [
        _directly(
            loops, own[:, i : i + width], dependence[:, i : i + width], start[:, i : i + width]
        )
        for i in range(0, own.shape[1], width)
    ]
    return np.concatenate([result for result, _ in solved], axis=1), max(
        error for _, error in solved
    )


def _patiently(
    loops: Loops, own: Floats, dependence: Floats, start: Floats
) -> tuple[Floats, float]:
    """Iterate large loops; solve those cases that are slow one by one with dense matrices."""
    growth = _amplification(loops, dependence, loops.bounds)
    received = _below(loops, start)
    for _ in range(loops.patience):
        delivered, improved = _grow(loops, own, dependence, received, cap=True)
        change = np.abs(improved - received).max(axis=0)
        received = improved
        unproven = np.isinf(growth) | (change > np.maximum(GOOD / growth, ROUNDING))
        if not unproven.any() or (change <= ROUNDING).all():
            break
    if not loops.proportional:
        growth = _amplification(loops, dependence, _holding(loops, delivered, received))
        unproven = np.isinf(growth) | (change > np.maximum(GOOD / growth, ROUNDING))
    least = np.maximum(change, ROUNDING * received.max(axis=0))
    error = np.where(unproven, 0.0, growth) * least
    for case in np.flatnonzero(unproven):
        if not loops.dense:
            raise NotConverged(loops.size)
        one = slice(case, case + 1)
        received[:, one], error[case] = _directly(
            loops, own[:, one], dependence[:, one], received[:, one], growth[one]
        )
    return received, float(error.max())


def _amplification(loops: Loops, dependence: Floats, bounds: Floats) -> Floats:
    """(cases,) by how much a residual can grow into an error: max(v) for some v >= 1 + G(v).

    Infinite where none was found. `bounds` are the allowances that `_grow` takes: 0 or infinite.
    """
    largest = dependence.max(axis=0)
    bound = np.full(dependence.shape[1], np.inf)
    easy = largest <= EASY
    bound[easy] = 1 / (1 - largest[easy])
    if easy.all():
        return bound
    if bounds.shape[1] == 1 < dependence.shape[1] and (dependence == dependence[:, :1]).all():
        return np.full(len(bound), _amplification_of_one(loops, dependence[:, :1], bounds))
    bound[~easy] = _iterated(loops, dependence[:, ~easy], bounds, _PATIENCE)
    return bound


def _amplification_of_one(loops: Loops, dependence: Floats, bounds: Floats) -> float:
    """The same for one dependence of many cases, solved densely where iterating takes long."""
    key = loops.key(dependence, loops.weight, bounds)
    if key not in loops.kept:
        found = _iterated(loops, dependence, bounds, _PATIENCE if loops.dense else _ENDLESS)
        if np.isinf(found[0]) and loops.dense:
            found = _densely(loops, dependence, bounds)
        loops.kept[key] = found
    return float(loops.kept[key][0])


def _densely(loops: Loops, dependence: Floats, bounds: Floats) -> Floats:
    """(1,) the same by a dense solve; infinite where bounds hold round a circle."""
    try:
        reach = _reach(loops, dependence, bounds)
    except NotConverged:
        return np.array([np.inf])
    return _proven(loops, dependence, bounds, reach)[0]


def _iterated(loops: Loops, dependence: Floats, bounds: Floats, patience: int) -> Floats:
    """(cases,) amplifications, infinite where so many iterations do not suffice."""
    reach = np.ones((loops.count * loops.size, dependence.shape[1]))
    for _ in range(patience):
        found, grown = _proven(loops, dependence, bounds, reach)
        if np.isfinite(found).all():
            return found
        reach = 1 + grown
    return np.full(dependence.shape[1], np.inf)


def _proven(
    loops: Loops, dependence: Floats, bounds: Floats, reach: Floats
) -> tuple[Floats, Floats]:
    """(cases,) amplifications that this reach proves, infinite where it does not; and G(reach)."""
    still = np.zeros_like(dependence)
    grown = _grow(loops, still, dependence, reach, cap=False, allowance=bounds)[1]
    margin = (reach - grown).min(axis=0)
    found = np.full(len(margin), np.inf)
    np.divide(reach.max(axis=0), margin, out=found, where=margin >= 0.5)
    return found, grown


def _grow(  # noqa: PLR0913  the equations, their point, and two ways to bend them
    loops: Loops,
    own: Floats,
    dependence: Floats,
    received: Floats,
    *,
    cap: bool,
    allowance: Floats | None = None,
) -> tuple[Floats, Floats]:
    """One application of the equations: services delivered, and what the parties then receive.

    `allowance`, where it is not the loops' own, is (services, 1) or (services, cases).
    """
    delivered = own + dependence * received[loops.inner]
    if cap:
        delivered = np.minimum(delivered, 1.0)
    given = loops.allowance[:, None] if allowance is None else allowance
    if delivered.shape[1] == 1:
        return delivered, _received(loops, delivered, given)
    mean = np.empty((len(loops.starts), delivered.shape[1]))
    for parties, services in loops.received:  # along many columns `reduceat` is slow
        mean[parties] = np.einsum("pd,pdc->pc", loops.weight[services], delivered[services])
    for parties, services in loops.bounded:
        worst = (delivered[services] - given[services]).max(axis=1)
        mean[parties] = np.maximum(mean[parties], worst)
    return delivered, mean


def _received(loops: Loops, delivered: Floats, given: Floats) -> Floats:
    """What the parties receive in one case."""
    mean: Floats = np.add.reduceat(loops.weight[:, None] * delivered, loops.starts, axis=0)
    if not loops.any_bound:
        return mean
    return np.maximum(mean, np.maximum.reduceat(delivered - given, loops.starts, axis=0))


def _directly(
    loops: Loops, own: Floats, dependence: Floats, start: Floats, growth: Floats | None = None
) -> tuple[Floats, float]:
    """Policy iteration with dense solves; `growth` where the (cases,) amplifications are known."""
    start = _below(loops, start)
    capped = own + dependence * start[loops.inner] > 1.0
    received = _uncapped(loops, own, dependence, start, capped)
    over = own + dependence * received[loops.inner] > 1.0
    if capped.any() and (over ^ capped).any():  # they are others than at the start
        capped = np.zeros_like(capped)
        received = _uncapped(loops, own, dependence, start, capped)
        over = own + dependence * received[loops.inner] > 1.0
    while (over ^ capped).any():
        capped = over
        received = _uncapped(loops, own, dependence, received, capped)
        over = capped & (
            own + dependence * received[loops.inner] > 1.0
        )  # caps are only ever lifted
    delivered, improved = _grow(loops, own, dependence, received, cap=True)
    if growth is None or not loops.proportional or np.isinf(growth).any():
        growth = _growth(loops, dependence, _holding(loops, delivered, received))
    residual = np.abs(improved - received).max(axis=0)
    if residual.max() > _SOLVED:
        raise NotConverged(loops.size)
    error = float((growth * np.maximum(residual, ROUNDING * received.max(axis=0))).max())
    if not loops.proportional and error > _FAR / 2:
        raise NotConverged(loops.size)
    return received, error


def _growth(loops: Loops, dependence: Floats, bounds: Floats) -> Floats:
    """(cases,) amplifications by dense solves."""
    largest = dependence.max(axis=0)
    if largest.max() <= EASY:
        return np.asarray(1 / (1 - largest))
    return np.asarray(_reach(loops, dependence, bounds).max(axis=0))


def _reach(loops: Loops, dependence: Floats, bounds: Floats) -> Floats:
    """(parties, cases) the least v = 1 + G(v)."""
    ones = np.ones((len(loops.starts), dependence.shape[1]))
    return _newton(loops, np.ones_like(dependence), dependence, ones, bounds)


def _uncapped(
    loops: Loops, own: Floats, dependence: Floats, start: Floats, capped: Bools
) -> Floats:
    """The fixed point where these services lack everything, and no other is capped."""
    return _newton(
        loops,
        np.where(capped, 1.0, own),
        np.where(capped, 0.0, dependence),
        _below(loops, start),
    )


def _below(loops: Loops, start: Floats) -> Floats:
    """From where the least solution is found: with allowances not from above.

    There bounds might hold all round a circle, in which nothing is lost.
    """
    return start if loops.proportional else np.zeros_like(start)


def _holding(loops: Loops, delivered: Floats, received: Floats) -> Floats:
    """(services, cases) 0 where a bound may hold near this solution, infinite elsewhere."""
    if loops.proportional:
        return loops.bounds
    bound = delivered - loops.allowance[:, None]
    return np.where(bound >= received[loops.customer] - _FAR, 0.0, np.inf)


def _newton(
    loops: Loops, own: Floats, slope: Floats, start: Floats, allowance: Floats | None = None
) -> Floats:
    """The fixed point without caps: Newton on a convex function.

    From the first step on monotone from below, and finite.
    """
    given = loops.allowance[:, None] if allowance is None else allowance
    given = np.broadcast_to(given, own.shape)
    received = start.copy()
    open_cases = np.arange(own.shape[1])
    for _ in range(_POLICIES):
        part, steep, left = own[:, open_cases], slope[:, open_cases], given[:, open_cases]
        delivered, improved = _grow(
            loops, part, steep, received[:, open_cases], cap=False, allowance=left
        )
        # From below the residual shrinks to rounding; policies may flip for ever between branches
        # that tie.
        unsolved = np.abs(improved - received[:, open_cases]).max(axis=0) > _RESIDUAL * np.maximum(
            improved.max(axis=0), ROUNDING
        )
        if not unsolved.any():
            break
        open_cases, part, steep = open_cases[unsolved], part[:, unsolved], steep[:, unsolved]
        left = left[:, unsolved]
        share, top = policy(loops, delivered[:, unsolved], improved[:, unsolved], left)
        known = share * (part - np.where(top, left, 0.0))
        known = np.add.reduceat(known, loops.starts, axis=0)
        received[:, open_cases] = _solved(loops, loops.matrices(share * steep), known)
        if not loops.any_bound:
            break
    return received


def policy(
    loops: Loops, delivered: Floats, received: Floats, allowance: Floats
) -> tuple[Floats, Bools]:
    """(services, cases) what each counts in its customer's shortfall, on the largest branch.

    And which of them alone decide there, less their allowances.
    """
    weight = np.broadcast_to(loops.weight[:, None], delivered.shape)
    if not loops.any_bound:
        return weight, np.zeros(delivered.shape, dtype=bool)
    top = delivered - allowance >= received[loops.customer]
    tops = np.add.reduceat(top.astype(float), loops.starts, axis=0)[loops.customer]
    return np.where(tops > 0, top / np.maximum(tops, 1.0), weight), top


def _solved(loops: Loops, matrix: Floats, known: Floats) -> Floats:
    """Solve each loop's equations; `known` and the result are (parties, cases)."""
    right = known.T.reshape(known.shape[1], loops.count, loops.size, 1)
    return solved(matrix, right).reshape(known.shape[1], -1).T


def solved(matrix: Floats, right: Floats) -> Floats:
    """What `matrix` makes `right` of.

    Raises:
        NotConverged: to rounding, that is anything.
    """
    try:
        return np.linalg.solve(matrix, right).astype(float)
    except np.linalg.LinAlgError:
        raise NotConverged(matrix.shape[-1]) from None


def inverted(matrix: Floats) -> Floats:
    """The inverse.

    Raises:
        NotConverged: to rounding, there is none.
    """
    return solved(matrix, np.broadcast_to(np.eye(matrix.shape[-1]), matrix.shape))


def times(matrix: Floats, columns: Floats) -> Floats:
    """The (loops, size, size) matrix times (parties, cases).

    In pieces so small that a BLAS does not wake its threads for them.
    """
    count, size, _ = matrix.shape
    cases = columns.reshape(count, size, -1)
    width = max(1, _CALM // size**2)
    parts = [
        matrix @ cases[..., first : first + width] for first in range(0, cases.shape[-1], width)
    ]
    return np.concatenate(parts, axis=-1).reshape(columns.shape)
