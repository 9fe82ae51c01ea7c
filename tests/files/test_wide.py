"""Tests of `files.wide`: the answers of an export: a respondent a row, a question a column."""

import csv
import random

import numpy as np
import openpyxl
import pytest

import valuechain as vc
from helpers.exports import (
    LABELS,
    QUALTRICS,
    SMALL,
    clinic,
    export,
    faults,
    qualtrics,
    read,
    scores,
    small,
    told,
)

# Reading


def test_an_export_with_three_heading_rows_is_counted_by_its_labels():
    survey = read(
        qualtrics(
            ["x", "R1", "Surgical ward", "Very satisfied", "Satisfied", "Dissatisfied"],
            ["x", "R2", " surgical  WARD ", "Satisfied", "", "Very dissatisfied"],
            ["x", "R3", "Laboratory", "Dissatisfied", "N/A", ""],
        ),
        QUALTRICS | {"scale": "1-5"},
    )
    assert scores(survey) == {
        ("it", "ward", ""): (2, 0.8125),
        ("it", "ward", "speed"): (2, 0.875),
        ("it", "ward", "manners"): (1, 0.75),
        ("it", "lab", ""): (1, 0.25),
        ("it", "lab", "speed"): (1, 0.25),
        ("beds", "ward", ""): (2, 0.125),
    }
    assert survey.notes[0] == "Columns left out as the tool's own: Start Date."
    assert "2 of 8 cells hold no answer and are left out." in survey.notes
    assert any("Very dissatisfied 1, Dissatisfied 2, Satisfied 4" in note for note in survey.notes)


def long_rows(heads, rows, asked, teams):
    """What an export says, one answer in each row, by plain loops."""
    found = []
    for number, row in enumerate(rows):
        cells = dict(zip(heads, row, strict=True))
        for column, (provider, aspect, served) in asked.items():
            team = teams[cells["Team"]]
            mark = {label: at for at, label in enumerate(LABELS, 1)}.get(cells[column])
            if team in served and mark:
                found.append(
                    {"provider": provider, "customer": team, "score": mark, "aspect": aspect}
                    | {"respondent": f"r{number}", "wave": cells["Wave"]}
                )
    return found


