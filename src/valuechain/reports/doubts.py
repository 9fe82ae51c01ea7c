"""What can the survey decide, what can it not, and where is it best to ask next?"""

from __future__ import annotations

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.questions.simulation import SimulatedService, Simulation
from valuechain.reports.advice import link_named
from valuechain.reports.dependence import is_ranged
from valuechain.reports.diagnosed import headed, name_of
from valuechain.reports.drawn import everyone_answered
from valuechain.reports.intervals import between, chance, points_between
from valuechain.reports.report import Section, section_of
from valuechain.reports.verdict_words import SURE_WORDS
from valuechain.reports.words import (
    capital,
    counted,
    names,
    percent,
    points,
    when,
)
from valuechain.tolerances import WORTH_NAMING

_ASK_NEXT = "Where to ask next"


def undecided(simulation: Simulation) -> Section | None:
    """The services of which the answers do not tell what they are."""

    def item(row: SimulatedService) -> str:
        return f"{headed(simulation.diagnosis[row.id])}: {_doubt(simulation, row)}."

    rows = [row for row in simulation.services if _is_open(simulation, row)]
    many = f"{capital(counted(len(rows), 'service'))} of {len(simulation)}"
    diagnosis = simulation.diagnosis
    wide = when(is_ranged(diagnosis.chain), ", or too wide a range of dependence")
    unasked = when(diagnosis.unmeasured, ", or too much that nobody measured")
    sure = f"to be {percent(simulation.level)} sure what they are"
    introduction = f"{many}: too few answers{wide}{unasked}, {sure}."
    return section_of("What the survey cannot decide", rows, item, introduction)


def _is_open(simulation: Simulation, row: SimulatedService) -> bool:
    """Whether it matters to the customers, and nobody can say what it is."""
    matters = simulation.diagnosis[row.id].importance > 0
    return matters and row.verdict in ("too few answers", "undecided")


def _doubt(simulation: Simulation, row: SimulatedService) -> str:
    chain = simulation.diagnosis.chain
    service = chain.services[row.id]
    seen = f"satisfaction {between(row.satisfaction)}{_answers(service)}"
    often = f"below it in {chance(row.p_weak)}, a root cause in {chance(row.p_root_cause)}"
    standing = f"{seen}, target {percent(service.target)}; {often}"
    if decided := simulation.diagnosis[row.id].decided_by:
        return f"{standing}. It hangs on what nobody measured: {names(decided, 3)}"
    if row.satisfaction[0] < row.satisfaction[1]:
        return standing
    return f"{standing}. {_hangs(chain, service)}"


def _answers(service: Service) -> str:
    if service.score is None or not service.score.responses:
        return ""
    if counts := service.score.counts:
        return f" ({counts})"
    return f" from {counted(service.score.responses, 'answer')}"


def _hangs(chain: ValueChain, service: Service) -> str:
    """Why more answers would not help."""
    ranged = when(is_ranged(chain), "on dependence and ")
    why = f"hangs {ranged}on what its provider receives"
    if everyone_answered(chain, service):
        return f"Everyone there is to ask has answered: it {why}"
    return f"It {why}"


def certain(simulation: Simulation) -> Section | None:
    """The weak links of which the answers tell what they are."""

    def item(row: SimulatedService) -> str:
        costs = f"costs the customers {points_between(row.contribution)}"
        return f"{headed(simulation.diagnosis[row.id])}: {SURE_WORDS[row.verdict]}, {costs}."

    rows = [row for row in simulation.services if row.verdict in ("root cause", "symptom")]
    sure = percent(simulation.level)
    return section_of(f"Weak links of which it is {sure} sure what they are", rows, item)


def ask_next(simulation: Simulation) -> Section:
    """Whose answers would win most."""

    def item(row: SimulatedService) -> str:
        worth = f"knowing it for sure is worth {points(row.worth_asking)}"
        never = when(row.verdict == "unmeasured", "nobody was asked; ")
        what = headed(simulation.diagnosis[row.id])
        return f"{what}, of {_asked(simulation, row)}: {never}{worth}."

    if simulation.outcome is None:
        return Section(_ASK_NEXT, "'valuechain diagnose' says whom to ask first, and about what.")
    rows = [row for row in simulation.ask_next if row.worth_asking >= WORTH_NAMING]
    wins = "What a sure answer would win the customers, because the right step comes first."
    return section_of(_ASK_NEXT, rows, item, wins) or Section(
        _ASK_NEXT, f"No single answer is worth more than {_little(simulation)}."
    )


def _asked(simulation: Simulation, row: SimulatedService) -> str:
    chain = simulation.diagnosis.chain
    return name_of(chain.parties, chain.services[row.id].customer)


def _little(simulation: Simulation) -> str:
    if simulation.first is None:
        return "0.05 points"
    first = simulation.first
    ends = link_named(simulation.diagnosis.chain.parties, first.provider, first.customer)
    return f"0.05 points: little is lost by starting with {ends}"
