"""A simulation in words: how sure the answer is, and where to start."""

from __future__ import annotations

from valuechain.language import say
from valuechain.questions.aspect_rows import aspect_rows
from valuechain.questions.diagnosis import WEAK, Diagnosis
from valuechain.questions.simulation import SimulatedService, SimulatedStep, Simulation
from valuechain.reports.advice import link_named, speaks_of, start_with, step_named
from valuechain.reports.dependence import is_ranged, usual_dependence
from valuechain.reports.diagnosed import customers_section, name_of, unmeasured_that_matter
from valuechain.reports.doubts import ask_next, certain, undecided
from valuechain.reports.dragging import dragged_by
from valuechain.reports.drawn import drawn
from valuechain.reports.intervals import between, chance, outward, points_between, span, whole
from valuechain.reports.report import Report, Section, Table, section_of, table_of
from valuechain.reports.verdict_words import how_sure, in_table, weak_first
from valuechain.reports.words import (
    against,
    as_given,
    at_most,
    bare_points,
    capital,
    counted,
    listed,
    percent,
    points,
    sentences,
    shown,
    target_met,
    when,
)
from valuechain.results import Interval
from valuechain.tolerances import AS_GOOD, FAVOUR, WORTH_NAMING

_NAMED = 2
"""Steps as good as the first that are named."""
_RARELY = 0.05
"""Probability of being first below which a service is not worth naming."""


def report(simulation: Simulation) -> Report:
    """Put a simulation into words."""
    sections = [
        _first(simulation),
        undecided(simulation),
        certain(simulation),
        ask_next(simulation),
        _customers(simulation),
        drawn(simulation),
    ]
    title = shown(simulation.diagnosis.chain.title)
    return Report.of(title, answer(simulation), sections, _table(simulation))


def decisive(simulation: Simulation) -> bool:
    """Whether what to do first is the first step in as many draws as asked for."""
    return simulation.first is not None and simulation.first.p_first >= simulation.level


def answer(simulation: Simulation) -> str:
    """How satisfied the customers are, and where to start, as far as that is sure."""
    outcome, interval = simulation.diagnosis.outcome, simulation.outcome
    if outcome is None or interval is None:
        return say(
            "Nothing is known of the customers yet: no scored service leads to one who counts."
        )
    bound = at_most(simulation.diagnosis.upper_bound)
    standing = f"{bound}{against(outcome, simulation.diagnosis.chain.target)}"
    sure = say(
        " ({interval}, {level} sure)", interval=between(interval), level=as_given(simulation.level)
    )
    reached = f"{standing}{when(interval[0] < interval[1], sure)}"
    return say(
        "Customers {reached}: {target}. {start}",
        reached=reached,
        target=_target(simulation, interval),
        start=sentences(_unlikely(simulation, outcome, interval), _start(simulation)),
    )


def _unlikely(simulation: Simulation, outcome: float, interval: Interval) -> str:
    """What explains an outcome that its own interval does not hold.

    Of many critical services one is likely to be worse than the lowest score, and a score near
    an end of the scale is off to one side only.
    """
    ends = [percent(end) for end in interval]
    if simulation.diagnosis.upper_bound or percent(outcome) in ends:
        return ""
    if outcome > interval[1]:
        return say(
            "{outcome} is what the scores say as they stand: where they are off, it costs the "
            "customers more often than it wins.",
            outcome=percent(outcome),
        )
    if outcome < interval[0]:
        return say(
            "{outcome} is what the scores say as they stand: where they are off, it wins the "
            "customers more often than it costs.",
            outcome=percent(outcome),
        )
    return ""


def _target(simulation: Simulation, interval: Interval) -> str:
    """How the customers stand to the target."""
    target = simulation.diagnosis.chain.target
    low, high = interval
    if low >= target - FAVOUR:
        return target_met(target, simulation.diagnosis.upper_bound)
    template = "the answers do not tell whether the target of {target} is met"
    if high < target - FAVOUR:
        template = "below the target of {target}"
        if percent(high) == percent(target):
            template = "just below the target of {target}"
    return say(template, target=percent(target))