@pytest.mark.parametrize("leniency", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_a_wide_table_is_the_long_one_read_the_other_way(seed, leniency):
    rng = random.Random(seed)
    asked = {
        "a": ("it", "speed", {"ward", "lab"}),
        "b": ("it", "care", {"ward", "lab"}),
        "c": ("beds", "", {"ward"}),
        "d": ("beds", "tone", {"ward"}),
    }
    teams = {"Surgical ward": "ward", "Lab": "lab"}
    heads = ["Id", "Team", "Wave", *asked]
    rows = [
        [f"r{i}", rng.choice(list(teams)), rng.choice(["2025", "2026"])]
        + [rng.choice([*LABELS, "", "N/A"]) for _ in asked]
        for i in range(rng.randint(20, 60))
    ]
    mapping = {
        "valuechain-map": 1,
        "respondent": "Id",
        "team": "Team",
        "teams": {"Lab": "lab"},
        "wave": {"column": "Wave"},
        "questions": {
            name: {"provider": provider} | ({"aspect": aspect} if aspect else {})
            for name, (provider, aspect, _) in asked.items()
        },
    }
    wide = read(export(heads, *rows), mapping, leniency=leniency)
    long = vc.read_survey(long_rows(heads, rows, asked, teams), leniency=leniency)
    of = lambda survey: {  # noqa: E731
        (row.provider, row.customer, row.aspect, row.wave): (
            row.responses,
            row.from_aspects,
            pytest.approx(row.score.value),
        )
        for row in survey
    }
    assert of(wide) == of(long)
    filled = wide.apply(clinic(), "2026").services["it->ward"]
    assert filled == long.apply(clinic(), "2026").services["it->ward"]


def test_marks_of_numbers_labels_with_numbers_and_answers_that_name_their_scale():
    survey = read(
        small(["ward", "5 - Very satisfied", "4/5"], ["ward", "3", "2/5"], ["ward", "", ""]), SMALL
    )
    assert scores(survey) == {("it", "ward", ""): (2, 0.75), ("beds", "ward", ""): (2, 0.5)}
    assert "Scores that name no scale are read as 1-5." in survey.notes


def test_the_scale_of_a_question_goes_before_that_of_all():
    mapping = SMALL | {"scale": "0-10"}
    mapping["questions"] = mapping["questions"] | {"Beds?": {"provider": "beds", "scale": "1-7"}}
    assert scores(read(small(["ward", 5, 4]), mapping)) == {
        ("it", "ward", ""): (1, 0.5),
        ("beds", "ward", ""): (1, 0.5),
    }


def test_a_reversed_question_is_turned_round():
    mapping = SMALL | {
        "questions": SMALL["questions"] | {"Beds?": {"provider": "beds", "reversed": True}}
    }
    assert scores(read(small(["ward", 5, 5]), mapping))["beds", "ward", ""] == (1, 0)


def test_own_labels_and_own_words_for_no_answer():
    mapping = SMALL | {"labels": {"Top": 5, "satisfied": 3}, "no_answer": ["Pass"]}
    survey = read(small(["ward", "TOP", "Pass"], ["ward", "Satisfied", "pass"]), mapping)
    assert scores(survey) == {("it", "ward", ""): (2, 0.75)}


def test_labels_of_another_scale_say_which():
    survey = read(
        small(
            ["ward", "Extremely satisfied", "Slightly dissatisfied"],
            ["ward", "Moderately satisfied", ""],
        ),
        SMALL | {"scale": "1-7"},
    )
    assert [row.score.short for row in survey] == ["6.5/7 (2 responses)", "3/7 (1 response)"]


def test_a_question_to_one_party_needs_no_team():
    mapping = {"valuechain-map": 1, "questions": {"IT?": {"provider": "it", "customer": "ward"}}}
    survey = read(export(["IT?"], ["4"], ["2"]), mapping)
    assert scores(survey) == {("it", "ward", ""): (2, 0.5)}
    assert "No column says who answered: each row is taken for one person." in survey.notes


def test_a_file_of_one_team_and_one_wave():
    mapping = SMALL | {"team": {"party": "Surgical ward"}, "wave": 2026, "left_out": ["Team"]}
    survey = read(small(["x", "4", "2"]), mapping)
    assert (survey.waves, len(survey)) == (("2026",), 2)
    assert "Columns left out by the map: Team." in survey.notes


def test_whoever_is_not_served_is_left_out_and_counted():
    survey = read(small(["Laboratory", "4", "2"], ["Laboratory", "4", "3"], ["", "5", ""]), SMALL)
    assert scores(survey) == {("it", "lab", ""): (2, 0.75)}
    notes = " ".join(survey.notes)
    assert (
        "2 answers of Laboratory about Bed management are left out: Bed management does not serve Laboratory."
        in notes
    )
    assert "1 of 3 rows do not say who answers: no team." in notes
    assert "1 answers of nobody's team about IT" in notes


def test_services_that_deliver_the_same_are_told_apart_by_their_ids():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: [{delivers: x}, {delivers: x}]}}}, customers: {c: }}"
    )
    mapping = {
        "valuechain-map": 1,
        "team": {"party": "c"},
        "questions": {"Q": {"provider": "a", "delivers": "a->c#2"}},
    }
    survey = read(export(["Q"], ["4"]), mapping, chain)
    assert survey.apply(chain).services["a->c#2"].satisfaction.value == 0.75


def test_a_service_without_words_is_the_one_that_is_meant():
    chain = vc.loads("{valuechain: 1, teams: {a: {serves: {c: }}}, customers: {c: }}")
    mapping = {
        "valuechain-map": 1,
        "team": {"party": "c"},
        "questions": {"Q": {"provider": "a", "delivers": "care"}},
    }
    assert len(read(export(["Q"], ["4"]), mapping, chain)) == 1


