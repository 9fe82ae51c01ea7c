"""What a diagnosis says, in words: the answer first, then what supports it, then the table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from valuechain.language import numeral, say
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.other_rules import quickly_under_others
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.advice import passes_on, start_with
from valuechain.reports.dependence import usual_dependence
from valuechain.reports.diagnosed import (
    covered,
    headed,
    is_straight,
    loops_section,
    name_of,
    only_so_exact,
    outcome_of,
    remarks_section,
    unmeasured_that_matter,
)
from valuechain.reports.other_rules import under_other_rules
from valuechain.reports.report import (
    MODEST,
    Report,
    Section,
    Table,
    how_sure,
    section_of,
    table_of,
)
from valuechain.reports.roll_up import rolled_up
from valuechain.reports.screen import MOST_GROUPS, groups_of, notes, steps_table
from valuechain.reports.verdict_words import in_table, weak_first
from valuechain.reports.weak_links import root_causes, symptoms, undecided
from valuechain.reports.words import (
    against,
    at_most,
    bare_points,
    counted,
    listed,
    parts,
    percent,
    points,
    sentences,
    shown,
    tenths,
    when,
)

_TITLE = 90
"""Letters of a title."""


def report(diagnosis: Diagnosis) -> Report:
    """Put a diagnosis with a known outcome into words: one screen, and all else."""
    title = shown(diagnosis.chain.title, _TITLE)
    screen = Report.of(title, answer(diagnosis), [notes(diagnosis)], steps_table(diagnosis))
    return replace(screen, detail=partial(_detail, diagnosis))


def _detail(diagnosis: Diagnosis) -> Report:
    """What stands behind the screen."""
    sections = [
        root_causes(diagnosis),
        symptoms(diagnosis),
        undecided(diagnosis),
        rolled_up(diagnosis),
        _unmeasured(diagnosis),
        loops_section(diagnosis),
        remarks_section(diagnosis),
        _assumptions(diagnosis),
    ]
    return Report.of("", "", sections, _table(diagnosis))


# The answer: how satisfied the customer is, where to start, who is blamed wrongly.


def answer(diagnosis: Diagnosis) -> str:
    """The outcome, what to do first, and who gets the complaints."""
    return sentences(outcome_standing(diagnosis), start_with(diagnosis), passes_on(diagnosis))


def outcome_standing(diagnosis: Diagnosis) -> str:
    """How satisfied the customers are, each group of few, beside the target."""
    target = diagnosis.chain.target
    standing = f"{at_most(diagnosis.upper_bound)}{against(outcome_of(diagnosis), target)}"
    groups = groups_of(diagnosis)
    if not 1 < len(groups) <= MOST_GROUPS:
        return say(
            "Customers {standing} (target {target}).", standing=standing, target=percent(target)
        )
    return say(
        "Customers {standing} (target {target}): {groups}.",
        standing=standing,
        target=percent(target),
        groups=listed(groups),
    )


# What supports it, section by section; a section that has nothing to say is None.


def _unmeasured(diagnosis: Diagnosis) -> Section | None:
    def item(row: ServiceDiagnosis) -> str:
        costs = say(
            "each 10 points it lacks of its own would cost the customers {importance}",
            importance=points(row.importance / 10),
        )
        if not is_straight(diagnosis):
            costs = say(
                "its failure would cost the customers {worth}", worth=points(row.loss_if_failed)
            )
        whom = name_of(diagnosis.chain.parties, row.customer)
        return say("{service}: {costs}; ask {whom}.", service=headed(row), costs=costs, whom=whom)

    rows = unmeasured_that_matter(diagnosis)
    matter = say("matters") if len(rows) == 1 else say("matter")
    introduction = say(
        "{services} without a score {matter} to the customers; {covered}. "
        "What nobody measured counts as perfect here; {changes}.",
        services=counted(len(rows), "service"),
        matter=matter,
        covered=covered(diagnosis),
        changes=_changes(diagnosis),
    )
    return section_of(say("Nobody measured"), rows, item, introduction)


def _changes(diagnosis: Diagnosis) -> str:
    """What it may change."""
    if diagnosis.upper_bound:
        return say("it can lower the outcome, and change whose doing it is")
    return say("it can change whose doing it is, not the outcome")


def _assumptions(diagnosis: Diagnosis) -> Section:
    usual = usual_dependence(diagnosis.chain)
    tips = any(row.tipping_dependence is not None for row in diagnosis.weak_links)
    sampled = any(
        service.score and service.score.responses for service in diagnosis.chain.services.values()
    )
    return how_sure(
        say(MODEST),
        say(
            "Dependence, the share of what a provider lacks that it passes on, is an assumption "
            "{usual}.",
            usual=usual,
        ),
        say(
            "'Wins' is what the customers win once a provider's own quality is at the "
            "reachable level; 'costs' is all that they lose by its own doing."
        ),
        when(
            tips,
            say(
                "'Tips at' in the table: at or above this dependence of its own, all others as "
                "they are, a weak link is a symptom, below it a root cause."
            ),
        ),
        only_so_exact(diagnosis),
        under_other_rules(diagnosis, quickly_under_others(diagnosis)),
        when(
            sampled,
            say("How sure these numbers are, says 'valuechain simulate'."),
        ),
    )


def _table(diagnosis: Diagnosis) -> Table:
    heads = (
        "service",
        "verdict",
        "satisfied",
        "target",
        "own",
        "inherited",
        "costs customers",
        "wins",
        "tips at",
    )
    rows = weak_first(diagnosis.services)
    return table_of(heads, rows, lambda row: _cells(diagnosis, row), "services {all}")


def _cells(diagnosis: Diagnosis, row: ServiceDiagnosis) -> tuple[str, ...]:
    satisfied, own, inherited = parts(row.satisfaction, row.own_shortfall)
    costs, wins = bare_points(row.contribution), _wins(diagnosis, row)
    if row.verdict == "unmeasured":
        satisfied = own = costs = wins = "?"
    return (
        shown(row.id),
        in_table(row.verdict),
        satisfied,
        tenths(row.target),
        own,
        inherited,
        costs,
        wins,
        _tips(row),
    )


def _wins(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    """What fixing it wins, where that takes no long computation."""
    if not diagnosis.solution.gains_at_hand:
        return ""
    return bare_points(row.gain)


def _tips(row: ServiceDiagnosis) -> str:
    if row.tipping_dependence is None:
        return ""
    return numeral(f"{row.tipping_dependence:.2f}")
