"""A department's sheet: what it gets, gives and should do, without the others' numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from valuechain.document.chapter import Chapter
from valuechain.document.contents import Document
from valuechain.drawing.labels import NOT_KNOWN
from valuechain.language import say
from valuechain.problems import unknown
from valuechain.questions.diagnosis import WEAK, Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.steps import AnyStep
from valuechain.reports.advice import advised_steps, delivery_named, first_to_ask, step_ends
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import Report, Section, Table
from valuechain.reports.verdict_words import in_table, weak_first
from valuechain.reports.words import (
    bare_points,
    listed,
    percent,
    points,
    sentences,
    shown,
    when,
    whole_number,
)
from valuechain.tolerances import FAVOUR, WORTH_NAMING

_GETS = ("from", "what", "our score", "target")
_GIVES = ("to", "what", "their score", "target", "our own quality", "what it is")
_LACK = "Through what {group} does by itself the customers lack {lacking}."
_LACK_AS_FAR_AS_KNOWN = (
    "Through what {group} does by itself the customers lack {lacking}, as far as is known."
)
_NOBODY_KNOWS = (
    "What the customers lack through {group} is not known: nobody was asked about what it gives."
)
_DOES = ("step", "wins the customers, points")


def sheet_of(document: Document, name: str) -> Document:
    """The sheet of the department of this name, whatever its capitals.

    Raises:
        UnknownNameError: there is none.
    """
    diagnosis = document.diagnosis
    group = _department(diagnosis, name)
    return replace(
        document,
        title=f"{shown(group)}: {document.title}",
        answer=_answer(diagnosis, group),
        customers=(),
        chapters=tuple(_chapters(diagnosis, group)),
        department=group,
    )


def _department(diagnosis: Diagnosis, name: object) -> str:
    """The one that is spelt so, else the only one that is but for capitals."""
    parties = diagnosis.chain.parties.values()
    groups = sorted({party.group for party in parties if party.kind != "customer"} - {""})
    wanted = name.strip() if isinstance(name, str) else ""
    same = [group for group in groups if group.strip() == wanted]
    alike = [group for group in groups if group.strip().casefold() == wanted.casefold()]
    for found in (same, alike):
        if len(found) == 1:
            return found[0]
    raise unknown("department", name, groups)


def _answer(diagnosis: Diagnosis, group: str) -> str:
    """What the customers lack through it, and what of that can be won; as far as anybody knows."""
    gets, gives = _served(diagnosis, group)
    if gives and len(_unasked(gives)) == len(gives):
        return say(_NOBODY_KNOWS, group=shown(group))
    won = {step.group: step.gain for step in diagnosis.departments}.get(group, 0.0)
    lacking = diagnosis.by("group").get(group, 0.0)
    said = say(
        _LACK_AS_FAR_AS_KNOWN if _unasked(gets + gives) else _LACK,
        group=shown(group),
        lacking=points(lacking),
    )
    template = "Of that {won} can be won."
    if won > lacking + FAVOUR:
        template = "If it is mended first, {won} can be won."
    return sentences(said, when(won >= WORTH_NAMING, say(template, won=points(won))))


def _served(
    diagnosis: Diagnosis, group: str
) -> tuple[list[ServiceDiagnosis], list[ServiceDiagnosis]]:
    """What it gets from others, and what it gives."""
    ours = _ours(diagnosis, group)
    gets = [row for row in diagnosis.rows if row.customer in ours and row.provider not in ours]
    return gets, [row for row in diagnosis.rows if row.provider in ours]


def _ours(diagnosis: Diagnosis, group: str) -> set[str]:
    """Its teams: customers may be in a segment of the same name."""
    parties = diagnosis.chain.parties.values()
    return {party.id for party in parties if party.group == group and party.kind != "customer"}


def _unasked(rows: list[ServiceDiagnosis]) -> list[ServiceDiagnosis]:
    return [row for row in rows if row.verdict == "unmeasured"]


def _chapters(diagnosis: Diagnosis, group: str) -> Iterator[Chapter]:
    """What it gets, gives and should do."""
    ours = _ours(diagnosis, group)
    gets, gives = _served(diagnosis, group)
    yield _table(
        "gets", say("What we get"), _GETS, [_got(diagnosis, row) for row in weak_first(gets)]
    )
    given = [_given(diagnosis, row) for row in weak_first(gives)]
    yield _table("gives", say("What we give"), _GIVES, given)
    steps = [_step(diagnosis, step) for step in _steps(diagnosis, ours)]
    together = _together(diagnosis, ours)
    yield _table("does", say("What we should do first"), _DOES, steps, together)
    yield _questions(diagnosis, gets, gives)


def _table(
    anchor: str,
    heading: str,
    heads: tuple[str, ...],
    rows: list[tuple[str, ...]],
    above: str = "",
) -> Chapter:
    """A table, with a sentence above it; where there is neither, that there is nothing."""
    found = Table(tuple(map(say, heads)), tuple(rows), "" if rows or above else say("nothing"))
    return Chapter(anchor, heading, report=Report("", above, (), found))


def _got(diagnosis: Diagnosis, row: ServiceDiagnosis) -> tuple[str, ...]:
    return (
        name_of(diagnosis.chain.parties, row.provider),
        shown(row.delivers),
        _score(diagnosis, row),
        percent(row.target),
    )


def _given(diagnosis: Diagnosis, row: ServiceDiagnosis) -> tuple[str, ...]:
    return (
        name_of(diagnosis.chain.parties, row.customer),
        shown(row.delivers),
        _score(diagnosis, row),
        percent(row.target),
        percent(row.quality) if row.verdict != "unmeasured" else NOT_KNOWN,
        in_table(row.verdict),
    )


def _score(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    """What its customer said; of an expert's quality, what the model makes of it."""
    if row.verdict == "unmeasured":
        return NOT_KNOWN
    satisfied = percent(row.satisfaction)
    if diagnosis.was_asked(row.id):
        return satisfied
    return say("{satisfaction} as modelled", satisfaction=satisfied)


