"""From a table of answers to a survey, or every mistake at once with its row."""

from __future__ import annotations

from valuechain.files.answers import Answers
from valuechain.files.collector import collector_paused
from valuechain.files.counted import COUNTS, SPREADS
from valuechain.files.counting import Counting
from valuechain.files.grid import table_of
from valuechain.files.headings import Headings
from valuechain.files.raters import given
from valuechain.files.raw import TableSource
from valuechain.model.chain import ValueChain
from valuechain.model.scales import USUAL, mark_scale
from valuechain.model.score import is_count
from valuechain.problems import ArgumentError, Fault
from valuechain.survey.survey import MIN_RESPONSES, Survey

COLUMNS = (
    "provider",
    "customer",
    "score",
    "delivers",
    "aspect",
    "respondent",
    "wave",
    "scale",
    "question",
    *COUNTS,
    *SPREADS,
)
ANSWERS = Headings(
    "answers",
    COLUMNS,
    ("provider", "customer", "score"),
    strict=False,
    scores=("score",),
    dates=("respondent", "wave"),
    quiet=("question", *COUNTS, *SPREADS),
)


def read_survey(  # noqa: PLR0913  each has its default
    source: TableSource,
    scale: str = "1-5",
    *,
    leniency: bool = False,
    min_responses: int = MIN_RESPONSES,
    sheet: str | None = None,
    chain: ValueChain | None = None,
) -> Survey:
    """Read a table of answers, one in each row or counted already, and count them.

    Columns: ``provider``, ``customer`` and ``score``; if wanted ``delivers`` (where several
    services run between the same two), ``aspect`` (of the service), ``respondent`` (anything that
    tells people apart), ``wave`` and ``scale``. A column ``count``, ``n`` or ``responses`` says how
    many answers a row stands for: each gave this mark, or the score is their mean, beside which
    ``sd`` may stand. Rows without a score are nobody's answer; they are left out, as are answers
    such as ``N/A``. Words (*very satisfied*) are marks where they fit one scale
    (`survey.labels`). What was left out or taken for granted is said in `Survey.notes`.

    Args:
        source: path of a CSV file or a workbook (``.xlsx``, ``.xlsm``; extra ``excel``), an open
            CSV file, rows as mappings or sequences, or a DataFrame.
        scale: on which a score was given that does not say so itself, as ``4/5``, ``80%`` and
            ``yes`` do: ``1-5``, ``1-7``, ``0-10``, ``percent``, ``yes-no``, ``csat 1-5``, ``nps``,
            ``ces 1-7`` (see `survey.marks`).
        leniency: remove each respondent's own level from their answers (see `survey.leniency`).
            How alike one person's answers are is then not estimated.
        min_responses: answers below which a group is small: flagged, and withheld where asked for.
        sheet: of a workbook; otherwise ``answers``, or the only one with these columns.
        chain: whose services are asked about: names it does not have are then reported
            with all else. Without it, `Survey.apply` does.

    Returns:
        The `Survey`: a row for each question and wave, in the order of the table. Waves are texts,
        as ``"2026"``.

    Raises:
        FormatError: the table is not a survey; `problems` holds every mistake with its row.
        OSError: the file cannot be read.
        ArgumentError: an argument is something else.
        MissingExtraError: the file is a workbook and the extra ``excel`` is not installed.

    >>> asked = {"provider": "clerk", "customer": "designer"}
    >>> survey = read_survey([asked | {"score": mark} for mark in (4, 3, 5, 4, 4, 5)])
    >>> survey.rows[0].score.short
    '4.17/5 (6 responses)'
    >>> read_survey([asked | {"score": "3.4", "n": 12}]).rows[0].score.short
    '3.4/5 (12 responses)'
    """
    if not is_count(min_responses):
        raise ArgumentError(f"min_responses={min_responses!r}: a whole number from 1")
    try:
        mark_scale(scale)
    except Fault as fault:
        raise ArgumentError(f"scale={scale!r}: no such scale: {fault.hint}") from None
    except (AttributeError, TypeError):
        message = f"scale={scale!r}: no such scale: one of {', '.join(USUAL)}"
        raise ArgumentError(message) from None
    with collector_paused():
        answers = Answers(table_of(source, ANSWERS, sheet), scale)
        if chain is not None:
            answers.check_names(chain)
        counting = Counting(answers, answers.scales())
        rows = tuple(counting.lenient() if leniency else counting.plain())
        people = None if leniency else given(answers)
        return Survey(rows, min_responses, tuple(answers.notes()), answers.table.file, people)
