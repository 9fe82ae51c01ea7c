"""What-ifs against one forward pass, and scenarios at once against one by one."""

from __future__ import annotations

import random
from functools import partial

import valuechain as vc
from common import cpu, layered, with_bottlenecks
from valuechain.solve.forward import shortfalls

CHAINS = ((1_000, 200, 10), (100_000, 20_000, 20))


def what_ifs() -> None:
    print("what-if of one service, outcome only, against one forward pass (aim: 1.2)")
    print("mean and worst of 20 services")
    for shape in CHAINS:
        chain = layered(*shape)
        diagnosis = vc.diagnose(chain)
        reading = diagnosis.solution.reading
        own = reading.own.copy()
        forward = cpu(partial(shortfalls, reading.network, own, reading.effective), 15)
        names = random.Random(3).sample(list(chain.services), 20)
        took = [cpu(partial(changed, diagnosis, {name: 0.95}), 9) / forward for name in names]
        print(f"  {shape[0]:7,} services: {sum(took) / len(took):.2f}, {max(took):.2f}")


def changed(diagnosis: vc.Diagnosis, settings: dict[str, float]) -> float | None:
    return vc.what_if(diagnosis, settings).outcome


def scenarios() -> None:
    print("1,000 scenarios at once against one by one (aim: at least 20)")
    for shape in CHAINS:
        for kind, share in (("mean", 0.0), ("a tenth critical", 0.1)):
            diagnosis = vc.diagnose(with_bottlenecks(layered(*shape), share))
            for quality in (1.0, 0.2):
                ratio = at_once(diagnosis, quality)
                print(f"  {shape[0]:7,} services, {kind}, one at {quality:.0%}: {ratio:.1f}")


def at_once(diagnosis: vc.Diagnosis, quality: float) -> float:
    """How many times as long 1,000 scenarios take one by one; a hundred of them are timed."""
    names, rng = list(diagnosis.chain.services), random.Random(5)
    asked = {f"s{i}": {rng.choice(names): quality} for i in range(1_000)}
    some = list(asked.values())[:100]
    one_by_one = cpu(lambda: [changed(diagnosis, settings) for settings in some], 3)
    return 10 * one_by_one / cpu(lambda: vc.side_by_side(diagnosis, asked).changes, 3)


if __name__ == "__main__":
    what_ifs()
    scenarios()
