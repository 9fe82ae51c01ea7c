"""Tests of `files.draft_map` and `files.draft_columns`: a first map, every line says how sure it is."""

import importlib.util
import sys

import openpyxl
import pytest
import yaml

import valuechain as vc
from helpers.exports import LABELS, clinic, export, read
from places import ROOT

TEAMS = ["Surgical ward", "Laboratory"]


def drafted(heads, *rows, chain=None):
    return vc.draft_map(export(heads, *rows), chain or clinic())


def guessed(heads, *rows, chain=None):
    """Use, what it says and how sure, of each column."""
    found = drafted(heads, *rows, chain=chain).guesses
    return [(each.use, each.says, each.sure.partition(":")[0]) for each in found]


def column(head, *cells, teams=TEAMS, chain=None):
    """The guess about a column beside that of the teams."""
    teams = [teams[at % len(teams)] for at in range(len(cells))]
    rows = [list(pair) for pair in zip(teams, cells, strict=True)]
    return guessed(["Where do you work?", head], *rows, chain=chain)[1]


def test_what_is_written_is_read_again():
    draft = drafted(
        ["Timestamp", "Your team", "How is IT helpdesk? [Speed]", "Any comments?"],
        ["x", "Surgical ward", "Satisfied", "Fine"],
        ["x", "Laboratory", "Very satisfied", "Well"],
    )
    assert draft.tool == "Google Forms"
    assert draft.summary == (
        "Google Forms: 4 columns, 1 of them questions (1 sure, 0 likely, 0 unsure, 0 fill in)."
    )
    assert str(draft) == draft.text
    mapping = yaml.safe_load(draft.text)
    assert mapping == {
        "valuechain-map": 1,
        "team": "Your team",
        "questions": {"How is IT helpdesk? [Speed]": {"provider": "it", "aspect": "Speed"}},
        "left_out": ["Any comments?"],
    }
    for line in draft.text.splitlines():
        mark = line.partition("  # ")[2]
        assert bool(mark) != (line.endswith(":") or line == "valuechain-map: 1")


def _text(*labels):
    rows = [[TEAMS[at % 2], label] for at, label in enumerate(labels)]
    return drafted(["Your team", "How is IT helpdesk?"], *rows).text


def test_labels_that_fit_several_scales_are_to_be_checked():
    text = _text("Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied")
    assert "scale: 1-5  # unsure: please check: the labels fit several\n" in text
    assert "labels:" not in text


def test_known_labels_that_fit_no_scale_are_filled_in():
    text = _text("Extremely satisfied", "Very satisfied", "Satisfied", "Mostly satisfied", "Poor")
    assert "scale:" not in text
    assert text.count(': "?"  # fill in') == 5


@pytest.mark.parametrize(
    ("head", "says", "sure"),
    [
        ("IT helpdesk", {"provider": "it"}, "sure"),
        (
            "How satisfied are you with the speed of the IT helpdesk?",
            {"provider": "it", "aspect": "speed"},
            "likely",
        ),
        ("IT helpdesk: speed?", {"provider": "it", "aspect": "speed"}, "unsure"),
        ("IT helpdesk answers all calls before noon", {"provider": "it"}, "unsure"),
        ("How is IT helpdesk? - Overall satisfaction", {"provider": "it"}, "sure"),
        ("How satisfied are you with these teams? [IT helpdesk]", {"provider": "it"}, "sure"),
        (
            "How satisfied are you with these teams? [IT helpdesk speed]",
            {"provider": "it"},
            "unsure",
        ),
        (
            "When you think of spring and summer and autumn? [IT helpdesk]",
            {"provider": "it"},
            "unsure",
        ),
        (
            "IT helpdesk in spring, summer, autumn? [Speed]",
            {"provider": "it", "aspect": "Speed"},
            "likely",
        ),
        ("IT helpdsk", {"provider": "it"}, "likely"),
        ("The workstations", {"provider": "it"}, "unsure"),
        ("The zebra", {"provider": "?", "aspect": "zebra"}, "fill in"),
        ("Helpdesk of IT: problems?", {"provider": "it", "aspect": "problems"}, "unsure"),
        ("Laboratory: results", {"provider": "lab", "delivers": "results"}, "sure"),
        ("Laboratory: sample", {"provider": "lab", "delivers": "samples back"}, "unsure"),
        ("Laboratory", {"provider": "lab", "delivers": "?"}, "fill in"),
        ("Bed", {"provider": "beds"}, "likely"),
    ],
)
def test_a_question_by_its_words(head, says, sure):
    found = column(head, 4, 5, 3, 1)
    assert (found[0], found[2]) == ("question", sure)
    assert found[1] == says


