"""Diagnosis against the same recursion by hand, a sparse LU decomposition, and itself."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

import networkx as nx
import numpy as np
from scipy.sparse import csc_matrix, identity
from scipy.sparse.linalg import splu

import valuechain as vc
from common import diagnosed, layered, line, with_bottlenecks, with_bounds
from measure import Ratio, Work
from valuechain.analysis.changes import Changes
from valuechain.analysis.solution import solved
from valuechain.solve.adjoint import importances

MANY = 100_000


def many(backward: float = 0.0) -> vc.ValueChain:
    """100,000 services on 20 levels, five a party."""
    return layered(MANY, 20_000, 20, backward)


def with_twenty_steps(chain: vc.ValueChain) -> None:
    """Solved and judged, and what to work on first."""
    diagnosis = vc.diagnose(chain)
    assert diagnosis._verdict is not None
    assert len(diagnosis.steps[:20]) == 20


def by_hand(graph: nx.MultiDiGraph, order: list[str]) -> dict[str, float]:
    """One pass: what every party lacks."""
    lacks: dict[str, float] = {}
    for party in order:
        total = weights = 0.0
        for provider, _, data in graph.in_edges(party, data=True):
            if "satisfaction" in data:
                shortfall = 1 - data["satisfaction"]
            else:
                shortfall = data["dependence"] * lacks[provider]
            total += data["weight"] * min(1.0, shortfall)
            weights += data["weight"]
        lacks[party] = total / weights if weights else 0.0
    return lacks


def one_pass(chain: vc.ValueChain, *, sorting: bool) -> tuple[Work, Work]:
    """The graph is made beforehand, and, where its sorting is none of the pass, the order too."""
    graph = chain.graph
    order = list(nx.topological_sort(graph))
    told = vc.diagnose(chain).received
    lacks = by_hand(graph, order)
    assert all(abs(1 - lacks[party] - value) < 1e-9 for party, value in told.items() if value)
    ours = partial(with_twenty_steps, chain)
    if not sorting:
        return ours, partial(by_hand, graph, order)
    return ours, lambda: by_hand(graph, list(nx.topological_sort(graph)))


def against_pass(stack: ExitStack, *, sorting: bool) -> tuple[Work, Work]:
    del stack
    return one_pass(many(), sorting=sorting)


def against_deep_pass(stack: ExitStack) -> tuple[Work, Work]:
    """Diagnosis alone: one service after the other has no other first step."""
    del stack
    chain = line(MANY)
    return partial(diagnosed, chain), one_pass(chain, sorting=True)[1]


def against_lu(ordering: str, stack: ExitStack) -> tuple[Work, Work]:
    """The equations of parties as one matrix, solved forwards and backwards.

    Making the matrix is none of the peer's time. In the order of our solution, which `NATURAL`
    keeps, it is triangular; `COLAMD` is what scipy takes unless told otherwise.
    """
    del stack
    chain = many()
    solution = solved(chain)
    reading, network = solution.reading, solution.reading.network
    passed = network.weight * reading.effective
    size = (network.parties, network.parties)
    matrix = csc_matrix((passed, (network.customer, network.provider)), size)
    left = (identity(network.parties) - matrix).tocsc()
    weighted = network.weight * reading.own
    right = np.bincount(network.customer, weights=weighted, minlength=network.parties)

    def solve() -> tuple[np.ndarray, np.ndarray]:
        factors = splu(left, permc_spec=ordering)
        return factors.solve(right), factors.solve(solution.weights, trans="T")

    lacks, worth = solve()
    assert np.allclose(lacks, reading.received, atol=1e-9)
    assert np.allclose(network.weight * worth[network.customer], solution.changes.importance)
    return partial(with_twenty_steps, chain), solve


def loops(backward: float, stack: ExitStack) -> tuple[Work, Work]:
    """With loops against without."""
    del stack
    return partial(diagnosed, many(backward)), partial(diagnosed, many())


def adjoint(stack: ExitStack) -> tuple[Work, Work]:
    """Every importance, contribution and gain under the mean, against the one adjoint solve."""
    del stack
    solution = solved(many())
    reading, seed = solution.reading, solution.weights
    solve = partial(importances, reading.network, reading.solved, seed)

    def all_of_it() -> object:
        importance = solve()
        changes = Changes(reading, seed, importance, importance)
        return changes.importance, changes.contributions, changes.gains

    return all_of_it, solve


def bounds(stack: ExitStack) -> tuple[Work, Work]:
    """A tenth of the services with a criticality, against the mean alone."""
    del stack
    return partial(diagnosed, with_bounds(many(), 0.1)), partial(diagnosed, many())


def gains_of_bounds(stack: ExitStack) -> tuple[Work, Work]:
    """The same, against a tenth critical."""
    del stack
    chain = layered(4_000, 1_000, 20)
    return partial(gains, with_bounds(chain, 0.1)), partial(gains, with_bottlenecks(chain, 0.1))


def gains(chain: vc.ValueChain) -> None:
    """Of every service."""
    assert solved(chain).changes.gains.any()


RATIOS = [
    Ratio(
        "diagnose, first 20 steps, 100,000 / networkx pass",
        0.35,
        partial(against_pass, sorting=False),
    ),
    Ratio(
        "diagnose, first 20 steps, 100,000 / networkx pass and sort",
        0.35,
        partial(against_pass, sorting=True),
    ),
    Ratio("diagnose, 100,000 deep / networkx pass and sort", 1.0, against_deep_pass, slow=True),
    Ratio(
        "diagnose, first 20 steps, 100,000 / splu in our order, two solves",
        4.0,
        partial(against_lu, "NATURAL"),
    ),
    Ratio(
        "diagnose, first 20 steps, 100,000 / splu in its own, two solves",
        4.0,
        partial(against_lu, "COLAMD"),
        slow=True,
    ),
    Ratio("diagnose, 18,000 parties in a loop / none", 5.0, partial(loops, 0.05), slow=True),
    Ratio("diagnose, 735 parties in loops / none", 5.0, partial(loops, 0.002), slow=True),
    Ratio("all importances and gains / one adjoint solve", 1.5, adjoint),
    Ratio("diagnose, fdna, 100,000 / mean", 1.1, bounds),
    Ratio("all gains, fdna, 4,000 / critical services", 3.0, gains_of_bounds),
]
