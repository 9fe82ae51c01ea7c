"""Tests of `files.answer_map` and `files.asked_services`: what does each column of an export mean?"""

import json

import jsonschema
import pytest
import yaml

import valuechain as vc
from helpers.exports import SMALL, clinic, export, faults, read, small, told
from valuechain.files.answer_map import KEYS, QUESTION_KEYS
from valuechain.files.schema import schema_text

TABLE = ["ward", 4, 4]
TEXT = """valuechain-map: 1
team: Team
questions:
  IT?: {provider: it}
  Beds?: {provider: beds}
"""


def problems(tmp_path, text, *rows):
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return faults(small(*(rows or [TABLE])), path)


def test_a_map_is_read_from_a_file(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert read(small(TABLE), path).rows == read(small(TABLE), SMALL).rows
    assert read(small(TABLE), str(path)).rows == read(small(TABLE), SMALL).rows
    with pytest.raises(FileNotFoundError):
        read(small(TABLE), tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("change", "place", "message", "hint"),
    [
        (("team:", "taem:"), (2, 1), "unknown key 'taem'", "did you mean 'team'?"),
        (("team:", "zebra:"), (2, 1), "unknown key 'zebra'", "known here: valuechain-map"),
        (("it}", "it, asspect: x}"), (4, 23), "unknown key 'asspect'", "did you mean 'aspect'?"),
        (("it}", "it, zebra: x}"), (4, 23), "unknown key 'zebra'", "a question has provider"),
        (("provider: it", "aspect: x"), (4, 3), "'IT?' names no provider", "say who delivers it"),
        (("provider: it", "provider: "), (4, 3), "'IT?' names no provider", "say who delivers it"),
        (
            ("provider: it", "provider: itt"),
            (4, 20),
            "the chain has no party 'itt'",
            "did you mean 'it'?",
        ),
        (("provider: it", "provider: '?'"), (4, 20), "who is it?", "fill in the id of a party"),
        (
            ("provider: it", "provider: Zebra"),
            (4, 20),
            "the chain has no party 'Zebra'",
            "write the id",
        ),
        (
            ("provider: it", "provider: patients"),
            (4, 20),
            "'patients' serves nobody in the chain",
            "",
        ),
        (
            ("provider: it", "provider: [it]"),
            (4, 20),
            "one text behind 'provider' belongs here, and nothing else",
            "",
        ),
        (
            ("it}", "it, delivers: workstation}"),
            (4, 34),
            "'it' delivers no 'workstation'",
            "did you mean 'workstations'?",
        ),
        (
            ("it}", "it, delivers: x}"),
            (4, 34),
            "'it' delivers no 'x'",
            "it delivers 'workstations'",
        ),
        (
            ("it}", "it, customer: beds}"),
            (4, 34),
            "no service runs from 'it' to 'beds'",
            "'it' serves 'ward', 'lab'",
        ),
        (
            ("it}", "it, customer: bed}"),
            (4, 34),
            "the chain has no party 'bed'",
            "did you mean 'beds'?",
        ),
        (
            ("it}", "lab}"),
            (4, 3),
            "2 services run from 'lab' to 'ward'",
            "say which with 'delivers:': 'results', 'samples back'",
        ),
        (("it}", "it, scale: wide}"), (4, 31), "no scale 'wide'", ""),
        (("it}", "it, aspect: ' x'}"), (4, 32), "' x' names no aspect", ""),
        (("it}", "it, reversed: yes}"), (4, 34), "reversed: 'yes'", "write true or false"),
        (("{provider: it}", "it"), (4, 3), "'IT?': what does it ask?", "left_out"),
        (("IT?:", "ITT?:"), (4, 3), "the export has no column 'ITT?'", "did you mean 'IT?'?"),
        (("IT?:", "'?':"), (4, 3), "which column is it?", "fill in its heading"),
        (
            ("team: Team", "team: Zebra"),
            (2, 7),
            "the export has no column 'Zebra'",
            "the export has 'Team'",
        ),
        (("team: Team", "team: {shoot: x}"), (2, 7), "team: not understood", "{party: ...}"),
        (("team: Team", "team: {sheet: no}"), (2, 15), "team: not understood", "{sheet: true}"),
        (
            ("team: Team", "team: [x]"),
            (2, 7),
            "the heading of a column belongs here, and nothing else",
            "",
        ),
        (("team: Team", "team: Team\nscale: wide"), (3, 8), "no scale 'wide'", ""),
        (
            ("team: Team", "team: Team\nlabels: {Top: high}"),
            (3, 15),
            "label 'Top': 'high' is no mark",
            "",
        ),
        (("team: Team", "team: Team\nlabels: Top"), (3, 9), "'labels:' takes pairs", ""),
        (
            ("team: Team", "team: Team\nheadings: many"),
            (3, 11),
            "headings: 'many' is no number of rows",
            "",
        ),
        (
            ("team: Team", "team: Team\nteams: {a: it, A: it}"),
            (3, 16),
            "'A' is under 'teams:' twice",
            "",
        ),
        (
            ("team: Team", "team: Team\nteams: {a: itt}"),
            (3, 12),
            "the chain has no party 'itt'",
            "",
        ),
        (
            ("team: Team", "team: Team\nleft_out: [Team]"),
            (2, 7),
            "column 'Team' is in the map twice",
            "line 3 has it too",
        ),
        (("-map: 1", "-map: 2"), (1, 1), "version '2' of a map is not known", "valuechain-map: 1"),
        (("-map: 1", "-map:"), (1, 1), "version '' of a map is not known", "valuechain-map: 1"),
        (
            ("valuechain-map: 1", "valuechain: 1"),
            (1, 1),
            "this is a value chain, not a map",
            "--into",
        ),
        (("valuechain-map: 1\n", ""), (1, 1), "the version is missing", "valuechain-map: 1"),
    ],
)
def test_one_mistake_is_one_problem_at_its_place(change, place, message, hint, tmp_path):
    found = [
        each
        for each in problems(tmp_path, TEXT.replace(*change, 1))
        if each.file.endswith("map.yaml")
    ]
    assert [each.message for each in found] == [message]
    assert hint in found[0].hint
    assert found[0].line == place[0]
    assert found[0].source.strip()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("valuechain-map: 1\n", "the map has no questions"),
        ("valuechain-map: 1\nquestions:\n", "the map has no questions"),
        (
            "valuechain-map: 1\nquestions: [x]\n",
            "'questions:' takes columns, each with what it asks",
        ),
        ("- a\n", "this is no map"),
        ("", "the map is empty"),
        ("a: 1\n", "unknown key 'a'"),
        ("{}", "the version is missing"),
        ("valuechain-map: 1\n---\na: 1\n", "the map has no questions"),
        ("valuechain-map: [1\n", "not YAML: did not find expected ',' or ']'"),
    ],
)
def test_what_is_no_map(text, message, tmp_path):
    assert message in [each.message for each in problems(tmp_path, text)]


