"""The document as one page: it opens anywhere, asks nobody for anything, and answers questions."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from valuechain.document.chapter import Chapter
from valuechain.document.chapter_pictures import inline, picture_of
from valuechain.document.contents import CustomerOutcome, Document, method
from valuechain.document.numbers import numbers
from valuechain.document.services import columns, service_rows
from valuechain.drawing.picture import Picture
from valuechain.drawing.svg import inline_svg
from valuechain.formats.html import folded, section_of, table_of
from valuechain.language import say, spoken
from valuechain.reports.report import Report
from valuechain.reports.words import at_most, when

_CELLS = "", ' class="number"'
"""Attributes of a cell with a text, and with a number."""
_HINT = (
    "Point at a party or a service: what flows into and out of it lights up. "
    "A click keeps it, and adds it to the levers below."
)
_MOVE = "Move what a provider does by itself; all that depends on it follows, in the diagram too."
_DEPENDS = "How much everybody depends on what they receive"
_LONG = ("sure", "change")
"""Chapters that may be broken between pages."""


def page(document: Document) -> str:
    """All of it in one file without any address."""
    return "\n".join(_lines(document)) + "\n"


@cache
def _asset(name: str) -> str:
    """A file beside this one, without blanks before its lines, empty ones and notes on lines."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    lines = map(str.strip, text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def _script() -> str:
    return "\n".join(["", *map(_asset, ("numerals.js", "model.js", "page.js"))])


def _policy() -> str:
    """Nothing from anywhere, and no script but this one."""
    digest = base64.b64encode(sha256(_script().encode()).digest()).decode()
    allowed = "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; script-src 'sha256-{digest}'; {allowed}"


def _lines(document: Document) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{spoken().tag}"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(document.title)}</title>"
    yield f"<style>{_asset('page.css')}{_columns()}</style></head><body>"
    yield from _head(document)
    yield "<main>"
    yield from _answer(document)
    if document.department:
        yield from (line for chapter in document.chapters for line in _chapter(chapter))
        yield _end()
    else:
        yield from _whole(document)
    yield "</body></html>"


def _whole(document: Document) -> Iterator[str]:
    """What is for who may see all numbers: the diagram, what-ifs, every service, and the script."""
    picture = picture_of(document.simulation or document.diagnosis, "chain")
    for chapter in document.chapters:
        if chapter.anchor == "chain":
            yield from _chain(chapter, picture)
            yield from _what_if(document)
            continue
        yield from _chapter(chapter)
    yield from _services(document)
    yield f'<section id="method">{section_of(method(document), "h2")}</section>'
    yield _end()
    parties = len(document.diagnosis.chain.parties)
    data = numbers(document.diagnosis, folded=len(picture.sketch.boxes) < parties)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    yield f'<script type="application/json" id="numbers">{_harmless(text)}</script>'
    yield f"<script>{_script()}</script>"


def _said(template: str, **parts: object) -> str:
    """What is said, for a page."""
    return escape(say(template, **parts))


def _scroll(of: str) -> str:
    """What begins a table that may be wider than the page."""
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(of)}">'


def _end() -> str:
    return f"</main><footer class=soft>{_said('Made with valuechain.')}</footer>"


