"""A simulation in words: how sure the answer is, what the survey cannot decide, and where to ask next."""

from __future__ import annotations

from collections.abc import Callable

from valuechain.analysis.verdict import FAVOUR
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.questions.simulation import SimulatedService, Simulation
from valuechain.reports.report import FEW, MODEST, ROWS, Report, Section, Table, headed, section_of
from valuechain.reports.verdict import IN_TABLE, VERDICT_WORDS, against, lowest_aspect
from valuechain.reports.words import bare_points, capital, counted, listed, percent, points, shown
from valuechain.results import Interval

TOO_FEW = "too few answers to tell"
SURE_WORDS = VERDICT_WORDS | {"too few answers": TOO_FEW}
_DRAWN = (
    "Each score is drawn as its number of answers allows, services independently of one another, though people who answer "
    "about several may be lenient or strict about all."
)
_RARELY = 0.05  # probability of being first below which a service is not worth naming
_LITTLE = 5e-4  # worth of an answer, in points, that is not worth naming


def report(simulation: Simulation) -> Report:
    """Put a simulation into words."""
    sections = [
        _first(simulation),
        _cannot_decide(simulation),
        _certain(simulation),
        _ask_next(simulation),
        _customers(simulation),
        _assumptions(simulation),
    ]
    title = shown(simulation.diagnosis.chain.title)
    return Report(
        title,
        answer(simulation),
        tuple(section for section in sections if section),
        _table(simulation),
    )


def between(interval: Interval) -> str:
    """An interval in whole percent.

    >>> between((0.534, 0.661)), between((0.6, 0.6))
    ('53 to 66 %', '60 %')
    """
    low, high = (percent(end) for end in interval)
    return low if low == high else f"{low.removesuffix(' %')} to {high}"


def chance(probability: float) -> str:
    """A probability as a percentage; never quite none or all where it is neither.

    >>> chance(0.7134), chance(0.0001), chance(1.0)
    ('71 %', 'less than 1 %', '100 %')
    """
    if 0 < probability < 0.01:
        return "less than 1 %"
    return "more than 99 %" if 0.99 < probability < 1 else percent(probability)


def decisive(simulation: Simulation) -> bool:
    """Whether the first root cause is the same in as many draws as asked for."""
    return bool(simulation.candidates) and simulation.candidates[0].p_first >= simulation.level


def answer(simulation: Simulation) -> str:
    return f"{_outcome(simulation)} {_start(simulation)}".strip()


def _outcome(simulation: Simulation) -> str:
    diagnosis = simulation.diagnosis
    if simulation.outcome is None or diagnosis.outcome is None:
        return "Nothing is known of the customers yet: no scored service leads to one who counts."
    sure = (
        f" ({between(simulation.outcome)}, {percent(simulation.level)} sure)"
        if simulation.outcome[0] < simulation.outcome[1]
        else ""
    )
    bound = "at most " if diagnosis.upper_bound else ""
    return f"Customers {bound}{against(diagnosis.outcome, diagnosis.chain.target)}{sure}: {_against(simulation)}."


def _against(simulation: Simulation) -> str:
    """How the customers stand to the target."""
    assert simulation.outcome is not None
    target = simulation.diagnosis.chain.target
    low, high = simulation.outcome
    told = f"the target of {percent(target)}"
    if high < target - FAVOUR:
        return f"below {told}"
    if low < target - FAVOUR:
        return f"the answers do not tell whether {told} is met"
    return (
        f"whether {told} is met hangs on what nobody measured"
        if simulation.diagnosis.upper_bound
        else f"{told} is met"
    )


def _start(simulation: Simulation) -> str:
    if simulation.outcome is None:
        return ""
    if not simulation.candidates:
        return "No weak link is a root cause in any draw."
    first, *others = simulation.candidates
    if decisive(simulation):
        row = simulation.diagnosis[first.id]
        worth = (
            points_between(first.contribution)
            if row.gain >= row.contribution - _LITTLE
            else points(row.gain)
        )
        return f"Start with {shown(first.id)}: worth {worth}."
    if simulation.p_no_root_cause >= 0.5:
        rarely = f"where there is one, it is mostly {shown(first.id)} ({chance(first.p_first)} of the draws)"
        return f"In {chance(simulation.p_no_root_cause)} of the draws no weak link is a root cause; {rarely}."
    rivals = [
        f"{shown(row.id)} ({chance(row.p_first)})" for row in others[:2] if row.p_first >= 0.01
    ]
    or_else = f"; it may also be {listed(rivals)}" if rivals else ""
    none = (
        f"; in {chance(simulation.p_no_root_cause)} of the draws there is no root cause"
        if simulation.p_no_root_cause >= 0.05
        else ""
    )
    return f"Where to start is not certain: {shown(first.id)} comes first in {chance(first.p_first)} of the draws{or_else}{none}."


