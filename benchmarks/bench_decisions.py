"""What-ifs, scenarios at once, plans of 200 actions and robustness; some minutes.

A what-if is measured against one forward pass, scenarios at once against one by one.
"""

import random
import time
from dataclasses import replace
from functools import partial

import valuechain as vc
from common import cpu, layered
from valuechain import Action, ModelError, ValueChain
from valuechain.solve.forward import shortfalls


def with_bottlenecks(chain: ValueChain, share: float) -> ValueChain:
    """The chain with this share of its services critical."""
    rng = random.Random(4)
    return replace(
        chain,
        services={
            name: replace(s, critical=rng.random() < share) for name, s in chain.services.items()
        },
    )


def what_ifs() -> None:
    print(
        "what-if of one service, outcome only, against one forward pass (aim: 1.2): mean and "
        "worst of 20 services"
    )
    for services, parties, depth in ((1_000, 200, 10), (100_000, 20_000, 20)):
        chain = layered(services, parties, depth)
        diagnosis = vc.diagnose(chain)
        reading = diagnosis.solution.reading
        own = reading.own.copy()
        forward = cpu(partial(shortfalls, reading.network, own, reading.effective), 15)
        names = random.Random(3).sample(list(chain.services), 20)
        took = [
            cpu(lambda name=name, start=diagnosis: vc.what_if(start, {name: 0.95}).outcome, 9)
            / forward
            for name in names
        ]
        print(f"  {services:7,} services: {sum(took) / len(took):.2f}, {max(took):.2f}")


def scenarios() -> None:
    print("1,000 scenarios at once against one by one (aim: at least 20)")
    for services, parties, depth in ((1_000, 200, 10), (100_000, 20_000, 20)):
        for kind, share in (("mean", 0.0), ("a tenth critical", 0.1)):
            chain = with_bottlenecks(layered(services, parties, depth), share)
            diagnosis = vc.diagnose(chain)
            names, rng = list(chain.services), random.Random(5)
            for quality in (1.0, 0.2):
                asked = {f"s{i}": {rng.choice(names): quality} for i in range(1_000)}
                at_once = cpu(
                    lambda asked=asked, diagnosis=diagnosis: (
                        vc.side_by_side(diagnosis, asked).changes
                    ),
                    3,
                )
                some = list(asked.values())[:100]
                one_by_one = 10 * cpu(
                    lambda some=some, diagnosis=diagnosis: [
                        vc.what_if(diagnosis, each).outcome for each in some
                    ],
                    3,
                )
                print(
                    f"  {services:7,} services, {kind}, one at {quality:.0%}: "
                    f"{one_by_one / at_once:.1f}"
                )


def offering(chain: ValueChain, count: int, links: float) -> ValueChain:
    """The chain with this many actions at scored services, of which some need or exclude others."""
    rng = random.Random(6)
    while True:
        chosen = set(rng.sample([name for name, s in chain.services.items() if s.score], count))
        ids: list[str] = []
        services = {}
        for name, service in chain.services.items():
            actions: tuple[Action, ...] = ()
            if name in chosen:
                needs = (rng.choice(ids),) if ids and rng.random() < links else ()
                excludes = (
                    tuple({rng.choice(ids)} - set(needs)) if ids and rng.random() < links else ()
                )
                ids.append(f"x{len(ids)}")
                actions = (
                    Action(
                        ids[-1],
                        round(rng.uniform(1, 50), 2),
                        rng.uniform(0.7, 1),
                        ids[-1],
                        needs,
                        excludes,
                    ),
                )
            services[name] = replace(service, improve=actions)
        try:
            return replace(chain, services=services)
        except ModelError:  # some action could never be done
            continue


def plans() -> None:
    print(
        "plans of 200 actions on 1,000 services, seconds of the clock (aim: 10 s, or a gap "
        "below 0.1 point)"
    )
    for kind, backward, share, links, rule in (
        ("mean", 0.0, 0.0, 0.0, "mean"),
        ("mean, loops, needs and excludes", 0.05, 0.0, 0.2, "mean"),
        ("a tenth critical", 0.0, 0.1, 0.0, "mean"),
        ("a third critical, loops, needs and excludes", 0.05, 0.3, 0.1, "mean"),
        ("weakest, loops", 0.05, 0.0, 0.0, "weakest"),
    ):
        for scored in (0.9, 0.3):
            chain = with_bottlenecks(layered(1_000, 200, 10, backward, scored), share)
            diagnosis = vc.diagnose(replace(offering(chain, 200, links), rule=rule))
            total = sum(
                action.cost for s in diagnosis.chain.services.values() for action in s.improve
            )
            for part in (0.1, 0.4):
                start = time.perf_counter()
                found = vc.plan(diagnosis, total * part)
                took, gap = (
                    time.perf_counter() - start,
                    (found.bound or 0.0) - (found.outcome or 0.0),
                )
                proven = "proven" if found.exact else f"gap {100 * gap:.3f} points"
                print(
                    f"  {kind}, {scored:.0%} scored, budget {part:.0%}: {took:.2f} s, "
                    f"{proven}, {len(found)} actions"
                )
    start = time.perf_counter()
    staircase = vc.frontier(diagnosis)
    took = time.perf_counter() - start
    print(
        f"  the last one's frontier: {took:.0f} s, {len(staircase)} steps, "
        f"{'exact' if staircase.exact else 'not closed'}"
    )


def robustness() -> None:
    print("robustness against one diagnosis, and the line that every diagnosis bears")
    for services, parties, depth in ((100, 20, 6), (1_000, 200, 10), (5_000, 1_000, 15)):
        chain = layered(services, parties, depth)
        alone = cpu(lambda chain=chain: vc.diagnose(chain)._verdict)
        whole = cpu(lambda chain=chain: vc.robustness(chain), 1)
        line = cpu(lambda chain=chain: str(vc.diagnose(chain)), 1)
        print(
            f"  {services:5,} services: {whole / alone:.0f} ({whole:.2f} s); printed "
            f"{line / alone:.0f} ({line:.2f} s)"
        )


if __name__ == "__main__":
    what_ifs()
    scenarios()
    plans()
    robustness()
