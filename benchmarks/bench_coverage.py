"""How often the 95 % interval of a score holds the truth.

Surveys are drawn from true values that are known, and averaged over those. Every interval comes
from `simulate`, hundreds at a time: a chain in which each of many providers serves the one
customer, each with a survey of its own. A truth counts as held within a millionth.
Errors of a coverage itself: about 0.6 points (one sd).
"""

import numpy as np

import valuechain as vc
from common import cpu

SIZES = (5, 10, 20, 50, 100)
FINITE = ((15, 12), (30, 10), (100, 20))
SURVEYS = 5_600  # of each kind and size
DRAWS = 2_000
TOGETHER = 400  # surveys in one chain
MARKS = np.arange(1, 6)
SHAPES = {  # of the true answers on 1 to 5
    "even": (0.2, 0.2, 0.2, 0.2, 0.2),
    "bell": (0.05, 0.2, 0.5, 0.2, 0.05),
    "narrow": (0, 0.1, 0.8, 0.1, 0),
    "good": (0.02, 0.05, 0.13, 0.4, 0.4),
    "excellent": (0.03, 0.02, 0.05, 0.2, 0.7),
    "bad": (0.5, 0.3, 0.1, 0.05, 0.05),
    "two humps": (0.4, 0.08, 0.04, 0.08, 0.4),
    "two camps": (0.15, 0, 0, 0, 0.85),
}
# NPS: true shares of 0-6, 7-8 and 9-10
RECOMMENDING = (
    (0.05, 0.15, 0.8),
    (0.1, 0.3, 0.6),
    (0.2, 0.3, 0.5),
    (0.2, 0.6, 0.2),
    (0.3, 0.4, 0.3),
    (0.45, 0.1, 0.45),
    (0.6, 0.3, 0.1),
)
rng = np.random.default_rng(1)


def intervals(texts, people):
    """(surveys, 2) interval of each score, all through the public door."""
    found = []
    for first in range(0, len(texts), TOGETHER):
        scores = dict(enumerate(texts[first : first + TOGETHER]))
        parties = [
            *(vc.Party(f"p{i}") for i in scores),
            vc.Party("c", kind="customer", people=people),
        ]
        services = [
            vc.Service(f"p{i}->c", f"p{i}", "c", satisfaction=vc.Score.parse(text))
            for i, text in scores.items()
        ]
        simulation = vc.simulate(
            vc.ValueChain(parties, services), draws=DRAWS, seed=int(rng.integers(2**32))
        )
        found += [simulation[service.id].satisfaction for service in services]
    return np.array(found)


def coverage(survey, n, people=None):
    """A cell of the table."""
    truths, texts = zip(*(survey(i, n, people) for i in range(SURVEYS)), strict=True)
    low, high = intervals(texts, people).T
    held = (low - 1e-6 <= truths) & (truths <= high + 1e-6)
    cell = f"{100 * held.mean():.1f} ({100 * (high - low).mean():.0f})"
    if survey in (with_answers, without_spread):
        least = min(held[shape :: len(SHAPES)].mean() for shape in range(len(SHAPES)))
        cell += f", least {100 * least:.0f}"
    return cell


def share(i, n, people):
    """A share of people: true values from 2 to 98 %.

    Of a population, any whole number of people may be satisfied.
    """
    if people:
        satisfied = i % (people + 1)
        truth, found = satisfied / people, rng.hypergeometric(satisfied, people - satisfied, n)
    else:
        truth = 0.02 + 0.96 * (i % 49) / 48
        found = rng.binomial(n, truth)
    return truth, f"{100 * found / n:.12f}% ({n} responses)"


def counted(i, n, people):
    """True mean on 0..1, and how often each mark was given."""
    shape = list(SHAPES.values())[i % len(SHAPES)]
    if people:
        population = rng.multinomial(people, shape)
        return (population @ MARKS / people - 1) / 4, rng.multivariate_hypergeometric(population, n)
    return (np.dot(shape, MARKS) - 1) / 4, rng.multinomial(n, shape)


def with_answers(i, n, people):
    """A mean of marks whose answers are given, and so their spread."""
    truth, counts = counted(i, n, people)
    answers = ", ".join(f"{mark}: {count}" for mark, count in zip(MARKS, counts, strict=True))
    return truth, f"{{scale: 1-5, answers: {{{answers}}}}}"


def without_spread(i, n, people):
    """The same, of which only the mean is told."""
    truth, counts = counted(i, n, people)
    return truth, f"{counts @ MARKS / n:.12f}/5 ({n} responses)"


def recommending(i, n, _people):
    """NPS with its answers."""
    shape = RECOMMENDING[i % len(RECOMMENDING)]
    low, middle, high = rng.multinomial(n, shape)
    truth = (shape[2] - shape[0] + 1) / 2
    return truth, f"{{scale: nps, answers: {{3: {low}, 8: {middle}, 10: {high}}}}}"


KINDS = {
    "shares of people (aim 95 +- 2)": share,
    "means, answers given (aim 95 +- 3 from 20 answers on)": with_answers,
    "means, spread not known (aim at least 95)": without_spread,
    "NPS, answers given": recommending,
}


def table():
    show("per cent that hold the truth", [f"n = {n}" for n in SIZES])
    print("|---|" + "---|" * len(SIZES))
    for name, survey in KINDS.items():
        show(name, [coverage(survey, n) for n in SIZES])
    for name, survey in list(KINDS.items())[:3]:
        cells = [f"{n} of {people}: {coverage(survey, n, people)}" for people, n in FINITE]
        show(f"{name.partition(' (')[0]}, counted population", [*cells, "", ""])


def show(name, cells):
    print("|", " | ".join([name, *cells]), "|", flush=True)


def main() -> None:
    took = cpu(table, 1)
    print(f"\ntook {took:.0f} s of CPU: {SURVEYS:,} surveys a cell, {DRAWS:,} draws an interval")


if __name__ == "__main__":
    main()
