"""The document as a file: the name's ending says which kind."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from valuechain.document.contents import Document, document
from valuechain.document.department import sheet_of
from valuechain.document.markdown import markdown
from valuechain.document.page import page
from valuechain.document.slides import slides
from valuechain.document.word import word
from valuechain.document.workbook import workbook
from valuechain.files.atomic import path_of, write_whole
from valuechain.files.language import language
from valuechain.language import speaking
from valuechain.model.chain import ValueChain
from valuechain.model.scalars import scalar
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.simulation import Simulation

KINDS: dict[str, Callable[[Document], str | bytes]] = {
    ".html": page,
    ".md": markdown,
    ".xlsx": workbook,
    ".pptx": slides,
    ".docx": word,
}
_NUMBERS = (".xlsx", ".pptx")
"""Kinds that hold everybody's numbers."""


def write_report(  # noqa: PLR0913  each has its default
    subject: ValueChain | Diagnosis | Simulation | Comparison,
    path: str | os.PathLike[str],
    *,
    after: ValueChain | None = None,
    template: str | os.PathLike[str] | None = None,
    min_responses: int = 0,
    department: str | None = None,
    lang: str | os.PathLike[str] = "en",
) -> None:
    """Write the client's copy: one page that opens anywhere and answers questions by itself.

    How satisfied the customers are and what to do first, the chain as a diagram that lights up,
    what would be if some did better or depended less (computed in the page by the same model),
    where the points are lost, how sure that is, the plan and what changed where there are such,
    every service in a table, and how the numbers are made. The page has no address outside itself
    and is written whole or not at all; the same bytes on every run.

    Args:
        subject: a chain, its diagnosis, its simulation (else made as `simulate` does where scores
            name their numbers of answers), or a comparison, whose later chain is reported.
        path: of the file, which is replaced; ends in ``.html``, in ``.md`` for its words
            alone, in ``.xlsx`` for its numbers, with the chain itself (extra ``excel``), in
            ``.pptx`` for slides with native shapes and charts (extra ``slides``), or in ``.docx``
            for a word processor (extra ``word``).
        after: an earlier state of the same organisation; what changed since then is a chapter.
            A comparison has its own.
        template: of slides, a presentation whose looks are taken.
        min_responses: scores of fewer answers are neither shown nor used, so that nothing tells
            what a few people said.
        department: for whom the document is: what this department gets, gives and should do,
            without the others' numbers; as ``.html``, ``.md`` or ``.docx``.
        lang: the language: ``en``, ``de``, or a YAML file with sentences of one's own.

    Raises:
        ArgumentError: `subject` is something else, a what-if, or a comparison with another earlier
            state; there is a template and no slides, or it is no name of a file; or `min_responses`
            is no whole number from 0.
        FormatError: the template is no presentation, or the file of a language is none.
        UnknownNameError: there is no such kind of file, no such department or no such language.
        OSError: the file cannot be written; a file that was there is still as it was.
        MissingExtraError: XlsxWriter, python-pptx or python-docx is not installed.
    """
    target = path_of(path)
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise unknown(f"kind of report (there are {', '.join(KINDS)})", kind, KINDS)
    least = scalar(min_responses)
    if not isinstance(least, int) or isinstance(least, bool) or least < 0:
        raise ArgumentError(f"min_responses={least!r}: a whole number from 0")
    write = KINDS[kind]
    if template is not None:
        if kind != ".pptx":
            raise ArgumentError(f"a template is for slides (.pptx), not for {kind}")
        write = partial(slides, template=path_of(template, "template"))
    if department is not None and after is not None:
        raise ArgumentError("a department's sheet tells of one state: leave the other out")
    if department is not None and kind in _NUMBERS:
        raise ArgumentError(f"a department's sheet is no {kind}, which holds everybody's numbers")
    with speaking(language(lang)):
        found = document(subject, after, least)
        if department is not None:
            found = sheet_of(found, department)
        content = write(found)
    write_whole(target, content)
