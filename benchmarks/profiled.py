"""Where the time of one measurement goes, as a picture: own CPU time of functions, largest first.

``python benchmarks/profiled.py PICTURE NAME [SERVICES]``: the name of a ratio, whose first piece is
run, or of a growth curve.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import re
import sys
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeAlias

from all import ONE_THREAD, all_ratios

SHOWN = 8
"""Functions; what is left is one more bar."""
Spent: TypeAlias = list[tuple[str, float]]


def main() -> None:
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    path, name, *services = sys.argv[1:]
    with ExitStack() as stack:
        spent = profile(name, int(services[0]) if services else 0, stack)
    title = f"{name}, {int(services[0]):,} services" if services else name.split(" / ")[0]
    draw(title, spent, Path(path))


def profile(name: str, services: int, stack: ExitStack) -> Spent:
    """CPU seconds of functions, by their names; what is loaded once is loaded before."""
    from growth import QUESTIONS, SHAPES

    if services:
        question, shape = name.rsplit(", ", 1)
        asked = QUESTIONS[question]
        asked.ask(asked.prepare(SHAPES[shape](100)))
        work = partial(asked.ask, asked.prepare(SHAPES[shape](services)))
    else:
        (ratio,) = [each for each in all_ratios() if each.name == name]
        work, _ = ratio.make(stack)
        work()
    profiler = cProfile.Profile(time.process_time)
    profiler.runcall(work)
    told = pstats.Stats(profiler)
    own = [(_named(*where), found[2]) for where, found in told.stats.items()]
    return sorted(own, key=lambda each: -each[1])


def _named(file: str, line: int, function: str) -> str:
    """Ours by module and line; what is built in by the last part of what it is called."""
    if "valuechain" in Path(file).parts:
        folder, module = Path(file).parts[-2:]
        return f"{folder}/{module}:{line} {function}"
    built_in = re.search(r"method '?([\w.]+)", function)
    return built_in[1].split(".")[-1] if built_in else function


def draw(title: str, spent: Spent, path: Path) -> None:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    total = sum(seconds for _, seconds in spent)
    left = total - sum(seconds for _, seconds in spent[:SHOWN])
    names, values = zip(*[*spent[:SHOWN], ("everything else", left)], strict=True)
    figure = Figure(figsize=(8, 2.8), layout="constrained")
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "profile"}):
        axes = figure.subplots()
        bars = axes.barh(range(len(names)), [100 * value / total for value in values])
        axes.bar_label(bars, fmt="%.0f %%", padding=3, fontsize=8)
        axes.set_yticks(range(len(names)), names, fontsize=8)
        axes.invert_yaxis()
        axes.set_title(f"{title}: share of CPU time by function", fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, metadata={"Date": None, "Creator": None})
    print(*(f"{seconds:8.3f} {name}" for name, seconds in spent[:15]), sep="\n")


if __name__ == "__main__":
    main()
