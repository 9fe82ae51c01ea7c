"""Simulation against drawing its random numbers alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import valuechain as vc
from common import cpu, layered
from valuechain.analysis.solution import solved
from valuechain.sampling.ensemble import random_of
from valuechain.sampling.setup import ensemble_of

DRAWS = 10_000
SERVICES = 1_000


def answered(chain: vc.ValueChain, responses: int, people: int | None = None) -> vc.ValueChain:
    """The same chain with this many answers to every question, of this many people."""

    def counted(service: vc.Service) -> vc.Service:
        if service.satisfaction is None:
            return service
        return replace(service, satisfaction=vc.Score.of(service.satisfaction.value, responses))

    return replace(
        chain,
        parties={name: replace(party, people=people) for name, party in chain.parties.items()},
        services={name: counted(service) for name, service in chain.services.items()},
    )


def drawing(chain: vc.ValueChain) -> None:
    """Draw all the numbers of a simulation, and do nothing with them."""
    ensemble = ensemble_of(solved(chain))
    stream = random_of(0, 1)
    for _ in range(0, DRAWS, ensemble.block):
        ensemble.posterior.drawn(stream, ensemble.block)


def main() -> None:
    print(f"{DRAWS:,} draws of {SERVICES:,} services, against drawing the numbers alone (aim: 3)")
    for name, backward, people in (
        ("no loops", 0.0, None),
        ("three small loops", 0.02, None),
        ("180 of 250 parties in one loop", 0.1, None),
        ("three small loops, counted people", 0.02, 30),
    ):
        chain = answered(layered(SERVICES, 250, 10, backward), 12, people)
        alone = cpu(partial(drawing, chain))
        whole = cpu(partial(vc.simulate, chain, DRAWS))
        each = 1e9 / DRAWS / SERVICES  # nanoseconds a number
        print(
            f"  {name}: {whole / alone:.2f}"
            f" ({each * alone:.0f} ns a number drawn, {each * whole:.0f} in all)"
        )


if __name__ == "__main__":
    main()
