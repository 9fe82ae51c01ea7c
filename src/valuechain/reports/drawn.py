"""How was it found? What a simulation drew, and what it took for certain."""

from __future__ import annotations

from valuechain.model.chain import ValueChain
from valuechain.model.numbers import decimal
from valuechain.model.parts import Service
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.simulation import Simulation
from valuechain.reports.dependence import usual_dependence
from valuechain.reports.report import FEW, MODEST, Section, how_found
from valuechain.reports.words import counted, names, percent, sentences, when

_DRAWN = "Each score is drawn as its number of answers allows"
_EXACT = "Without a number of answers, so taken as exact"
_EVERYONE = "Everyone there is to ask has answered, so there is nothing to draw"
_SPREAD = "How much the answers differ is not known, so taken to differ as widely as they can"


def drawn(simulation: Simulation) -> Section:
    """How often, from what, and what else was supposed."""
    chain = simulation.diagnosis.chain
    everyone = [each.id for each in chain.services.values() if everyone_answered(chain, each)]
    unknown = [service for service in simulation.spread_unknown if service not in everyone]
    taken = {_EXACT: simulation.exact, _EVERYONE: everyone, _SPREAD: unknown}
    return how_found(
        f"{simulation.draws:,} draws (seed {simulation.seed}).",
        MODEST,
        f"{_DRAWN}, {_together(chain)}.",
        _asked_again(chain),
        *(f"{why}: {names(ids, FEW)}." for why, ids in taken.items() if ids),
        _unmeasured(simulation.diagnosis),
        _dependences(chain),
    )


def _together(chain: ValueChain) -> str:
    """How alike the scores are that the same people gave."""
    if chain.rater_correlation > 0:
        return (
            "and those of one party together, as people who are lenient or strict are so about all "
            f"(rater correlation {decimal(chain.rater_correlation, 2)})"
        )
    return (
        "services independently of one another, though people who answer about several may be "
        "lenient or strict about all: give 'rater_correlation' where it is known"
    )


def _asked_again(chain: ValueChain) -> str:
    """What stays where everybody answered."""
    if chain.repeat_sd <= 0:
        return ""
    vary = f"{decimal(chain.repeat_sd, 2)} of the scale (repeat_sd)"
    return f"One person's answers vary by {vary} who is asked again: that is drawn too."


def everyone_answered(chain: ValueChain, service: Service) -> bool:
    """Whether as many answered about a service as there are people to ask, and that is all."""
    if chain.repeat_sd > 0:
        return False
    people, score = chain.parties[service.customer].people, service.satisfaction
    return people is not None and score is not None and score.answers == people


def _unmeasured(diagnosis: Diagnosis) -> str:
    many = len(diagnosis.unmeasured)
    if not many:
        return ""
    services = counted(many, "service")
    one = "each as satisfied as one of the measured services"
    covered = f"scores cover {percent(diagnosis.coverage)} of what matters"
    return f"{services} that nobody measured: drawn, {one}; {covered}."


def _dependences(chain: ValueChain) -> str:
    """Which dependences were drawn."""
    usual = chain.dependence_range
    own = [
        service.id
        for service in chain.services.values()
        if service.dependence_range not in (None, usual)
    ]
    ranges = f"Ranges of their own have {names(own, FEW)}."
    return sentences(_usual_dependence(chain), when(own, ranges))


def _usual_dependence(chain: ValueChain) -> str:
    if not chain.dependence_range:
        usual = usual_dependence(chain)
        give = "give it a range, such as 0.5..0.9"
        return f"Dependence is an assumption {usual} that is not drawn: {give}."
    low, high = chain.dependence_range
    same = "in each draw the same for all services that have none of their own"
    return f"Dependence is drawn from {decimal(low)} to {decimal(high)}, {same}."