@pytest.mark.parametrize(
    "line", ["teams: {x: }", "labels: {x: }", "headings:", "left_out:", "scale: ~"]
)
def test_what_has_no_value_is_not_there(line, tmp_path):
    assert not problems(tmp_path, TEXT.replace("team: Team", f"team: Team\n{line}"))


@pytest.mark.parametrize("value", ["{party: }", "{party: [x]}", "{}"])
def test_a_team_without_a_word_is_told_once(value, tmp_path):
    found = problems(tmp_path, TEXT.replace("team: Team", f"team: {value}\nleft_out: Team"))
    assert len([each for each in found if each.line == 2]) in (1, 2)


def test_a_mistake_that_many_teams_meet_is_told_once(tmp_path):
    text = TEXT.replace("it}", "lab}").replace("team: Team", "team: Team\nwave: {column: W}")
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    rows = ["ward", 4, 4, "2025"], ["ward", 4, 4, "2026"]
    (problem,) = faults(small(*rows, head=["Team", "IT?", "Beds?", "W"]), path)
    assert problem.message == "2 services run from 'lab' to 'ward'"


def test_who_answers_must_be_said(tmp_path):
    found = problems(tmp_path, TEXT.replace("team: Team\n", "left_out: Team\n"))
    assert [each.message for each in found] == [
        "who answers 'IT?' is not said",
        "who answers 'Beds?' is not said",
    ]


