"""Files and surveys read, checked and counted, against what reads the same bytes and no more."""

from __future__ import annotations

import csv
import json
import random
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import yaml

import valuechain as vc
from common import yaml_text
from measure import Ratio, Work

SCORED = "delivers: thing {number}, satisfaction: {mean}/5 ({count} responses), weight: {weight}"
PERCENT = "delivers: thing {number}, satisfaction: {count}%"
NAMED = "delivers: thing {number}"
ANSWERS = 100_000
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


def exhausted(things: Iterable[object]) -> None:
    for _ in things:
        pass


def events(fields: str, services: int, stack: ExitStack) -> tuple[Work, Work]:
    """Loading against the bare event loop over the same text."""
    del stack
    text = yaml_text(services, fields)
    return (
        lambda: vc.loads(text),
        lambda: exhausted(yaml.parse(text, Loader=yaml.CLoader)),
    )


def values(stack: ExitStack) -> tuple[Work, Work]:
    """Loading against a loader that checks nothing."""
    del stack
    text = yaml_text(10_000, SCORED)
    return lambda: vc.loads(text), lambda: yaml.load(text, Loader=yaml.CSafeLoader)


def survey(stack: ExitStack) -> tuple[Work, Work]:
    """100,000 answers about 40 services."""
    path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "answers.csv"
    rng = random.Random(0)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["provider", "customer", "score", "delivers", "respondent"])
        for i in range(ANSWERS):
            at, mark = i % 40, rng.randint(1, 5)
            writer.writerow([f"p{at}", f"q{at}", mark, "a thing", f"r{i // 40}"])

    def plain() -> list[dict[str, str]]:
        with path.open(newline="") as file:
            return list(csv.DictReader(file))

    return partial(vc.read_survey, path), plain


def export(stack: ExitStack) -> tuple[Work, Work]:
    """A wide export, as Qualtrics writes it, read by a map."""
    path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "export.csv"
    mapping = written(path)

    def plain() -> list[list[str]]:
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.reader(file))

    return partial(vc.read_survey, path, mapping=mapping, chain=asked()), plain


def asked() -> vc.ValueChain:
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
    """Write the export; its map."""
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


RATIOS = [
    Ratio("load, scores, 10,000 services / bare YAML events", 1.7, partial(events, SCORED, 10_000)),
    Ratio("load, percentages, 10,000 / bare YAML events", 1.7, partial(events, PERCENT, 10_000)),
    Ratio("load, names only, 10,000 / bare YAML events", 1.7, partial(events, NAMED, 10_000)),
    Ratio(
        "load, scores, 100,000 / bare YAML events",
        1.7,
        partial(events, SCORED, 100_000),
        slow=True,
    ),
    Ratio("load, scores, 10,000 / CSafeLoader alone", 1.0, values, slow=True),
    Ratio("survey, 100,000 answers / csv.DictReader", 2.0, survey, slow=True),
    Ratio("survey export, 600,000 cells / csv.reader", 3.0, export, slow=True),
]
