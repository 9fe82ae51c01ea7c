"""The document as a file: the name's ending says which kind."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from valuechain.document.contents import Document, document
from valuechain.document.markdown import markdown
from valuechain.document.page import page
from valuechain.document.slides import slides
from valuechain.document.workbook import workbook
from valuechain.files.atomic import write_whole
from valuechain.model.chain import ValueChain
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.simulation import Simulation

KINDS: dict[str, Callable[[Document], str | bytes]] = {
    ".html": page,
    ".md": markdown,
    ".xlsx": workbook,
    ".pptx": slides,
}


def write_report(
    subject: ValueChain | Diagnosis | Simulation | Comparison,
    path: str | os.PathLike[str],
    *,
    after: ValueChain | None = None,
    template: str | os.PathLike[str] | None = None,
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
            alone, in ``.xlsx`` for its numbers, with the chain itself (extra ``excel``), or in
            ``.pptx`` for slides with native shapes and charts (extra ``slides``).
        after: an earlier state of the same organisation; what changed since then is a chapter.
        template: of slides, a presentation whose looks are taken.

    Raises:
        ArgumentError: `subject` is something else, or a what-if; or there is a template and no
            slides.
        FormatError: the template is no presentation.
        UnknownNameError: there is no such kind of file.
        OSError: the file cannot be written; a file that was there is still as it was.
        MissingExtraError: XlsxWriter or python-pptx is not installed.
    """
    name: object = path
    if not isinstance(name, str | os.PathLike) or "\0" in str(name):
        raise ArgumentError(f"path is the name of a file, not {path!r:.60}")
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise unknown(f"kind of report (there are {', '.join(KINDS)})", kind, KINDS)
    write = KINDS[kind]
    if template is not None:
        if kind != ".pptx":
            raise ArgumentError(f"a template is for slides (.pptx), not for {kind}")
        write = partial(slides, template=template)
    write_whole(target, write(document(subject, after)))
