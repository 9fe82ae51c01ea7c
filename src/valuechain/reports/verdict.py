"""What a diagnosis says, in words: the answer first, then what supports it, then the table."""

from __future__ import annotations

from collections.abc import Sequence

from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.dependence import usual_dependence
from valuechain.reports.diagnosed import (
    customers_section,
    headed,
    known,
    loops_section,
    name_of,
    outcome_of,
    remarks_section,
    unmeasured_that_matter,
)
from valuechain.reports.report import (
    ALL,
    FEW,
    MODEST,
    Report,
    Section,
    Table,
    how_sure,
    section_of,
    table_of,
)
from valuechain.reports.roll_up import rolled_up
from valuechain.reports.verdict_words import in_table, weak_first
from valuechain.reports.weak_links import root_causes, symptoms, undecided
from valuechain.reports.words import (
    against,
    at_most,
    bare_points,
    capital,
    counted,
    names,
    parts,
    percent,
    points,
    sentences,
    shown,
    tenths,
    when,
)
from valuechain.tolerances import FAVOUR, GUARANTEED, WORTH_NAMING

_MOSTLY = 1.1
"""Times its own part that a service inherits to pass on most of what it lacks."""
_TOGETHER = 5
"""Services tried together where none alone wins anything."""


def report(diagnosis: Diagnosis) -> Report:
    """Put a diagnosis with a known outcome into words."""
    sections = [
        _customers(diagnosis),
        root_causes(diagnosis),
        symptoms(diagnosis),
        undecided(diagnosis),
        rolled_up(diagnosis),
        _unmeasured(diagnosis),
        loops_section(diagnosis),
        remarks_section(diagnosis),
        _assumptions(diagnosis),
    ]
    title = shown(diagnosis.chain.title)
    return Report.of(title, answer(diagnosis), sections, _table(diagnosis))


# The answer: how satisfied the customer is, where to start, who is blamed wrongly.


def answer(diagnosis: Diagnosis) -> str:
    """The outcome, where to start, and who gets the complaints."""
    return sentences(_outcome(diagnosis), _start_with(diagnosis), _blamed(diagnosis))


def _outcome(diagnosis: Diagnosis) -> str:
    target = diagnosis.chain.target
    standing = f"{at_most(diagnosis.upper_bound)}{against(outcome_of(diagnosis), target)}"
    return f"Customers {standing} (target {percent(target)})."


def _start_with(diagnosis: Diagnosis) -> str:
    """Where to start, in one sentence."""
    if not diagnosis.root_causes:
        return _start_without_root_cause(diagnosis)
    first = diagnosis.root_causes[0]
    if first.contribution < FAVOUR:
        return f"The root causes cost the customers nothing at present; {_largest_part(diagnosis)}"
    if first.gain >= WORTH_NAMING or first.gain >= first.contribution - FAVOUR:
        return f"Start with {shown(first.id)}: worth {points(first.gain)}."
    return _together(diagnosis, diagnosis.root_causes)


def _start_without_root_cause(diagnosis: Diagnosis) -> str:
    for row in diagnosis.weak_links:
        if row.verdict == "undecided":
            return f"Where to start is undecided: first measure {shown(row.decided_by[0])}."
    if diagnosis.weak_links:
        return f"No weak link is a root cause; {_largest_part(diagnosis)}"
    if outcome_of(diagnosis) < diagnosis.chain.target - FAVOUR:
        return f"Every measured service meets its own target; {_largest_part(diagnosis)}"
    return "Every measured service meets its target."


def _largest_part(diagnosis: Diagnosis) -> str:
    largest = diagnosis.services[0]
    lost = points(largest.contribution)
    return f"the largest part of the loss, {lost}, comes from {shown(largest.id)}."


