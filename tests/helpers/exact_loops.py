"""Loops solved in fractions: what the library says of them is compared with what is true."""

from fractions import Fraction

import numpy as np

from valuechain.solve.network import arrange

NEARLY_ONE = (0.5, 0.9, 0.99, 0.999, 0.9999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12)
EPS = float(np.finfo(float).eps)


def loop(draw, parties, services, critical, small, bounding=0.0):
    """A loop with some services more, and its own shortfalls and dependences."""
    ends = [(i, (i + 1) % parties) for i in range(parties)]
    while len(ends) < services:
        one, other = draw.randrange(parties), draw.randrange(parties)
        if one != other:
            ends.append((one, other))
    provider, customer = (np.array(side) for side in zip(*ends, strict=True))
    weight = np.array([draw.choice([1.0, 2.0, 0.3]) for _ in ends])
    bounds = np.array([draw.random() < bounding for _ in ends])
    left = np.array([draw.choice([1e-9, 0.001, 0.05, 0.3]) for _ in ends])
    flags = np.array([draw.random() < critical for _ in ends])
    left = np.where(bounds, left, np.where(flags, 0.0, np.inf))
    network = arrange(np.arange(parties), (provider, customer), weight, left, bounds)
    most = draw.choice(NEARLY_ONE)
    dependence = np.array([most * draw.choice([1.0, 1.0, draw.random()]) for _ in ends])
    own = np.array([draw.random() * small for _ in ends]) * (1 - dependence)
    return network, own, dependence


def exactly(network, own, dependence):
    """The solution in fractions, from the equations as they stand in floats."""
    own, slope, weight = (
        [*map(Fraction, values.tolist())] for values in (own, dependence, network.weight)
    )
    provider, into = network.provider.tolist(), network.into.tolist()
    parties, services = range(network.parties), range(len(own))
    received = [Fraction(0)] * network.parties
    capped = [False] * len(own)
    while True:
        received = newton(network, own, slope, weight, capped)
        over = [own[e] + slope[e] * received[provider[e]] > 1 for e in services]
        if over == capped:
            break
        capped = over
    for party in parties:  # they hold to the last digit
        mine = range(into[party], into[party + 1])
        delivered = {e: min(Fraction(1), own[e] + slope[e] * received[provider[e]]) for e in mine}
        mean = sum(weight[e] * delivered[e] for e in mine)
        bounds = [bound for bound, _, _ in bounds_on(network, mine, delivered, received)]
        assert received[party] == max([mean, *bounds])
    return received


def bounds_on(network, mine, delivered, received):
    """What single services make their customer lack; the service; whether by their provider."""
    for e in mine:
        if np.isfinite(network.allowance[e]):
            left = Fraction(float(network.allowance[e]))
            yield delivered[e] - left, e, False
            if network.bounding[e]:
                yield received[network.provider[e]] - left, e, True


def newton(network, own, slope, weight, capped):
    """The fixed point for these caps: the largest branch of every maximum, solved, until it stays."""
    provider, into = network.provider.tolist(), network.into.tolist()
    received = [Fraction(0)] * network.parties
    chosen = None
    while True:
        delivered = [
            Fraction(1) if capped[e] else own[e] + slope[e] * received[provider[e]]
            for e in range(len(own))
        ]
        branches = []
        for party in range(network.parties):
            mine = range(into[party], into[party + 1])
            mean = sum(weight[e] * delivered[e] for e in mine)
            bounds = bounds_on(network, mine, delivered, received)
            worst, e, past = max(bounds, default=(Fraction(-1), 0, False))
            if worst > mean:
                left = Fraction(float(network.allowance[e]))
                branches.append([(e, Fraction(1), left, past)])
            else:
                branches.append([(e, weight[e], Fraction(0), False) for e in mine])
        if branches == chosen:
            return received
        chosen = branches
        matrix = [
            [Fraction(int(i == j)) for j in range(network.parties)] for i in range(network.parties)
        ]
        right = [Fraction(0)] * network.parties
        for party, counts in enumerate(branches):
            for e, share, left, past in counts:
                right[party] -= left
                if past:
                    matrix[party][provider[e]] -= share
                    continue
                right[party] += share * (1 if capped[e] else own[e])
                if not capped[e]:
                    matrix[party][provider[e]] -= share * slope[e]
        received = solved(matrix, right)


def solved(matrix, right):
    """Gauss' elimination in fractions."""
    size = len(right)
    rows = [[*matrix[i], right[i]] for i in range(size)]
    for i in range(size):
        pivot = next(j for j in range(i, size) if rows[j][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for j in range(size):
            if j != i and rows[j][i]:
                rows[j] = [a - rows[j][i] * b for a, b in zip(rows[j], rows[i], strict=True)]
    return [row[size] for row in rows]


def reach(network, dependence):
    """By how much a residual can grow at most: the largest of the least v = 1 + G(v), in fractions."""
    slope, weight = ([*map(Fraction, values.tolist())] for values in (dependence, network.weight))
    ones, none = [Fraction(1)] * len(slope), [False] * len(slope)
    return max(newton(network, ones, slope, weight, none))


def adjoint(network, slope, known):
    """The m = known + M' m in fractions, M[customer, provider] the slopes."""
    size = network.parties
    matrix = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    ends = zip(network.provider.tolist(), network.customer.tolist(), slope.tolist(), strict=True)
    for provider, customer, passed in ends:
        matrix[provider][customer] -= Fraction(passed)
    return solved(matrix, [*map(Fraction, known.tolist())])


def ways(network, slope):
    """By whom it reaches, then where it began, (I - M)^-1 in fractions: all ways there are."""
    size = range(network.parties)
    return [adjoint(network, slope, np.array([float(i == j) for j in size])) for i in size]


def furthest(found, exact):
    """The largest difference between floats and what they should be."""
    return max(abs(Fraction(float(a)) - b) for a, b in zip(found, exact, strict=True))
