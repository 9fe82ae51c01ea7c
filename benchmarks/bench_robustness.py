"""Robustness against one diagnosis, and the line of it that every diagnosis bears."""

from __future__ import annotations

from functools import partial

import valuechain as vc
from common import cpu, diagnosed, layered


def main() -> None:
    print("robustness, and a printed diagnosis, against one diagnosis")
    for services, parties, depth in ((100, 20, 6), (1_000, 200, 10), (5_000, 1_000, 15)):
        chain = layered(services, parties, depth)
        alone = cpu(partial(diagnosed, chain))
        whole = cpu(partial(vc.robustness, chain), 1)
        printed = cpu(lambda chain=chain: str(vc.diagnose(chain)), 1)
        print(
            f"  {services:5,} services: {whole / alone:.0f} ({whole:.2f} s);"
            f" printed {printed / alone:.0f} ({printed:.2f} s)"
        )


if __name__ == "__main__":
    main()