def test_columns_that_no_line_mentions_are_listed():
    mapping = SMALL | {"questions": {"IT?": {"provider": "it"}}}
    (problem,) = faults(small([*TABLE, 1], head=["Team", "IT?", "Beds?", ""]), mapping)
    assert problem.message == "2 columns are in no line of the map: 'Beds?' (C), 'D' (D)"
    assert (problem.line, "left_out" in problem.hint) == (1, True)
    (problem,) = faults(small(TABLE), mapping)
    assert problem.message == "1 column is in no line of the map: 'Beds?' (C)"


def test_a_name_of_several_columns_is_refused_and_may_be_left_out():
    head = ["Team", "IT?", "Beds?", "Beds?"]
    (problem,) = faults(small([*TABLE, 1], head=head), SMALL)
    assert problem.message == "2 columns are called 'Beds?': C, D"
    assert "its letter" in problem.hint
    mapping = SMALL | {"questions": {"IT?": {"provider": "it"}}, "left_out": ["Beds?"]}
    assert len(read(small([*TABLE, 1], head=head), mapping)) == 1


def test_mistakes_of_map_and_table_come_together_and_the_map_comes_first():
    mapping = SMALL | {"questions": SMALL["questions"] | {"Zebra": {"provider": "itt"}}}
    messages = told(small(["wart", "wow", 4]), mapping)
    assert messages == [
        "the export has no column 'Zebra'",
        "the chain has no party 'itt'",
        "nobody says which team 'wart' is",
    ]
    (problem, *_) = faults(small(["ward", 4, 4]), mapping)
    assert problem.file == "<mapping>"


def test_a_thousand_mistakes_are_enough():
    mapping = SMALL | {"questions": {f"Q{i}": {"provider": "it"} for i in range(1500)}}
    assert len(faults(small(TABLE), mapping)) == 1000


def test_the_schema_has_the_keys_of_the_reader():
    schema = json.loads(schema_text("map-1"))
    jsonschema.Draft7Validator.check_schema(schema)
    assert tuple(schema["properties"]) == KEYS
    assert tuple(schema["definitions"]["question"]["properties"]) == QUESTION_KEYS
    check = jsonschema.Draft7Validator(schema)
    assert not list(check.iter_errors(yaml.safe_load(TEXT)))
    for wrong in ({"valuechain-map": 1}, yaml.safe_load(TEXT) | {"taem": "x"}):
        assert list(check.iter_errors(wrong))
    whole = yaml.safe_load(TEXT) | {
        "respondent": "Id",
        "teams": {"x": "it"},
        "wave": {"column": "Wave"},
        "scale": "1-5",
        "labels": {"Top": 5},
        "no_answer": ["x"],
        "headings": 3,
        "left_out": ["y"],
        "team": {"sheet": True},
    }
    assert not list(check.iter_errors(whole))


def test_values_of_python_are_taken_as_what_they_say():
    class Odd:
        def __str__(self):
            return "Team"

    mapping = {
        "valuechain-map": 1,
        "team": Odd(),
        "headings": 1,
        "wave": None,
        "no_answer": ("x",),
        "questions": SMALL["questions"],
    }
    assert len(read(small(TABLE), mapping)) == 2


def test_more_heading_rows_than_are_seen():
    rows = (["", "Part 1", ""], ["Team", "IT?", "Beds?"], TABLE)
    assert len(read(export(*rows), SMALL | {"headings": 2})) == 2
    assert vc.read_survey  # the same door
    assert clinic().services
