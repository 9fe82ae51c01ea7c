"""How far a diagnosis holds, in words: for which dependence, and under which rule."""

from __future__ import annotations

from dataclasses import replace

from valuechain.analysis.dependence import FULL, dependence_at, span_at_file
from valuechain.questions.diagnosis import WEAK
from valuechain.questions.robustness import FirstSpan, Robustness, RobustService
from valuechain.reports.advice import beyond_links, link_named
from valuechain.reports.dependence import for_which, told_by
from valuechain.reports.diagnosed import headed
from valuechain.reports.other_rules import by_other_rules, under_other_rules
from valuechain.reports.report import (
    ALL,
    MODEST,
    ROWS,
    Report,
    Section,
    Table,
    how_found,
    section_of,
    table_of,
)
from valuechain.reports.verdict_words import in_table
from valuechain.reports.words import capital, listed, percent, sentences, shown, when

_NAMED = 3
_LEGEND = "x: 0 nobody depends, 1 the file, 2 everyone fully"
_MOVES = (
    "All dependences move together: from none (nobody depends on what it receives) to those of "
    "the file, and on to 1 (everyone depends fully)."
)
_EXACT = "Every end is exact to a millionth."
_ABOUT = (
    "In loops of more than 150 parties what comes back to a provider through the loop is taken as "
    "it is with the file's dependences: there, verdicts may end elsewhere."
)


def report(found: Robustness) -> Report:
    """Put it into words."""
    title = shown(found.diagnosis.chain.title)
    by = told_by(found.diagnosis.chain)
    moves = how_found(MODEST, _MOVES, by, _EXACT if found.is_exact else _ABOUT)
    sections = [_firsts(found), _tipping(found), _rule(found), moves]
    return Report.of(title, answer(found), sections, _table(found))


def answer(found: Robustness) -> str:
    """Where the first step stays first."""
    beyond = beyond_links(found.diagnosis)
    if not found.first_now:
        nothing = "No step wins the customers anything"
        if beyond:
            nothing = "No single link wins the customers anything"
        return sentences(f"{nothing}, so there is none whose place could change.", beyond)
    others = by_other_rules(found.diagnosis, found.under_rules)
    first = f"{_stays_first(found)}{others}."
    return sentences(first, _nearly(found), beyond)


def _stays_first(found: Robustness) -> str:
    now = found.first_now
    named = listed([_called(found, step) for step in now], _NAMED, last="or")
    span = span_at_file(found.first_holds(now[0]))
    many = "it is" if len(now) == 1 else "each is"
    if span is None:
        return f"Start with {named}: {many} first, but only just"
    where = for_which(span, found.diagnosis.chain)
    return f"Start with {named}: {many} first {where}"


def _nearly(found: Robustness) -> str:
    """The steps that a diagnosis names beside the first, as good as it."""
    advice = found.diagnosis.advice
    others = [step.id for step in advice.first if step.id not in found.first_now]
    if advice.kind != "links" or not others:
        return ""
    named = listed([_called(found, step) for step in others], _NAMED)
    return f"{named} {'is' if len(others) == 1 else 'are'} nearly as good."


def _called(found: Robustness, step: str) -> str:
    """A link in names."""
    provider, customer = step.split("->")
    return link_named(found.diagnosis.chain.parties, provider, customer)


def _firsts(found: Robustness) -> Section | None:
    if len(found.first) < 2:
        return None

    def item(span: FirstSpan) -> str:
        where = capital(for_which((span.low, span.high), found.diagnosis.chain))
        named = [_called(found, step) for step in span.steps]
        return f"{where}: {listed(named, _NAMED, last='or') or 'no step wins anything'}."

    return section_of("What comes first", found.first, item, most=2 * ROWS)


def _weak(found: Robustness) -> list[RobustService]:
    return [row for row in found.services if row.verdict in WEAK]


def _tipping(found: Robustness) -> Section | None:
    """The weak links whose verdicts tip."""

    def item(row: RobustService) -> str:
        spans = (
            f"{in_table(verdict)} {for_which((low, high), found.diagnosis.chain)}"
            for low, high, verdict in row.verdicts
        )
        return f"{headed(found.diagnosis[row.id])}: {'; '.join(spans)}."

    rows = [row for row in _weak(found) if row.holds != ((0.0, FULL),)]
    return section_of("Verdicts that hang on dependence", rows, item, most=ROWS)


def _rule(found: Robustness) -> Section:
    return Section("Under other rules", under_other_rules(found.diagnosis, found.under_rules))


def _table(found: Robustness) -> Table:
    def cells(row: RobustService) -> tuple[str, ...]:
        satisfied = percent(found.diagnosis[row.id].satisfaction)
        return shown(row.id), row.verdict, satisfied, *_ends(row, found.common)

    unit = "x" if found.common is None else "dependence"
    heads = ("service", "verdict", "satisfied", f"{unit} from", "to")
    table = table_of(heads, _weak(found), cells, f"weak links {ALL}")
    legend = when(found.common is None, _LEGEND)
    return replace(table, rest="\n".join(filter(None, (table.rest, legend))))


def _ends(row: RobustService, common: float | None) -> tuple[str, str]:
    low, high = span_at_file(row.holds) or (1.0, 1.0)
    if common is not None:
        low, high = dependence_at(common, low), dependence_at(common, high)
    return f"{low:.3f}", f"{high:.3f}"


def sentence(row: RobustService) -> str:
    """Where the verdict on one service holds."""
    spans = listed([f"{low:.3f} to {high:.3f}" for low, high in row.holds])
    return f"{shown(row.id)}: {row.verdict} for x in {spans}"
