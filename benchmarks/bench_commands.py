"""Whole commands on the flower shop, against what they cannot do without; and what a report takes.

Each in a process of its own, byte code in the cache; medians of CPU seconds.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import valuechain as vc
from common import cpu, layered

SHOP = str(Path(__file__).parent.parent / "examples" / "flower_shop.yaml")
RUNS = 9
BASES = {
    "yaml, argparse": ["-c", "import yaml, argparse"],
    "numpy, yaml": ["-c", "import numpy, yaml"],
}
AIMS = {
    "check": ("yaml, argparse", 1.6),
    "diagnose": ("numpy, yaml", 1.5),
    "draw chain.svg": ("numpy, yaml", None),
    "draw chain.mmd": ("numpy, yaml", None),
}


def spent(words: list[str]) -> float:
    """CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands(folder: str) -> None:
    run = ["-m", "valuechain"]
    asked = {
        **BASES,
        "check": [*run, "check", SHOP],
        "diagnose": [*run, "diagnose", SHOP],
        "draw chain.svg": [*run, "draw", SHOP, "-o", f"{folder}/chain.svg", "--force"],
        "draw chain.mmd": [*run, "draw", SHOP, "-o", f"{folder}/chain.mmd", "--force"],
    }
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(RUNS):
        for name, words in asked.items():
            taken[name].append(spent(words))
    median = {name: statistics.median(times) for name, times in taken.items()}
    for name, (base, aim) in AIMS.items():
        ratio = f"{median[name] / median[base]:.2f} of `import {base}`"
        print(f"{name}: {median[name]:.3f} s, {ratio}" + (f" (aim: {aim})" if aim else ""))


def reports(folder: str) -> None:
    chain = layered(300, 120, 8)

    def by_hand() -> None:
        vc.layout(vc.diagnose(chain))

    vc.write_report(chain, f"{folder}/report.html")  # what is loaded once
    alone = cpu(by_hand)
    whole = cpu(lambda: vc.write_report(chain, f"{folder}/report.html"))
    print(f"a report of 300 services: {whole / alone:.2f} of its diagnosis and layout (aim: 1.5)")
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(20):
        vc.write_report(chain, f"{folder}/report.html")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start
    print(f"twenty more of them: {grown / 1024:.0f} MB more at most")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        commands(folder)
        reports(folder)


if __name__ == "__main__":
    main()