def _start(simulation: Simulation) -> str:
    """Where to start, how sure that is, and what it has to do with the diagnosis."""
    first = simulation.first
    if first is None:
        return _nothing_alone(simulation.diagnosis)
    worth = say("worth {gain}", gain=points_between(first.gain))
    if not decisive(simulation):
        often = say(
            "first in {chance} of the draws{rivals}",
            chance=chance(first.p_first),
            rivals=_rivals(simulation, first),
        )
        worth = say(
            "worth {expected_gain} on average, {often}",
            expected_gain=points(first.expected_gain),
            often=often,
        )
    start = say(
        "Start with {step}: {worth}.",
        step=step_named(simulation.diagnosis, first),
        worth=worth,
    )
    return sentences(
        start,
        _as_good(simulation, first),
        _whatever(simulation, first),
        _otherwise(simulation, first),
    )


def _as_good(simulation: Simulation, first: SimulatedStep) -> str:
    """What wins nearly as much on average."""
    least = AS_GOOD * first.expected_gain
    others = [step for step in simulation.steps if step.expected_gain >= least]
    named = [_ends(simulation, step) for step in others if step.id != first.id]
    return when(named, say("As good on average: {named}.", named=listed(named, _NAMED)))


def _rivals(simulation: Simulation, first: SimulatedStep) -> str:
    """What else may come first."""
    rivals = [
        f"{_ends(simulation, step)} {chance(step.p_first)}"
        for step in simulation.candidates[:3]
        if step.id != first.id and step.p_first >= 0.01
    ]
    return when(rivals, f" ({listed(rivals)})")


def _ends(simulation: Simulation, step: SimulatedStep) -> str:
    return link_named(simulation.diagnosis.chain.parties, step.provider, step.customer)


def _whatever(simulation: Simulation, first: SimulatedStep) -> str:
    """The same where dependence may be anything."""
    if not simulation.any_dependence:
        return ""
    other = simulation.any_dependence[0]
    if other.expected_gain < WORTH_NAMING:
        return ""
    where = say("With dependence drawn from 0.5 to 1")
    worth = say("worth {expected_gain} on average", expected_gain=points(other.expected_gain))
    if other.id == first.id:
        return say("{where} it stays first, {worth}.", where=where, worth=worth)
    return say(
        "{where} {ends} comes first, {worth}.",
        where=where,
        ends=_ends(simulation, other),
        worth=worth,
    )


def _otherwise(simulation: Simulation, first: SimulatedStep) -> str:
    """That the diagnosis says something else, and why."""
    diagnosis = simulation.diagnosis
    advice = diagnosis.advice
    if said := speaks_of(diagnosis):
        return said
    if advice.kind != "links":
        return _as_they_are(diagnosis)
    if first.id in {step.id for step in advice.first}:
        return ""
    other = advice.first[0]
    wins = next(step for step in simulation.steps if step.id == other.id)
    why = say(
        "the scores as they are put {step} first, but {doubt} that on average "
        "it wins {expected_gain}",
        step=step_named(diagnosis, other),
        doubt=_doubt(simulation, other.gain - diagnosis.together(first.services)),
        expected_gain=points(wins.expected_gain),
    )
    return say("The diagnosis says otherwise: {why}.", why=why)


def _nothing_alone(diagnosis: Diagnosis) -> str:
    """What to do where no link is worth naming on average over the draws."""
    if diagnosis.advice.kind != "links":
        return start_with(diagnosis)
    nothing = say("On average over the draws no step wins anything alone.")
    return sentences(nothing, _as_they_are(diagnosis))


def _as_they_are(diagnosis: Diagnosis) -> str:
    """What the diagnosis says, where that is something else."""
    return say(
        "The diagnosis says otherwise, as it takes the scores as they are: {start}",
        start=start_with(diagnosis),
    )


def _doubt(simulation: Simulation, lead: float) -> str:
    """What makes the draws differ from the scores as they are.

    Few answers do where they leave a score as open as the lead that one step has of another.
    """
    unknown = unmeasured_that_matter(simulation.diagnosis)
    ranged = is_ranged(simulation.diagnosis.chain)
    ends = [row.satisfaction for row in simulation.services if _was_asked(simulation, row)]
    few = max((high - low for low, high in ends), default=0.0) >= lead
    if not unknown and not ranged:
        return say("so few answered" if ends else "so little was counted")
    services = say("{services} that nobody measured", services=counted(len(unknown), "service"))
    what = when(unknown, services), when(ranged, say("an uncertain dependence"))
    hangs = say("so much may hang on {what}", what=listed([*filter(None, what)]))
    return say("few answered, and {hidden}", hidden=hangs) if few else hangs


