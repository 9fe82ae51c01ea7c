"""A diagnosis on one screen: how satisfied everyone is, what to do first, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from valuechain.language import numeral, say
from valuechain.model.durations import Duration
from valuechain.questions.advice import Offer, best_offer
from valuechain.questions.complaints import passing_on
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.advice import advised_steps, delivered, first_to_ask, step_ends
from valuechain.reports.dependence import holds_line, usual_dependence
from valuechain.reports.diagnosed import only_so_exact, unmeasured_that_matter
from valuechain.reports.report import MODEST, NO_TABLE, Section, Table
from valuechain.reports.words import (
    at_most,
    bare_points,
    listed,
    money,
    own_words,
    percent,
    sentences,
    shown,
    when,
)
from valuechain.tolerances import WORTH_NAMING

MOST_GROUPS = 4
"""Customer groups up to which the first sentence names each."""
STEPS = 3
"""First steps that are told."""
_NOTHING, _ASPECTS = "{what} (ask {whom})", "{what} as a whole (ask {whom})"
"""About what nobody was asked: about nothing of it, or not beyond its aspects."""
_FEW = 3
_LOOKED_INTO = 100
"""Services to start with of which it is told what decides whose doing they are."""
_ENDS, _WHAT, _NAME = 50, 26, 30
"""Letters of who serves whom, of what, and of a name in a line."""


def steps_table(diagnosis: Diagnosis) -> Table:
    """The first steps, each a row."""
    steps = _shown_steps(diagnosis)
    if not steps:
        return NO_TABLE
    offers = [best_offer(diagnosis.solution, step.services) for step in steps]
    rows = [_cells(diagnosis, step) for step in steps]
    heads: tuple[str, ...] = ("first steps", "delivers", "score", "target", "wins")
    if any(offers):
        rows = [(*row, _per_money(offer)) for row, offer in zip(rows, offers, strict=True)]
        heads = (*heads, "for money")
    return Table(tuple(map(say, heads)), tuple(rows))


def _shown_steps(diagnosis: Diagnosis) -> list[Any]:
    """The steps that have a row."""
    steps = advised_steps(diagnosis, diagnosis.best_steps)[:STEPS]
    return [step for step in steps if step.gain >= WORTH_NAMING]


def _cells(diagnosis: Diagnosis, step: Any) -> tuple[str, ...]:
    services = step.services
    what = delivered(diagnosis, services, _WHAT)
    return (
        f"{_who(diagnosis, step)}{first_to_ask(diagnosis, step)}",
        what,
        _score(diagnosis, services),
        _target(diagnosis, services),
        bare_points(step.gain),
    )


def _who(diagnosis: Diagnosis, step: Any) -> str:
    ends = step_ends(diagnosis, step)
    if len(ends) == 1:
        return ends[0]
    room = _ENDS - 4
    shorter = min(map(len, ends))
    most = max(room // 2, room - shorter)
    return " -> ".join(shown(end, most) for end in ends)


def _score(diagnosis: Diagnosis, services: Sequence[str]) -> str:
    """Its satisfaction as it was asked, else as it results; of several, from where to where."""
    rows = [diagnosis[service] for service in services]
    asked = [diagnosis.chain.services[service].satisfaction for service in services]
    scores = {score.bare for score in asked if score is not None}
    if len(scores) == 1 and None not in asked:
        return numeral(shown(scores.pop()))
    ends = [percent(end(row.satisfaction for row in rows)) for end in (min, max)]
    return "-".join(dict.fromkeys(end.removesuffix(" %") for end in ends)) + " %"


def _target(diagnosis: Diagnosis, services: Sequence[str]) -> str:
    """Its target, in the scale of its score."""
    targets = {diagnosis[service].target for service in services}
    score = diagnosis.chain.services[services[0]].satisfaction
    if len(services) == 1 and score is not None:
        return numeral(score.scale.show(targets.pop()))
    return "-".join(percent(target).removesuffix(" %") for target in sorted(targets)) + " %"


def _per_money(offer: Offer | None) -> str:
    if offer is None:
        return ""
    return say("{gain} for {cost}", gain=bare_points(offer.gain), cost=money(offer.cost))


def notes(diagnosis: Diagnosis) -> Section:
    """Each customer group, whom not to blame, what nobody was asked, and what is assumed."""
    told = (_customers, _passing_on, _unasked, _beside, _wins, _assumed)
    return Section("", "", tuple(filter(None, (say(diagnosis) for say in told))))


def groups_of(diagnosis: Diagnosis) -> list[str]:
    """How satisfied each customer group that counts is, the largest share first."""
    parties, satisfied = diagnosis.chain.parties, diagnosis.external_customers
    counted = [party for party in satisfied if parties[party].share > 0]
    counted.sort(key=lambda party: (-parties[party].share, party))
    return [f"{shown(parties[party].name, _NAME)} {_group(diagnosis, party)}" for party in counted]


def _group(diagnosis: Diagnosis, party: str) -> str:
    satisfaction = diagnosis.external_customers[party]
    if satisfaction is None:
        return say("not known")
    return f"{at_most(party in diagnosis.solution.bounded)}{percent(satisfaction)}"


def _customers(diagnosis: Diagnosis) -> str:
    """Each group, where there are more than the first sentence names."""
    groups = groups_of(diagnosis)
    if len(groups) <= MOST_GROUPS:
        return ""
    return say("Customers: {groups}.", groups=listed(groups, 2 * _FEW))


def _passing_on(diagnosis: Diagnosis) -> str:
    """Whom not to blame: all that is weak of theirs is mostly passed on.

    Without those who have something to do, and whom the first sentence names already.
    """
    parties, loudest = diagnosis.chain.parties, diagnosis.loudest
    steps = (*_shown_steps(diagnosis), *diagnosis.advice.first)
    told = {provider for step in steps for provider in _providers(step)}
    if loudest is not None:
        told.add(loudest.provider)
    named = [
        f"{shown(parties[each.provider].name, _NAME)} ({percent(each.inherited)})"
        for each in passing_on(diagnosis.weak_links)
        if each.provider not in told
    ]
    return when(
        named, say("Mostly passing on what they receive: {names}.", names=listed(named, _FEW))
    )


def _providers(step: Any) -> tuple[str, ...]:
    """Whose step it is, where it is somebody's."""
    return () if hasattr(step, "group") else (step.provider,)


