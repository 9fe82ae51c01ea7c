"""Wrong usage is a sentence with status 2, a wrong file one with status 1; nothing is written."""

import sys
from pathlib import Path

import pytest

from helpers.verbs import ASPECTS, answers, holds, said
from valuechain.cli.main import main

WRONG = [
    (["simulate", "plain.yaml", "--level", "100%"], "level"),
    (["simulate", "plain.yaml", "--draws", "0"], "draws"),
    (["simulate", "plain.yaml", "--seed", "-1"], "seed"),
    (["simulate", "plain.yaml", "--jobs", "0"], "--jobs"),
    (["simulate", "plain.yaml", "--jobs", "1001"], "--jobs"),
    (["survey", "good.csv", "-o", "x.yaml"], "--into"),
    (["survey", "good.csv", "--map", "m.yaml"], "--chain"),
    (["survey", "good.csv", "--draft-map", "m.yaml"], "--chain"),
    (["survey", "good.csv", "--scale", "wide"], "wide"),
    (["survey", "good.csv", "--min-responses", "0"], "min_responses"),
    (["survey", "good.csv", "--wave", "2024"], "2024"),
    (["survey", "good.csv", "--into", "plain.yaml", "--wave", "2024"], "2024"),
    (["survey", "waves.csv", "--into", "plain.yaml"], "wave"),
    (["survey-form", "plain.yaml", "-o", "x.doc"], ".xlsx"),
    (["template", "x.yaml"], ".xlsx"),
    (["template", "x"], ".xlsx"),
    (["convert", "plain.yaml", "x.txt"], ".yaml"),
    (["convert", "plain.txt", "x.yaml"], ".yaml"),
    (["convert", "plain.yaml", "x.xlsm"], ".xlsx"),
    (["draw", "plain.yaml", "-o", "x.gif"], ".svg"),
    (["draw", "plain.yaml", "-o", "x.svg", "--focus", "nobody", "--simulate"], "nobody"),
    (["draw", "plain.yaml", "-o", "x.svg", "--view", "walk", "--collapse", "group"], "walk"),
    (["draw", "plain.yaml", "-o", "x.svg", "--view", "map", "--simulate"], "scores"),
]


FILES = [
    (["simulate", "none.yaml"], "none.yaml"),
    (["simulate", "bad.yaml"], "bad.yaml"),
    (["simulate", "many.yaml"], "people"),
    (["survey-form", "bad.yaml"], "bad.yaml"),
    (["survey-form", "none.yaml", "-o", "x.xlsx"], "none.yaml"),
    (["survey-form", "plain.yaml", "-o", "good.xlsx"], "exists already"),
    (["survey-form", "plain.yaml", "-o", "no/x.xlsx"], "no/x.xlsx"),
    (["template", "good.xlsx"], "exists already"),
    (["template", "no/x.xlsx"], "no/x.xlsx"),
    (["template", "folder.xlsx"], "exists already"),
    (["convert", "none.yaml", "x.xlsx"], "none.yaml"),
    (["convert", "bad.yaml", "x.xlsx"], "bad.yaml"),
    (["convert", "plain.yaml", "good.xlsx"], "exists already"),
    (["convert", "plain.yaml", "folder.xlsx", "--force"], "folder.xlsx"),
    (["convert", "plain.yaml", "no/x.csv"], "no/x.parties.csv"),
    (["convert", "plain.yaml", "half.csv", "--force"], "half.services.csv"),
    (["convert", "none.csv", "x.yaml"], "none.parties.csv"),
    (["convert", "fake.xlsx", "x.yaml"], "fake.xlsx"),
    (["survey", "none.csv"], "none.csv"),
    (["survey", "bad.csv"], "row 2"),
    (["survey", "bad.csv", "--into", "plain.yaml"], "row 2"),
    (["survey", "unknown.csv", "--into", "plain.yaml"], "customer"),
    (["survey", "unknown.csv", "--into", "plain.yaml", "-o", "x.yaml"], "row 3"),
    (["survey", "many.csv", "--into", "few.yaml"], "people"),
    (["survey", "good.csv", "--into", "none.yaml"], "none.yaml"),
    (["survey", "good.csv", "--into", "bad.yaml"], "bad.yaml"),
    (["survey", "good.csv", "--into", "plain.yaml", "-o", "no/x.yaml"], "no/x.yaml"),
    (["survey", "good.xlsx", "--sheet", "absent"], "absent"),
    (["draw", "many.yaml", "-o", "x.svg", "--simulate"], "people"),
    (["draw", "plain.yaml", "-o", "no/x.svg", "--simulate"], "no/x.svg"),
]