def _was_asked(simulation: Simulation, row: SimulatedService) -> bool:
    score = simulation.diagnosis.chain.services[row.id].satisfaction
    return score is not None and score.answers is not None


def _first(simulation: Simulation) -> Section | None:
    def item(step: SimulatedStep) -> str:
        often = say("first in {chance}", chance=chance(step.p_first))
        wins = say(
            "wins {expected_gain} on average ({gain})",
            expected_gain=points(step.expected_gain),
            gain=points_between(step.gain),
        )
        return sentences(
            f"{step_named(simulation.diagnosis, step)}: {often}; {wins}.",
            *(_lowest(simulation, service) for service in step.services),
        )

    likely = [step for step in simulation.steps if step.p_first >= _RARELY]
    introduction = say(
        "How often each is the step that wins most{given}.", given=_given(simulation)
    )
    return section_of(say("What to do first"), likely, item, introduction)


def _given(simulation: Simulation) -> str:
    """What is supposed of dependence, where it is not drawn."""
    chain = simulation.diagnosis.chain
    if is_ranged(chain):
        return ""
    return say(", if dependence is as the file says {usual}", usual=usual_dependence(chain))


def _lowest(simulation: Simulation, service: str) -> str:
    """The aspect that drags a service, if there is one."""
    if simulation.diagnosis[service].verdict not in WEAK:
        return ""
    chain = simulation.diagnosis.chain
    aspect = dragged_by(aspect_rows(chain, chain.services[service]))
    return when(aspect, f"{capital(aspect)}.")


def _customers(simulation: Simulation) -> Section | None:
    if len(simulation.external_customers) < 2:
        return None
    parties = simulation.diagnosis.chain.parties
    return customers_section(
        [
            f"{name_of(parties, party)}: {_satisfied(ends)}"
            for party, ends in simulation.external_customers.items()
        ]
    )


def _satisfied(ends: Interval | None) -> str:
    """Between what, with what nobody measured drawn too: no upper bound any more."""
    return say("unknown") if ends is None else between(ends)


def _table(simulation: Simulation) -> Table:
    heads = (
        "service",
        "verdict",
        "answers",
        "satisfied",
        "own",
        "costs customers",
        "rank by cost",
        "first",
        "root cause",
        "worth asking",
    )
    rows = weak_first(simulation.services)
    return table_of(heads, rows, lambda row: _cells(simulation, row), "services {all}")


def _cells(simulation: Simulation, row: SimulatedService) -> tuple[str, ...]:
    score = simulation.diagnosis.chain.services[row.id].score
    worth = when(row.worth_asking >= WORTH_NAMING, bare_points(row.worth_asking))
    if score is None:
        return shown(row.id), say("not measured"), "", "?", "?", "?", "", "", "", worth
    return (
        shown(row.id),
        _verdict(row),
        "" if score.scale.counted else str(score.answers or "?"),  # counted work asks nobody
        span(row.satisfaction, whole),
        span(row.own_shortfall, whole),
        outward(row.contribution),
        span(row.rank, str),
        percent(row.p_first),
        percent(row.p_root_cause),
        worth,
    )


def _verdict(row: SimulatedService) -> str:
    low, high = row.satisfaction
    if row.verdict == "too few answers" and low == high:  # more answers would not help
        return say("not certain")
    return in_table(row.verdict)


def sentence(row: SimulatedService | SimulatedStep) -> str:
    """How sure one service's numbers are, or what a link wins."""
    if isinstance(row, SimulatedStep):
        wins = say(
            "wins {expected_gain} on average ({gain})",
            expected_gain=points(row.expected_gain),
            gain=points_between(row.gain),
        )
        return say(
            "{id}: {wins}; first in {chance} of the draws",
            id=shown(row.id),
            wins=wins,
            chance=chance(row.p_first),
        )
    if row.verdict == "unmeasured":
        return say("{id}: not measured", id=shown(row.id))
    standing = f"{between(row.satisfaction)}; {how_sure(row.verdict, row.satisfaction)}"
    costs = say("costs the customers {contribution}", contribution=points_between(row.contribution))
    return say(
        "{id}: {standing}; {costs}; first in {chance} of the draws",
        id=shown(row.id),
        standing=standing,
        costs=costs,
        chance=chance(row.p_first),
    )
