"""What can the survey decide, what can it not, and where is it best to ask next?"""

from __future__ import annotations

from valuechain.language import say
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
    as_given,
    capital,
    counted,
    names,
    own_words,
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

    open_ = ("too few answers", "undecided")
    rows = [row for row in simulation.services if row.verdict in open_]
    many = say(
        "{services} of {all}", services=capital(counted(len(rows), "service")), all=len(simulation)
    )
    diagnosis = simulation.diagnosis
    wide = when(is_ranged(diagnosis.chain), say(", or too wide a range of dependence"))
    unasked = when(diagnosis.unmeasured, say(", or too much that nobody measured"))
    sure = say("to be {level} sure what they are", level=as_given(simulation.level))
    introduction = say(
        "{many}: too few answers{wide}{unasked}, {sure}.",
        many=many,
        wide=wide,
        unasked=unasked,
        sure=sure,
    )
    return section_of(say("What the survey cannot decide"), rows, item, introduction)


def _doubt(simulation: Simulation, row: SimulatedService) -> str:
    chain = simulation.diagnosis.chain
    service = chain.services[row.id]
    seen = say(
        "satisfaction {satisfaction}{answers}",
        satisfaction=between(row.satisfaction),
        answers=_answers(service),
    )
    often = say(
        "below it in {p_weak}, a root cause in {p_root_cause}",
        p_weak=chance(row.p_weak),
        p_root_cause=chance(row.p_root_cause),
    )
    standing = say(
        "{seen}, target {target}; {often}", seen=seen, target=percent(service.target), often=often
    )
    if decided := simulation.diagnosis[row.id].decided_by:
        return say(
            "{standing}. It hangs on what nobody measured: {names}",
            standing=standing,
            names=names(decided, 3),
        )
    if row.satisfaction[0] < row.satisfaction[1]:
        return standing
    return f"{standing}. {_hangs(chain, service)}"


def _answers(service: Service) -> str:
    """From how many answers, or from what was counted."""
    score = service.score
    if score is not None and (counts := score.counts):
        return f" ({own_words(str(counts))})"
    answers = (score and score.answers) or 0
    return when(answers, say(" from {answers}", answers=counted(answers, "answer")))


def _hangs(chain: ValueChain, service: Service) -> str:
    """Why more answers would not help."""
    ranged = when(is_ranged(chain), say("on dependence and "))
    why = say("hangs {ranged}on what its provider receives", ranged=ranged)
    if everyone_answered(chain, service):
        return say("Everyone there is to ask has answered: it {why}", why=why)
    return say("It {why}", why=why)


def certain(simulation: Simulation) -> Section | None:
    """The weak links of which the answers tell what they are."""

    def item(row: SimulatedService) -> str:
        costs = say(
            "costs the customers {contribution}", contribution=points_between(row.contribution)
        )
        return f"{headed(simulation.diagnosis[row.id])}: {say(SURE_WORDS[row.verdict])}, {costs}."

    rows = [row for row in simulation.services if row.verdict in ("root cause", "symptom")]
    sure = as_given(simulation.level)
    return section_of(
        say("Weak links of which it is {sure} sure what they are", sure=sure), rows, item
    )


def ask_next(simulation: Simulation) -> Section:
    """Whose answers would win most."""

    def item(row: SimulatedService) -> str:
        worth = say(
            "knowing it for sure is worth {worth_asking}", worth_asking=points(row.worth_asking)
        )
        template = "nobody was asked; "
        if simulation.diagnosis.chain.services[row.id].aspects:
            template = "nobody was asked about it as a whole; "
        never = when(row.verdict == "unmeasured", say(template))
        what = headed(simulation.diagnosis[row.id])
        return say(
            "{what}, of {asked}: {never}{worth}.",
            what=what,
            asked=_asked(simulation, row),
            never=never,
            worth=worth,
        )

    if simulation.outcome is None:
        return Section(
            say(_ASK_NEXT), say("'valuechain diagnose' says whom to ask first, and about what.")
        )
    rows = [row for row in simulation.ask_next if row.worth_asking >= WORTH_NAMING]
    wins = say("What a sure answer would win the customers, because the right step comes first.")
    return section_of(say(_ASK_NEXT), rows, item, wins) or Section(
        say(_ASK_NEXT),
        say("No single answer is worth more than {little}.", little=_little(simulation)),
    )


def _asked(simulation: Simulation, row: SimulatedService) -> str:
    chain = simulation.diagnosis.chain
    return name_of(chain.parties, chain.services[row.id].customer)


def _little(simulation: Simulation) -> str:
    if simulation.first is None:
        return say("0.05 points")
    first = simulation.first
    ends = link_named(simulation.diagnosis.chain.parties, first.provider, first.customer)
    return say("0.05 points: little is lost by starting with {ends}", ends=ends)
