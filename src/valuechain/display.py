"""How does a value show itself? As text where it is printed, in a notebook with a picture."""

from __future__ import annotations

from dataclasses import replace

from valuechain.formats import WIDTH, rendered
from valuechain.model.chain import ValueChain
from valuechain.reports.dispatch import report_of, sentence_of
from valuechain.reports.report import NO_TABLE
from valuechain.results import Result


def text(value: object, width: int = WIDTH, *, detail: bool = False) -> str:
    """What `print(value)` shows: of a result its report, of a row or a chain a sentence."""
    if isinstance(value, Result):
        return rendered(report_of(value), "text", width, detail=detail)
    return sentence_of(value)


def sentence(value: object) -> str:
    """A row as one line; of a result, what to remember."""
    return sentence_of(value)


def html(value: object) -> str:
    """What a notebook shows: a picture where there is one, and the words; of a row its sentence."""
    from valuechain.drawing.notebook import picture  # what only a notebook needs
    from valuechain.formats import html as html_format

    if not isinstance(value, Result | ValueChain):
        return f"<div>{html_format.paragraphs(sentence_of(value))}</div>"

    drawn = picture(value)
    report = report_of(value)
    if drawn and isinstance(value, ValueChain):
        report = replace(report, table=NO_TABLE)
    return f"<div>{drawn}{html_format.render(report)}</div>"
