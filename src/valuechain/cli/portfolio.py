"""``valuechain portfolio FILES``: many organisations at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from valuechain.cli.processes import processes
from valuechain.cli.reading import read
from valuechain.files.portfolio import portfolio
from valuechain.problems import printed
from valuechain.questions.portfolio import Portfolio


def all_answered(files: Sequence[str], draws: int, seed: int, level: float, jobs: int) -> Portfolio:
    """All that can be answered."""
    chains = [read(name).chain if name == "-" else name for name in files]
    with processes(jobs) as executor:
        return portfolio(chains, executor, draws=draws, seed=seed, level=level)


def status(found: Portfolio) -> int:
    """1 where some could not be read; their problems go to standard error."""
    for site in found.broken:
        print(printed("\n".join(site.problems)), file=sys.stderr)
    return int(bool(found.broken))