def test_columns_are_named_by_letters_where_headings_are_repeated():
    mapping = {
        "valuechain-map": 1,
        "team": "Team",
        "questions": {"B": {"provider": "it"}, "C": {"provider": "beds"}},
    }
    survey = read(small(["ward", 5, 1], head=["Team", "Rate", "Rate"]), mapping)
    assert [row.score.value for row in survey] == [1, 0]


def test_a_semicolon_and_rows_that_are_short():
    assert scores(read(small(["ward", 5, 1], ["ward", 3], delimiter=";"), SMALL)) == {
        ("it", "ward", ""): (2, 0.75),
        ("beds", "ward", ""): (1, 0),
    }


def test_rows_in_python_and_numbers():
    rows = [["Team", "IT?", "Beds?"], ["ward", 5, np.int64(1)], ["ward", 3.0, None]]
    assert scores(read(rows, SMALL))["it", "ward", ""] == (2, 0.75)


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


BY_SHEET = {
    "valuechain-map": 1,
    "team": {"sheet": True},
    "teams": {"Surgery": "ward"},
    "questions": {"IT?": {"provider": "it"}, "Beds?": {"provider": "beds"}},
}


def test_a_sheet_for_each_team(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        Surgery=[["IT?", "Beds?"], [5, 1], [3, None]],
        Laboratory=[["IT?"], [2]],
        Notes=[["Anything"], ["x"]],
    )
    survey = read(path, BY_SHEET)
    assert scores(survey) == {
        ("it", "ward", ""): (2, 0.75),
        ("it", "lab", ""): (1, 0.25),
        ("beds", "ward", ""): (1, 0),
    }
    assert "Sheet 'Notes' is not read: no question of the map is in it." in survey.notes
    assert survey.rows[1].place.sheet == "Laboratory"


def test_the_sheet_is_the_one_with_the_questions_or_is_named(tmp_path):
    table = [["Team", "IT?", "Beds?"], ["ward", 5, 1]]
    path = workbook(tmp_path / "a.xlsx", notes=[["x"], ["y"]], one=table)
    assert len(read(path, SMALL)) == 2
    path = workbook(tmp_path / "b.xlsx", one=table, two=table, three=table[:1])
    assert len(read(path, SMALL, sheet="one")) == 2
    (problem,) = faults(path, SMALL)
    assert problem.message == "several sheets have questions of the map: 'one', 'two', 'three'"
    (problem, *_) = faults(path, SMALL | {"questions": {"Zebra": {"provider": "it"}}})
    assert problem.message == "the export has no column 'Zebra'"


def test_a_workbook_without_any_value(tmp_path):
    assert told(workbook(tmp_path / "a.xlsx", one=[], two=[]), SMALL) == ["the table is empty"]


# Mistakes


def test_a_sheet_of_a_team_that_nobody_defined(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Surgerie=[["IT?", "Beds?"], [5, 1]])
    (problem,) = faults(path, BY_SHEET)
    assert problem.message == "nobody says which team the sheet 'Surgerie' is"
    assert problem.hint == "did you mean 'Surgery'?"
    assert problem.sheet == "Surgerie"


def test_a_team_that_nobody_defined_is_one_mistake_in_its_row():
    found = faults(small(["ward", 4, 4], ["Surgical wart", 4, 4], ["Surgical wart", 4, 4]), SMALL)
    assert [(each.line, each.column, each.heading) for each in found] == [(3, 1, "Team")]
    assert found[0].message == "nobody says which team 'Surgical wart' is (and 1 more like it)"
    assert found[0].hint == "did you mean 'Surgical ward'?"
    (far,) = faults(small(["ward", 4, 4], ["Kitchen", 4, 4]), SMALL)
    assert "teams:" in far.hint