def test_services_that_nobody_who_answers_receives_twice_need_no_word():
    assert column("Laboratory", 4, 5, teams=["Laboratory"]) == (
        "question",
        {"provider": "lab"},
        "sure",
    )


DESKS = vc.loads(
    """{valuechain: 1, teams: {a: {name: Front desk, serves: {t: keys}}, b: {name: Back desk, serves: {t: parcels}},
    t: {name: Tellers, serves: {c: }}}, customers: {c: }}"""
)


@pytest.mark.parametrize(
    ("head", "provider"), [("The desk", "a"), ("Parcels from the desk", "b"), ("Zebra desk", "a")]
)
def test_parties_that_may_be_meant_alike_are_doubtful(head, provider):
    found = column(head, 4, 5, teams=["Tellers"], chain=DESKS)
    assert (found[1]["provider"], found[2]) == (provider, "unsure")


@pytest.mark.parametrize(("head", "provider"), [("Desk", "a"), ("Desk: parcels", "b")])
def test_parties_of_one_name_are_doubtful(head, provider):
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {name: Desk, serves: {t: keys}}, b: {name: Desk, serves: {t: parcels}},"
        "t: {name: Tellers, serves: {c: }}}, customers: {c: }}"
    )
    found = column(head, 4, 5, teams=["Tellers"], chain=chain)
    assert (found[1]["provider"], found[2]) == (provider, "unsure")


def test_little_of_a_name_is_a_doubtful_guess():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {name: Blue harbour crane works, serves: {c: }}}, customers: {c: }}"
    )
    found = column("The crane", 4, 5, teams=["c"], chain=chain)
    assert (found[1]["provider"], found[2]) == ("a", "unsure")


def test_a_number_that_is_repeated_tells_nobody_apart():
    found = guessed(["ID", "IT helpdesk"], [1, 4], [1, 5])
    assert found[0][0] == "bookkeeping"
    assert guessed(["ID", "IT helpdesk"], [1, 4], [2, 5])[0][0] == "respondent"


def test_a_slip_among_marks_does_not_widen_the_scale_beyond_a_hundred():
    rows = [["ward", 4]] * 12 + [["ward", 250]]
    assert "scale: 0-100" in drafted(["Team", "IT helpdesk"], *rows).text


def test_a_recommendation_is_an_nps():
    assert column("Would you recommend the IT helpdesk?", 9, 10, 3)[1]["scale"] == "nps"


@pytest.mark.parametrize(
    ("head", "cells", "sure"),
    [
        ("IT helpdesk", ["", "N/A"], "sure"),
        ("Remarks about the IT helpdesk", ["Good people", "Thanks"], "likely"),
        ("Shift", ["early", "late"], "unsure"),
        ("Story", [f"Long ago {at}" for at in range(20)], "likely"),
        ("Minutes waited", ["120", "310"], "unsure"),
    ],
)
def test_what_is_no_answer_is_left_out_with_doubt(head, cells, sure):
    assert column(head, *cells) == ("left_out", {}, sure)


def test_unknown_labels_are_to_be_filled_in():
    draft = drafted(
        ["Team", "IT helpdesk"],
        *(["Surgical ward", word] for word in ("Teal", "Red", "Teal", "Satisfied", "yes")),
    )
    mapping = yaml.safe_load(draft.text)
    assert mapping["labels"] == {"Teal": "?", "Red": "?"}
    with pytest.raises(vc.FormatError) as error:
        read(export(["Team", "IT helpdesk"], ["Surgical ward", "Teal"]), mapping)
    assert "label 'Teal': '?' is no mark" in str(error.value)


