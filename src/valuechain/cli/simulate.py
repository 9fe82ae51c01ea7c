"""``valuechain simulate FILE``: how sure the diagnosis is, and where to ask next."""

from __future__ import annotations

from valuechain.cli.processes import processes
from valuechain.cli.progress import Bar
from valuechain.model.chain import ValueChain
from valuechain.questions.simulate import simulate
from valuechain.questions.simulation import Simulation


def simulated(chain: ValueChain, draws: int, seed: int, level: float, jobs: int) -> Simulation:
    """Simulate; on a terminal, show how far it is."""
    with processes(jobs) as executor, Bar() as bar:
        return simulate(chain, draws, seed, level, executor, bar.show)
