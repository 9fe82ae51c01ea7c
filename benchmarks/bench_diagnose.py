"""A whole diagnosis against one pass of the same recursion written by hand over networkx."""

from __future__ import annotations

from functools import partial

import networkx as nx

import valuechain as vc
from common import cpu, diagnosed, layered, line, one_loop
from valuechain.analysis.changes import Changes
from valuechain.analysis.solution import solved
from valuechain.solve.adjoint import importances


def by_hand(graph: nx.MultiDiGraph, order: list[str]) -> None:
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


def against_one_pass() -> None:
    print("diagnosis against one pass by hand over networkx (aim: below 1)")
    for name, chain in (
        ("100,000 services, depth 20", layered(100_000, 20_000, 20)),
        ("10,000 deep", line(10_000)),
        ("100,000 deep", line(100_000)),
    ):
        graph = chain.graph
        sort = partial(nx.topological_sort, graph)
        alone = cpu(partial(by_hand, graph, list(sort())))
        with_sort = alone + cpu(lambda sort=sort: list(sort()))
        took = cpu(partial(diagnosed, chain))
        print(
            f"  {name:27}: {took:.3f} s, ratio {took / alone:.2f} to the pass,"
            f" {took / with_sort:.2f} with its sorting"
        )


def loops() -> None:
    none = cpu(partial(diagnosed, layered(100_000, 20_000, 20)))
    print("loops against none at 100,000 services (aim: at most 5 with half the parties in loops)")
    for backward in (0.002, 0.01, 0.05, 0.2):
        chain = layered(100_000, 20_000, 20, backward)
        inside = sum(map(len, vc.diagnose(chain).loops))
        ratio = cpu(partial(diagnosed, chain)) / none
        print(f"  {inside:6,} of 20,000 parties in loops: ratio {ratio:.2f}")
    print("one loop component of 2,000 parties, a tenth of the services critical (aim: 2 s)")
    for dependence in (0.8, 0.999):
        chain = one_loop(2_000, dependence)
        print(f"  dependence {dependence}: {cpu(partial(diagnosed, chain), 1):.2f} s")


def everything() -> None:
    print("every importance, contribution and gain under the mean, against the one adjoint solve")
    print("(aim: at most 1.5)")
    for name, chain in (
        ("depth 20", layered(100_000, 20_000, 20)),
        ("10,000 deep", line(10_000)),
    ):
        solution = solved(chain)
        reading, seed = solution.reading, solution.weights
        solve = partial(importances, reading.network, reading.delivered, reading.effective, seed)

        def all_of_it(reading=reading, seed=seed, solve=solve):
            changes = Changes(reading, seed, solve())
            return changes.importance, changes.contributions, changes.gains

        print(f"  {name:12}: ratio {cpu(all_of_it, 9) / cpu(solve, 9):.2f}")


if __name__ == "__main__":
    against_one_pass()
    loops()
    everything()