def test_some_slips_among_answers_do_no_harm():
    assert column("IT helpdesk", *["4"] * 9, "four")[0] == "question"


def test_two_columns_that_ask_the_same_are_doubtful():
    found = guessed(["Team", "IT helpdesk", "The IT helpdesk"], ["Surgical ward", 4, 4])
    assert [sure for _, _, sure in found[1:]] == ["unsure", "unsure"]


@pytest.mark.parametrize(
    ("marks", "scale", "sure"),
    [
        ((1, 5), "1-5", "sure"),
        ((2, 4), "1-5", "likely"),
        ((1, 7), "1-7", "sure"),
        ((1, 6), "1-7", "unsure"),
        ((0, 10), "0-10", "sure"),
        ((0, 4), "0-10", "likely"),
        ((1, 10), "0-10", "unsure"),
        ((0, 100), "0-100", "sure"),
        (("1 - Bad", "5 - Good"), "1-5", "sure"),
    ],
)
def test_the_scale_by_its_marks(marks, scale, sure):
    text = drafted(["Team", "IT helpdesk"], *(["Surgical ward", mark] for mark in marks)).text
    line = next(line for line in text.splitlines() if line.startswith("scale"))
    assert line.startswith(f"scale: {scale}  # {sure}")


def test_teams_by_what_people_call_them():
    heads = ["Team", "IT helpdesk"]
    names = ["ward", "Surgical wards", "Labratory", "Kitchen", "Surgical ward B"]
    draft = drafted(heads, *([name, 4] for name in names), ["", 3])
    assert yaml.safe_load(draft.text)["teams"] == {
        "Surgical wards": "ward",
        "Labratory": "lab",
        "Kitchen": "?",
        "Surgical ward B": "ward",
    }
    with pytest.raises(vc.FormatError, match="who is it"):
        read(export(heads, ["Kitchen", 4]), yaml.safe_load(draft.text))


def test_no_column_says_who_answers():
    draft = drafted(["IT helpdesk"], [4], [5])
    assert 'team: "?"  # fill in' in draft.text
    with pytest.raises(vc.FormatError, match="which column is it"):
        read(export(["IT helpdesk"], [4]), yaml.safe_load(draft.text))


def test_headings_that_are_repeated_or_cannot_be_written_are_named_by_letters():
    text = drafted(["Team", "IT helpdesk", "IT helpdesk", "x" * 400], ["ward", 4, 5, 1]).text
    assert '  "B": {provider: "it"}' in text
    assert '  "C": {provider: "it"}' in text
    assert '  "D": {' in text


