"""Who must hear of what is weak, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from valuechain.language import say
from valuechain.questions.diagnosis import WEAK
from valuechain.questions.feedback import Feedback, Thanks, WeakLinkFeedback
from valuechain.reports.advice import delivery_named, service_named
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import (
    MODEST,
    NO_TABLE,
    Report,
    Section,
    how_found,
    section_of,
)
from valuechain.reports.words import bare_points, capital, listed, points, sentences, shown, when
from valuechain.tolerances import FAVOUR, WORTH_NAMING

_NAMED = 3
_FIRST = 3
"""Weak links that are told on one screen."""
_HOW = (
    "Who is told has a part in it by its own doing; those who were asked hear what becomes of "
    "their answers, also where nothing can be done."
)


def report(found: Feedback) -> Report:
    """Put into words who must hear what."""
    sections = [
        *(_link(found, row, 1) for row in found.rows[:_FIRST]),
        _others(found),
        _thanks(found),
        how_found(say(MODEST), say(_HOW)),
    ]
    screen = Report.of(shown(found.title), answer(found), sections, NO_TABLE)
    return replace(screen, detail=partial(_detail, found)) if _has_more(found) else screen


def _has_more(found: Feedback) -> bool:
    """Whether there is more to say than stands on one screen."""
    return len(found.rows) > _FIRST or any(len(row.conversations) > 1 for row in found.rows)


def _detail(found: Feedback) -> Report:
    """What else may be said of the first weak links, and the others with all of it."""
    links = [
        *(_more(found, row) for row in found.rows[:_FIRST] if len(row.conversations) > 1),
        *(_link(found, row, len(row.conversations)) for row in found.rows[_FIRST:]),
    ]
    return Report.of("", "", links, NO_TABLE)


def _more(found: Feedback, row: WeakLinkFeedback) -> Section:
    named = delivery_named(found.diagnosis.chain, row.id)
    return Section(say("{named}, also", named=named), "", row.conversations[1:])


def answer(found: Feedback) -> str:
    """Whom to tell, whom to answer and whom to thank."""
    services = found.diagnosis.chain.services
    start = [services[service].provider for service in found.start]
    tell = list(dict.fromkeys((*start, *(party for row in found.rows for party in row.tell))))
    asked = list(dict.fromkeys(row.answer for row in found.rows if row.answer))
    thank = [thanks.party for thanks in found.thanks]
    return sentences(
        _first(found),
        when(tell, say("Tell {tell}.", tell=_names(found, tell))),
        when(asked, say("Answer {asked}.", asked=_names(found, asked))),
        when(thank, say("Thank {thank}.", thank=_names(found, thank))),
    ) or say("There is nobody to tell yet: nothing that was measured is weak, and nothing is good.")


def _first(found: Feedback) -> str:
    """Whom to speak with first, and about what: the step to start with, on target or not."""
    first = set(found.diagnosis.advice.services)
    row = next((row for row in found.rows if row.tell), None)
    good = [each for each in found.start if found.diagnosis[each].verdict not in WEAK]
    if good and (row is None or row.id not in first):
        about = _speak_about(found, good[0])
        return say("{about}: it is on target, and yet the step to start with.", about=about)
    if row is None or row.contribution < WORTH_NAMING:
        return ""
    return f"{_speak_about(found, row.id)}."


def _speak_about(found: Feedback, service_id: str) -> str:
    parties, service = found.diagnosis.chain.parties, found.diagnosis.chain.services[service_id]
    who, whom = (name_of(parties, party) for party in (service.provider, service.customer))
    about = shown(service.delivers) or say("what {whom} gets", whom=whom)
    return say("Speak first with {who} about {about}", who=who, about=about)


def _names(found: Feedback, parties: Sequence[str]) -> str:
    named = [name_of(found.diagnosis.chain.parties, party) for party in parties]
    return listed(named, _NAMED)


def _link(found: Feedback, row: WeakLinkFeedback, most: int) -> Section:
    own = say(
        "its provider's own doing costs the customers {contribution}",
        contribution=points(row.contribution),
    )
    gain = found.diagnosis[row.id].gain
    template = ", of which {gain} can be won back"
    if gain > row.contribution + FAVOUR:
        template = ", and {gain} can be won back if it is mended first"
    back = when(gain >= WORTH_NAMING, say(template, gain=bare_points(gain)))
    costs = when(row.contribution >= WORTH_NAMING, f"{own}{back}")
    said = (*row.conversations[:most], *row.answers)
    facts = sentences(*(f"{capital(each)}." for each in (costs, *_facts(found, row)) if each))
    return Section(delivery_named(found.diagnosis.chain, row.id), facts, said)


def _facts(found: Feedback, row: WeakLinkFeedback) -> tuple[str, ...]:
    suffers = [
        f"{name_of(found.diagnosis.chain.parties, party)} ({points(lacks)})"
        for party, lacks in row.suffers
    ]
    return (
        when(row.verdict == "undecided", say("it hangs on what nobody was asked about")),
        when(row.verdict == "symptom", _from_whom(found, row)),
        when(row.tell, say("tell {tell}", tell=_names(found, row.tell))),
        when(suffers, say("who lacks for it: {named}", named=listed(suffers, _NAMED))),
        when(
            row.verdict == "root cause" and not row.can_act,
            say("its provider is as good as can be reached: say so"),
        ),
    )


def _from_whom(found: Feedback, row: WeakLinkFeedback) -> str:
    """Where what a symptom inherits comes from, as far as that is known."""
    if not row.upstream:
        return say("most comes from upstream; whose doing, hangs on what nobody was asked about")
    names = _names(found, [party for party, _ in row.upstream])
    if row.hanging < row.upstream[-1][1]:
        return say("most comes from upstream, above all from {names}", names=names)
    return say(
        "most comes from upstream: some hangs on what nobody was asked about, the rest comes above "
        "all from {names}",
        names=names,
    )


def _others(found: Feedback) -> Section | None:
    rest = found.rows[_FIRST:]
    if not rest:
        return None
    ends = [service_named(found.diagnosis.chain, row.id) for row in rest]
    named = listed(list(dict.fromkeys(ends)), 2 * _NAMED)
    return Section(say("Other weak links"), f"{named}.")


def _thanks(found: Feedback) -> Section | None:
    diagnosis = found.diagnosis
    unasked = {diagnosis[service].provider for service in diagnosis.unmeasured}

    def item(thanks: Thanks) -> str:
        if thanks.conversations:
            return thanks.conversations[0]
        whom = name_of(found.diagnosis.chain.parties, thanks.party)
        template = "{whom}: all that it delivers is on target."
        if thanks.party in unasked:
            template = "{whom}: all of it that was measured is on target."
        return say(template, whom=whom)

    return section_of(say("Whom to thank"), found.thanks, item)
