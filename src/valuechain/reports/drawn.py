"""How was it found? What a simulation drew, and what it took for certain."""

from __future__ import annotations

from valuechain.language import say
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.simulation import Simulation
from valuechain.reports.dependence import usual_dependence
from valuechain.reports.diagnosed import covered
from valuechain.reports.report import FEW, MODEST, Section, how_found
from valuechain.reports.words import counted, decimal, names, sentences, when, whole_number

_DRAWN = "Each score is drawn as its number of answers allows"
_EXACT = "Without a number of answers, so taken as exact"
_EVERYONE = "Everyone there is to ask has answered, so there is nothing to draw"
_SPREAD = "How much the answers differ is not known, so taken to differ as widely as they can"


def drawn(simulation: Simulation) -> Section:
    """How often, from what, and what else was supposed."""
    chain = simulation.diagnosis.chain
    everyone = [each.id for each in chain.services.values() if everyone_answered(chain, each)]
    unknown = [service for service in simulation.spread_unknown if service not in everyone]
    draws = whole_number(simulation.draws)
    taken = {say(_EXACT): simulation.exact, say(_EVERYONE): everyone, say(_SPREAD): unknown}
    return how_found(
        say("{draws} draws (seed {seed}).", draws=draws, seed=simulation.seed),
        say(MODEST),
        f"{say(_DRAWN)}, {_together(chain)}.",
        _asked_again(chain),
        *(f"{why}: {names(ids, FEW)}." for why, ids in taken.items() if ids),
        _unmeasured(simulation.diagnosis),
        _dependences(chain),
    )


def _together(chain: ValueChain) -> str:
    """How alike the scores are that the same people gave."""
    if chain.rater_correlation > 0:
        return say(
            "and those of one party together, as people who are lenient or strict are so "
            "about all (rater correlation {rater_correlation})",
            rater_correlation=decimal(chain.rater_correlation, 2),
        )
    return say(
        "services independently of one another, though people who answer about "
        "several may be lenient or strict about all: give 'rater_correlation' where "
        "it is known"
    )


def _asked_again(chain: ValueChain) -> str:
    """What stays where everybody answered."""
    if chain.repeat_sd <= 0:
        return ""
    vary = say("{repeat_sd} of the scale (repeat_sd)", repeat_sd=decimal(chain.repeat_sd, 2))
    return say(
        "One person's answers vary by {vary} who is asked again: that is drawn too.", vary=vary
    )


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
    one = say("each as satisfied as one of the measured services")
    return say(
        "{services} that nobody measured: drawn, {one}; {covered}.",
        services=services,
        one=one,
        covered=covered(diagnosis),
    )


def _dependences(chain: ValueChain) -> str:
    """Which dependences were drawn."""
    usual = chain.dependence_range
    own = [
        service.id
        for service in chain.services.values()
        if service.dependence_range not in (None, usual)
    ]
    ranges = say("Ranges of their own have {own}.", own=names(own, FEW))
    return sentences(_usual_dependence(chain), when(own, ranges))


def _usual_dependence(chain: ValueChain) -> str:
    if not chain.dependence_range:
        usual = usual_dependence(chain)
        give = say("give it a range, such as 0.5..0.9")
        return say(
            "Dependence is an assumption {usual} that is not drawn: {give}.", usual=usual, give=give
        )
    if all(each.dependence_range != chain.dependence_range for each in chain.services.values()):
        return ""  # every service has its own
    low, high = chain.dependence_range
    same = say("in each draw the same for all services that have none of their own")
    return say(
        "Dependence is drawn from {low} to {high}, {same}.",
        low=decimal(low),
        high=decimal(high),
        same=same,
    )
