"""Tests of `cli.survey_form`: ``valuechain survey-form FILE -o OUT.xlsx``: a workbook in which the answers can be filled in."""

import io
import json
import re
import sys

import openpyxl
import pytest

import valuechain as vc
from helpers.verbs import ASPECTS, said
from valuechain.reports.words import points

# The questions to ask


def test_the_form_asks_every_party_about_each_service_it_receives_the_most_informative_first(
    clinic,
):
    done = said("survey-form", clinic.path)
    assert (done.status, done.err) == (0, "")
    form = vc.survey_form(clinic.chain)
    assert {question.service for question in form.questions} == set(clinic.chain.services)
    assert form.questions[0].service == clinic.simulation.ask_next[0].id
    asked = re.findall(r"^To (.*):$", done.out, re.MULTILINE)
    assert len(asked) == len(form.by_party)
    assert done.out.count("?") == 14
    assert "discharge letters" in done.out.split("To ")[1]
    assert done.out.startswith("Day clinic")
    listed = json.loads(said("survey-form", clinic.path, "--format", "json").out)["questions"]
    assert [question["service"] for question in listed] == [
        question.service for question in form.questions
    ]


def test_the_form_calls_whoever_is_asked_by_name(clinic):
    done = said("survey-form", clinic.path)
    assert "To Referring doctors:" in done.out


def test_what_nobody_measured_is_asked_first_and_why():
    text = """{valuechain: 1, teams: {a: {serves: {b: x}}, b: {serves: {c: {satisfaction: 90% (500 responses)}, d: }}, e: {serves: {d: {satisfaction: 60%}}}},
        customers: {c: , d: }}"""
    form = vc.survey_form(vc.loads(text))
    first, *others = form.questions
    assert (
        first.service in ("a->b", "b->d")
        and "nobody measured" in first.why
        and "points" in first.why
    )
    assert [bool(question.why) for question in others][-2:] == [False, False]
    assert not str(form).startswith("\n")
    assert first.text.endswith("?")


def test_the_form_of_a_very_large_chain_ranks_by_importance(monkeypatch):
    monkeypatch.setattr("valuechain.analysis.solution.Solution.few", property(lambda _: False))
    form = vc.survey_form(
        vc.loads(
            "{valuechain: 1, teams: {a: {serves: {b: }}, b: {serves: {c: }}}, customers: {c: }}"
        )
    )
    assert form.questions[0].service == "b->c"


@pytest.mark.usefixtures("here")
def test_a_form_is_filled_in_and_read_back(clinic):
    done = said("survey-form", clinic.path, "-o", "form.xlsx")
    assert (done.status, done.err) == (0, "written: form.xlsx, form.map.yaml\n")
    assert f"valuechain survey form.xlsx --map form.map.yaml --into {clinic.path}" in done.out
    book = openpyxl.load_workbook("form.xlsx")
    form = vc.survey_form(clinic.chain)
    assert book.sheetnames == [*form.names.values(), "questions"]
    sheet = book["Referring doctors"]
    assert [cell.value for cell in sheet[1]] == [
        "respondent",
        *(question.text for question in form.by_party["referrer"]),
    ]
    at = 2 + [question.service for question in form.by_party["referrer"]].index("doctors->referrer")
    for row, mark in ((2, "2"), (3, "4")):
        sheet.cell(row, at).value = mark
    book.save("form.xlsx")
    done = said(
        "survey", "form.xlsx", "--map", "form.map.yaml", "--into", clinic.path, "-o", "after.yaml"
    )
    assert (done.status, done.err) == (0, "written: after.yaml\n")
    assert "Sheet 'questions' is not read: no question of the map is in it." in done.out
    assert "no answers yet." in done.out
    after = vc.load("after.yaml").services
    assert after["doctors->referrer"].satisfaction.responses == 2
    assert after["doctors->referrer"].satisfaction.value == 0.5
    changed = [service for service in after if after[service] != clinic.chain.services[service]]
    assert changed == ["doctors->referrer"]


@pytest.mark.usefixtures("here")
def test_a_form_offers_the_marks_and_lists_the_questions(clinic):
    said("survey-form", clinic.path, "-o", "form.xlsx")
    book = openpyxl.load_workbook("form.xlsx")
    form = vc.survey_form(clinic.chain)
    for party, questions in form.by_party.items():
        rules = book[form.names[party]].data_validations.dataValidation
        assert [rule.formula1 for rule in rules] == ['"1,2,3,4,5"'] * len(questions)
    asked = [row[:2] for row in book["questions"].iter_rows(min_row=2, values_only=True)]
    assert asked == [(form.names[each.asked], each.text) for each in form.questions]


