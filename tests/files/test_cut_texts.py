"""Tests of `files.cut_texts`: which texts does a comment cut in two?"""

import pytest

import valuechain as vc
from valuechain.cli.main import main

CHAIN = """\
valuechain: 1
teams:
  a:
    group: Region #1
    serves: {c: x}
  b:
    group: Region #2   # wichtig
    serves: {c: "order #4"}
  d: {group: Shop, serves: {c: y}} #egal
customers: {c: }
"""


def warned(text, tmp_path, capsys):
    path = tmp_path / "chain.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path)]) == 0
    return capsys.readouterr().err


def test_a_number_taken_for_a_comment_is_warned_of(tmp_path, capsys):
    said = warned(CHAIN, tmp_path, capsys)
    assert said.count("warning:") == 2
    assert ":4:19: warning: 'Region' ends where '#1' begins" in said
    assert "quote the text" in said


@pytest.mark.parametrize("comment", ["# wichtig", "#", "## wichtig"])
def test_what_is_meant_as_a_comment_is_one(comment, tmp_path, capsys):
    text = CHAIN.replace("#1", comment).replace("#2", comment).replace("#egal", "")
    assert warned(text, tmp_path, capsys) == ""


def test_in_braces_the_sign_is_named():
    text = "valuechain: 1\nteams:\n  a: {name: Team #4, serves: {c: x}}\ncustomers: {c: }\n"
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (3, 18)
    assert "is a comment: quote the text" in problem.hint


def test_a_value_that_is_all_comment_is_warned_of(tmp_path, capsys):
    text = CHAIN.replace("group: Region #1", "group: #1 in flowers").replace(" #egal", "")
    assert "warning: there is no value where '#1 in flowers' begins" in warned(
        text, tmp_path, capsys
    )
