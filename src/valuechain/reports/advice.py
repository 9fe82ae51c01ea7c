"""What to do first, in words: the sentences that every report and picture says alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import count, takewhile
from typing import Any

from valuechain.language import say
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party
from valuechain.questions.complaints import Complaint, complaint
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.steps import Step
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import Section
from valuechain.reports.words import (
    bare_points,
    capital,
    listed,
    percent,
    points,
    sentences,
    shown,
    when,
)
from valuechain.tolerances import FAVOUR, WORTH_NAMING

_TOGETHER = 5
"""Services to be fixed together that are named."""
_NAMED = 3
"""Steps as good as the first that are named."""


def link_named(parties: Mapping[str, Party], provider: str, customer: str) -> str:
    """Who serves whom, in names."""
    return f"{name_of(parties, provider)} -> {name_of(parties, customer)}"


def service_named(chain: ValueChain, service: str) -> str:
    """Who serves whom by a service, in names."""
    served = chain.services[service]
    return link_named(chain.parties, served.provider, served.customer)


def told_apart(chain: ValueChain, service: str) -> str:
    """Who serves whom by a service, in names; of several between two, which of them."""
    return f"{service_named(chain, service)}{which_of(chain, service)}"


def which_of(chain: ValueChain, service: str) -> str:
    """What tells a service from others between the same two: what it delivers, or its number."""
    link, mark, number = service.partition("#")
    if not mark:
        return ""
    between = takewhile(chain.services.__contains__, (f"{link}#{each}" for each in count(1)))
    delivers = [chain.services[each].delivers for each in between]
    own = chain.services[service].delivers
    if own and delivers.count(own) == 1:
        return f" ({shown(own)})"
    return f"{mark}{number}"


def delivery_named(chain: ValueChain, service: str) -> str:
    """Who serves whom by a service with what; where that is not said, as which of several."""
    what = chain.services[service].delivers
    which = which_of(chain, service) or when(what, f" ({shown(what)})")
    return f"{service_named(chain, service)}{which}"


def delivered(diagnosis: Diagnosis, services: Sequence[str], longest: int = 44) -> str:
    """What these services deliver, each named once; ``""`` where none says."""
    every = (diagnosis.chain.services[service].delivers for service in services)
    return shown(listed(sorted(set(filter(None, every))), 2), longest)


def advised_steps(diagnosis: Diagnosis, links: Sequence[Step]) -> Sequence[Any]:
    """The steps of the kind that the advice speaks of, what wins most first: perhaps these."""
    if diagnosis.advice.kind == "teams":
        return diagnosis.teams
    if diagnosis.advice.kind == "departments":
        return diagnosis.departments
    return links


def step_ends(diagnosis: Diagnosis, step: Any) -> tuple[str, ...]:
    """Whom a link joins, a team, or a department, in names."""
    if hasattr(step, "group"):
        return (shown(step.group),)
    ends = (step.provider, step.customer) if hasattr(step, "customer") else (step.provider,)
    return tuple(name_of(diagnosis.chain.parties, end) for end in ends)


def first_to_ask(diagnosis: Diagnosis, step: Any) -> str:
    """What stands behind a step where nobody asked what decides it."""
    open_ = any(diagnosis[service].verdict == "undecided" for service in step.services)
    return when(open_, say(" (ask first)"))


def step_named(diagnosis: Diagnosis, step: Any) -> str:
    """A link, a team or a department, as a sentence has it."""
    ends = " -> ".join(step_ends(diagnosis, step))
    what = delivered(diagnosis, step.services) if hasattr(step, "customer") else ""
    return f"{ends}{when(what, f' ({what})')}"


def start_with(diagnosis: Diagnosis) -> str:
    """What to do first, and what to ask before; nothing more."""
    advice = diagnosis.advice
    says = {
        "links": _links,
        "teams": _teams,
        "departments": _departments,
        "together": _together,
        "nothing": _nothing,
    }
    return sentences(says[advice.kind](diagnosis), asks_first(diagnosis))


def speaks_of(diagnosis: Diagnosis) -> str:
    """That the diagnosis speaks of something else than links, where it does."""
    kind = diagnosis.advice.kind
    if kind in ("teams", "departments"):
        return say("No single link wins much, so the diagnosis speaks of {kind}.", kind=say(kind))
    return ""


def beyond_links(diagnosis: Diagnosis) -> str:
    """What a diagnosis says where it speaks of something else than single links."""
    if diagnosis.advice.kind == "together":
        return start_with(diagnosis)
    return speaks_of(diagnosis)


def next_step(diagnosis: Diagnosis) -> Section | None:
    """What to do then, in a section of its own."""
    if diagnosis.outcome is None:
        return None
    return Section(say("What to do next"), sentences(start_with(diagnosis), passes_on(diagnosis)))


def by_worth(diagnosis: Diagnosis, chosen: Collection[str] = ()) -> Section | None:
    """The first step as a diagnosis has it, where something else chose among actions.

    Args:
        diagnosis: of the chain as it is.
        chosen: ids of the services that were chosen, none where nothing was.
    """
    if diagnosis.outcome is None:
        return None
    why = ""
    first = set(diagnosis.advice.services)
    if first and chosen and first.isdisjoint(chosen):
        why = say("It is not among these: they are what the actions on offer win for the money.")
    return Section(say("The first step by what it wins"), sentences(start_with(diagnosis), why))


def _links(diagnosis: Diagnosis) -> str:
    first = diagnosis.advice.first
    if len(first) == 1:
        worth = say("worth {gain}", gain=points(first[0].gain))
        return say("Start with {step}: {worth}.", step=step_named(diagnosis, first[0]), worth=worth)
    return say("Start with {step}: {worth}.", step=_either(diagnosis), worth=_worth_each(diagnosis))


def _either(diagnosis: Diagnosis) -> str:
    """The first step, or those as good as it."""
    named = [step_named(diagnosis, step) for step in diagnosis.advice.first]
    return listed(named, _NAMED, last="or")


def _worth_each(diagnosis: Diagnosis) -> str:
    """What several steps are worth that are as good as one another."""
    gains = [step.gain for step in diagnosis.advice.first]
    least, most = points(min(gains)), points(max(gains))
    if least == most:
        return say("worth {most} each", most=most)
    return say(
        "worth {least} to {most} each",
        least=bare_points(min(gains)),
        most=most,
    )


def _teams(diagnosis: Diagnosis) -> str:
    return sentences(
        say("No single link wins much."),
        _as_a_whole(
            diagnosis,
            "Start with the team {step}: {worth}.",
            "Start with one of the teams {either}: {worth}.",
        ),
    )


def _departments(diagnosis: Diagnosis) -> str:
    return sentences(
        say("No single link or team wins much."),
        _as_a_whole(
            diagnosis,
            "Start with the department {step}: {worth}.",
            "Start with one of the departments {either}: {worth}.",
        ),
    )


def _as_a_whole(diagnosis: Diagnosis, one: str, several: str) -> str:
    """Teams or departments, each with all that it delivers."""
    first = diagnosis.advice.first
    if len(first) > 1:
        return say(several, either=_either(diagnosis), worth=_worth_each(diagnosis))
    worth = say("all that it delivers is worth {gain}", gain=points(first[0].gain))
    return say(one, step=step_named(diagnosis, first[0]), worth=worth)


def _together(diagnosis: Diagnosis) -> str:
    """Bottlenecks that tie: none alone wins anything."""
    services = diagnosis.advice.services
    named = sorted({_delivery_named(diagnosis, service) for service in services})
    alone = say("neither") if len(named) == 2 else say("none of them")
    little = "worth {gain}; {alone} wins anything alone"
    if diagnosis.best_steps[0].gain >= FAVOUR:
        little = "worth {gain}; {alone} wins much alone"
    worth = say(little, gain=points(diagnosis.advice.gain), alone=alone)
    return say("Fix together {together}: {worth}.", together=listed(named, _TOGETHER), worth=worth)


def _delivery_named(diagnosis: Diagnosis, service: str) -> str:
    row = diagnosis[service]
    what = when(row.delivers, f" ({shown(row.delivers)})")
    return f"{service_named(diagnosis.chain, service)}{what}"


def _nothing(diagnosis: Diagnosis) -> str:
    """Nothing can be won: why, and what is left of the loss."""
    assert diagnosis.outcome is not None
    if 1.0 - diagnosis.outcome < FAVOUR:
        return _nothing_lacking(diagnosis)
    left = diagnosis.advice.potential
    if left < WORTH_NAMING:
        return say("No measured service costs the customers anything by its own doing.")
    met = when(not diagnosis.weak_links, say("Every measured service meets its target."))
    there = say("Every provider is as good by itself as can be reached")
    if any(_can_improve(diagnosis, row) for row in diagnosis.services):
        there = say("No step to what can be reached wins the customers anything")
    return sentences(
        met, say("{there}: perfection would win another {left}.", there=there, left=points(left))
    )


def _can_improve(diagnosis: Diagnosis, row: ServiceDiagnosis) -> bool:
    reachable = diagnosis.chain.services[row.id].reachable
    return row.verdict != "unmeasured" and row.quality < reachable - FAVOUR


def _nothing_lacking(diagnosis: Diagnosis) -> str:
    """That the customers who count lack nothing; and what is weak all the same."""
    groups, weak = diagnosis.external_customers, diagnosis.weak_links
    if any(satisfied is not None and satisfied < 1 - FAVOUR for satisfied in groups.values()):
        lack = say("The customers who count lack nothing.")
    elif weak:
        lack = say("The customers lack nothing.")
    else:
        return say("Nothing is lacking.")
    template = "Below target inside: {links}."
    if any(row.customer in groups for row in weak):
        template = "Below target: {links}."
    links = dict.fromkeys(service_named(diagnosis.chain, row.id) for row in weak)
    return sentences(lack, when(weak, say(template, links=listed(list(links), _NAMED))))


def asks_first(diagnosis: Diagnosis) -> str:
    """What to ask before blaming anybody, where nobody asked what decides the first step."""
    for service in diagnosis.advice.services:
        row = diagnosis[service]
        if row.verdict == "undecided" and row.decided_by:
            parties, unasked = diagnosis.chain.parties, diagnosis[row.decided_by[0]]
            ends = unasked.provider, unasked.customer
            whole = [each for each in row.decided_by if _ends(diagnosis[each]) == ends]
            what = say("what {provider} delivers", provider=name_of(parties, unasked.provider))
            if words := delivered(diagnosis, whole):
                what = say(
                    "{words} from {provider}",
                    words=words,
                    provider=name_of(parties, unasked.provider),
                )
            blamed = name_of(parties, row.provider)
            template = "Ask about {what} before blaming {blamed}: nobody was asked."
            if any(diagnosis.chain.services[each].aspects for each in whole):
                template = "Ask about {what} as a whole before blaming {blamed}: nobody was asked."
            return say(template, what=what, blamed=blamed)
    return ""


def _ends(row: ServiceDiagnosis) -> tuple[str, str]:
    return row.provider, row.customer


def passes_on(diagnosis: Diagnosis) -> str:
    """Who gets the complaints, if it mostly passes on what it receives; else the first step."""
    loudest, services = diagnosis.loudest, frozenset(diagnosis.advice.services)
    first = {diagnosis[service].provider for service in services}
    if loudest is not None and loudest.passed_on and loudest.provider not in first:
        who = capital(name_of(diagnosis.chain.parties, loudest.provider))
        return say("{who} gets the complaints, {upstream}.", who=who, upstream=_upstream(loudest))
    weak = [row for row in diagnosis.weak_links if row.id in services]
    if weak and (found := complaint(weak)).passed_on:
        return say(
            "Of what is lacking there, {inherited} comes from upstream.",
            inherited=percent(found.inherited),
        )
    return ""


def _upstream(found: Complaint) -> str:
    return say(
        "but {inherited} of what is lacking there comes from upstream",
        inherited=percent(found.inherited),
    )
