"""Simulation against drawing its random numbers alone; reading a survey against csv.DictReader."""

from __future__ import annotations

import csv
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import valuechain as vc
from common import cpu, layered
from valuechain.sampling.ensemble import random_of
from valuechain.sampling.setup import ensemble_of

DRAWS = 10_000
ANSWERS = 100_000


def answered(chain, responses, people=None):
    """The same chain with this many answers to every question, of this many people."""
    parties = [replace(party, people=people) for party in chain.parties.values()]
    services = [
        replace(
            service,
            satisfaction=service.satisfaction
            and vc.Score.of(service.satisfaction.value, responses),
        )
        for service in chain.services.values()
    ]
    return replace(
        chain,
        parties={party.id: party for party in parties},
        services={service.id: service for service in services},
    )


def drawing(chain):
    """Draw all the numbers of a simulation, and do nothing with them."""
    ensemble = ensemble_of(vc.diagnose(chain).solution)
    stream = random_of(0, 1)
    for _ in range(0, DRAWS, ensemble.block):
        ensemble.posterior.drawn(stream, ensemble.block)


def simulation():
    """10,000 draws of 1,000 services on 10 levels."""
    print(f"{DRAWS:,} draws of 1,000 services, against drawing the random numbers alone (aim: 3)")
    for name, backward, people in (
        ("no loops", 0.0, None),
        ("three small loops", 0.02, None),
        ("180 of 250 parties in one loop", 0.1, None),
        ("three small loops, counted people", 0.02, 30),
    ):
        chain = answered(layered(1000, 250, 10, backward), 12, people)
        alone = cpu(lambda chain=chain: drawing(chain))
        whole = cpu(lambda chain=chain: vc.simulate(chain, DRAWS))
        print(
            f"  {name}: {whole / alone:.2f} ({1e9 * alone / DRAWS / 1000:.0f} ns a number "
            f"drawn, {1e9 * whole / DRAWS / 1000:.0f} in all)"
        )


def survey():
    """100,000 answers about 40 services."""
    rng = random.Random(0)
    rows = [
        {
            "provider": f"p{i % 40}",
            "customer": f"q{i % 40}",
            "score": rng.randint(1, 5),
            "delivers": "a thing",
            "respondent": f"r{i // 40}",
        }
        for i in range(ANSWERS)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

        def plain():
            with path.open(newline="") as file:
                return list(csv.DictReader(file))

        reading = cpu(plain)
        print(
            f"{ANSWERS:,} answers read, checked and counted, against csv.DictReader reading "
            "them once (aim: 2)"
        )
        print(f"  {cpu(lambda: vc.read_survey(path)) / reading:.2f}")


if __name__ == "__main__":
    simulation()
    survey()
