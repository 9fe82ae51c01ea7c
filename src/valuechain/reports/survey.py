"""A survey in words: every score as it was given beside the satisfaction it means."""

from __future__ import annotations

from valuechain.reports.report import Report, Section, Table
from valuechain.reports.words import counted, listed, shown, tenths, when
from valuechain.survey.remarks import alike, vary
from valuechain.survey.rows import SurveyRow
from valuechain.survey.survey import Survey

_SUMS = (
    "Those 'in a sum' would give a small group away, as a total by provider or customer less the "
    "others."
)
_RECOGNISED = "In so small a group people may be recognised; '--withhold' leaves them out."
_HEADS = ("provider", "serves", "delivers", "aspect", "wave", "answers", "score", "satisfied")
_OPTIONAL = ("delivers", "aspect", "wave")
"""Columns that are left out where they are empty."""


def report(survey: Survey, *, withhold: bool = False) -> Report:
    """What was answered, question by question; on demand without what small groups answered."""
    hidden = survey.hidden if withhold else frozenset()
    sections = [_small(survey, hidden), _notes(survey)]
    return Report.of("", answer(survey), sections, _table(survey, hidden))


def answer(survey: Survey) -> str:
    """How many answered, about what and when."""
    services = len({(row.provider, row.customer, row.delivers) for row in survey})
    waves = [wave for wave in survey.waves if wave]
    when_asked = when(waves, f" in {counted(len(waves), 'wave')} ({listed(waves)})")
    about = f"{counted(survey.answers, 'answer')} about {counted(services, 'service')}"
    return f"{about}{when_asked}."


def _small(survey: Survey, hidden: frozenset[SurveyRow]) -> Section | None:
    """Which groups are small, or what of them is not shown."""
    least, every = survey.min_responses, len(survey)
    if hidden:
        why = f"nobody is to find out what fewer than {least} answered"
        return Section("Withheld", f"{counted(len(hidden), 'score')} of {every}: {why}. {_SUMS}")
    if not survey.small:
        return None
    few = f"Fewer than {least} answers: {counted(len(survey.small), 'score')} of {every}."
    return Section("Small groups", f"{few} {_RECOGNISED}")


def _notes(survey: Survey) -> Section | None:
    notes = (*survey.notes, *alike(survey.raters), *vary(survey.repeated))
    if not notes:
        return None
    return Section("Worth knowing", "", notes)


def _table(survey: Survey, hidden: frozenset[SurveyRow]) -> Table:
    rows = [_cells(row, survey.min_responses, withheld=row in hidden) for row in survey]
    used = [
        at
        for at, head in enumerate(_HEADS)
        if head not in _OPTIONAL or any(row[at] for row in rows)
    ]
    return Table(
        tuple(_HEADS[at] for at in used), tuple(tuple(row[at] for at in used) for row in rows)
    )


def _cells(row: SurveyRow, least: int, *, withheld: bool) -> tuple[str, ...]:
    few = row.responses < least
    return (
        shown(row.provider),
        shown(row.customer),
        shown(row.delivers),
        _aspect(row),
        shown(row.wave),
        f"{row.responses}{when(few, ' (few)')}",
        *_score(row, few=few, withheld=withheld),
    )


def _aspect(row: SurveyRow) -> str:
    return "from its aspects" if row.from_aspects else shown(row.aspect)


def _score(row: SurveyRow, *, few: bool, withheld: bool) -> tuple[str, str]:
    """What was answered, and the satisfaction that it means."""
    if withheld:
        why = "few" if few else "in a sum"
        return f"withheld ({why})", ""
    return row.score.short.partition(" (")[0], f"{tenths(row.score.value)} %"
