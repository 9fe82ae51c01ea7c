"""Is this the export of a questionnaire, with one column for each question?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from valuechain.files.headings import RawTable, folded, is_empty, top_of_any
from valuechain.model.texts import Said
from valuechain.survey.labels import is_known
from valuechain.survey.no_answer import is_no_answer
from valuechain.survey.numbered import number_and_label

WAYS_OUT = (
    "turn it into one row per answer (provider, customer, score); or say what each column asks: "
    "valuechain survey FILE --draft-map map.yaml --chain CHAIN writes a map to fill in, "
    "valuechain survey FILE --map map.yaml reads the answers with it (docs/exports.md)"
)
"""What can be done with such a table, and where it is told."""
_TOOLS = {
    "Qualtrics": (
        "startdate enddate responseid response_id recordeddate finished progress ipaddress"
        " recipientlastname distributionchannel userlanguage duration_(in_seconds)"
    ),
    "SurveyMonkey": "respondent_id collector_id ip_address date_created date_modified",
    "LimeSurvey": (
        "submitdate lastpage startlanguage seed startdate datestamp"
        " id._response_id submitdate._date_submitted lastpage._last_page"
    ),
    "Microsoft Forms": (
        "start_time completion_time startzeit fertigstellungszeit"
        " heure_de_début heure_de_fin hora_de_inicio hora_de_finalización"
    ),
}
_FEWEST_HEADINGS = 2  # of these that tell who wrote it
_GOOGLE = (
    "timestamp zeitstempel horodateur marca_temporal tijdstempel"
    " carimbo_de_data/hora informazioni_cronologiche"
)
"""One of these headings tells it."""
_MATRIX = re.compile(r".*\S\s*\[[^\]]+\]\s*", re.DOTALL)
_MARK = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?(?:\s?%|\s?/\s?\d{1,3})?", re.ASCII)
_IMPORT = re.compile(r"\s*\{\s*[\"']ImportId")
_LOOKED_AT = 20  # rows in which there may be answers
_FEWEST = 3  # columns of answers that make a table wide
_SECOND = ("response", "open-ended_response", "antwort", "réponse", "respuesta", "resposta")


def wide_fault(table: RawTable) -> Said | None:
    """What is wrong with a table that has one column for each question, and what to do.

    ``None`` where it looks like any other.

    >>> rows = [["Timestamp", "Delivery [on time]", "Delivery [complete]"], ["1 May", "4", "5"]]
    >>> wide_fault(RawTable(rows))[0]
    'one column per question: this looks like an export of Google Forms'
    """
    top = top_of_any(table)
    if top is None:
        return None
    heads = ["" if is_empty(cell) else str(cell) for cell in table.rows[top]]
    below = [row for row in islice(table.rows, top + 1, top + _LOOKED_AT) if any(row)]
    tool = _tool(heads, below)
    if not tool and not _has_columns_of_marks(heads, below):
        return None
    looks = f"this looks like an export of {tool}" if tool else "this looks like an export"
    extra = "".join(f"; {what}" for what in _further_headings(table, top, heads))
    return f"one column per question: {looks}{extra}", WAYS_OUT


def _tool(heads: Sequence[str], below: Sequence[Sequence[Any]]) -> str:
    """Who wrote the table, ``""`` where nothing tells."""
    words = set(map(folded, heads))
    for tool, known in _TOOLS.items():
        if len(words.intersection(known.split())) >= _FEWEST_HEADINGS:
            return tool
    if not words.isdisjoint(_GOOGLE.split()):
        return "Google Forms"
    if any(_holds_ids(row) for row in below[:3]):
        return "Qualtrics"
    if sum(_MATRIX.fullmatch(head) is not None for head in heads) >= 2:
        return "a form with a matrix of questions"
    return ""


def _further_headings(table: RawTable, top: int, heads: Sequence[str]) -> Iterator[str]:
    """What is said of the rows below the headings that hold no answers either."""
    ids = next((at for at in (1, 2) if _holds_ids(_row(table, top + at))), 0)
    for at in range(1, max(ids, 2)):
        row = [str(cell) for cell in _row(table, top + at) if not is_empty(cell)]
        if ids > at or [folded(cell) for cell in row] == [folded(head) for head in heads if head]:
            yield f"row {table.first + top + at} repeats the headings"
        elif sum(folded(cell) in _SECOND for cell in row):
            yield f"row {table.first + top + at} belongs to the headings"
    if ids:
        yield f'row {table.first + top + ids} holds {{"ImportId": ...}}'


def _row(table: RawTable, at: int) -> Sequence[Any]:
    return table.rows[at] if at < len(table.rows) else ()


def _holds_ids(row: Sequence[Any]) -> bool:
    return any(_IMPORT.match(str(cell)) for cell in islice(row, 100))


def _has_columns_of_marks(heads: Sequence[str], below: Sequence[Sequence[Any]]) -> bool:
    """Whether several columns with a heading in words hold answers, and further headings."""
    found = 0
    for at, head in enumerate(heads):
        cells = [row[at] for row in below if at < len(row) and not is_empty(row[at])]
        given = sum(_is_answer(str(cell)) for cell in cells)
        if head and not _is_answer(head) and given and 2 * given >= len(cells):
            found += 1
    return found >= _FEWEST


def _is_answer(text: str) -> bool:
    """Whether a cell may be the answer to a question."""
    words = text.strip().removesuffix(".0")
    if _MARK.fullmatch(words) or is_known(words) or is_no_answer(words):
        return True
    return number_and_label(words) is not None