def test_an_answer_that_is_none_has_its_row_and_column():
    given = small(["ward", "Very satisfied", 4], ["ward", "Satisfid", 4], ["ward", "Satisfied", 4])
    (problem,) = faults(given, SMALL)
    assert (problem.line, problem.column, problem.heading) == (3, 2, "IT?")
    assert problem.message == "'Satisfid' is not an answer"
    assert problem.hint == "did you mean 'Satisfied'?"
    (problem,) = faults(small(["ward", "wow", 4]), SMALL)
    assert "labels:" in problem.hint


def test_labels_that_fit_no_scale_are_each_a_mistake():
    found = faults(
        small(["ward", "Strongly agree", "Teal"], ["ward", "Very satisfied", "Red"]), SMALL
    )
    assert [each.message for each in found] == [
        "'Strongly agree' fits several scales, or none beside the others",
        "'Teal' is not an answer",
        "'Very satisfied' fits several scales, or none beside the others",
        "'Red' is not an answer",
    ]


def test_labels_on_another_scale_than_the_map_says():
    given = small(["ward", "Very satisfied", "Neutral"])
    (problem, other) = faults(given, SMALL | {"scale": "1-4"})
    assert problem.message == (
        "'Very satisfied' is a label of the scale 1-5, the question's scale is 1-4"
    )
    assert other.heading == "Beds?"


def test_labels_that_may_stand_on_several_scales():
    four = ["Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied"]
    rows = [["ward", label, 4] for label in four]
    found = faults(small(*rows), SMALL)
    assert {each.message for each in found} == {
        f"'{label}' fits several scales, or none beside the others" for label in four
    }
    assert "'scale: 1-5'" in found[0].hint
    for scale, worth in (("1-4", 0.5), ("1-5", 0.5)):
        survey = read(small(*rows), SMALL | {"scale": scale})
        assert scores(survey)["it", "ward", ""] == (4, worth)


def test_a_scale_that_changes_within_a_column():
    (problem,) = faults(small(["ward", 4, 4], ["ward", 3, 4], ["ward", "80%", 4]), SMALL)
    assert (problem.line, problem.heading) == (4, "IT?")
    assert problem.message == "an answer on the scale percent among 2 on 1-5"
    (problem,) = faults(small(["ward", 4, 4], ["ward", 9, 4]), SMALL)
    assert problem.message == "9 is outside the scale 1-5"


def test_two_columns_for_one_service_and_aspect():
    mapping = SMALL | {
        "questions": {"IT?": {"provider": "it"}, "Beds?": {"provider": "IT helpdesk"}}
    }
    (problem,) = faults(small(["ward", 4, 4]), mapping)
    assert problem.message == "'Beds?' and 'IT?' ask the same: it->ward"
    mapping["questions"] = {
        "IT?": {"provider": "it", "aspect": "Speed"},
        "Beds?": {"provider": "it", "aspect": "speed"},
    }
    (problem,) = faults(small(["ward", 4, 4]), mapping)
    assert problem.message.endswith("it->ward, aspect 'speed'")


def test_respondents_who_answer_twice():
    mapping = SMALL | {"respondent": "Id"}
    head = ["Team", "IT?", "Beds?", "Id"]
    rows = ["ward", 4, 4, "r1"], ["ward", 4, 4, ""], ["lab", 3, 3, "r1"], ["ward", "", "", "r1"]
    (problem,) = faults(small(*rows, ["ward", 4, 4, ""], head=head), mapping)
    assert (problem.line, problem.heading) == (4, "Id")
    assert problem.message == "respondent 'r1' answered this already in row 2"
    assert len(read(small(*rows[:2], head=head), mapping)) == 2


def test_a_cell_with_a_formula(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", a=[["Team", "IT?", "Beds?"], ["ward", 4, "=1+1"], ["=A2", 4, 3]]
    )
    found = faults(path, SMALL)
    assert [(each.line, each.heading, each.message) for each in found] == [
        (2, "Beds?", "a formula"),
        (3, "Team", "a formula"),
    ]


