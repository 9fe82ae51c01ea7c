"""Every result in every format: it renders, and what is read back is what was said."""

import csv
import dataclasses
import io
import json
import math
import re
import string
import types
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import valuechain as vc
from valuechain import formats
from valuechain.reports.dispatch import report_of
from valuechain.reports.report import NO_TABLE, Report, Section, Table

CHAIN = vc.loads("""
valuechain: 1
title: "*A* | <b>shop</b> & more"
scenarios:
  "=cmd|' /C calc'!A0": {clerk->designer: 90%}
  "-2+3": {clerk->designer: failed}
teams:
  clerk:
    name: "=1+1"
    serves:
      designer:
        delivers: "+a|b"
        satisfaction: 60% (20 responses)
        improve: [{action: "@check", cost: 100, quality: 80%}, {action: more, cost: 300, quality: 95%}]
  designer: {name: "__Designer__", serves: {customer: {satisfaction: 65% (40 responses)}}}
  vendor: {serves: {clerk: "`software`", shop: {satisfaction: 70%}}}
customers:
  customer: {name: "Our customer"}
  shop:
""")
LATER = dataclasses.replace(
    CHAIN,
    services=[
        dataclasses.replace(service, satisfaction=service.satisfaction and vc.Score.of(0.75, 30))
        for service in CHAIN.services.values()
    ],
)
ANSWERS = [
    {"provider": "=a", "customer": "b|c", "delivers": "-d", "score": mark, "wave": wave}
    for mark, wave in ((3, "1"), (4, "1"), (5, "2"))
]
MADE = {
    type(result).__name__: result
    for result in (
        vc.diagnose(CHAIN),
        vc.what_if(CHAIN, {"clerk->designer": 0.9}),
        vc.side_by_side(CHAIN),
        vc.simulate(CHAIN, draws=200),
        vc.robustness(CHAIN),
        vc.plan(CHAIN, 100),
        vc.frontier(CHAIN),
        vc.promises(CHAIN),
        vc.compare(CHAIN, LATER),
        vc.survey_form(CHAIN),
        vc.read_survey(ANSWERS),
    )
}
RUN = tuple("=+-@\t\r")
"""With what a formula begins for a spreadsheet."""
_CHARACTER = re.compile(rf"\\([{re.escape(string.punctuation)}])|(.)")
"""One that a backslash makes itself, or any other."""
MARKUP = set("\\`*_{}[]<>()#+!|~&")
WORDS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]), st.sampled_from(" -.|*")
    ),
    max_size=20,
).map(lambda text: " ".join(text.split()))
"""As reports have them: one line, no blanks around it."""
SAID = (
    st.tuples(
        st.sampled_from(
            ["", "", "- ", "-- -", "---", "1. ", "12) ", "* ", "+ ", "> ", "# ", "==="]
        ),
        WORDS,
    )
    .map(lambda parts: "".join(parts).strip())
    .filter(bool)
)
"""Also what would begin a list, a heading or a line."""


@pytest.fixture(params=MADE)
def result(request):
    return MADE[request.param]


def rendered(report, name, width=96, **options):
    return formats.rendered(report, name, width, **options)


# All formats


def test_the_formats():
    assert set(formats.NAMES) == {"csv", "html", "json", "markdown", "text"}


@pytest.mark.parametrize("name", formats.NAMES)
def test_every_result_renders_in_every_format(result, name):
    text = rendered(report_of(result), name)
    assert text.strip()
    assert not text.endswith("\n")
    assert rendered(report_of(result), name, full=True).strip()


@pytest.mark.parametrize("name", ["html", "markdown", "text"])
def test_a_chain_renders_where_there_are_words(name):
    text = rendered(report_of(CHAIN), name)
    assert "4 services among 5 parties" in text


# JSON


def test_json_is_the_data(result):
    assert json.loads(rendered(report_of(result), "json")) == result.to_dict()
    assert json.loads(rendered(report_of(result), "json", full=True)) == result.to_dict(full=True)


# CSV


def read_back(text):
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return header, rows


def as_text(value):
    return "" if value is None or str(value) == "nan" else str(value)


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def without_apostrophe(cell):
    """What was meant where an apostrophe keeps a spreadsheet from running it."""
    parts = re.split("([;\t|])", cell)
    for at in range(0, len(parts), 2):
        # a tab is run where it begins a cell, and parts what follows where it stands between
        rest = "".join(parts[at:])
        if rest.startswith("'") and rest.lstrip("'").startswith(RUN):
            parts[at] = parts[at][1:]
    return "".join(parts)


def test_csv_reads_back_as_the_rows(result):
    records, names = result.table()
    header, rows = read_back(rendered(report_of(result), "csv"))
    assert list(map(without_apostrophe, header)) == names
    assert [list(map(without_apostrophe, row)) for row in rows] == [
        [as_text(record.get(name)) for name in names] for record in records
    ]


def test_no_cell_of_a_csv_is_a_formula(result):
    header, rows = read_back(rendered(report_of(result), "csv"))
    for cell in (cell for row in (header, *rows) for cell in row):
        assert is_number(cell) or not cell.startswith(RUN)


HOSTILE = st.text(st.sampled_from("=+-@\t\r\n'\",;| a1"), max_size=8)


@given(st.lists(st.tuples(HOSTILE, HOSTILE, st.none() | st.floats(-9, 9)), min_size=1))
def test_any_text_of_a_csv_reads_back_and_is_no_formula(rows):
    names = ["first", "second", "number"]
    records = [dict(zip(names, row, strict=True)) for row in rows]
    answered = types.SimpleNamespace(table=lambda full: (records, names))  # noqa: ARG005
    report = dataclasses.replace(Report.of("", "Yes.", (), NO_TABLE), result=answered)
    _, found = read_back(rendered(report, "csv"))
    assert [list(map(without_apostrophe, row)) for row in found] == [
        list(map(as_text, row)) for row in rows
    ]
    for sign in ";\t|":
        split = [part for row in found for cell in row[:2] for part in cell.split(sign)]
        assert not any(part.startswith(RUN) for part in split)


