"""The error that the library states of loops, and the true one: against fractions, and long iteration.

Run as ``python tests/loop_bounds.py LOOPS [--seed SEED]``. Small loops are solved in fractions, each
by a matrix, by iteration and as one of many cases. One in fifty is large, and iterated in long
floats until what is left is nothing.
"""

import argparse
import random
import sys
from collections import Counter
from fractions import Fraction

import numpy as np

from helpers.exact_loops import EPS, exactly, furthest, loop
from valuechain.solve import loops
from valuechain.solve.forward import shortfalls
from valuechain.tolerances import GUARANTEED

ULP = 4 * EPS
"""What reading a result as a float may add to its error."""
LARGE = 50
"""One in so many is large."""
LEFT = 1e-17
"""Error of what was iterated for long, beyond which it proves nothing."""
ROUNDS = 400_000


class Tally:
    """How many loops were solved, and how near their errors came to what is stated."""

    def __init__(self):
        self.counts, self.faults = Counter(), []
        self.largest = self.nearest = 0.0

    def add(self, name, true, stated):
        """One more loop, with its true error."""
        self.counts[name] += 1
        self.counts["warned"] += stated > GUARANTEED
        self.largest = max(self.largest, float(true))
        allowed = Fraction(stated + ULP)
        self.nearest = max(self.nearest, float(true / allowed))
        if true > allowed:
            self.faults.append(f"{name}: {float(true):.3g} where {stated:.3g} is stated")

    def __str__(self):
        counted = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        return (
            f"{counted}; largest error {self.largest:.2g}, "
            f"at most {self.nearest:.2f} of what is stated; {len(self.faults)} faults"
        )


def solved_in_all_ways(tally, draw):
    """A small loop, by a matrix, by iteration, and as a case among others."""
    parties = draw.randint(2, 5)
    kind = draw.choice([0.0, 0.4]), draw.choice([1.0, 40.0]), draw.choice([0.0, 0.0, 0.6])
    network, own, dependence = loop(draw, parties, parties + draw.randint(0, 5), *kind)
    own = np.minimum(own, 1.0)
    exact = exactly(network, own, dependence)
    owns = np.stack([own, own * 0.5, own], axis=1)
    slopes = dependence[:, None] * [1.0, 1.0, 0.9]
    ways = {
        "by a matrix": (loops.DIRECT, own, dependence),
        "iterated": (1, own, dependence),
        "cases alike": (loops.DIRECT, owns, dependence),
        "cases iterated": (1, owns, dependence),
        "cases": (loops.DIRECT, owns, slopes),
    }
    for name, (direct, given, slope) in ways.items():
        found = _found(tally, direct, network, given, slope)
        if found is not None:
            received = found.received if given.ndim == 1 else found.received[:, 0]
            tally.add(name, furthest(received, exact), found.error)


def _found(tally, direct, network, own, dependence):
    """The library's solution; nothing where it refuses one."""
    usual = loops.DIRECT
    loops.DIRECT = direct
    try:
        return shortfalls(network, own, dependence)
    except loops.NotConverged:
        tally.counts["refused"] += 1
        return None
    finally:
        loops.DIRECT = usual


def solved_in_large(tally, draw):
    """A loop that the library iterates: many services, or a ring that is total but at one place."""
    parties = draw.randint(151, 400)
    ring = draw.random() < 0.3
    services = parties if ring else draw.randint(parties, 3 * parties)
    kind = draw.choice([0.0, 0.1]), 1.0, draw.choice([0.0, 0.0, 0.3])
    network, own, dependence = loop(draw, parties, services, *kind)
    dependence = np.minimum(dependence, 0.99)
    if ring:
        dependence = np.where(np.arange(services) == draw.randrange(services), 0.6, 1.0)
        own = own * 0.01 + 1e-4
    found = _found(tally, loops.DIRECT, network, own, dependence)
    if found is None:
        return
    exact, left = iterated(network, own, dependence)
    if left > LEFT:
        tally.counts["large, left out"] += 1
        return
    true = float(np.abs(found.received - exact).max())
    tally.add("large", Fraction(true), found.error)


def iterated(network, own, dependence):
    """From below in long floats until nothing changes; and the change of the last round all through."""
    exact = np.zeros(network.parties, dtype=np.longdouble)
    weight, slope = network.weight.astype(np.longdouble), dependence.astype(np.longdouble)
    starts, before = network.into[:-1], exact
    for at in range(ROUNDS):
        delivered = np.minimum(own + slope * exact[network.provider], 1)
        mean = np.add.reduceat(weight * delivered, starts)
        reaching = np.where(network.bounding, exact[network.provider], 0)
        bound = np.maximum(delivered, reaching) - network.allowance
        exact = np.maximum(mean, np.maximum.reduceat(bound, starts))
        if at % network.parties == 0:  # once round the longest ring
            left = float(np.abs(exact - before).max())
            before = exact
            if at and left <= LEFT / 100:
                break
    return exact, left


def compared(numbers, seed=0):
    """These loops, each by its number."""
    tally = Tally()
    for number in numbers:
        draw = random.Random(f"{seed} {number}")
        solve = solved_in_large if number % LARGE == LARGE - 1 else solved_in_all_ways
        solve(tally, draw)
    return tally


def main(words):
    """So many loops; says where a stated error is too small."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("loops", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(words)
    tally = compared(range(given.loops), given.seed)
    print(*tally.faults, tally, sep="\n")
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