@pytest.mark.usefixtures("here")
def test_a_form_that_nobody_filled_in_is_a_problem_and_changes_nothing(clinic):
    said("survey-form", clinic.path, "-o", "form.xlsx")
    before = clinic.path.read_bytes()
    done = said("survey", "form.xlsx", "--map", "form.map.yaml", "--into", clinic.path)
    assert done.status == 1
    assert "form.xlsx: no row has a score" in done.err
    assert clinic.path.read_bytes() == before


@pytest.mark.usefixtures("here")
def test_a_map_that_is_there_already_is_kept(clinic, here):
    (here / "form.map.yaml").write_text("mine", encoding="utf-8")
    done = said("survey-form", clinic.path, "-o", "form.xlsx")
    assert done.status == 1
    assert not (here / "form.xlsx").exists()
    assert (here / "form.map.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("here")
def test_a_form_that_is_handed_out_tells_nobody_what_others_answered(clinic):
    said("survey-form", clinic.path, "-o", "form.xlsx")
    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook("form.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not [cell for cell in cells if "answers:" in cell]


@pytest.mark.usefixtures("here")
def test_a_form_of_standard_input_names_no_file_that_is_not_there(clinic, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(clinic.path.read_bytes())))
    done = said("survey-form", "-", "-o", "form.xlsx")
    assert done.status == 0
    assert "--into -" not in done.out


# How far it is


def test_a_form_asks_about_the_known_aspects_too():
    form = vc.survey_form(vc.loads(ASPECTS))
    asked = [(question.service, question.aspect) for question in form.questions]
    assert asked.index(("a->b", "time")) > asked.index(("a->b", ""))
    assert "... and with its care?" in str(form)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["book.xlsx", "pair.csv"])
def test_what_is_said_to_be_done_with_the_answers_can_be_done(name, clinic):
    """A chain that is no YAML becomes YAML first: scores are filled into no other kind."""
    assert said("convert", clinic.path, name).status == 0
    done = said("survey-form", name, "-o", "form.xlsx")
    first, second = done.out.strip().partition("then: ")[2].split("; ")
    assert said(*first.split()[1:]).status == 0
    book = openpyxl.load_workbook("form.xlsx")
    book.worksheets[1].cell(2, 3, 4)
    book.save("form.xlsx")
    assert second.startswith("valuechain survey form.xlsx")
    done = said(*second.split()[1:])
    assert (done.status, done.err) == (0, f"written: {second.split()[-1]}\n")


def test_people_numbered_anew_on_each_sheet_are_others(tmp_path):
    """Two of them answer one question each, high or low: they have no level to be removed."""
    chain = tmp_path / "l.yaml"
    chain.write_text(
        "valuechain: 1\nsuppliers: {vendor: {serves: {it: updates}}}\n"
        "teams:\n  it: {serves: {sales: laptops, plant: tablets}}\n"
        "  plant: {serves: {sales: parts}}\n  sales: {serves: {client: orders}}\n"
        "customers: {client: }\n"
    )
    form = tmp_path / "form.xlsx"
    assert said("survey-form", chain, "-o", form).status == 0
    book = openpyxl.load_workbook(form)
    marks = {"it": [3, 3], "sales": [5, 5, 1, 1], "plant": [3, 3, 3, 3], "client": [3, 3, 3, 3]}
    for party, each in marks.items():
        sheet = book[party]
        for person, mark in enumerate(each, 1):
            sheet.append([person, *[mark] * (sheet.max_column - 1)])
    book.save(form)
    found = vc.read_survey(
        form, mapping=tmp_path / "form.map.yaml", chain=vc.load(chain), leniency=True
    )
    values = {(row.provider, row.customer): row.score.value for row in found}
    assert values["vendor", "it"] == 0.5


def test_the_form_says_what_a_simulation_says(clinic):
    worth = {row.id: row.worth_asking for row in clinic.simulation}
    told = {
        question.service: question.why.removeprefix("knowing it for sure is worth ")
        for question in vc.survey_form(clinic.chain).questions
        if question.why.startswith("knowing")
    }
    assert told == {service: points(worth[service]) for service in told}
    assert told
