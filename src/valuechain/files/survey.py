"""From a table of answers to a survey, or every mistake at once with its row."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from valuechain.files.answer_map import AnswerMap, read_map
from valuechain.files.answers import Answers
from valuechain.files.collector import collector_paused
from valuechain.files.counted import COUNTS, SPREADS
from valuechain.files.counting import Counting
from valuechain.files.export import sheets_of
from valuechain.files.grid import table_of
from valuechain.files.headings import Headings
from valuechain.files.map_on_export import MapOnExport
from valuechain.files.raw import TableSource
from valuechain.files.wide import WideAnswers
from valuechain.files.wide_counting import WideCounting
from valuechain.model.chain import ValueChain
from valuechain.model.scalars import scalar
from valuechain.model.scales import USUAL, mark_scale
from valuechain.model.score import is_count
from valuechain.problems import ArgumentError, Fault
from valuechain.survey.remarks import spelt_alike
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
    mapping: str | os.PathLike[str] | Mapping[str, Any] | None = None,
) -> Survey:
    """Read a table of answers, one in each row or counted already, and count them.

    With a `mapping`, an export of a survey tool: a respondent in each row, a question in each
    column.

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
        mapping: what each column of an export asks: a YAML file that begins with
            ``valuechain-map: 1``, or a dict of the same keys; it needs the `chain`.

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
    min_responses = scalar(min_responses)
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
        counting = (
            _of_rows(source, scale, sheet, chain)
            if mapping is None
            else _of_columns(source, scale, sheet, chain, read_map(mapping))
        )
        answers = counting.answers
        rows = tuple(counting.lenient() if leniency else counting.plain())
        people = None if leniency else counting.given()
        notes = (*answers.notes(), *counting.notes(), *spelt_alike(rows))
        return Survey(rows, min_responses, notes, answers.table.file, people)


def _of_rows(
    source: TableSource, scale: str, sheet: str | None, chain: ValueChain | None
) -> Counting:
    """One answer in each row."""
    answers = Answers(table_of(source, ANSWERS, sheet), scale)
    if chain is not None:
        answers.check_names(chain)
    return Counting(answers, answers.scales())


def _of_columns(
    source: TableSource, scale: str, sheet: str | None, chain: ValueChain | None, found: AnswerMap
) -> Counting:
    """One respondent in each row, as the map says."""
    if not isinstance(chain, ValueChain):
        raise ArgumentError("a mapping needs the chain that was asked about: chain=load(path)")
    if not found.whole:
        found.problems.raise_if_any()
    sheets = sheets_of(source, sheet, found.headings)
    answers = WideAnswers(MapOnExport(found, sheets, chain), scale)
    return WideCounting(answers, answers.scales())