def test_merged_cells_of_teams_are_told_once(tmp_path):
    path = workbook(tmp_path / "a.xlsx", a=[["Team", "IT?", "Beds?"], ["ward", 4, 3], [None, 4, 3]])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)
    assert [each.message for each in faults(path, SMALL)] == ["the cells A2 to A3 are merged"]


def test_each_row_is_a_person_for_leniency_too():
    rows = ["ward", 5, 5], ["ward", 1, 3]
    lenient = read(small(*rows), SMALL, leniency=True)
    long = [
        {"provider": provider, "customer": "ward", "score": mark, "respondent": str(at)}
        for at, (_, it, beds) in enumerate(rows)
        for provider, mark in (("it", it), ("beds", beds))
    ]
    expected = vc.read_survey(long, leniency=True)
    assert [row.score for row in lenient] == [row.score for row in expected]


def test_yes_and_no_are_marks_by_themselves():
    survey = read(small(["ward", "yes", 4], ["ward", "No", 4]), SMALL)
    assert scores(survey)["it", "ward", ""] == (2, 0.5)


def test_nobody_answered():
    assert told(small(["ward", "", ""]), SMALL) == ["no row has a score"]
    assert told(export(["Team"]), SMALL) == ["the table is empty but for its headings"]
    assert told(export([]), SMALL) == ["the table is empty"]


def test_more_answers_than_people_are_told_in_the_column_of_the_question():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {t: }}, t: {people: 1, serves: {c: }}}, customers: {c: }}"
    )
    mapping = {"valuechain-map": 1, "team": {"party": "t"}, "questions": {"Q": {"provider": "a"}}}
    survey = read(export(["Q"], ["4"], ["5"]), mapping, chain)
    with pytest.raises(vc.FormatError) as error:
        survey.apply(chain)
    assert error.value.problems[0].heading == "Q"


def test_a_mapping_needs_a_chain_and_is_a_path_or_a_dict():
    with pytest.raises(vc.ArgumentError, match="needs the chain"):
        vc.read_survey(small(["ward", 4, 4]), mapping=SMALL)
    with pytest.raises(vc.ArgumentError, match="not int"):
        read(small(["ward", 4, 4]), 5)
    with pytest.raises(vc.ArgumentError, match="no such scale"):
        read(small(["ward", 4, 4]), SMALL, scale="wide")


# What a reader of maps is told.


def test_teams_that_were_asked_about_themselves_and_about_others():
    mapping = {
        "valuechain-map": 1,
        "team": "Team",
        "questions": {
            "Lab?": {"provider": "lab", "delivers": "results"},
            "IT?": {"provider": "it"},
        },
    }
    rows = [["Laboratory", 4, 5], ["Laboratory", 3, 4], ["Bed management", 2, 5], ["ward", 4, 5]]
    notes = read(small(*rows, head=("Team", "Lab?", "IT?")), mapping).notes
    assert "2 answers of Laboratory about itself are left out." in notes
    not_served = (
        "1 answers of Bed management about IT helpdesk are left out: IT helpdesk does not "
        "serve Bed management."
    )
    assert not_served in notes


def test_lines_that_are_still_marked_as_unsure_are_counted(tmp_path):
    path = tmp_path / "map.yaml"
    line = 'questions: {"IT?": {provider: it}, "Beds?": {provider: beds}}'
    for mark, said in (("  # unsure: please check, it may be", 1), ("  # sure", 0)):
        path.write_text(f"valuechain-map: 1\nteam: Team{mark}\n{line}\n", encoding="utf-8")
        notes = " ".join(read(small(["ward", 4, 5]), path).notes)
        assert ("1 lines of the map are still marked 'unsure: please check'" in notes) == said


def test_two_questions_taken_for_one_are_no_mistake_of_the_answers():
    mapping = SMALL | {
        "questions": {
            "IT?": {"provider": "it"},
            "Beds?": {"provider": "it", "scale": "nps"},
        }
    }
    found = faults(small(["ward", 4, 9], ["ward", 3, 10]), mapping)
    assert ["ask the same" in each.message for each in found] == [True]


