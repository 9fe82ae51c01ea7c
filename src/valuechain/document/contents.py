"""What does the document hold? Chapters in the order of a reader's questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from valuechain import results
from valuechain.document.chapter import Chapter, chart
from valuechain.document.names import in_names
from valuechain.document.small_groups import told, without_small_groups
from valuechain.document.what_else import what_else
from valuechain.drawing.labels import NOT_KNOWN, UNTITLED
from valuechain.language import say
from valuechain.model.chain import ValueChain
from valuechain.problems import ArgumentError
from valuechain.questions.aspects import aspects
from valuechain.questions.comparison import Comparison, compare
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.frontier import Frontier, frontier
from valuechain.questions.simulate import simulate
from valuechain.questions.simulation import Simulation
from valuechain.reports.advice import start_with
from valuechain.reports.diagnosed import all_counted
from valuechain.reports.dispatch import answer_of, report_of
from valuechain.reports.report import MODEST, Report, Section
from valuechain.reports.words import against, as_given, headline, percent, shown, when
from valuechain.results import Interval
from valuechain.tolerances import FAVOUR

Subject: TypeAlias = ValueChain | Diagnosis | Simulation | Comparison
"""Of what there is a document."""


@dataclass(frozen=True)
class CustomerOutcome:
    """How satisfied a group of external customers is, as it is told.

    Attributes:
        name: what people call them.
        satisfaction: such as ``64 %``, ``?`` where it is not known, ``at most`` where what nobody
            measured may lower it.
        interval: such as ``60 to 68 %, 95 % sure``, ``""`` where no numbers of answers are known.
        share, ends: the same as numbers, 0..1; ``None`` where they are not known.
        bounded: whether what nobody measured may lower it.
        met: whether that is what is aimed at; ``None`` where it is not known.
    """

    name: str
    satisfaction: str
    interval: str
    met: bool | None
    share: float | None = None
    ends: Interval | None = None
    bounded: bool = False


@dataclass(frozen=True)
class Document:
    """The client's copy, whatever writes it down.

    Attributes:
        title: of the chain.
        answer: what to remember.
        target: what is aimed at, such as ``75 %``.
        customers: the outcome of each group, and of all where there are several.
        chapters: in the order in which they are read.
        diagnosis: what all of it is about.
        simulation: how sure it is; ``None`` where no score names its number of answers.
        frontier: the best plans; ``None`` where the file has no actions.
        comparison: what changed; ``None`` where there is no earlier state.
        note: what was taken out, ``""`` for nothing.
        department: for which alone it is, ``""`` for all.
    """

    title: str
    answer: str
    target: str
    customers: tuple[CustomerOutcome, ...]
    chapters: tuple[Chapter, ...]
    diagnosis: Diagnosis
    simulation: Simulation | None
    frontier: Frontier | None
    comparison: Comparison | None
    note: str = ""
    department: str = ""


def document(
    subject: Subject,
    after: ValueChain | None = None,
    least: int = 0,
) -> Document:
    """All that is to be said of a chain, and of what changed after an earlier one.

    Scores of fewer than the `least` number of answers are taken out before.

    Raises:
        ArgumentError: there is no document of such a thing.
    """
    _check(subject, after)
    note = ""
    if least:
        subject, after, note = _without_small_groups(subject, after, least)
    diagnosis, simulation, comparison = _results(subject, after)
    drawn = simulation or diagnosis
    plans = _plans(diagnosis)
    return Document(
        title=headline(diagnosis.title) or say(UNTITLED),
        answer=answer_of(drawn),
        target=percent(diagnosis.chain.target),
        customers=tuple(_outcomes(diagnosis, simulation)),
        chapters=tuple(_chapters(diagnosis, simulation, plans, comparison)),
        diagnosis=diagnosis,
        simulation=simulation,
        frontier=plans,
        comparison=comparison,
        note=note,
    )


def _check(subject: object, after: object) -> None:
    if isinstance(subject, Comparison):
        if after is not None:
            raise ArgumentError("a comparison has its earlier state already: leave after out")
        subject = subject.after
    if isinstance(subject, Diagnosis) and type(subject) is not Diagnosis:
        raise ArgumentError("a report is of what is so, not of a what-if: report its .chain")
    if not isinstance(subject, ValueChain | Diagnosis | Simulation):
        kinds = "a ValueChain, a Diagnosis, a Simulation or a Comparison"
        raise ArgumentError(f"a report is made of {kinds}, not of {type(subject).__name__}")


def _without_small_groups(
    subject: Subject, after: ValueChain | None, least: int
) -> tuple[Subject, ValueChain | None, str]:
    """The same of what is left, and how much was taken out."""
    if isinstance(subject, Comparison):
        then, now = subject.before.chain, subject.after.chain
        before, left = (without_small_groups(chain, least) for chain in (then, now))
        pairs = {name: found for name, found in subject.pairs.items() if found.people >= least}
        return compare(before, left, pairs), None, told((now, left), (then, before))
    now = _diagnosed(subject).chain
    left = without_small_groups(now, least)
    again: Subject = left
    if isinstance(subject, Simulation) and _names_answers(left):
        again = simulate(left, subject.draws, subject.seed, subject.level)
    if after is None:
        return again, None, told((now, left), None)
    before = without_small_groups(after, least)
    return again, before, told((now, left), (after, before))


def _results(
    subject: Subject, after: ValueChain | None
) -> tuple[Diagnosis, Simulation | None, Comparison | None]:
    """The diagnosis, how sure it is where that can be known, and what changed."""
    if isinstance(subject, Comparison):
        return subject.after, _simulated(subject.after), subject
    diagnosis = _diagnosed(subject)
    simulation = subject if isinstance(subject, Simulation) else _simulated(diagnosis)
    return diagnosis, simulation, compare(after, diagnosis) if after is not None else None


def _diagnosed(subject: ValueChain | Diagnosis | Simulation) -> Diagnosis:
    return subject.diagnosis if isinstance(subject, Simulation) else diagnose(subject)


def _simulated(diagnosis: Diagnosis) -> Simulation | None:
    """As `valuechain simulate` has it; ``None`` where no score names its number of answers."""
    return simulate(diagnosis) if _names_answers(diagnosis.chain) else None


def _names_answers(chain: ValueChain) -> bool:
    scores = (service.score for service in chain.services.values())
    return any(score is not None and score.responses is not None for score in scores)


def _plans(diagnosis: Diagnosis) -> Frontier | None:
    """The best plan at every budget; ``None`` where nothing is on offer, or nothing is known."""
    offered = any(service.improve for service in diagnosis.chain.services.values())
    return frontier(diagnosis) if offered and diagnosis.outcome is not None else None


def _outcomes(diagnosis: Diagnosis, simulation: Simulation | None) -> Iterator[CustomerOutcome]:
    parties, solution = diagnosis.chain.parties, diagnosis.solution
    groups = diagnosis.external_customers
    intervals = dict(simulation.external_customers) if simulation else {}
    level = simulation.level if simulation else 0.0
    target = diagnosis.chain.target
    if len(groups) > 1:
        ends = simulation.outcome if simulation else None
        all_of_them = (all_counted(diagnosis), diagnosis.outcome, ends)
        yield _outcome(*all_of_them, level, target, bounded=diagnosis.upper_bound)
    for party, satisfaction in groups.items():
        one = (shown(parties[party].name), satisfaction, intervals.get(party))
        yield _outcome(*one, level, target, bounded=party in solution.bounded)


def _outcome(  # noqa: PLR0913  what is told of one group
    name: str,
    satisfaction: float | None,
    ends: Interval | None,
    level: float,
    target: float,
    *,
    bounded: bool,
) -> CustomerOutcome:
    if satisfaction is None:
        return CustomerOutcome(name, NOT_KNOWN, "", None)
    between = ""
    if ends is not None:
        low, high = percent(ends[0]).removesuffix(" %"), percent(ends[1])
        between = say("{low} to {high}, {level} sure", low=low, high=high, level=as_given(level))
    met: bool | None = satisfaction >= target - FAVOUR
    if met and bounded:  # what nobody measured may lower it
        met = None
    told = f"{when(bounded, say('at most '))}{against(satisfaction, target)}"
    return CustomerOutcome(name, told, between, met, satisfaction, ends, bounded)


def _chapters(
    diagnosis: Diagnosis,
    simulation: Simulation | None,
    plans: Frontier | None,
    comparison: Comparison | None,
) -> Iterator[Chapter]:
    chain = diagnosis.chain
    chains = (chain,) if comparison is None else (chain, comparison.before.chain)

    def words(result: results.Result[Any]) -> Report:
        return in_names(report_of(result), *chains)

    measured = diagnosis.outcome is not None
    drawn = simulation or diagnosis
    yield chart("chain", say("Who serves whom"), drawn, "chain", say("The chain as a diagram"))
    yield Chapter(
        "first", say("What to do first"), report=_first_steps(diagnosis, words(diagnosis))
    )
    if measured:
        about = say("From 100 % down to the outcome, step by step")
        yield chart("lost", say("Where the points are lost"), drawn, "walk", about)
        about = say("Services by how much they matter and how well they are done")
        yield chart("map", say("What matters, and what is done well"), drawn, "map", about)
    if simulation is not None:
        yield Chapter("sure", say("How sure this is"), report=words(simulation))
    if plans is not None:
        picture = chart(
            "plan", say("What to do for how much"), plans, "chain", say("Outcome by budget")
        )
        yield replace(picture, report=words(plans))
    if comparison is not None:
        yield Chapter("change", say("What changed"), report=words(comparison))
        about = say("The chain coloured by change")
        yield chart("changed", say("Where it changed"), comparison, "chain", about)
    found = aspects(diagnosis)
    if found.rows:
        picture = chart(
            "aspects", say("Which aspects drag"), found, "chain", say("Aspects of weak links")
        )
        yield replace(picture, report=words(found))
    yield from what_else(diagnosis, words)


def _first_steps(diagnosis: Diagnosis, report: Report) -> Report:
    """Without the answer, which stands at the top; but where no link is a step, that is said."""
    answer = ""
    if diagnosis.advice.kind in ("together", "nothing"):
        answer = start_with(diagnosis)
    return replace(report, title="", answer=answer)


_PARTIES = {
    "mean": "What a party lacks is the weighted mean of what the services to it lack; never less "
    "than what any critical one of them lacks.",
    "weakest": "What a party lacks is what the worst of the services to it lacks.",
    "fdna": "What a party lacks is the weighted mean of what the services to it lack; never less "
    "than what any critical one lacks, or one with a criticality, or its provider, beyond that.",
}
"""By the rule of the chain."""
_METHOD = (
    (
        "A service lacks what its provider adds by its own doing, and what the provider passes on "
        "of what it lacks itself: its dependence, assumed where nobody estimated it."
    ),
    (
        "So every score is split into own doing and what came from upstream, and every point that "
        "the customers miss is put down to services; the parts add up."
    ),
    (
        "What a step wins is worked out at the level that a well-run provider reaches, never at "
        "perfection."
    ),
    "What nobody was asked about blames nobody: it is listed as a question.",
)


def method(document: Document) -> Section:
    """How its numbers are made, in a few lines."""
    lines = (_PARTIES[document.diagnosis.chain.rule], *_METHOD)
    return Section(say("How the numbers are made"), say(MODEST), tuple(map(say, lines)))
