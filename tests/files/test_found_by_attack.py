"""Tables and maps as people really make them, that were read wrongly or refused badly once."""

import datetime
from fractions import Fraction

import openpyxl
import pytest

import valuechain as vc
from helpers.answers import problems, table
from helpers.exports import SMALL, clinic, faults, read, scores, small
from helpers.verbs import answers, said

CHAIN = "valuechain: 1\ntitle: Shop\nteams:\n  it: {serves: {ward: x}}\n  ward: {serves: {c: y}}\ncustomers: {c: }\n"


@pytest.fixture
def chain_file(here):
    (here / "chain.yaml").write_text(CHAIN, encoding="utf-8")
    return "chain.yaml"


# Waves.


@pytest.mark.parametrize(
    "waves", [("15.01.2026", "01.12.2025"), ("Q3 2024", "Jan 2026"), ("2025", "2026-03")]
)
def test_waves_of_which_nobody_knows_the_order_are_named(waves, chain_file, here):
    rows = [f"it,ward,{3 + n},{wave}" for n, wave in enumerate(waves) for _ in range(9)]
    file = answers(here / "a.csv", *rows, head="provider,customer,score,wave")
    done = said("compare", chain_file, "--survey", file)
    assert done.status == 2
    assert "which of them came first?" in done.err and "--waves FIRST SECOND" in done.err
    assert all(wave in done.err for wave in waves)
    named = said("compare", chain_file, "--survey", file, "--waves", *reversed(waves))
    assert named.status == 0
    assert f"Shop, {waves[0]} (before: Shop, {waves[1]})" in named.out


def test_which_waves_were_compared_is_told(chain_file, here):
    rows = [f"it,ward,{3 + n},{2024 + n}" for n in range(3) for _ in range(9)]
    file = answers(here / "a.csv", *rows, head="provider,customer,score,wave")
    assert "Shop, 2026 (before: Shop, 2025)" in said("compare", chain_file, "--survey", file).out


# Labels beside numbers.


def test_a_map_does_not_turn_what_runs_the_other_way():
    rows = [["ward", text, 4] for text in ("1 - Very satisfied", "5 - Very dissatisfied")]
    found = faults(small(*rows), SMALL)
    assert {each.hint for each in found} == {"add 'reversed: true' to the question in the map"}
    turned = SMALL | {
        "questions": {"IT?": {"provider": "it", "reversed": True}, "Beds?": {"provider": "beds"}}
    }
    survey = read(small(*rows), turned)
    assert scores(survey)["it", "ward", ""] == (2, 0.5)
    (note,) = [note for note in survey.notes if note.startswith("Labels are read")]
    assert "1 - Very satisfied 5" in note and "5 - Very dissatisfied 1" in note


FOUR = ["1 - Very dissatisfied", "2 - Dissatisfied", "3 - Satisfied", "4 - Very satisfied"]
THREE = ["1 - unzufrieden", "2 - neutral", "3 - zufrieden"]


@pytest.mark.parametrize("labels", [FOUR, THREE], ids=len)
def test_labels_of_another_number_of_steps_are_refused_and_the_remedy_works(labels):
    steps = len(labels)
    (problem,) = problems(table(*(f"it,ward,{label}" for label in labels)))
    assert problem.message == (
        f"the labels beside the numbers belong to a scale of {steps} steps, not 5"
    )
    assert f"--scale 1-{steps}" in problem.hint
    named = vc.read_survey(table(*(f"it,ward,{label}" for label in labels)), f"1-{steps}")
    assert named.rows[0].score.value == 0.5
    rows = [["ward", label, 4] for label in labels]
    (problem,) = faults(small(*rows), SMALL)
    assert problem.hint == f"say so in the map: 'scale: 1-{steps}'"
    told = SMALL | {
        "questions": {
            "IT?": {"provider": "it", "scale": f"1-{steps}"},
            "Beds?": {"provider": "beds"},
        }
    }
    assert scores(read(small(*rows), told))["it", "ward", ""] == (steps, 0.5)


def test_labels_that_may_be_of_five_steps_are_read_and_odd_ones_left_alone():
    for rows in (
        ["2 - unzufrieden", "3 - neutral", "4 - zufrieden"],
        ["1 - unzufrieden", "2 - unzufrieden"],
        ["1 - a", "3 - b"],
    ):
        assert vc.read_survey(table(*(f"it,ward,{each}" for each in rows))).answers == len(rows)


