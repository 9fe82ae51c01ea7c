"""A whole diagnosis against one pass of the same recursion written by hand over networkx."""

import networkx as nx

import valuechain as vc
from common import cpu, layered, line, one_loop
from valuechain.analysis.changes import Changes
from valuechain.analysis.reading import read
from valuechain.solve.adjoint import importances


def by_hand(chain: vc.ValueChain) -> tuple[float, float]:
    """CPU seconds of the pass, without and with sorting topologically.

    Building the graph does not count.
    """
    graph = chain.graph
    order = list(nx.topological_sort(graph))

    def run() -> None:
        lacks = {}
        for party in order:
            total = weights = 0.0
            for provider, _, data in graph.in_edges(party, data=True):
                shortfall = (
                    1 - data["satisfaction"]
                    if "satisfaction" in data
                    else data["dependence"] * lacks[provider]
                )
                total += data["weight"] * min(1.0, shortfall)
                weights += data["weight"]
            lacks[party] = total / weights if weights else 0.0

    alone = cpu(run)
    return alone, alone + cpu(lambda: list(nx.topological_sort(graph)))


def main() -> None:
    print(
        "diagnosis against one pass by hand over networkx (aim: below 1, the pass without its "
        "sorting)"
    )
    for name, chain in (
        ("100,000 services, depth 20", layered(100_000, 20_000, 20)),
        ("10,000 deep", line(10_000)),
        ("100,000 deep", line(100_000)),
    ):
        alone, with_sort = by_hand(chain)
        took = cpu(lambda chain=chain: vc.diagnose(chain)._verdict)
        print(
            f"  {name:27}: {took:.3f} s, ratio {took / alone:.2f} to the pass, "
            f"{took / with_sort:.2f} with its sorting"
        )
    straight = layered(100_000, 20_000, 20)
    none = cpu(lambda: vc.diagnose(straight)._verdict)
    print("loops against none at 100,000 services (aim: at most 5 with half the parties in loops)")
    for backward in (0.002, 0.01, 0.05, 0.2):
        chain = layered(100_000, 20_000, 20, backward)
        inside = sum(map(len, vc.diagnose(chain).loops))
        print(
            f"  {inside:6,} of 20,000 parties in loops: ratio "
            f"{cpu(lambda chain=chain: vc.diagnose(chain)._verdict) / none:.2f}"
        )
    print("one loop component of 2,000 parties, a tenth of the services critical (aim: 2 s)")
    for dependence in (0.8, 0.999):
        chain = one_loop(2_000, dependence)
        print(
            f"  dependence {dependence}: "
            f"{cpu(lambda chain=chain: vc.diagnose(chain)._verdict, 1):.2f} s"
        )
    print(
        "every importance, contribution and gain under the mean against the one adjoint solve "
        "(aim: at most 1.5)"
    )
    for name, chain in (("depth 20", straight), ("10,000 deep", line(10_000))):
        reading, diagnosis = read(chain), vc.diagnose(chain)
        seed = diagnosis.solution.weights

        def solve(reading=reading, seed=seed):
            return importances(reading.network, reading.delivered, reading.effective, seed)

        def everything(reading=reading, seed=seed, solve=solve):
            changes = Changes(reading, seed, solve())
            return changes.importance, changes.contributions, changes.gains

        print(f"  {name:12}: ratio {cpu(everything, 9) / cpu(solve, 9):.2f}")


if __name__ == "__main__":
    main()
