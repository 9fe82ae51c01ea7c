"""Tests of `model.texts`: which texts a file can hold: no hidden characters, ids to refer to, words in one line."""

import dataclasses
import io

import pytest

import valuechain as vc
from helpers.parts import AC, A, C, problems
from valuechain import Party

SERVED = [{"provider": "clerk", "customer": "customer"}]


# What few files have.


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (lambda: vc.loads(b"PK\x03\x04 and so on"), "this is a workbook"),
        (
            lambda: vc.read_tables(io.StringIO("id,kind\n" + "x" * 200_000 + ",team\n"), SERVED),
            "a cell of more than 131,072 characters",
        ),
        (
            lambda: vc.loads(
                "{valuechain: 1, teams: {a: {serves: {c: {aspects: {time: *x}}}}}, customers: {c: }}"
            ),
            "alias 'x': aliases are not read",
        ),
    ],
)
def test_what_is_no_text_is_one_problem(read, words):
    with pytest.raises(vc.FormatError, match=words) as caught:
        read()
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\u202eb", "a\ud800b", "a\rb", "a\u2028b", "x" * 100_001]
)
def test_texts_that_no_file_can_hold(text):
    assert len(problems([Party("a", name=text), C], [AC])) == 1
    assert len(problems([A, C], [dataclasses.replace(AC, delivers=text)])) == 1
    assert len(problems([A, C], [AC], title=text)) == 1
    assert any(
        "text" in problem or "control" in problem for problem in problems([Party(text), A, C], [AC])
    )
