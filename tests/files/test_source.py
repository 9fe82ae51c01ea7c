"""Tests of `files.source`: where in a text is a problem, and what is shown of its line?"""

import random
import re

import pytest

import valuechain as vc
from places import ROOT
from valuechain.files.nodes import MAX_COMPOSED, MAX_DEPTH
from valuechain.files.source import MAX_BYTES, Problems, decoded, without_unsafe
from valuechain.model.texts import LONGEST
from valuechain.problems import COLLECTED

WINDOW = 100


def place(text, index):
    """(line, column) from 1: counted character by character."""
    line = column = 1
    for at in range(index):
        ends = text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)
    return line, column


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("sorted_", [True, False])
def test_a_character_is_in_its_line_and_column(seed, sorted_):
    rng = random.Random(seed)
    text = "".join(rng.choice(["a", "b", "ü", " ", "\n", "\r\n", "\r"]) for _ in range(60))
    places = [index for index in range(len(text)) if text[index] not in "\r\n"]
    rng.shuffle(places)
    problems = Problems(text, "x.yaml")
    for index in sorted(places) if sorted_ else places:
        problems.at_index(index, "odd")
        found = problems.found[-1]
        assert (found.line, found.column) == place(text, index)
        assert found.source == re.split("\r\n|\r|\n", text)[found.line - 1]


@pytest.mark.parametrize("seed", range(10))
def test_what_is_shown_is_the_line_or_a_window_around_the_place(seed):
    rng = random.Random(seed)
    lengths = [0, 1, WINDOW - 1, WINDOW, WINDOW + 1, 3 * WINDOW, 25 * WINDOW]
    rng.shuffle(lengths)
    lines = ["".join(rng.choice("abcdefgh") for _ in range(length)) for length in lengths]
    text, begin = "\n".join(lines), 0
    for line in lines:
        for column in {*range(0, len(line), 37), len(line) - 1} - {-1}:
            problems = Problems(text, "x.yaml")
            problems.at_index(begin + column, "odd")
            (found,) = problems.found
            assert found.source[found.caret] == line[column]
            if len(line) <= WINDOW:
                assert found.source == line
            else:
                assert found.source in line
                assert min(WINDOW // 2, len(line) - column) <= len(found.source) <= WINDOW
                assert found.caret == min(column, WINDOW // 2)
        begin += len(line) + 1


def test_limits_are_those_that_the_page_states():
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    limits = (
        f"at most {MAX_BYTES // 2**20} MB, {MAX_DEPTH} levels and {LONGEST:,} characters a text"
    )
    assert limits in page


@pytest.mark.parametrize("entries", [MAX_COMPOSED - 1, MAX_COMPOSED, MAX_COMPOSED + 5])
def test_one_value_has_no_more_entries_than_are_read(entries):
    """A list is an entry, too: with as many in it as are read it is too large."""
    service = f"{{improve: [{', '.join('x' * entries)}]}}"
    text = f"{{valuechain: 1, teams: {{a: {{serves: {{c: {service}}}}}}}, customers: {{c: }}}}"
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    said = [problem.message for problem in caught.value.problems]
    assert said.count("far too many entries here") == (entries >= MAX_COMPOSED)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-32-be"])
def test_other_encodings_are_named(encoding):
    with pytest.raises(vc.FormatError, match="the file is UTF-16 or UTF-32") as caught:
        decoded("valuechain: 1".encode(encoding), "x.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (1, 1)


def test_a_workbook_is_named():
    with pytest.raises(vc.FormatError, match="this is a workbook") as caught:
        decoded(b"PK\x03\x04 and so on", "x.xlsx")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.file) == (1, 1, "x.xlsx")


@pytest.mark.parametrize("code", sorted({*range(32), 127} - {9, 10, 13}))
def test_every_control_character_is_noted(code):
    problems = Problems(text := f"ab{chr(code)}c", "")
    assert without_unsafe(text, problems) == "ab\ufffdc"
    assert [problem.column for problem in problems.found] == [3]


def test_problems_are_told_in_the_order_of_the_text():
    problems = Problems("abc\nabc", "")
    for index in (6, 4, 2, 0):
        problems.at_index(index, "odd")
    with pytest.raises(vc.FormatError) as caught:
        problems.raise_if_any()
    places = [(problem.line, problem.column) for problem in caught.value.problems]
    assert places == [(1, 1), (1, 3), (2, 1), (2, 3)]


@pytest.mark.parametrize("more", [-1, 0, 5])
def test_so_many_problems_are_collected_and_no_more(more):
    odd = ", ".join(f"odd{i}: x" for i in range(COLLECTED + more))
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(
            f"{{valuechain: 1, teams: {{a: {{serves: {{z: {{{odd}}}}}}}}}, customers: {{z: }}}}"
        )
    assert len(caught.value.problems) == COLLECTED + min(more, 0)


@pytest.mark.parametrize(
    ("data", "line", "column"), [(b"\xff", 1, 1), (b"a: b\nc: d\n \xfft", 3, 2)]
)
def test_a_byte_that_is_no_text_is_found(data, line, column):
    with pytest.raises(vc.FormatError, match="byte 0xff is not UTF-8") as caught:
        decoded(data, "x.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (line, column)


def test_a_zero_further_on_is_a_control_character_and_no_other_encoding():
    assert decoded(b"ab\0c", "x.yaml") == "ab\0c"
    with pytest.raises(vc.FormatError, match="U\\+0000"):
        vc.loads("ab\0c: 1")
