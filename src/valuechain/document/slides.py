"""The document as slides: one idea a slide, native shapes and charts, so that all can be edited."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from valuechain.document.contents import Document, method
from valuechain.document.packed import undated
from valuechain.document.slide_diagram import put_diagram
from valuechain.drawing.style import BELOW, CUSTOMER_EDGE, INK, MUTED, POOR
from valuechain.drawing.views import pictured
from valuechain.drawing.worth import first_services
from valuechain.language import say
from valuechain.problems import FormatError, MissingExtraError, Problem
from valuechain.reports.advice import advised_steps, step_ends, which_of
from valuechain.reports.diagnosed import name_of
from valuechain.reports.words import shown, when
from valuechain.tolerances import WORTH_NAMING

_WIDE, _HIGH, _EDGE, _TOP = 13.333, 7.5, 0.6, 1.45
"""Of a slide of our own, in inches: its sides, the margin, and where the title ends."""
_FEW = 8
"""Bars of a chart."""
_LONGEST = 60
"""Characters of a name beside a bar."""
_RUNS = re.compile(r"[={+@-]|(?:ftp|http)s?:|mailto:|file:|(?:in|ex)ternal:", re.IGNORECASE)
_KEY = (
    "Numbers: satisfaction, %; two of them: between these. Red box: where to start. Filled "
    "number: a likely root cause, or where to start. Dashed: passes on what it receives. Dotted: "
    "not known well enough."
)
_Bars: TypeAlias = tuple[str, Sequence["float | None"], str]
"""What they are, their lengths, and their colour, ``""`` for none."""


def slides(document: Document, template: str | os.PathLike[str] | None = None) -> bytes:
    """All of it on slides; needs the extra ``slides``.

    Args:
        document: what to tell.
        template: a presentation whose looks are taken; its own slides stay in front.

    Raises:
        MissingExtraError: python-pptx is not installed.
        FormatError: the template is no presentation.
        OSError: the template cannot be read.
    """
    deck = _Deck(template)
    deck.title(document.title, say("How it serves its customers"))
    _verdict(deck, document)
    _diagram(deck, document)
    if document.diagnosis.outcome is not None:
        _steps(deck, document)
        _walk(deck, document)
        _map(deck, document)
    _plan(deck, document)
    _changes(deck, document)
    section = method(document)
    deck.bullets(section.heading, (section.introduction, *section.items))
    return deck.finished()


def _verdict(deck: _Deck, document: Document) -> None:
    known = [customer for customer in document.customers if customer.share is not None]
    slide = deck.add(say("How satisfied the customers are"))
    said = "\n".join(filter(None, (document.answer, document.note)))
    deck.say(slide, said, deck.part(0, 0, 1, 0.45), 20)
    if known:
        target = document.diagnosis.chain.target
        series: list[_Bars] = [
            (say("Satisfied"), [customer.share for customer in known], CUSTOMER_EDGE),
            (say("Target"), [target] * len(known), "#bccfde"),
        ]
        bound = {True: say(" (at most)"), False: ""}
        names = [shown(each.name, _LONGEST) + bound[each.bounded] for each in known]
        deck.bars(slide, names, series, deck.part(0, 0.45, 1, 0.55), "0%", most=1.0)


def _diagram(deck: _Deck, document: Document) -> None:
    picture = pictured(document.simulation or document.diagnosis, "chain")
    slide = deck.add(say("Who serves whom"))
    put_diagram(slide, picture, deck.part(0, 0, 1, 0.94), deck.tools)
    deck.say(slide, say(_KEY), deck.part(0, 0.95, 1, 0.05), 11)


def _steps(deck: _Deck, document: Document) -> None:
    diagnosis = document.diagnosis
    steps = advised_steps(diagnosis, diagnosis.steps)[:_FEW]
    first = [step for step in steps if step.gain >= WORTH_NAMING]
    if not first:
        return
    names = [" \u2192 ".join(step_ends(diagnosis, step)) for step in first]
    wins = (say("Points for the customers"), [100 * step.gain for step in first], CUSTOMER_EDGE)
    slide = deck.add(say("What to do first: points that each step wins the customers"))
    start = set(first_services(document.simulation or diagnosis))
    marked = [at for at, step in enumerate(first) if start.intersection(step.services)]
    deck.bars(slide, names, [wins], deck.part(0, 0, 1, 1), "0.0", marked=marked)


def _walk(deck: _Deck, document: Document) -> None:
    from valuechain.drawing.walk import left_after, steps  # loads matplotlib

    found = steps(document.diagnosis)
    if not found:
        return
    base = [100 * left for left in left_after(found)]
    lost = [100 * step.size for step in found]
    names = [shown(step.words, _LONGEST) for step in found]
    series = [(say("Left"), base, ""), (say("Lost"), lost, BELOW)]
    slide = deck.add(say("Where the points are lost: from 100 % down to the outcome"))
    deck.bars(slide, names, series, deck.part(0, 0, 1, 1), "0.0", most=100.0, stacked=True)


def _map(deck: _Deck, document: Document) -> None:
    diagnosis = document.diagnosis
    start = set(first_services(document.simulation or diagnosis))
    rows = [row for row in diagnosis.rows if row.verdict != "unmeasured"]
    groups = (
        (say("Services"), [row for row in rows if row.id not in start], CUSTOMER_EDGE),
        (say("Start here"), [row for row in rows if row.id in start], POOR),
    )
    series = [
        (name, [(row.importance, row.quality) for row in some], colour)
        for name, some, colour in groups
        if some
    ]
    slide = deck.add(say("What matters, and what is done well"))
    axes = say("importance: points for the customers per point of own quality"), say("own quality")
    deck.points(slide, series, deck.part(0, 0, 1, 1), axes)


def _plan(deck: _Deck, document: Document) -> None:
    if document.frontier is None or len(document.frontier.steps) < 2:
        return
    spots: list[tuple[float, float]] = []
    for step in document.frontier.steps:
        assert step.outcome is not None  # there is no frontier otherwise
        if spots:
            spots.append((step.cost, spots[-1][1]))
        spots.append((step.cost, step.outcome))
    slide = deck.add(say("What to do for how much: the best outcome at every budget"))
    series = [(say("Customers"), spots, CUSTOMER_EDGE)]
    bound = when(document.frontier.before.upper_bound, say(", at most"))
    axes = say("spent"), f"{say('satisfaction of the customers')}{bound}"
    deck.points(slide, series, deck.part(0, 0, 1, 1), axes, joined=True)


def _changes(deck: _Deck, document: Document) -> None:
    comparison = document.comparison
    if comparison is None:
        return
    parties = {**comparison.before.chain.parties, **comparison.after.chain.parties}
    rows = [row for row in comparison.services if row.part and row.did][:_FEW]
    names = [
        f"{name_of(parties, row.provider)} \u2192 {name_of(parties, row.customer)}"
        f"{which_of(comparison.chain_of(row), row.id)}"
        for row in rows
    ]
    slide = deck.add(say("What changed: points that each service won the customers"))
    won = (say("Points won"), [100 * row.part for row in rows], CUSTOMER_EDGE)
    if rows:
        deck.bars(slide, names, [won], deck.part(0, 0, 1, 1), "+0.0;-0.0;0")


def _as_text(name: str) -> str:
    """A name that no spreadsheet takes for a formula or a link: numbers of charts are kept in one.

    >>> _as_text("=1+1"), _as_text("Clerk")
    (' =1+1', 'Clerk')
    """
    return f" {name}" if _RUNS.match(name) else name


class _Deck:
    """A presentation being written, in the looks of a template or plain."""

    def __init__(self, template: str | os.PathLike[str] | None) -> None:
        self.tools: Any = _pptx()
        self._plain = template is None
        self._deck: Any = self.tools.Presentation() if template is None else self._opened(template)
        if template is None:
            self._deck.slide_width = self.tools.util.Inches(_WIDE)
            self._deck.slide_height = self.tools.util.Inches(_HIGH)

    def _opened(self, template: str | os.PathLike[str]) -> Any:
        data = Path(template).read_bytes()
        try:
            deck = self.tools.Presentation(io.BytesIO(data))
        except Exception:  # noqa: BLE001  what python-pptx and lxml raise of what is no presentation
            hint = "give a presentation in PowerPoint's format, .pptx"
            problem = Problem("the template is no presentation", hint, file=str(template))
            raise FormatError([problem]) from None
        if not deck.slide_layouts:
            hint = "give one whose slides have layouts"
            raise FormatError([Problem("the template has no layouts", hint, file=str(template))])
        return deck

    def finished(self) -> bytes:
        """The bytes, the same for the same content."""
        out = io.BytesIO()
        self._deck.save(out)
        return undated(out.getvalue())

    def part(self, left: float, top: float, wide: float, high: float) -> tuple[int, int, int, int]:
        """A part of what is below the title, in shares of it, as lengths of the slide."""
        unit = self.tools.util.Inches(1)
        edge, above = int(_EDGE * unit), int(_TOP * unit)
        room = self._deck.slide_width - 2 * edge
        tall = self._deck.slide_height - above - edge
        x, y = edge + int(left * room), above + int(top * tall)
        return x, y, int(wide * room), int(high * tall)

    def _kinds(self, layout: Any) -> set[str]:
        """What is to be filled in on slides of a layout, in any language."""
        kinds = {place.placeholder_format.type.name for place in layout.placeholders}
        return kinds - {"DATE", "FOOTER", "SLIDE_NUMBER"}

    def _layout(self, *wanted: set[str]) -> Any:
        """The first layout with just this to be filled in; else one that has the most of it."""
        layouts = list(self._deck.slide_layouts)
        for kinds in wanted:
            for layout in layouts:
                if self._kinds(layout) == kinds:
                    return layout
        return max(layouts, key=lambda layout: len(self._kinds(layout) & wanted[0]))

    def title(self, text: str, below: str) -> None:
        """The first slide."""
        layout = self._layout({"CENTER_TITLE", "SUBTITLE"}, {"TITLE", "SUBTITLE"}, {"TITLE"})
        slide = self._deck.slides.add_slide(layout)
        for place, words in zip(slide.placeholders, (text, below), strict=False):
            place.text = words
        if self._plain:
            for place, top in zip(slide.placeholders, (2.4, 4.2), strict=False):
                self._put(place, (_EDGE, top, _WIDE - 2 * _EDGE, 1.6))

    def _put(self, place: Any, inches: Sequence[float]) -> None:
        lengths = [self.tools.util.Inches(length) for length in inches]
        place.left, place.top, place.width, place.height = lengths

    def add(self, title: str) -> Any:
        """A slide with a title and room below it."""
        slide = self._deck.slides.add_slide(self._layout({"TITLE"}, {"CENTER_TITLE"}))
        heading = slide.shapes.title
        for place in list(slide.placeholders):
            if heading is None or place.shape_id != heading.shape_id:
                place.element.getparent().remove(place.element)  # nothing is left to be filled in
        if heading is None:
            above = self.part(0, 0, 1, 0)
            heading = slide.shapes.add_textbox(above[0], above[1] // 4, above[2], above[1] // 2)
        heading.text_frame.text = title
        if self._plain:
            self._put(heading, (_EDGE, 0.35, _WIDE - 2 * _EDGE, 0.9))
            self._letters(heading.text_frame, 26, bold=True)
        return slide

    def _letters(self, frame: Any, size: float, *, bold: bool = False, colour: str = INK) -> None:
        for paragraph in frame.paragraphs:
            paragraph.font.size = self.tools.util.Pt(size)
            paragraph.font.bold = bold
            paragraph.font.color.rgb = self.rgb(colour)
            paragraph.alignment = self.tools.enum.text.PP_ALIGN.LEFT

    def rgb(self, colour: str) -> Any:
        """A colour as python-pptx has it."""
        return self.tools.dml.color.RGBColor.from_string(colour.lstrip("#").upper())

    def say(self, slide: Any, text: str, place: tuple[int, int, int, int], size: float) -> None:
        """A text in its place."""
        frame = slide.shapes.add_textbox(*place).text_frame
        frame.word_wrap = True
        frame.text = text
        self._letters(frame, size)

    def bullets(self, title: str, lines: Sequence[str]) -> None:
        """A slide of sentences."""
        slide = self.add(title)
        frame = slide.shapes.add_textbox(*self.part(0, 0, 1, 1)).text_frame
        frame.word_wrap = True
        frame.text = "\n".join(f"\u2022 {line}" for line in lines)
        self._letters(frame, 16)

    def bars(  # noqa: PLR0913  each says what it is
        self,
        slide: Any,
        names: Sequence[str],
        series: Sequence[_Bars],
        place: tuple[int, int, int, int],
        form: str,
        *,
        most: float | None = None,
        stacked: bool = False,
        marked: Sequence[int] = (),
    ) -> None:
        """A native bar chart, the first name on top; a series without a colour is not seen.

        From 0 up to the `most` that there can be, where there is such; `marked` are the bars of
        what to start with.
        """
        kinds = self.tools.enum.chart.XL_CHART_TYPE
        data = self.tools.chart.data.CategoryChartData()
        data.categories = list(map(_as_text, names))
        for name, values, _ in series:
            data.add_series(name, values)
        kind = kinds.BAR_STACKED if stacked else kinds.BAR_CLUSTERED
        chart = self._chart(slide, kind, place, data)
        chart.category_axis.reverse_order = True
        low = self.tools.enum.chart.XL_TICK_LABEL_POSITION.LOW
        chart.category_axis.tick_label_position = low
        if most is not None:
            chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0.0, most
        chart.value_axis.tick_labels.number_format = form
        chart.value_axis.tick_labels.number_format_is_linked = False
        chart.value_axis.major_gridlines.format.line.color.rgb = self.rgb("#d5dae0")
        chart.plots[0].gap_width = 60
        chart.has_legend = len(series) > 1 and not stacked
        for drawn, (_, _, colour) in zip(chart.plots[0].series, series, strict=True):
            if not colour:
                drawn.format.fill.background()
                continue
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = self.rgb(colour)
            labels = drawn.data_labels
            labels.show_value, labels.number_format = True, form
            labels.number_format_is_linked = False
            labels.font.size = self.tools.util.Pt(12)
        for at in marked:
            point = chart.plots[0].series[0].points[at]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = self.rgb(POOR)

    def points(
        self,
        slide: Any,
        series: Sequence[tuple[str, Sequence[tuple[float, float]], str]],
        place: tuple[int, int, int, int],
        axes: tuple[str, str],
        *,
        joined: bool = False,
    ) -> None:
        """A native chart of points, shares from the bottom up; joined by lines where asked."""
        kinds = self.tools.enum.chart.XL_CHART_TYPE
        data = self.tools.chart.data.XyChartData()
        for name, spots, _ in series:
            drawn = data.add_series(name)
            for x, y in spots:
                drawn.add_data_point(x, y)
        kind = kinds.XY_SCATTER_LINES_NO_MARKERS if joined else kinds.XY_SCATTER
        chart = self._chart(slide, kind, place, data)
        chart.value_axis.tick_labels.number_format = "0%"
        chart.value_axis.tick_labels.number_format_is_linked = False
        chart.value_axis.major_gridlines.format.line.color.rgb = self.rgb("#d5dae0")
        for axis, text in zip((chart.category_axis, chart.value_axis), axes, strict=True):
            axis.axis_title.text_frame.text = text
            self._letters(axis.axis_title.text_frame, 12, colour=MUTED)
        chart.has_legend = len(series) > 1
        for drawn, (_, _, colour) in zip(chart.plots[0].series, series, strict=True):
            if joined:
                drawn.format.line.color.rgb = self.rgb(colour)
                drawn.smooth = False
                continue
            drawn.format.line.fill.background()
            drawn.marker.style = self.tools.enum.chart.XL_MARKER_STYLE.CIRCLE
            drawn.marker.size = 9
            drawn.marker.format.fill.solid()
            drawn.marker.format.fill.fore_color.rgb = self.rgb(colour)

    def _chart(self, slide: Any, kind: Any, place: tuple[int, int, int, int], data: Any) -> Any:
        chart = slide.shapes.add_chart(kind, *place, data).chart
        chart.has_title = False
        chart.font.size = self.tools.util.Pt(12)
        chart.font.color.rgb = self.rgb(MUTED)
        return chart


def _pptx() -> Any:
    """python-pptx with the parts that are used here; an extra, behind this one door."""
    try:
        import pptx
        import pptx.chart.data
        import pptx.dml.color
        import pptx.enum.chart
        import pptx.enum.dml
        import pptx.enum.shapes
        import pptx.enum.text
        import pptx.util
    except ImportError:
        message = "slides need python-pptx: install 'valuechain[slides]'"
        raise MissingExtraError(message) from None
    return pptx
