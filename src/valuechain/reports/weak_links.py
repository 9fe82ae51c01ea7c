"""Whose doing is it? The root causes, the symptoms and what is undecided, one by one."""

from __future__ import annotations

from valuechain.language import numeral, say
from valuechain.questions.aspect_rows import aspect_rows
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.diagnosed import headed, outcome_of
from valuechain.reports.dragging import dragged_by
from valuechain.reports.report import Section, section_of
from valuechain.reports.words import (
    arithmetic,
    bare_points,
    listed,
    names,
    own_words,
    percent,
    points,
    sentences,
    shown,
    when,
)
from valuechain.tolerances import FAVOUR, WORTH_NAMING


def root_causes(diagnosis: Diagnosis) -> Section | None:
    """What each costs and wins, and what all win together."""

    def item(row: ServiceDiagnosis) -> str:
        return f"{headed(row)}: {_numbers(diagnosis, row)}{_dragged(diagnosis, row)}. {_worth(row)}"

    introduction = _all_fixed(diagnosis)
    return section_of(say("Likely root causes"), diagnosis.root_causes, item, introduction)


def _all_fixed(diagnosis: Diagnosis) -> str:
    """What several root causes are worth together."""
    roots = diagnosis.root_causes
    if len(roots) < 2:
        return ""
    gain = diagnosis.together([row.id for row in roots])
    them = say("both") if len(roots) == 2 else say("all {number}", number=len(roots))
    reached = percent(outcome_of(diagnosis) + gain)
    level = say("With all that their providers can reach")
    template = "{level}, {them} would win {gain}: customers at {reached}."
    if diagnosis.upper_bound:
        template = "{level}, {them} would win {gain}: customers at most {reached}."
    return say(
        template,
        level=level,
        them=them,
        gain=points(gain),
        reached=reached,
    )


def _worth(row: ServiceDiagnosis) -> str:
    """What it costs, and what of that can be won."""
    if row.contribution < FAVOUR:
        return say("At present it costs the customers nothing.")
    costs = say("It costs the customers {contribution}", contribution=points(row.contribution))
    if row.gain > row.contribution + FAVOUR:
        first = say(
            "{costs}, and wins {gain} if it is mended first", costs=costs, gain=points(row.gain)
        )
        return say("{first}: what a criticality leaves them counts only once.", first=first)
    if row.gain >= FAVOUR:
        return say("{costs}; {gain} of that can be won.", costs=costs, gain=points(row.gain))
    if row.potential >= FAVOUR:
        return say("{costs}; it is as good as can be reached.", costs=costs)
    return say("{costs}; alone it wins nothing while others hold the customer back.", costs=costs)


def symptoms(diagnosis: Diagnosis) -> Section | None:
    """Where what they pass on comes from."""

    def item(row: ServiceDiagnosis) -> str:
        source = say(
            "which comes from {sources}{dragged}",
            sources=_sources(diagnosis, row),
            dragged=_dragged(diagnosis, row),
        )
        return sentences(f"{headed(row)}: {_numbers(diagnosis, row)}, {source}.", _own_part(row))

    rows = [row for row in diagnosis.weak_links if row.verdict == "symptom"]
    introduction = say("In brackets, how many of the service's own points come from there.")
    return section_of(say("Symptoms: they pass on what they receive"), rows, item, introduction)


def _sources(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    sources = diagnosis.explain(row.id).sources
    named = [
        f"{shown(source)} ({bare_points(part)})" for source, part in sources if part >= WORTH_NAMING
    ]
    return listed(named, 3) or say("many small parts")


def _own_part(row: ServiceDiagnosis) -> str:
    """What a symptom's own part costs.

    Often it is more than any single root cause, and yet not where the trouble starts.
    """
    costs = say(
        "Its own part costs the customers {contribution}.", contribution=points(row.contribution)
    )
    return when(row.contribution >= WORTH_NAMING, costs)


def undecided(diagnosis: Diagnosis) -> Section | None:
    """What must be measured to tell whose doing it is."""

    def item(row: ServiceDiagnosis) -> str:
        hangs_on = say("it hangs on {names}", names=names(row.decided_by, 3))
        dragged = _dragged(diagnosis, row)
        return f"{headed(row)}: {_numbers(diagnosis, row)}{dragged}; {hangs_on}."

    rows = [row for row in diagnosis.weak_links if row.verdict == "undecided"]
    return section_of(say("Undecided: what nobody measured decides"), rows, item)


def _numbers(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    """Score and target, each on the score's own scale, and the arithmetic."""
    sum_of = arithmetic(row.satisfaction, row.own_shortfall, row.inherited_shortfall)
    score = diagnosis.chain.services[row.id].satisfaction
    if score is None:
        return say(
            "{satisfaction} as modelled, target {target}; {sum_of}",
            satisfaction=percent(row.satisfaction),
            target=percent(row.target),
            sum_of=sum_of,
        )
    return say(
        "{short}, target {target}; {sum_of}",
        short=own_words(shown(score.short)),
        target=numeral(score.scale.show(row.target)),
        sum_of=sum_of,
    )


def _dragged(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    aspect = dragged_by(aspect_rows(diagnosis.chain, diagnosis.chain.services[row.id]))
    return when(aspect, f"; {aspect}")
