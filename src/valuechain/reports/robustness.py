"""How far a diagnosis holds, in words: for which dependence, and under which rule."""

from __future__ import annotations

import math

import numpy as np

from valuechain.analysis.sweep import FULL, Span, dependence_at
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.robustness import (
    Robustness,
    RobustService,
    first_for,
    first_root_cause,
    quickly_found,
)
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.report import MODEST, ROWS, Report, Section, Table, headed, section_of
from valuechain.reports.words import capital, percent, shown

_WORDS = {"shield": "shields", "sound": "on target", "unmeasured": "not measured"}


def holds_line(diagnosis: Diagnosis) -> str:
    """The one line that every diagnosis bears: for which dependence its first root cause stays first.

    ``""`` where there is none, and where finding out takes long.
    """
    name = first_root_cause(diagnosis)
    if name is None or not quickly_found(diagnosis) or (span := first_for(diagnosis)) is None:
        return ""
    dependences = {service.dependence for service in diagnosis.chain.services.values()}
    common = dependences.pop() if len(dependences) == 1 else None
    return f"{shown(name)} is first {for_which(span, common)}."


def for_which(span: Span, common: float | None) -> str:
    """A span of x in words; ends are rounded inwards, so that what is said holds.

    >>> for_which((0.8333, 2.0), 0.8), for_which((0.0, 2.0), 0.8)
    ('for any dependence from 0.67 to 1', 'for any dependence')
    >>> for_which((0.2, 1.4), None)
    'for dependences from 20 % of those given to 40 % of the way from there to 1'
    """
    low, high = span
    if low <= 0 and high >= FULL:
        return "for any dependence"
    if (
        common is not None and 0 < common < 1
    ):  # at either end only one side of the file's dependence has room
        ends = dependence_at(np.array([common, common]), np.array([low, high])).tolist()
        first, last = _inwards(*ends)
        return f"for any dependence from {first:g} to {last:g}"
    first, last = _inwards(low, high)
    return f"for dependences {_from(first)} {_to(last)}".replace(" from none to", " up to")


def _inwards(low: float, high: float) -> Span:
    """Two ends rounded inwards, with two digits or as many more as keep them apart."""
    for digits in range(2, 8):
        unit = 10**digits
        ends = math.ceil(unit * low - 1e-4) / unit, math.floor(unit * high + 1e-4) / unit
        if ends[0] < ends[1]:
            break
    return ends[0], max(ends)


def _from(x: float) -> str:
    if x <= 0:
        return "from none"
    return (
        f"from {100 * x:g} % of those given"
        if x <= 1
        else f"from {100 * (x - 1):g} % of the way to 1"
    )


def _to(x: float) -> str:
    if x >= FULL:
        return "to 1"
    return (
        f"to {100 * x:g} % of those given"
        if x <= 1
        else f"to {100 * (x - 1):g} % of the way from there to 1"
    )


def robustness_report(found: Robustness) -> Report:
    """Put it into words."""
    sections = [_firsts(found), _weak(found), _rule(found), _how()]
    return Report(
        shown(found.diagnosis.chain.title),
        _answer(found),
        tuple(section for section in sections if section),
        _table(found),
    )


def _answer(found: Robustness) -> str:
    name = found.first_now
    if name is None:
        return "No weak link is a root cause, so there is none whose place could change."
    span = next((span for span in found[name].first if span[0] <= 1.0 <= span[1]), None)
    told = (
        f"Start with {shown(name)}: it is first {for_which(span, found.common)}"
        if span
        else f"{shown(name)} is first, but only just"
    )
    other = found.first_under_other_rule
    if not found.depends_on_rule:
        return f"{told}, and under the rule '{found.other_rule}' too."
    return f"{told}; under the rule '{found.other_rule}' {f'{shown(other)} is' if other else 'nothing is'}."


def _row(found: Robustness, name: str) -> ServiceDiagnosis:
    return found.diagnosis[name]


def _firsts(found: Robustness) -> Section | None:
    items = [
        f"{capital(for_which((low, high), found.common))}: {headed(_row(found, name)) if name else 'no root cause'}."
        for low, high, name in found.first
    ]
    return section_of("What comes first", "", items, len(items)) if len(items) > 1 else None


def _weak(found: Robustness) -> Section | None:
    """The weak links whose verdicts tip."""
    rows = [
        row
        for row in found.services
        if row.verdict in ("root cause", "symptom", "undecided") and row.holds != ((0.0, FULL),)
    ]
    items = [f"{headed(_row(found, row.id))}: {_spans(row, found.common)}." for row in rows[:ROWS]]
    return section_of("Verdicts that hang on dependence", "", items, len(rows))


def _spans(row: RobustService, common: float | None) -> str:
    told = [
        f"{_WORDS.get(verdict, verdict)} {for_which((low, high), common)}"
        for low, high, verdict in row.verdicts
    ]
    return "; ".join(told)


def _rule(found: Robustness) -> Section:
    other = found.first_under_other_rule
    meaning = (
        "every service is critical"
        if found.other_rule == "weakest"
        else "services count by their weights"
    )
    if not found.depends_on_rule:
        return Section(
            "Under the other rule",
            f"Where {meaning} (rule: {found.other_rule}), the same service comes first.",
        )
    told = headed(_row(found, other)) if other else "no weak link that is a root cause"
    return Section(
        "Under the other rule", f"Where {meaning} (rule: {found.other_rule}), the first is {told}."
    )


def _how() -> Section:
    text = (
        f"{MODEST} All dependences move together: from none (nobody depends on what it receives) to those of the file, and on to 1 "
        "(everyone depends fully). Every end is exact to a millionth."
    )
    return Section("How this was found", text)


def _table(found: Robustness) -> Table:
    weak = [row for row in found.services if row.verdict in ("root cause", "symptom", "undecided")]
    rows = [
        (
            shown(row.id),
            row.verdict,
            percent(found.diagnosis[row.id].satisfaction),
            *_ends(row, found),
        )
        for row in weak[:ROWS]
    ]
    unit = "dependence" if found.common is not None else "x"
    rest = (
        f"and {len(weak) - ROWS} more weak links (all of them: --format json, to_pandas())"
        if len(weak) > ROWS
        else ""
    )
    if found.common is None:
        legend = "x: 0 nobody depends, 1 the file, 2 everyone fully"
        rest = f"{rest}\n{legend}" if rest else legend
    return Table(("service", "verdict", "satisfied", f"{unit} from", "to"), tuple(rows), rest)


def _ends(row: RobustService, found: Robustness) -> tuple[str, str]:
    low, high = next((span for span in row.holds if span[0] <= 1.0 <= span[1]), (1.0, 1.0))
    if found.common is None:
        return f"{low:.3f}", f"{high:.3f}"
    ends = dependence_at(np.array([found.common, found.common]), np.array([low, high])).tolist()
    return f"{ends[0]:.3f}", f"{ends[1]:.3f}"