def points_between(interval: Interval) -> str:
    """An interval in points.

    >>> points_between((0.057, 0.08)), points_between((0.1, 0.1))
    ('5.7 to 8 points', '10 points')
    """
    low, high = bare_points(interval[0]), bare_points(interval[1])
    return points(interval[1]) if low == high else f"{low} to {high} points"


def _first(simulation: Simulation) -> Section | None:
    likely = [row for row in simulation.candidates if row.p_first >= _RARELY]
    items = [
        f"{headed(simulation.diagnosis[row.id])}: first in {chance(row.p_first)}, a root cause in {chance(row.p_root_cause)}; "
        f"costs the customers {points_between(row.contribution)}.{_lowest(simulation, row)}"
        for row in likely[:FEW]
    ]
    chain = simulation.diagnosis.chain
    drawn = any(service.dependence_range for service in chain.services.values())
    given = (
        ""
        if drawn
        else f", if dependence is as the file says ({chain.dependence:g} where nothing else is said)"
    )
    return section_of(
        "What to do first",
        f"How often each is the root cause that costs most{given}.",
        items,
        len(likely),
    )


def _lowest(simulation: Simulation, row: SimulatedService) -> str:
    """The aspect that drags a service, if there is one."""
    told = lowest_aspect(simulation.diagnosis.chain.services[row.id])
    return f" Lowest in {told}." if told else ""


def _cannot_decide(simulation: Simulation) -> Section | None:
    """The services of which the answers do not tell what they are."""
    rows = [row for row in simulation.too_few if simulation.diagnosis[row.id].importance > 0]
    items = [
        f"{headed(simulation.diagnosis[row.id])}: {_doubt(simulation, row)}." for row in rows[:FEW]
    ]
    sure = percent(simulation.level)
    ranged = any(
        service.dependence_range for service in simulation.diagnosis.chain.services.values()
    )
    why = "too few answers, or too wide a range of dependence," if ranged else "too few answers"
    told = f"{capital(counted(len(rows), 'service'))} of {len(simulation)}: {why} to be {sure} sure what they are."
    return section_of("What the survey cannot decide", told, items, len(rows))


def _doubt(simulation: Simulation, row: SimulatedService) -> str:
    chain = simulation.diagnosis.chain
    service = chain.services[row.id]
    answers = (
        f" from {counted(service.score.responses, 'answer')}"
        if service.score is not None and service.score.responses
        else ""
    )
    seen = f"satisfaction {between(row.satisfaction)}{answers}, target {percent(service.target)}"
    told = f"{seen}; below it in {chance(row.p_weak)}, a root cause in {chance(row.p_root_cause)}"
    if row.satisfaction[0] < row.satisfaction[1]:
        return told
    everyone = (
        "Everyone there is to ask has answered: it" if _everyone_answered(chain, service) else "It"
    )
    ranged = (
        "on dependence and "
        if any(each.dependence_range for each in chain.services.values())
        else ""
    )
    return f"{told}. {everyone} hangs {ranged}on what its provider receives"


def _certain(simulation: Simulation) -> Section | None:
    rows = [
        row for row in simulation.services if row.verdict in ("root cause", "symptom", "undecided")
    ]
    items = [
        f"{headed(simulation.diagnosis[row.id])}: {SURE_WORDS[row.verdict]}, costs the customers {points_between(row.contribution)}."
        for row in rows[:FEW]
    ]
    return section_of(
        f"Weak links of which it is {percent(simulation.level)} sure what they are",
        "",
        items,
        len(rows),
    )


def _ask_next(simulation: Simulation) -> Section | None:
    rows = [row for row in simulation.ask_next if row.worth_asking >= _LITTLE]
    items = [
        f"{headed(simulation.diagnosis[row.id])}, of {_asked(simulation, row)}: knowing it for sure is worth {points(row.worth_asking)}."
        for row in rows[:FEW]
    ]
    unmeasured = [
        row
        for row in simulation.diagnosis.services
        if row.verdict == "unmeasured" and row.importance > 0
    ]
    unknown = ""
    if unmeasured:
        names = listed(
            [
                shown(row.id)
                for row in sorted(unmeasured, key=lambda row: (-row.importance, row.id))
            ],
            3,
        )
        unknown = f" Nobody measured {names}; what asking is worth there cannot be told."
    if not items:
        first = shown(simulation.candidates[0].id) if simulation.candidates else ""
        little = f": little is lost by starting with {first}" if first else ""
        return Section(
            "Where to ask next",
            f"No single answer is worth more than 0.05 points{little}.{unknown}",
        )
    told = f"What a sure answer would win the customers, because the right service is fixed first.{unknown}"
    return section_of("Where to ask next", told, items, len(rows))


def _asked(simulation: Simulation, row: SimulatedService) -> str:
    chain = simulation.diagnosis.chain
    return shown(chain.parties[chain.services[row.id].customer].name)