def test_each_sheet_is_a_team(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Surgical ward"
    for sheet in (book.active, book.create_sheet("Labratory")):
        sheet.append(["IT helpdesk", "Laboratory: results"])
        sheet.append([4, 5])
    book.save(tmp_path / "a.xlsx")
    draft = vc.draft_map(tmp_path / "a.xlsx", clinic())
    mapping = yaml.safe_load(draft.text)
    assert mapping["team"] == {"sheet": True}
    assert mapping["teams"] == {"Labratory": "lab"}
    assert len(vc.read_survey(tmp_path / "a.xlsx", mapping=mapping, chain=clinic())) == 3
    assert vc.draft_map(tmp_path / "a.xlsx", clinic(), sheet="Labratory").guesses


def test_a_sheet_of_notes_is_passed_over(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Read me"])
    sheet = book.create_sheet("Answers")
    for row in (["Team", "IT helpdesk"], ["Laboratory", 4]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    draft = vc.draft_map(tmp_path / "a.xlsx", clinic())
    assert yaml.safe_load(draft.text)["team"] == "Team"
    survey = vc.read_survey(tmp_path / "a.xlsx", mapping=yaml.safe_load(draft.text), chain=clinic())
    assert "Sheet 'Sheet' is not read: no question of the map is in it." in survey.notes
    sheet.delete_rows(2)
    book.save(tmp_path / "a.xlsx")
    assert "Read me" in vc.draft_map(tmp_path / "a.xlsx", clinic()).text


def test_a_chain_is_needed():
    with pytest.raises(vc.ArgumentError, match="draft_map takes a ValueChain, not str"):
        vc.draft_map(export(["a"], ["b"]), "chain.yaml")


# The examples


def load_script(folder, name):
    spec = importlib.util.spec_from_file_location(name, ROOT / folder / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


EXPORTS = ROOT / "examples" / "exports"
FILES = sorted(path.name for path in EXPORTS.iterdir() if path.suffix in (".csv", ".xlsx"))


def test_the_exports_are_those_that_the_script_writes(tmp_path):
    make = load_script("examples/exports", "make")
    make.main(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    for name in FILES:
        if name.endswith(".csv"):
            assert (tmp_path / name).read_bytes() == (EXPORTS / name).read_bytes()
        else:
            both = (openpyxl.load_workbook(at / name).active for at in (tmp_path, EXPORTS))
            one, other = ([[c.value for c in row] for row in sheet] for sheet in both)
            assert one == other


def by_hand():
    """Answers, and their mean, of each service and aspect of the example, by plain loops."""
    make = load_script("examples/exports", "make")
    found = {}
    for team, cells, _ in make.answers(labels="12345", teams={t: t for t in make.TEAMS}, none=""):
        at = iter(cells)
        for provider in make.PROVIDERS:
            for aspect in make.ASPECTS:
                cell = next(at)
                if cell:
                    found.setdefault((provider, team, aspect), []).append(int(cell))
    return {key: (len(marks), sum(marks) / len(marks)) for key, marks in found.items()}


@pytest.mark.parametrize("name", FILES)
def test_every_example_is_read_by_its_drafted_map_as_it_is(name):
    chain = vc.load(EXPORTS / "chain.yaml")
    draft = vc.draft_map(EXPORTS / name, chain)
    assert {guess.sure for guess in draft.guesses} <= {"sure", "likely"}
    survey = vc.read_survey(EXPORTS / name, mapping=yaml.safe_load(draft.text), chain=chain)
    make = load_script("examples/exports", "make")
    english = {german: aspect for aspect, german in make.ASPECTS.items()}
    got = {
        (row.provider, row.customer, english.get(row.aspect, row.aspect)): (
            row.responses,
            pytest.approx(1 + 4 * row.score.value),
        )
        for row in survey
        if not row.from_aspects
    }
    assert by_hand() == got


@pytest.mark.parametrize("seed", [3, 11, 17, 24, 40, 55])
def test_no_column_is_wrong_without_a_mark_of_doubt(seed, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    found = load_script("benchmarks", "bench_draft_maps").judged(seed, show=False)
    assert not found["sure", False]
    assert not found["likely", False]
    assert LABELS


@pytest.mark.parametrize(
    "head",
    [
        "IT helpdesk is unreliable",
        "IT helpdesk never answers the phone",
        "IT helpdesk delivers the wrong parts",
        "Der IT helpdesk ist nie erreichbar",
        "Der IT helpdesk ist unzuverlässig",
        "Ich muss auf den IT helpdesk zu lange warten",
    ],
)
def test_it_is_asked_whether_a_high_mark_is_good(head):
    found = drafted(["Your team", head], ["Laboratory", "4"], ["Laboratory", "5"])
    assert found.guesses[1].sure == "unsure: please check"
    assert found.guesses[1].why == "is a high mark good? else add 'reversed: true'"


def test_every_reason_for_doubt_is_told_the_reversed_one_first():
    heads = ["Your team", "IT helpdesk? [Slow answers]", "How is IT helpdesk? [Slow answers]"]
    found = drafted(heads, ["Laboratory", "4", "2"], ["Laboratory", "5", "1"])
    assert [guess.why for guess in found.guesses[1:]] == [
        "is a high mark good? else add 'reversed: true'; another column asks the same"
    ] * 2
