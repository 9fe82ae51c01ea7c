"""Does every interval mean what it says, for the whole chain? Planted worlds, answered by people.

Each person of a party that is served answers about all that it receives, on marks from 1 to 5 whose
mean is the truth; the marks of one person are as alike as the setting says. The file says the true
dependences, so that nothing but the answers is in doubt. How alike they are is estimated from them,
as `read_survey` does.

Errors of a share of 200 worlds: about 1.5 points (one sd).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import Any

import numpy as np

import valuechain as vc
from bench_advice import show
from valuechain.survey.pairs import pairs
from valuechain.survey.raters import rater_correlation
from worlds import SETTINGS, Random, world_of

DRAWS = 1000
BINS = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
"""Between which `p_first` is counted."""
_WORLDS = replace(SETTINGS[0], name="answered", told=True, unmeasured=(0.0, 0.0), services=(20, 60))
_MARKS = np.arange(1, 6)


def answers(truth: float, alike: float, leanings: Any, random: Random) -> Any:
    """(people,) marks whose mean is the truth, each person's as its leaning says."""
    steps = len(_MARKS) - 1
    each = np.array([_chance(k, steps, truth) for k in range(steps + 1)]).cumsum()
    z = np.sqrt(alike) * leanings + np.sqrt(1.0 - alike) * random.normal(size=len(leanings))
    reached = np.array([NormalDist().cdf(value) for value in z.tolist()])
    return _MARKS[np.minimum(np.searchsorted(each, reached), steps)]


def _chance(k: int, of: int, share: float) -> float:
    """Of so many among some, each with this chance."""
    return float(
        np.prod([(of - i) / (i + 1) for i in range(k)]) * share**k * (1 - share) ** (of - k)
    )


def surveyed(
    truth: vc.ValueChain, alike: float, people: tuple[int, int], random: Random
) -> tuple[vc.ValueChain, dict[str, Any]]:
    """The chain as its people answered, and each service's marks."""
    diagnosis, marks = vc.diagnose(truth), {}
    leanings = {
        party: random.normal(size=random.integers(people[0], people[1] + 1))
        for party in truth.parties
    }
    services = {}
    for name, service in truth.services.items():
        given = answers(diagnosis[name].satisfaction, alike, leanings[service.customer], random)
        marks[name] = given
        services[name] = replace(service, quality=None, satisfaction=_score(given))
    return replace(truth, services=services, rater_correlation=_estimated(truth, marks)), marks


def _score(given: Any) -> vc.Score:
    counts = ", ".join(f"{mark}: {int((given == mark).sum())}" for mark in _MARKS.tolist())
    return vc.Score.parse(f"{{scale: 1-5, answers: {{{counts}}}}}")


def _estimated(chain: vc.ValueChain, marks: dict[str, Any]) -> float:
    party = {name: i for i, name in enumerate(chain.parties)}
    worth, person, service, asked = [], [], [], []
    for i, (name, given) in enumerate(marks.items()):
        at = party[chain.services[name].customer]
        worth += ((given - 1) / 4).tolist()
        person += (at * 1000 + np.arange(len(given))).tolist()
        service += [i] * len(given)
        asked += [at] * len(given)
    columns = (np.array(worth), *(np.array(each) for each in (person, service, asked)))
    found = rater_correlation(*columns)
    return 0.0 if found is None else found.value


def coverage(alike: float, worlds: int, told: float | None, seed: int) -> Iterator[tuple[Any, ...]]:
    """Of each world: whether the interval holds the outcome, verdicts, and first steps."""
    for world in range(worlds):
        random = np.random.default_rng((seed, world))
        truth = world_of(_WORLDS, random).truth
        chain, _ = surveyed(truth, alike, (3, 30), random)
        if told is not None:
            chain = replace(chain, rater_correlation=told)
        real, found = vc.diagnose(truth), vc.simulate(chain, draws=DRAWS, seed=world)
        low, high = found.outcome or (0.0, 0.0)
        pinned = vc.diagnose(replace(truth, services=_observed(truth, real)))
        sure = [row for row in found.services if row.verdict in ("root cause", "symptom", "sound")]
        right = sum(_same(row.verdict, pinned[row.id].verdict) for row in sure)
        first = pinned.steps[0].id if pinned.steps else ""
        chances = [(step.p_first, step.id == first) for step in found.steps]
        yield low <= (real.outcome or 0.0) <= high, (right, len(sure)), chances, high - low