def _together(diagnosis: Diagnosis, roots: Sequence[ServiceDiagnosis]) -> str:
    """Services that tie win nothing alone: as many as it takes, largest contribution first."""
    for count in range(2, min(len(roots), _TOGETHER) + 1):
        ids = tuple(row.id for row in roots[:count])
        gain = diagnosis.together(ids)
        if gain >= WORTH_NAMING:
            alone = "neither" if count == 2 else "none of them"
            worth = f"worth {points(gain)}; {alone} wins anything alone"
            return f"Fix together {names(ids)}: {worth}."
    first = f"{shown(roots[0].id)}, the largest part of the loss ({points(roots[0].contribution)})"
    return f"Start with {first}; alone it wins nothing."


def _blamed(diagnosis: Diagnosis) -> str:
    """The service that gets the complaints, if it mostly passes them on."""
    parties = diagnosis.chain.parties
    ends = [row for row in diagnosis.weak_links if parties[row.customer].kind == "customer"]
    loudest = min(ends, key=lambda row: (row.satisfaction, row.id), default=None)
    if loudest is None or loudest.verdict != "symptom":
        return ""
    name = capital(name_of(parties, loudest.provider))
    if loudest.inherited_shortfall < _MOSTLY * loudest.own_shortfall:
        return f"{name} gets the complaints, but no more than half of them by its own doing."
    return f"{name} gets the complaints but mostly passes them on."


# What supports it, section by section; a section that has nothing to say is None.


def _customers(diagnosis: Diagnosis) -> Section | None:
    customers, parties = diagnosis.external_customers, diagnosis.chain.parties
    if len(customers) == 1:
        return None
    satisfied = known(customers)
    unknown = [parties[party].name for party in customers if party not in satisfied]
    left_out = f"{capital(names(unknown, FEW))}: left out, no scored service leads there."
    by_share = sorted(satisfied, key=lambda party: -parties[party].share)
    items = [f"{name_of(parties, party)}: {percent(satisfied[party])}" for party in by_share]
    return customers_section(items, when(unknown, left_out))


def _unmeasured(diagnosis: Diagnosis) -> Section | None:
    def item(row: ServiceDiagnosis) -> str:
        costs = f"would cost the customers {points(row.importance / 10)}"
        whom = name_of(diagnosis.chain.parties, row.customer)
        return f"{headed(row)}: each 10 points it lacks of its own {costs}; ask {whom}."

    rows = unmeasured_that_matter(diagnosis)
    matter = "matters" if len(rows) == 1 else "matter"
    introduction = (
        f"{counted(len(rows), 'service')} without a score {matter} to the customers; scores cover "
        f"{percent(diagnosis.coverage)} of what matters. What nobody measured counts as perfect "
        "here, so it can only lower the outcome."
    )
    return section_of("Nobody measured", rows, item, introduction)


def _assumptions(diagnosis: Diagnosis) -> Section:
    usual = usual_dependence(diagnosis.chain)
    passed_on = "the share of what a provider lacks that it passes on, is an assumption"
    tips = any(row.tipping_dependence is not None for row in diagnosis.weak_links)
    answered = any(
        service.score and service.score.responses for service in diagnosis.chain.services.values()
    )
    return how_sure(
        MODEST,
        f"Dependence, {passed_on} {usual}.",
        "Fixing a service means that nothing is lacking by its own doing any more; reaching only "
        "its target wins less.",
        when(
            tips,
            "'Tips at' in the table: at or above this dependence a weak link is a symptom, below "
            "it a root cause.",
        ),
        when(
            diagnosis.error > GUARANTEED,
            "Some loops depend on themselves almost completely: the numbers are right to "
            f"{diagnosis.error:.0e} only.",
        ),
        when(
            answered,
            "What so many answers can tell, and what they cannot, says 'valuechain simulate'.",
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
        "fixing wins",
        "tips at",
    )
    rows = weak_first(diagnosis.services)
    return table_of(heads, rows, lambda row: _cells(diagnosis, row), f"services {ALL}")


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
    return f"{row.tipping_dependence:.2f}"