def _customers(simulation: Simulation) -> Section | None:
    if len(simulation.external_customers) < 2:
        return None
    parties = simulation.diagnosis.chain.parties
    bound = "at most " if simulation.diagnosis.upper_bound else ""
    items = [
        f"{shown(parties[party].name)}: {'unknown' if ends is None else bound + between(ends)}"
        for party, ends in simulation.external_customers.items()
    ]
    return section_of("Customers", "", items[: 2 * FEW], len(items))


def _assumptions(simulation: Simulation) -> Section:
    chain = simulation.diagnosis.chain
    told = [f"{simulation.draws:,} draws (seed {simulation.seed}). {MODEST} {_DRAWN}"]
    everyone = [
        service.id for service in chain.services.values() if _everyone_answered(chain, service)
    ]
    for names, why in (
        (simulation.exact, "Without a number of answers, so taken as exact"),
        (everyone, "Everyone there is to ask has answered, so there is nothing to draw"),
        (
            simulation.spread_unknown,
            "How much the answers differ is not known, so taken to differ as widely as they can",
        ),
    ):
        if names:
            told.append(f"{why}: {listed([shown(name) for name in names], FEW)}.")
    diagnosis = simulation.diagnosis
    if diagnosis.upper_bound:
        many = counted(
            sum(row.verdict == "unmeasured" and row.importance > 0 for row in diagnosis.services),
            "service",
        )
        told.append(
            f"{many} that nobody measured count as perfect; scores cover {percent(diagnosis.coverage)} of what matters. The customers "
            "may be less satisfied, and others may come first."
        )
    return Section("How this was found", " ".join([*told, _dependences(chain)]))


def _everyone_answered(chain: ValueChain, service: Service) -> bool:
    people, score = chain.parties[service.customer].people, service.satisfaction
    return people is not None and score is not None and score.responses == people


def _dependences(chain: ValueChain) -> str:
    """Which dependences were drawn."""
    common = chain.dependence_range
    own = [
        service.id
        for service in chain.services.values()
        if service.dependence_range not in (None, common)
    ]
    if common:
        told = f"Dependence is drawn from {common[0]:g} to {common[1]:g}, in each draw the same for all services that have none of their own."
    else:
        told = (
            f"Dependence is an assumption ({chain.dependence:g} unless the file says otherwise) that "
            "is not drawn: give it a range, such as 0.5..0.9."
        )
    return (
        f"{told} Ranges of their own have {listed([shown(service) for service in own], FEW)}."
        if own
        else told
    )


def _table(simulation: Simulation) -> Table:
    order = {"root cause": 0, "symptom": 1, "undecided": 2, "too few answers": 3}
    rows = sorted(simulation.services, key=lambda row: order.get(row.verdict, 4))
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
    rest = (
        f"and {len(rows) - ROWS} more services (all of them: --format json, to_pandas())"
        if len(rows) > ROWS
        else ""
    )
    return Table(heads, tuple(_cells(simulation, row) for row in rows[:ROWS]), rest)


def _cells(simulation: Simulation, row: SimulatedService) -> tuple[str, ...]:
    service = simulation.diagnosis.chain.services[row.id]
    measured = service.score is not None
    answers = str(service.score.responses or "?") if service.score is not None else ""
    if not measured:
        return shown(row.id), "not measured", answers, "?", "?", "?", "", "", "", ""
    exact = (
        row.verdict == "too few answers" and row.satisfaction[0] == row.satisfaction[1]
    )  # more answers would not help
    ranks = f"{row.rank[0]}" if row.rank[0] == row.rank[1] else f"{row.rank[0]}-{row.rank[1]}"
    return (
        shown(row.id),
        "not certain" if exact else IN_TABLE.get(row.verdict, row.verdict),
        answers,
        _span(row.satisfaction),
        _span(row.own_shortfall),
        _span(row.contribution, bare_points),
        ranks,
        percent(row.p_first),
        percent(row.p_root_cause),
        bare_points(row.worth_asking) if row.worth_asking >= _LITTLE else "",
    )


def _whole(fraction: float) -> str:
    return f"{100 * fraction:.0f}"


def _span(interval: Interval, shape: Callable[[float], str] = _whole) -> str:
    low, high = shape(interval[0]), shape(interval[1])
    return low if low == high else f"{low}-{high}"


def sentence(row: SimulatedService) -> str:
    """How sure one service's numbers are."""
    if row.verdict == "unmeasured":
        return f"{shown(row.id)}: not measured"
    told = f"{shown(row.id)}: {between(row.satisfaction)}; {SURE_WORDS[row.verdict]}"
    costs = f"costs the customers {points_between(row.contribution)}"
    return f"{told}; {costs}; first in {chance(row.p_first)} of the draws"