@pytest.mark.parametrize("words", ["1 - best", "5 - worst", "5 - mangelhaft", "1 = am besten"])
def test_more_words_tell_which_end_is_the_best(words):
    found = problems(table(f"it,ward,{words}"))
    assert found[0].hint == "turn all marks of the question round: 6 less the mark"


def test_the_marks_that_a_map_gives_to_numbers_are_told():
    survey = read(small(["ward", 1, 4], ["ward", 2, 4]), SMALL | {"labels": {"1": 5, "2": 4}})
    assert scores(survey)["it", "ward", ""] == (2, 0.875)
    assert "Labels are read as marks: 2 4, 1 5." in survey.notes


# Counts.


@pytest.mark.parametrize(
    "head", ["N valid", "n=", "Base", "Anz.", "Total responses", "Nombre", "n (gültig)", "N"]
)
def test_numbers_of_answers_by_other_names(head):
    (row,) = vc.read_survey(table("it,ward,3.4,12", head=f"provider,customer,score,{head}")).rows
    assert (row.responses, row.score.short) == (12, "3.4/5 (12 responses)")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1.000", "write 1000"),
        ("1'200", "write 1200"),
        ("1 200", "write 1200"),
        ("25%", "a whole number"),
        ("12 of 20", "a whole number"),
    ],
)
def test_counts_that_are_none_are_refused(text, hint):
    (problem,) = problems(table(f"it,ward,4,{text}", head="provider,customer,score,count"))
    assert problem.message == f"'{text}' is no number of answers"
    assert hint in problem.hint


# Rows of an export that nobody answered, and hidden ones.


def test_totals_below_an_export_are_left_out_and_told():
    rows = [["Surgical ward", 4, 4], ["Surgical ward", 5, 4], ["Mittelwert", 4.5, 4]]
    survey = read(small(*rows), SMALL)
    assert scores(survey)["it", "ward", ""] == (2, 0.875)
    assert "Totals are left out: row 4 ('Mittelwert')." in survey.notes


def test_a_team_may_be_called_as_a_total():
    chain = vc.loads(
        "{valuechain: 1, teams: {it: {serves: {media: }}, media: {name: Media, serves: {c: }}},"
        " customers: {c: }}"
    )
    mapping = {"valuechain-map": 1, "team": "Team", "questions": {"IT?": {"provider": "it"}}}
    rows = [["Media", 4]] * 3
    survey = vc.read_survey([["Team", "IT?"], *rows], mapping=mapping, chain=chain)
    assert survey.answers == 3
    one = vc.read_survey([["Team", "IT?"], ["Media", 4]], mapping=mapping, chain=chain)
    assert one.answers == 1


