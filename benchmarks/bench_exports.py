"""Reading a wide export by a map against csv.reader over it."""

from __future__ import annotations

import csv
import json
import random
import tempfile
from functools import partial
from pathlib import Path

import valuechain as vc
from common import cpu

RESPONDENTS, QUESTIONS, TEAMS = 10_000, 60, 10
LABELS = (
    "Very dissatisfied",
    "Dissatisfied",
    "Neither satisfied nor dissatisfied",
    "Satisfied",
    "Very satisfied",
)
ASPECTS = ("Speed", "Manners")
OWN = ("StartDate", "EndDate", "Status", "ResponseId", "Q1")


def chain() -> vc.ValueChain:
    """Thirty providers that serve ten teams."""
    teams = [vc.Party(f"t{at}", name=f"Team {at}") for at in range(TEAMS)]
    providers = [vc.Party(f"p{at}", name=f"Provider {at}") for at in range(QUESTIONS // 2)]
    customer = vc.Party("buyers", kind="customer")
    services = [vc.Service(f"{team.id}->buyers", team.id, "buyers") for team in teams]
    services += [
        vc.Service(f"{provider.id}->{team.id}", provider.id, team.id)
        for provider in providers
        for team in teams
    ]
    return vc.ValueChain([*teams, *providers, customer], services)


def written(path: Path) -> dict[str, object]:
    """An export as Qualtrics writes it, and its map."""
    rng = random.Random(0)
    codes = [f"Q{2 + at // 2}_{1 + at % 2}" for at in range(QUESTIONS)]
    texts = [f"How is provider {at // 2}? - {ASPECTS[at % 2]}" for at in range(QUESTIONS)]
    heads = [*OWN, *codes]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerow([*OWN[:-1], "Which team?", *texts])
        writer.writerow([json.dumps({"ImportId": head}) for head in heads])
        for at in range(RESPONDENTS):
            cells = [rng.choice(LABELS) if rng.random() < 0.9 else "" for _ in codes]
            own = ["2026-03-02 08:00:00"] * 2 + ["IP Address", f"R_{at:05d}", f"Team {at % TEAMS}"]
            writer.writerow([*own, *cells])
    questions = {
        code: {"provider": f"p{at // 2}", "aspect": ASPECTS[at % 2].casefold()}
        for at, code in enumerate(codes)
    }
    return {"valuechain-map": 1, "respondent": "ResponseId", "team": "Q1", "questions": questions}


def plain(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def main() -> None:
    print(
        f"{RESPONDENTS:,} respondents x {QUESTIONS} questions of {TEAMS} teams read by a map, "
        "checked and counted, against csv.reader (aim: 3)"
    )
    asked = chain()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        mapping = written(path)
        reading = cpu(partial(plain, path), 5)
        ours = cpu(partial(vc.read_survey, path, mapping=mapping, chain=asked), 5)
    print(f"  {ours / reading:.2f}")


if __name__ == "__main__":
    main()