def _observed(truth: vc.ValueChain, real: vc.Diagnosis) -> dict[str, vc.Service]:
    """The services as everyone would answer about them."""
    return {
        name: replace(each, quality=None, satisfaction=vc.Score.of(real[name].satisfaction))
        for name, each in truth.services.items()
    }


def _same(verdict: str, other: str) -> bool:
    return verdict == {"shield": "sound"}.get(other, other)


def calibration(chances: Sequence[tuple[float, bool]]) -> list[list[str]]:
    """How often what is first with some probability is first."""
    rows = []
    for low, high in zip((0.001, *BINS), (*BINS, 1.001), strict=True):
        mine = [(p, hit) for p, hit in chances if low <= p < high]
        if mine:
            said, came = np.mean([p for p, _ in mine]), np.mean([hit for _, hit in mine])
            rows.append(
                [f"{low:.2f} to {min(high, 1):.2f}", str(len(mine)), f"{said:.2f}", f"{came:.2f}"]
            )
    return rows


def named(
    alike: float, change: float, people: int, worlds: int, *, same: bool
) -> tuple[float, ...]:
    """Two surveys: how often any service is named that did not change, and those that did."""
    false, power = [], []
    for world in range(worlds):
        random = np.random.default_rng((7, world, people))
        usual = random.uniform(0.3, 0.75, 30)
        moved = np.zeros(30, dtype=bool)
        moved[:10] = change > 0
        then, now, by_person = {}, {}, {}
        leaning = random.normal(size=people)
        lasting = random.normal(size=(30, people))
        for i, mean in enumerate(usual.tolist()):
            one = _lasting(mean, alike, leaning, lasting[i], random)
            after = leaning if same else random.normal(size=people)
            kept = lasting[i] if same else random.normal(size=people)
            two = _lasting(min(mean + change * moved[i], 1.0), alike, after, kept, random)
            name = f"t{i}->c"
            then[name], now[name] = one, two
            if same:
                by_person[name] = pairs(
                    *(dict(enumerate(((m - 1) / 4).tolist())) for m in (one, two))
                )
        found = vc.compare(_flat(then), _flat(now), by_person)
        told = np.array([bool(found.significant[f"t{i}->c"]) for i in range(30)])
        false.append(told[~moved].any())
        power += told[moved].tolist()
    return float(np.mean(false)), float(np.mean(power)) if power else float("nan")


def _lasting(mean: float, alike: float, leaning: Any, lasting: Any, random: Random) -> Any:
    """Marks of people: a part is the person, as much again what each thinks of the service."""
    z = np.sqrt(alike) * leaning + np.sqrt(alike) * lasting
    return (
        answers(mean, 2 * alike, z / np.sqrt(2 * alike), random)
        if alike
        else answers(mean, 0.0, leaning, random)
    )


def _flat(marks: dict[str, Any]) -> vc.ValueChain:
    members = [vc.Party(name.partition("->")[0]) for name in marks]
    services = [
        vc.Service(name, name.partition("->")[0], "c", satisfaction=_score(given))
        for name, given in marks.items()
    ]
    return vc.ValueChain([*members, vc.Party("c", kind="customer")], services)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200, help="in each setting (200)")
    asked = parser.parse_args()
    rows, chances = [], []
    for alike, told, what in (
        (0.0, None, "independent people"),
        (0.3, None, "lenient people, estimated"),
        (0.3, 0.0, "lenient people, taken as independent"),
    ):
        found = list(coverage(alike, asked.worlds, told, 1))
        right, sure = np.sum([each[1] for each in found], axis=0)
        held, wide = np.mean([each[0] for each in found]), np.mean([each[3] for each in found])
        rows.append([what, f"{100 * held:.1f}", f"{100 * wide:.1f}", f"{100 * right / sure:.1f}"])
        if told is None:
            chances += [pair for each in found for pair in each[2]]
    show(["answers", "intervals that hold the outcome, %", "width", "sure verdicts right, %"], rows)
    show(["first with probability", "steps", "said", "came"], calibration(chances))
    rows = []
    for people in (5, 10, 30):
        for same in (False, True):
            false, _ = named(0.3, 0.0, people, asked.worlds // 2, same=same)
            _, power = named(0.3, 0.2, people, asked.worlds // 4, same=same)
            who = "the same people" if same else "other people"
            rows.append([f"{people}, {who}", f"{100 * false:.1f}", f"{100 * power:.0f}"])
    show(["people", "any service named without change, %", "20 points named, %"], rows)


if __name__ == "__main__":
    main()