# Markdown


def unescaped(text):
    """The text that Markdown shows; fails where some of it is taken for markup."""
    read = ""
    for escaped, plain in _CHARACTER.findall(text):
        assert plain not in MARKUP, text
        read += escaped or plain
    return read


def table_in(text):
    """The cells of the first table, as a reader of Markdown splits them."""
    lines = [line for line in text.split("\n") if line.startswith("| ")]
    split = [re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1] for line in lines]
    assert all(re.fullmatch(r" (---|--:) ", cell) for cell in split[1])
    return [[unescaped(cell).strip() for cell in row] for row in (split[0], *split[2:])]


def test_a_table_in_markdown_reads_back(result):
    report = report_of(result)
    if report.table.rows:
        expected = [list(row) for row in (report.table.heads, *report.table.rows)]
        assert table_in(rendered(report, "markdown")) == expected


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=2, max_size=5))
def test_no_text_breaks_a_table_in_markdown(rows):
    table = Table(rows[0], tuple(rows[1:]))
    found = table_in(rendered(Report.of("", "Yes.", (), table), "markdown"))
    assert found == [list(row) for row in rows]


@given(SAID, SAID, SAID, SAID, st.lists(SAID, max_size=3), SAID)
def test_no_text_is_markup_in_markdown(title, answer, heading, introduction, items, rest):
    section = Section(heading, introduction, tuple(items))
    table = Table(("name",), (("a",),), rest)
    blocks = rendered(Report.of(title, answer, [section], table), "markdown").split("\n\n")
    assert unescaped(blocks[0].removeprefix("# ")) == title
    assert unescaped(blocks[1].removeprefix("**").removesuffix("**")) == answer
    below = [rest, heading, introduction, *items]
    lines = "\n".join(blocks[3:]).split("\n")
    marks = ["", "## ", "", *("* " for _ in items)]
    for line, mark, text in zip(lines, marks, below, strict=True):
        assert line.startswith(mark)
        assert unescaped(line.removeprefix(mark)) == text
        if mark != "## ":
            assert not re.match(r"\d*[-.+*)](\s|$)|--|\s", line.removeprefix(mark))


def test_lines_of_an_item_stay_apart_in_markdown_and_html():
    section = Section("To us:", "", ("How is it?\n[- it matters]",), verbatim=True)
    report = Report.of("", "Yes.", [section], NO_TABLE)
    assert "* How is it?<br>\\[- it matters\\]" in rendered(report, "markdown")
    assert "<li>How is it?<br>[- it matters]</li>" in rendered(report, "html")
    assert "  * How is it?\n    [- it matters]" in rendered(report, "text")


# HTML

TAGS = {"div", "h3", "p", "b", "table", "thead", "tbody", "tr", "th", "td"}
TAGS |= {"details", "summary", "h4", "ul", "li", "br"}


class Page(HTMLParser):
    """The tags of a page, and the texts in its cells."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.cells, self.inside = set(), [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        del attrs
        self.tags.add(tag)
        self.inside = tag
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag):
        del tag
        self.inside = ""

    def handle_data(self, data):
        if self.inside in ("td", "th"):
            self.cells[-1] += data


def test_a_page_has_the_cells_of_the_table_and_no_tags_of_names(result):
    report = report_of(result)
    page = Page(rendered(report, "html"))
    written = report.table if report.table.rows else NO_TABLE
    assert page.cells == [cell for row in (written.heads, *written.rows) for cell in row]
    assert page.tags <= TAGS


# Text


@pytest.mark.parametrize("width", [40, 96])
def test_a_text_keeps_to_its_width_above_the_table(width):
    report = report_of(MADE["Diagnosis"])
    above = dataclasses.replace(report, table=NO_TABLE)
    words = rendered(above, "text", width)
    assert all(len(line) <= width for line in words.split("\n"))
    assert " ".join(report.answer.split()) in " ".join(words.split())


def test_numbers_stand_below_one_another_on_the_right():
    table = Table(("name", "points"), (("a", "5"), ("日本", "12")), "and 2 more")
    text = rendered(Report.of("", "Yes.", (), table), "text")
    assert text.split("\n")[2:] == [
        "name  points",
        "----  ------",
        "a          5",
        "日本      12",
        "and 2 more",
    ]


def test_a_table_on_one_screen_is_cut_to_the_width_as_far_as_it_can_be_read():
    table = Table(("a", "b"), (("long " * 12, "12"), ("x", "3")))
    screen = dataclasses.replace(Report.of("Title", "Answer.", [], table), detail=lambda: screen)
    wide, narrow, least = (
        [line for line in formats.rendered(screen, "text", width).splitlines() if "long" in line]
        for width in (120, 40, 4)
    )
    assert "long " * 12 in wide[0]
    assert len(narrow[0]) <= 40
    assert 10 < len(least[0]) < 20  # what nobody could read is not cut further


def test_what_is_not_known_is_an_empty_cell():
    """A tipping dependence that does not exist is no number for pandas, and nothing in CSV."""
    diagnosis = vc.diagnose(CHAIN)
    lines = list(csv.DictReader(io.StringIO(formats.rendered(report_of(diagnosis), "csv", 96))))
    frame = diagnosis.to_pandas()
    assert any(line["tipping_dependence"] == "" for line in lines)
    for line in lines:
        missing = math.isnan(frame["tipping_dependence"][line["id"]])
        assert missing == (line["tipping_dependence"] == "")