def _beside(diagnosis: Diagnosis) -> str:
    """One person through whom all runs, work that is late, departments that keep to themselves."""
    found, parties = diagnosis.noteworthy, diagnosis.chain.parties
    single = [shown(parties[party].name, _NAME) for party in found.single]
    silos = [shown(silo, _NAME) for silo in found.silos]
    person = say("one person") if len(single) == 1 else say("one person each")
    keep = say("keeps to itself") if len(silos) == 1 else say("keep to themselves")
    return sentences(
        when(
            single,
            say(
                "All runs through {names}: {person}, and no way round.",
                names=listed(single, _FEW),
                person=person,
            ),
        ),
        _late(diagnosis, found.late),
        when(silos, f"{listed(silos, _FEW)} {keep}."),
    )


def _late(diagnosis: Diagnosis, late: Sequence[str]) -> str:
    """The first standard that is missed, and how many more."""
    if not late:
        return ""
    service = diagnosis.chain.services[late[0]]
    provider = shown(diagnosis.chain.parties[service.provider].name, _NAME)
    what = when(service.delivers, f" ({shown(service.delivers, _WHAT)})")
    others = len(late) - 1
    more = when(others, say(" {number} more miss theirs.", number=others))
    if others == 1:
        more = say(" 1 more misses its own.")
    return say(
        "Late: {provider}{what} takes {takes}, the standard is {standard}.{more}",
        provider=provider,
        what=what,
        takes=_time(service.takes),
        standard=_time(service.standard),
        more=more,
    )


def _time(time: Duration | None) -> str:
    """A time as the file has it, from when to when."""
    low, _, high = own_words(str(time)).partition(numeral(".."))
    return say("{low} to {high}", low=low, high=high) if high else low


def _unasked(diagnosis: Diagnosis) -> str:
    """What nobody measured and could change the answer, what decides the first step first."""
    rows = list(_open(diagnosis))
    parties = diagnosis.chain.parties
    named = [
        say(
            _ASPECTS if diagnosis.chain.services[row.id].aspects else _NOTHING,
            what=shown(row.delivers or parties[row.provider].name, _NAME),
            whom=shown(parties[row.customer].name, _NAME),
        )
        for row in rows
    ]
    told = list(dict.fromkeys(named))
    return when(told, say("Nobody was asked about {what}.", what=listed(told, _FEW)))


def _open(diagnosis: Diagnosis) -> Iterator[ServiceDiagnosis]:
    found: dict[str, None] = {}
    for service in diagnosis.advice.services[:_LOOKED_INTO]:
        found |= dict.fromkeys(diagnosis[service].decided_by)
    found |= dict.fromkeys(row.id for row in unmeasured_that_matter(diagnosis))
    return (diagnosis[service] for service in found)


def _wins(diagnosis: Diagnosis) -> str:
    """What is counted as won."""
    if not diagnosis.advice.first:
        return ""
    levels = {service.reachable for service in diagnosis.chain.services.values()}
    level = say("as good as can be reached")
    if len(levels) == 1:
        level = say("{level} by itself", level=percent(levels.pop()))
    money = say("for money: by its actions on offer, with what they need")
    offered = any(best_offer(diagnosis.solution, s.services) for s in _shown_steps(diagnosis))
    wins = say("Wins: points for the customers once the provider is {level}", level=level)
    return f"{wins}{when(offered, f'; {money}')}."


def _assumed(diagnosis: Diagnosis) -> str:
    """What the numbers rest on."""
    depends = say(
        "Dependence is assumed {usual}.",
        usual=usual_dependence(diagnosis.chain),
    )
    return sentences(depends, holds_line(diagnosis), say(MODEST), only_so_exact(diagnosis))
