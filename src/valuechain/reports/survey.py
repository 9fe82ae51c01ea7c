"""A survey and its questions in words: every score in its own words beside the satisfaction it means."""

from __future__ import annotations

from valuechain.reports.report import Report, Section, Table
from valuechain.reports.words import counted, listed, shown
from valuechain.survey.rows import SurveyRow
from valuechain.survey.survey import Survey


def report(survey: Survey, *, withhold: bool = False) -> Report:
    """What was answered, question by question; without what small groups answered, if that is withheld."""
    hidden = survey.hidden if withhold else frozenset()
    services = len({(row.provider, row.customer, row.delivers) for row in survey})
    waves = [wave for wave in survey.waves if wave]
    answer = f"{counted(survey.answers, 'answer')} about {counted(services, 'service')}"
    answer += f" in {counted(len(waves), 'wave')} ({listed(waves)})." if waves else "."
    sections = []
    if hidden:
        why = f"nobody is to find out what fewer than {survey.min_responses} answered"
        sums = "Those 'in a sum' would give a small group away, as a total by provider or customer less the others."
        sections.append(
            Section("Withheld", f"{counted(len(hidden), 'score')} of {len(survey)}: {why}. {sums}")
        )
    elif survey.small:
        told = f"Fewer than {survey.min_responses} answers: {counted(len(survey.small), 'score')} of {len(survey)}."
        sections.append(
            Section(
                "Small groups",
                f"{told} In so small a group people may be recognised; '--withhold' leaves them out.",
            )
        )
    if survey.notes:
        sections.append(Section("Worth knowing", "", survey.notes))
    return Report("", answer, tuple(sections), _table(survey, hidden))


def _table(survey: Survey, hidden: frozenset[SurveyRow]) -> Table:
    heads = ("provider", "serves", "delivers", "aspect", "wave", "answers", "score", "satisfied")
    rows = tuple(_cells(row, survey.min_responses, withheld=row in hidden) for row in survey)
    used = [i for i in range(len(heads)) if i not in (2, 3, 4) or any(row[i] for row in rows)]
    return Table(tuple(heads[i] for i in used), tuple(tuple(row[i] for i in used) for row in rows))


def _cells(row: SurveyRow, least: int, *, withheld: bool) -> tuple[str, ...]:
    words = (
        f"withheld ({'few' if row.responses < least else 'in a sum'})"
        if withheld
        else row.score.short.partition(" (")[0]
    )
    return (
        shown(row.provider),
        shown(row.customer),
        shown(row.delivers),
        "from its aspects" if row.from_aspects else shown(row.aspect),
        shown(row.wave),
        f"{row.responses}{' (few)' * (row.responses < least)}",
        words,
        "" if withheld else f"{100 * row.score.value:.1f} %",
    )