# Wrong usage is a sentence, status 2; a file that is wrong is status 1; nothing is written


@pytest.mark.parametrize(
    ("arguments", "word", "status"),
    [(*case, 2) for case in WRONG] + [(*case, 1) for case in FILES],
    ids=str,
)
def test_what_is_wrong_is_a_sentence_and_nothing_is_written(arguments, word, status, files):
    before = holds(files), sorted(files.iterdir())
    done = said(*arguments)
    assert (done.status, done.out) == (status, "")
    assert word in done.err
    assert "Traceback" not in done.err
    assert (holds(files), sorted(files.iterdir())) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["simulate"],
        ["simulate", "x", "--draws", "many"],
        ["simulate", "x", "--level", "95"],
        ["aspects", "x", "--level", "sure"],
        ["survey"],
        ["convert", "x"],
        ["template"],
        ["survey-form"],
        ["draw", "x"],
    ],
    ids=str,
)
def test_what_is_missing_is_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_names_that_nobody_knows_are_all_told_at_once_with_suggestions(plain, here):
    table = answers(here / "a.csv", "clerk,custmer,4", "clark,customer,4")
    err = said("survey", table, "--into", plain).err
    assert "row 2" in err and "row 3" in err
    assert "customer" in err and "clerk" in err


@pytest.mark.usefixtures("here")
def test_a_workbook_or_a_pair_of_tables_is_read_by_every_verb(plain):
    as_yaml = said("diagnose", plain)
    for name in ("x.xlsx", "x.csv"):
        assert said("convert", plain, name).status == 0
        assert said("diagnose", name) == as_yaml
    assert said("check", "x.parties.csv").out.startswith("x.parties.csv: fine.")


def test_without_the_extra_the_sentence_says_what_to_install(plain, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    for arguments in (
        ["convert", plain, "x.xlsx"],
        ["template", "x.xlsx"],
        ["survey-form", plain, "-o", "x.xlsx"],
    ):
        done = said(*arguments)
        assert done.status == 1
        assert "valuechain[excel]" in done.err
        assert not Path("x.xlsx").exists()


# How far it is


def test_names_are_told_together_with_all_else(tmp_path, capsys):
    (tmp_path / "chain.yaml").write_text(ASPECTS)
    (tmp_path / "a.csv").write_text("provider,customer,score\na,b,9\naa,b,3\n,b,3\n")
    assert main(["survey", str(tmp_path / "a.csv"), "--into", str(tmp_path / "chain.yaml")]) == 1
    said = capsys.readouterr().err
    for words in ("9 is outside the scale 1-5", "the chain has no party 'aa'", "no provider"):
        assert said.count(words) == 1


def test_an_option_that_takes_one_value_is_said_once(plain, capsys):
    words = ["diagnose", str(plain), "--customer", "customer"]
    with pytest.raises(SystemExit) as ended:
        main([*words, "--customer", "customer"])
    assert ended.value.code == 2
    assert "--customer is said twice: say it once" in capsys.readouterr().err
    twice = said("what-if", str(plain), "--set", "clerk=50%", "--set", "clerk->customer=60%")
    assert "said twice" not in twice.err, "what may be said often"
