"""Did it help, in words: what the customers won, and which services did it."""

from __future__ import annotations

from valuechain.language import say
from valuechain.model.differences import Difference
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.advice import next_step
from valuechain.reports.diagnosed import headed, known, outcome_of
from valuechain.reports.more_than_chance import (
    chance_cell,
    chance_section,
    sure_of_change,
    why_unlike,
)
from valuechain.reports.report import (
    FEW,
    MODEST,
    Report,
    Section,
    Table,
    how_found,
    section_of,
    table_of,
)
from valuechain.reports.verdict_words import in_table, verdict_name
from valuechain.reports.who_won import (
    customers_won,
    parties_won,
    rolled_up,
    services_measured_once,
    services_shifted,
    services_won,
    what_did_most,
)
from valuechain.reports.words import (
    at_most,
    bounded_points,
    counted,
    from_to,
    listed,
    names,
    percent,
    sentences,
    shown,
    signed,
    tenths,
    when,
)
from valuechain.tolerances import WORTH_NAMING

_PARTS = (
    "A service's part is what it cost the customers before, less what it costs them now: by what "
    "its own quality did, and by what its place in the chain did."
)
_OTHER_CUSTOMERS = (
    "Not the same customers are known both times, so part of the change is whom it counts."
)


def report(found: Comparison) -> Report:
    """Put a comparison into words."""
    sections = [
        customers_won(found),
        services_won(found),
        services_measured_once(found),
        services_shifted(found),
        next_step(found.after),
        chance_section(found),
        _verdicts(found),
        parties_won(found),
        rolled_up(found),
        _written(found),
        _how(found),
    ]
    return Report.of(_title(found), answer(found), sections, _table(found))


def _title(found: Comparison) -> str:
    then, now = shown(found.before.chain.title), shown(found.after.chain.title)
    if then in (now, ""):
        return now
    return say("{now} (before: {then})", now=now, then=then)


def answer(found: Comparison) -> str:
    """Whether it helped, and what did most of it."""
    if found.change is None:
        return say(
            "Whether the customers are better off nobody can say: {unknown}.",
            unknown=_unknown(found),
        )
    return sentences(_outcome(found, found.change), what_did_most(found, found.change))


def _unknown(found: Comparison) -> str:
    ends = {say("before"): found.before.outcome, say("after"): found.after.outcome}
    times = [time for time, outcome in ends.items() if outcome is None]
    return say("how satisfied they are is not known {times}", times=listed(times))


def _outcome(found: Comparison, change: float) -> str:
    then, now = outcome_of(found.before), outcome_of(found.after)
    bounds = found.before.upper_bound, found.after.upper_bound
    if abs(change) < WORTH_NAMING:
        told = [
            f"{at_most(bound)}{percent(end)}"
            for bound, end in zip(bounds, (then, now), strict=True)
        ]
        return _as_before(found, *told)
    won = f"{bounded_points(change, bounds)}{sure_of_change(found)}"
    return say("Customers from {from_to} ({won}).", from_to=from_to(then, now, bounds), won=won)


def _as_before(found: Comparison, then: str, now: str) -> str:
    """The same outcome; where both are of different things, nobody knows whether it is."""
    if not found.unlike:
        return say("Customers as satisfied as before: {now}.", now=now)
    why = why_unlike(found.unlike)
    return say("Customers {now}, {then} before: {why}.", now=now, then=then, why=why)


def _verdicts(found: Comparison) -> Section | None:
    def item(row: ServiceChange) -> str:
        then, now = (verdict_name(verdict) for verdict in _both_verdicts(row))
        return say("{service}: {then} became {now}.", service=headed(row), then=then, now=now)

    return section_of(say("Verdicts that changed"), found.verdicts_changed, item)


def _both_verdicts(row: ServiceChange) -> list[str]:
    """Before and after, one of what was not there both times."""
    return [verdict for verdict in (row.verdict_before, row.verdict_after) if verdict]


def _written(found: Comparison) -> Section | None:
    """What is written otherwise, the scores aside: those stand in the table."""

    def item(difference: Difference) -> str:
        return f"{shown(_difference(difference), 160)}."

    beside = ("satisfaction", "title")
    others = [each for each in found.differences if each.field not in beside]
    scores = len(found.differences) - len(others)
    introduction = when(
        scores,
        say("Beside {titles}.", titles=counted(scores, "score or title", "scores or titles")),
    )
    return section_of(say("What is written otherwise"), others, item, introduction, most=2 * FEW)


def _difference(found: Difference) -> str:
    """What was written otherwise, appeared or vanished."""
    what = f"{say(found.kind)} {found.id}".strip()
    return say(found.template, what=what, field=found.field, before=found.before, after=found.after)


def _how(found: Comparison) -> Section:
    exact = say(
        "Without a number of answers, so taken as exact: {exact}.", exact=names(found.exact, FEW)
    )
    others = _known_parties(found.before) != _known_parties(found.after)
    other_customers = when(others, say(_OTHER_CUSTOMERS))
    rescaled = say(
        "Of another scale than before, which may make a difference by itself: {services}.",
        services=names(found.rescaled, FEW),
    )
    return how_found(
        say(MODEST),
        say(_PARTS),
        when(found.exact, exact),
        when(found.rescaled, rescaled),
        other_customers,
    )


def _known_parties(diagnosis: Diagnosis) -> set[str]:
    return set(known(diagnosis.external_customers))


def _table(found: Comparison) -> Table:
    heads = (
        "service",
        "part",
        "by quality",
        "by position",
        "satisfied",
        "now",
        "sure",
        "verdict",
    )
    return table_of(heads, found.services, lambda row: _cells(found, row), "services {all}")


def _cells(found: Comparison, row: ServiceChange) -> tuple[str, ...]:
    return (
        shown(row.id),
        signed(row.part),
        *_why_won(row),
        _satisfied(row.satisfaction_before, row.verdict_before),
        _satisfied(row.satisfaction_after, row.verdict_after),
        chance_cell(found, row),
        _verdict(row),
    )


def _why_won(row: ServiceChange) -> tuple[str, str]:
    if row.fate != "kept" or row.measured_once:
        return "", ""
    return signed(row.quality), signed(row.position)


def _satisfied(satisfaction: float | None, verdict: str | None) -> str:
    if satisfaction is None:
        return ""
    if verdict == "unmeasured":
        return "?"
    return tenths(satisfaction)


def _verdict(row: ServiceChange) -> str:
    verdicts = " -> ".join(dict.fromkeys(map(in_table, _both_verdicts(row))))
    if row.fate == "kept":
        return verdicts
    return f"{say(row.fate)} ({verdicts})"