def test_who_it_is_may_be_nobody():
    mapping = SMALL | {"questions": {"IT?": {"provider": "?"}, "Beds?": {"provider": "beds"}}}
    (problem,) = faults(small(["ward", 4, 5]), mapping)
    assert problem.message == "who is it?"
    assert "or move the column under 'left_out:'" in problem.hint
    problem, *_ = faults(small(["x", 4, 5]), SMALL | {"teams": {"x": "?"}})
    assert problem.hint == "fill in the id of a party of the chain"


def test_empty_sheets_are_named_together(tmp_path):
    sheets = {f"Team {n}": [["IT?", "Beds?"]] for n in range(10)}
    teams = {"teams": {"Surgery": "ward"} | dict.fromkeys(sheets, "lab")}
    path = workbook(tmp_path / "a.xlsx", Surgery=[["IT?", "Beds?"], [5, 1]], **sheets)
    notes = [note for note in read(path, BY_SHEET | teams).notes if "no answers yet" in note]
    assert len(notes) == 1
    assert notes[0].startswith("Sheets 'Team 0', 'Team 1'") and "... hold no answers" in notes[0]


def test_aspects_on_several_scales_are_told():
    mapping = {
        "valuechain-map": 1,
        "team": "Team",
        "questions": {
            "IT?": {"provider": "it", "aspect": "speed"},
            "Beds?": {"provider": "it", "aspect": "loyalty", "scale": "nps"},
        },
    }
    survey = read(small(["ward", 4, 9], ["ward", 3, 10]), mapping)
    (note,) = [note for note in survey.notes if "several scales" in note]
    assert "it->ward" in note
    many = {f"p{n}": n for n in range(8)}
    rows = [
        {"provider": name, "customer": "c", "aspect": aspect, "scale": scale, "score": 4}
        for name in many
        for aspect, scale in (("a", "1-5"), ("b", "0-10"))
    ]
    (note,) = [note for note in vc.read_survey(rows).notes if "several scales" in note]
    assert note.endswith("p4->c and 3 more.")


def test_what_was_only_tried_is_no_answer(tmp_path):
    """Qualtrics keeps its makers' previews among the answers, and says so in a column."""
    rows = [
        ["Status", "Q1"],
        ["Response Type", "How satisfied are you?"],
        ['{"ImportId":"status"}', '{"ImportId":"QID1"}'],
        *[["IP Address", "5"]] * 3,
        ["Survey Preview", "1"],
        ["Survey Preview", "1"],
    ]
    path = tmp_path / "export.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    chain = vc.loads("{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}")
    mapping = {"valuechain-map": 1, "questions": {"Q1": {"provider": "a", "customer": "c"}}}
    survey = vc.read_survey(path, chain=chain, mapping=mapping)
    assert survey.rows[0].score.short == "5/5 (3 responses)"
    assert "Left out: 2 rows in which the survey was only tried (preview)." in survey.notes


def test_a_team_that_receives_something_else_is_not_said_to_receive_nothing():
    chain = vc.loads(
        "{valuechain: 1, teams: {it: {serves: {a: network, b: laptops}}, a: {serves: {c: x}}, b: {serves: {c: y}}},"
        " customers: {c: }}"
    )
    rows = [["Team", "Q1"], ["a", "4"], ["b", "2"]]
    question = {"provider": "it", "delivers": "network"}
    mapping = {"valuechain-map": 1, "team": {"column": "Team"}, "questions": {"Q1": question}}
    survey = vc.read_survey(rows, chain=chain, mapping=mapping)
    (note,) = [note for note in survey.notes if "left out" in note]
    assert "b receives something else from it. Without 'delivers' in the map" in note
    del question["delivers"]
    both = vc.read_survey(rows, chain=chain, mapping=mapping)
    assert {row.delivers for row in both.rows} == {"network", "laptops"}
