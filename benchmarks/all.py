"""Every ratio and every growth curve, in one run; nothing here passes or fails.

``python benchmarks/all.py simulate`` measures what has that word in its name; ``--quick`` takes
less than three minutes, all of it less than forty. BLAS has one thread throughout.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from growth import Point
    from measure import Measured, Ratio

HERE = Path(__file__).parent
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
QUICK_SIZES = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of names; all without any")
    parser.add_argument("--quick", action="store_true", help="fewer, shorter, growth up to 1,000")
    parser.add_argument("--large", action="store_true", help="growth up to 1,000,000")
    parser.add_argument("--record", action="store_true", help="renew what is kept, and the page")
    parser.add_argument("--list", action="store_true", help="names only")
    arguments = parser.parse_args()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # before numpy is loaded
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # commands are measured with it in the cache
    run(arguments)


def run(arguments: argparse.Namespace) -> None:
    """Measure what was chosen, and show it."""
    import shown
    from growth import CURVES

    ratios = [each for each in all_ratios() if chosen(each.name, arguments.names)]
    if arguments.quick:
        ratios = [each for each in ratios if not each.slow]
    curves = [name for name in CURVES if chosen(name, arguments.names)]
    if arguments.list:
        print("\n".join([*(each.name for each in ratios), *curves]))
        return
    before = shown.recorded()
    found = ratios_of(ratios, quick=arguments.quick)
    if arguments.record:
        shown.record(found, {})
    points = {}
    for name in curves:
        points[name] = curve_of(name, quick=arguments.quick, large=arguments.large)
        if arguments.record:
            shown.record([], {name: points[name]})
    print(shown.page(shown.machine(), found, points, before))


def all_ratios() -> list[Ratio]:
    """Of every module, in the order of their names."""
    modules = [import_module(path.stem) for path in sorted(HERE.glob("ratios_*.py"))]
    return [ratio for module in modules for ratio in module.RATIOS]


def chosen(name: str, words: Sequence[str]) -> bool:
    return not words or any(word in name for word in words)


def curve_of(name: str, *, quick: bool, large: bool) -> dict[int, Point]:
    """One curve, by size."""
    from growth import LARGE, SIZES, grown

    sizes = SIZES[:QUICK_SIZES] if quick else SIZES
    found = grown(name, (*sizes, LARGE) if large else sizes)
    print(name, list(found.values()), file=sys.stderr, flush=True)
    return found


def ratios_of(ratios: Sequence[Ratio], *, quick: bool) -> list[Measured]:
    """All of them, one after the other."""
    from measure import QUICK_SECONDS, SECONDS, measured

    found = []
    for ratio in ratios:
        found.append(measured(ratio, QUICK_SECONDS if quick else SECONDS))
        print(found[-1], file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    main()
