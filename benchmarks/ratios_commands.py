"""Whole commands on the flower shop against what they cannot do without; CPU of the processes.

Byte code is in the cache after the run that does not count.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import valuechain as vc
from common import layered
from measure import Ratio, Work, processes

SHOP = str(Path(__file__).parent.parent / "examples" / "flower_shop.yaml")
NUMPY = "import numpy, yaml"
BY_MATPLOTLIB = (
    "import valuechain as vc; vc.draw(vc.diagnose(vc.load({shop!r}))).figure.savefig({to!r})"
)


def python(*words: str) -> Work:
    """Run a process of its own."""
    return partial(subprocess.run, [sys.executable, *words], check=True, capture_output=True)


def command(*words: str) -> Work:
    """Run one of our commands likewise."""
    return python("-m", "valuechain", *words)


def against(statement: str, work: Work, stack: ExitStack) -> tuple[Work, Work]:
    """A process against one that only runs a statement."""
    del stack
    return work, python("-c", statement)


def drawn(stack: ExitStack) -> tuple[Work, Work]:
    """The same picture, by our own writer and by matplotlib's."""
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    ours = command("draw", SHOP, "-o", f"{folder}/ours.svg", "--force")
    return ours, python("-c", BY_MATPLOTLIB.format(shop=SHOP, to=f"{folder}/theirs.svg"))


def report(stack: ExitStack) -> tuple[Work, Work]:
    """A report of 300 services against its diagnosis and layout, in this process."""
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    chain = layered(300, 120, 8)
    return (
        lambda: vc.write_report(chain, f"{folder}/report.html"),
        lambda: vc.layout(vc.diagnose(chain)),
    )


def of_process(name: str, aim: float, statement: str, work: Work) -> Ratio:
    return Ratio(name, aim, partial(against, statement, work), clock=processes)


RATIOS = [
    of_process(
        "command check / import yaml, argparse",
        1.6,
        "import yaml, argparse",
        command("check", SHOP),
    ),
    of_process("command diagnose / import numpy, yaml", 1.5, NUMPY, command("diagnose", SHOP)),
    Ratio("command draw -o x.svg / by matplotlib", 0.35, drawn, clock=processes),
    Ratio("report, 300 services / diagnosis and layout", 1.5, report, slow=True),
]