def _harmless(text: str) -> str:
    """JSON that ends no script element, whatever stands in it."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _head(document: Document) -> Iterator[str]:
    yield f"<header><h1>{escape(document.title)}</h1>"
    if document.department:
        yield "</header>"
        return
    yield f'<nav aria-label="{_said("Contents")}"><ul>'
    listed = [(chapter.anchor, chapter.heading) for chapter in document.chapters]
    listed[1:1] = [("what-if", say("What if"))]
    listed += [("services-all", say("Every service")), ("method", say("How the numbers are made"))]
    for anchor, heading in listed:
        yield f'<li><a href="#{anchor}">{escape(heading)}</a></li>'
    yield "</ul></nav>"
    present = _said("Present, one part a screen (arrow keys; Esc ends it)")
    yield '<p class=screen><button id="present" type="button" aria-pressed="false">'
    yield f"{present}</button></p></header>"


def _answer(document: Document) -> Iterator[str]:
    yield '<section id="answer" class="now">'
    if document.customers:
        yield f'<h2>{_said("How satisfied the customers are")}</h2><ul class="outcomes">'
        yield from (_outcome(customer, document.target) for customer in document.customers)
        yield "</ul>"
    yield f'<p class="answer">{escape(document.answer)}</p>'
    yield when(document.note, f'<p class="soft">{escape(document.note)}</p>') + "</section>"


def _outcome(customer: CustomerOutcome, target: str) -> str:
    kind = {True: "met", False: "missed", None: "unknown"}[customer.met]
    interval = when(customer.interval, f"; {escape(customer.interval)}")
    name, told = escape(customer.name), escape(customer.satisfaction)
    about = f'<span class="soft">{_said("target {target}", target=target)}{interval}</span>'
    return f'<li class="{kind}">{name}<b>{told}</b>{about}</li>'


def _chain(chapter: Chapter, picture: Picture) -> Iterator[str]:
    yield f'<section id="{chapter.anchor}"><h2>{escape(chapter.heading)}</h2>'
    yield f'<figure id="diagram" tabindex="0" role="group" aria-label="{_said("Diagram")}">'
    yield f"{inline_svg(picture, live=True)}</figure>"
    hint = _said(_HINT)
    yield f'<p id="pointed" class="soft screen" data-empty="{hint}">{hint}</p>'
    yield f'<div class="row"><label>{_said("Light up")} <select id="light">'
    yield f'<option value="">{_said("nothing")}</option></select></label>'
    yield f'<button id="size" type="button" aria-pressed="false">{_said("full size")}</button>'
    yield "</div></section>"


def _what_if(document: Document) -> Iterator[str]:
    known = document.diagnosis.outcome is not None
    bounded = at_most(document.diagnosis.upper_bound)
    customers = when(known, f"{_said('Customers')}: {escape(bounded)}")
    yield f'<section id="what-if" class="screen"><h2>{_said("What if")}</h2>'
    yield f'<p id="then" aria-live="polite">{customers}<b id="outcome"></b> '
    yield '<span id="groups" class="soft"></span></p>'
    wins = "What wins most from here"
    if document.diagnosis.advice.kind != "links":
        wins = "Of single links, what wins most from here"
    best = f'{_said(wins)}: <ol id="next"></ol>'
    yield when(known, f'<div class="soft">{best}</div>')
    yield f"<p>{_said(_MOVE)}</p>"
    yield '<div class="levers" id="levers"></div>'
    yield f'<div class="row"><label>{_said("Another team or service")}: <select id="choose">'
    yield f'<option value="">{_said("choose")}</option></select></label>'
    yield f'<button id="add" type="button">{_said("add")}</button>'
    yield f'<button id="reset" type="button">{_said("all as it is")}</button></div>'
    yield f'<div class="levers"><div class="lever"><label for="scale">{_said(_DEPENDS)}</label>'
    yield '<output id="scaled"></output><span></span>'
    yield '<input id="scale" type="range" min="0" max="200" step="5" value="100"></div></div>'
    yield f'<div class="row"><label for="copy">{_said("To take it back into the file")}:</label>'
    yield '<input id="copy" type="text" readonly><span id="uncopied" class="soft"></span></div>'
    yield "</section>"


def _chapter(chapter: Chapter) -> Iterator[str]:
    kind = when(chapter.anchor in _LONG, ' class="long"')
    yield f'<section id="{chapter.anchor}"{kind}><h2>{escape(chapter.heading)}</h2>'
    if chapter.report is not None:
        yield _words(chapter.report, chapter.heading)
    if chapter.shows is not None:
        about = escape(chapter.about)
        kind = f'role="img" aria-label="{about}" tabindex="0"'
        yield f"<figure {kind}>{inline(*chapter.shows)}</figure>"
    yield "</section>"


def _words(report: Report, heading: str) -> str:
    """The answer, the table, and what supports it; the rest folded."""
    answer = when(report.answer, f"<p><b>{escape(report.answer)}</b></p>")
    more, rest = "", say("All of it")
    if report.detail is not None:
        more = folded(escape(rest), _supported(report.detail(), f"{heading}: {rest}"))
    return f"{answer}{_supported(report, heading)}{more}"


def _supported(report: Report, heading: str) -> str:
    """The table, and what supports the answer."""
    table = when(report.table.rest, f"<p>{escape(report.table.rest)}</p>")
    if report.table.rows:
        table = f"{_scroll(heading)}{table_of(report.table, _CELLS)}</div>"
    return table + "".join(section_of(section, "h3") for section in report.sections)


def _services(document: Document) -> Iterator[str]:
    yield f'<section id="services-all" class="long"><h2>{_said("Every service")}</h2>'
    yield f'<div class="row"><label for="filter">{_said("Show only")}</label>'
    yield '<input id="filter" type="search">'
    yield '<span id="found" aria-live="polite" class="soft"></span>'
    yield f'<button id="csv" type="button">{_said("as CSV")}</button></div>'
    yield f'{_scroll(say("Every service"))}<table id="services"><thead><tr>'
    for column in columns():
        kind = when(column.numeric, ' class="number"')
        meaning = escape(column.meaning)
        button = f'<button type="button" title="{meaning}">{escape(column.heading)}</button>'
        yield f'<th scope="col"{kind}>{button}</th>'
    yield "</tr></thead><tbody>"
    for cells in service_rows(document.diagnosis):
        yield f"<tr>{''.join(f'<td>{escape(cell)}' for cell in cells)}"
    yield "</tbody></table></div></section>"


def _columns() -> str:
    """Where numbers stand in the table, for its style."""
    numeric = [at for at, column in enumerate(columns(), 1) if column.numeric]
    cells = ",".join(f"#services td:nth-child({at})" for at in numeric)
    return f"{cells} {{ text-align: right; white-space: nowrap; min-width: 0; }}"