def _steps(diagnosis: Diagnosis, ours: set[str]) -> Iterator[AnyStep]:
    """Of the kind that the advice speaks of, those of all whose services are the department's."""
    for step in advised_steps(diagnosis, diagnosis.steps):
        providers = {diagnosis[service].provider for service in step.services}
        if step.gain >= WORTH_NAMING and providers <= ours:
            yield step


def _step(diagnosis: Diagnosis, step: AnyStep) -> tuple[str, ...]:
    ends = " \u2192 ".join(step_ends(diagnosis, step))
    return f"{ends}{first_to_ask(diagnosis, step)}", bare_points(step.gain)


def _together(diagnosis: Diagnosis, ours: set[str]) -> str:
    """What of its services is to be fixed together, where none wins anything alone."""
    advice = diagnosis.advice
    own = [service for service in advice.services if diagnosis[service].provider in ours]
    if advice.kind != "together" or not own:
        return ""
    links = sorted({delivery_named(diagnosis.chain, service) for service in own})
    return say(
        "Fix {links} together with what others give: alone it wins little or nothing.",
        links=listed(links, 5),
    )


def _questions(
    diagnosis: Diagnosis, gets: list[ServiceDiagnosis], gives: list[ServiceDiagnosis]
) -> Chapter:
    """Whom to speak with: who serves us below target, and whom we serve below theirs."""
    parties = diagnosis.chain.parties
    above = dict.fromkeys(name_of(parties, row.provider) for row in gets if row.verdict in WEAK)
    below = dict.fromkeys(name_of(parties, row.customer) for row in gives if row.verdict in WEAK)
    items = (
        say("About what we get: {names}", names=", ".join(above)) if above else "",
        say("About what we give: {names}", names=", ".join(below)) if below else "",
        *_not_asked(diagnosis, gets + gives),
    )
    section = Section("", "", tuple(filter(None, items)) or (say("Nobody in particular."),))
    report = Report("", "", (section,), Table((), ()))
    return Chapter("speak", say("Whom to speak with"), report=report)


def _not_asked(diagnosis: Diagnosis, rows: list[ServiceDiagnosis]) -> Iterator[str]:
    """About how many of these services nobody was asked, at all or beyond single aspects."""
    services, unasked = diagnosis.chain.services, _unasked(rows)
    partly = sum(1 for row in unasked if services[row.id].aspects)
    number, of_all = len(unasked) - partly, whole_number(len(rows))
    if number == len(rows) == 1:
        yield say("Nobody was asked about the only service that we get or give.")
    elif rows and number == len(rows):
        yield say("Nobody was asked about any service that we get or give.")
    elif number:
        yield say(
            "Nobody was asked about {number} of the {all} services that we get or give.",
            number=whole_number(number),
            all=of_all,
        )
    if partly:
        yield say(
            "Beyond single aspects, nobody was asked about {number} of the {all}.",
            number=whole_number(partly),
            all=of_all,
        )
