"""How far a diagnosis holds, in words: for which dependence, and under which rule."""

from __future__ import annotations

from valuechain.analysis.dependence import FULL, dependence_at, span_at_file
from valuechain.questions.robustness import Robustness, RobustService
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.dependence import for_which
from valuechain.reports.report import MODEST, ROWS, Report, Section, Table, headed, section_of
from valuechain.reports.words import capital, listed, percent, shown

_WORDS = {"shield": "shields", "sound": "on target", "unmeasured": "not measured"}


def report(found: Robustness) -> Report:
    """Put it into words."""
    sections = [_firsts(found), _weak(found), _rule(found), _how()]
    return Report(
        shown(found.diagnosis.chain.title),
        answer(found),
        tuple(section for section in sections if section),
        _table(found),
    )


def answer(found: Robustness) -> str:
    name = found.first_now
    if name is None:
        return "No weak link is a root cause, so there is none whose place could change."
    span = span_at_file(found[name].first)
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
    low, high = span_at_file(row.holds) or (1.0, 1.0)
    if found.common is not None:
        low, high = dependence_at(found.common, low), dependence_at(found.common, high)
    return f"{low:.3f}", f"{high:.3f}"


def sentence(row: RobustService) -> str:
    """Where the verdict on one service holds."""
    spans = listed([f"{low:.3f} to {high:.3f}" for low, high in row.holds])
    return f"{shown(row.id)}: {row.verdict} for x in {spans}"