def test_hidden_rows_and_dates_of_an_export(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Team", "IT?", "Beds?", "When"])
    for day in (1, 2, 3):
        sheet.append(["ward", 4, 5, datetime.date(2026, 3, day)])
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    survey = read(tmp_path / "a.xlsx", SMALL | {"wave": {"column": "When"}})
    assert survey.waves == ("2026-03-01", "2026-03-02", "2026-03-03")
    assert any(note.startswith("1 hidden row of the sheet is read") for note in survey.notes)


# Maps.


def test_labels_that_are_one(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(
        "valuechain-map: 1\nteam: Team\nlabels: {Great: 5, great: 1}\n"
        "questions: {'IT?': {provider: it}, 'Beds?': {provider: beds}}\n",
        encoding="utf-8",
    )
    found = faults(small(["ward", "Great", 4]), path)
    assert found[0].message == "'great' and 'Great' are one label"
    assert found[0].line == 3


def test_a_mapping_that_holds_itself():
    mapping = dict(SMALL)
    mapping["questions"] = mapping
    with pytest.raises(vc.ArgumentError, match="holds itself"):
        vc.read_survey(small(["ward", 4, 4]), mapping=mapping, chain=clinic())


def test_question_marks_are_to_be_filled_in_everywhere():
    asked = {"IT?": {"provider": "it", "aspect": "?"}, "Beds?": {"provider": "beds"}}
    found = faults(small(["ward", 4, 4]), SMALL | {"wave": "?", "questions": asked})
    assert {each.message for each in found} == {"which wave is it?", "which aspect is it?"}


def test_a_mistake_of_the_map_is_not_told_as_one_of_the_answers():
    found = faults(small(["Foo", 4, 4]), SMALL | {"teams": {"Foo": "?"}})
    assert [each.message for each in found] == ["who is it?"]


# Single cells.


def test_codes_for_no_answer_and_fractions():
    (problem,) = problems(table("it,ward,4", "it,ward,99"))
    assert problem.hint == "empty the cell if it says that there is no answer, else correct it"
    rows = [{"provider": "it", "customer": "ward", "score": Fraction(13, 4)}]
    assert vc.read_survey(rows).rows[0].score.short == "3.25/5 (1 response)"
    (problem,) = problems(table("it,ward,4", "it,ward,Fisch"))
    assert "or empty the cell where a word is no answer" in problem.hint
    for words in ("Kann nicht beurteilen", "pas concerné", "(leer)", "Not asked"):
        assert vc.read_survey(table("it,ward,4", f"it,ward,{words}")).answers == 1


def test_an_aspect_of_one_answer_lies_within_its_interval():
    text = "{valuechain: 1, customers: {c: }, teams: {a: {serves: {c: {satisfaction: 50% (9 responses), aspects: {x: 0% (1 response), y: 90%}}}}}}"
    row = vc.aspects(vc.loads(text))["a->c: x"]
    assert row.interval[0] == row.satisfaction == 0.0


def test_what_is_on_target_is_not_dragged():
    text = "{valuechain: 1, customers: {c: }, teams: {a: {serves: {c: {satisfaction: 90% (60 responses), aspects: {x: 20% (60 responses), y: 99%}}}}}}"
    diagnosis = vc.diagnose(vc.loads(text))
    assert "Dragged" not in str(diagnosis.explain("a->c"))
    found = vc.aspects(diagnosis)
    assert (len(found), [row.aspect for row in found.providers]) == (0, ["x", "y"])


def test_columns_without_end_are_refused_at_once():
    rows = [["Team", *(f"Q{n}" for n in range(200_000))], ["ward", *[4] * 200_000]]
    found = faults(rows, SMALL)
    assert found[0].message == "a table of 200,001 columns"
    with pytest.raises(vc.FormatError, match="a table of 200,001 columns"):
        vc.draft_map(rows, clinic())


def test_a_label_that_the_map_gives_a_mark_is_an_answer():
    labels = {"Applies": 5, "Does not apply": 1, "-": 2}
    rows = [["ward", "Applies", 4], ["ward", "Does not apply", 4], ["ward", "-", 4]]
    survey = read(small(*rows), SMALL | {"labels": labels})
    assert scores(survey)["it", "ward", ""] == (3, round((1 + 0 + 0.25) / 3, 9))


def test_no_answer_is_nobody():
    mapping = SMALL | {"respondent": "Who"}
    head = ("Team", "IT?", "Beds?", "Who")
    rows = [["ward", 4, 4, "N/A"], ["ward", 5, 4, "N/A"], ["ward", 3, 4, "R1"]]
    assert scores(read(small(*rows, head=head), mapping))["it", "ward", ""] == (3, 0.75)


def test_answers_without_a_wave_are_not_the_latest():
    rows = [
        {"provider": "it", "customer": "ward", "score": 4, "wave": wave} for wave in ("2025", "")
    ]
    survey = vc.read_survey(rows)
    assert not survey.in_order
    with pytest.raises(vc.ArgumentError, match="which wave is meant"):
        survey.apply(vc.loads(CHAIN))


def test_a_draft_doubts_one_scale_for_columns_that_reach_others():
    rows = [["Team", "IT helpdesk", "Bed management"], ["ward", 5, 10], ["ward", 1, 0]]
    text = vc.draft_map([*rows, ["ward", 3, 7]], clinic()).text
    assert "scale: 0-10  # unsure: please check: some columns reach another" in text
    alike = vc.draft_map([rows[0], ["ward", 5, 4], ["ward", 1, 5]], clinic()).text
    assert "scale: 1-5  # sure" in alike
