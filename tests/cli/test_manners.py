"""The manners that all verbs share: what they read, where they write, how wide, in which format; and their table."""

import csv
import importlib
import inspect
import io
import json
import pkgutil
import re
import sys
from concurrent.futures import Executor
from pathlib import Path
from typing import get_type_hints

import pytest

import valuechain as vc
from valuechain.cli import writing
from valuechain.cli.main import main
from valuechain.cli.verb import loaded
from valuechain.cli.verbs import VERBS
from valuechain.formats import NAMES
from valuechain.results import Result

SHOP = Path(__file__).parents[2] / "examples" / "flower_shop.yaml"
PACKAGE = Path(vc.__file__).parent
ANSWERING = ("diagnose", "robustness", "promises", "plan", "what-if", "survey-form")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_table_of_verbs_is_sound():
    assert len({verb.name for verb in VERBS}) == len(VERBS)
    for verb in VERBS:
        assert verb.help
        asked = inspect.signature(loaded(verb.asks)).parameters
        taken = {each.flags[-1] for each in verb.arguments if each.goes_to == "ask"}
        assert len(asked) >= len(taken)
        assert all(each.help for each in verb.arguments)
        assert not verb.status or callable(loaded(verb.status))
        assert callable(loaded(verb.made_by))


@pytest.mark.parametrize("verb", ANSWERING)
@pytest.mark.parametrize("form", NAMES)
def test_every_answer_has_every_format_and_can_be_written(verb, form, here, capsys):
    assert main([verb, str(SHOP), "--format", form]) == 0
    shown = capsys.readouterr().out
    assert shown.strip()
    assert main([verb, str(SHOP), "--format", form, "-o", "-"]) == 0
    assert capsys.readouterr().out == shown
    assert main([verb, str(SHOP), "--format", form, "-o", "out.any"]) == 0
    assert capsys.readouterr() == ("", "written: out.any\n")
    written = (here / "out.any").read_text(encoding="utf-8")
    assert written == "\ufeff" * (form == "csv") + shown  # without the mark Excel shows ü wrong


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json", "a.csv", "a.html"])
def test_the_ending_of_a_name_says_which_format(name, here, capsys):
    assert main(["diagnose", str(SHOP), "-o", name]) == 0
    assert capsys.readouterr() == ("", f"written: {name}\n")
    text = (here / name).read_text(encoding="utf-8-sig")
    if name == "a.csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["id"] for row in rows] == [row.id for row in vc.diagnose(vc.load(SHOP))]
    elif name == "a.json":
        assert json.loads(text) == vc.diagnose(vc.load(SHOP)).to_dict()
    else:
        assert "Start with" in text


def test_an_existing_file_is_kept_unless_force_is_said(here, capsys):
    (here / "a.txt").write_text("mine", encoding="utf-8")
    for arguments in (["diagnose", str(SHOP)], ["draw", str(SHOP)]):
        name = "a.txt" if arguments[0] == "diagnose" else "a.svg"
        (here / name).write_text("mine", encoding="utf-8")
        assert main([*arguments, "-o", name]) == 1
        assert "exists already; choose another name, or say --force" in capsys.readouterr().err
        assert (here / name).read_text(encoding="utf-8") == "mine"
        assert main([*arguments, "-o", name, "--force"]) == 0
        assert (here / name).read_text(encoding="utf-8") != "mine"
        assert capsys.readouterr().err == f"written: {name}\n"


def test_no_answer_takes_the_place_of_what_it_was_made_from(here, capsys):
    """Whatever is forced, however it is called: a workbook would be lost for its report."""
    chain = vc.load(SHOP)
    vc.write_excel(chain, "book.xlsx")
    vc.write_tables(chain, "shop.parties.csv", "shop.services.csv")
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    for words in (
        ["report", "book.xlsx", "-o", "./book.xlsx"],
        ["report", str(SHOP), "--after", "book.xlsx", "-o", "book.xlsx"],
        ["diagnose", "shop.csv", "-o", "shop.services.csv"],
        ["portfolio", str(SHOP), "shop.csv", "-o", "shop.parties.csv"],
    ):
        assert main([*words, "--force"]) == 1
        name = words[-1]
        said = f"valuechain: {name}: is what is read; choose another name\n"
        assert capsys.readouterr() == ("", said)
    assert {path.name: path.read_bytes() for path in here.iterdir()} == before


def test_nothing_that_is_read_is_written_over(here, capsys):
    """Neither by what stands beside an answer, nor by a first map, a conversion or an estimate."""
    folder = Path(str(SHOP)).parent / "exports"
    for name in ("chain.yaml", "qualtrics.csv"):
        (here / name).write_bytes((folder / name).read_bytes())
    (here / "form.map.yaml").write_bytes(Path(str(SHOP)).read_bytes())
    draft = ["survey", "qualtrics.csv", "--chain", "chain.yaml", "--draft-map"]
    assert main([*draft, "m.yaml"]) == 0
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    capsys.readouterr()
    for words in (
        [*draft, "qualtrics.csv"],
        [*draft, "chain.yaml"],
        ["survey-form", "form.map.yaml", "-o", "form.xlsx"],
        ["convert", "chain.yaml", "chain.yaml"],
    ):
        assert main([*words, "--force"]) == 1, words
        assert "is what is read; choose another name" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in here.iterdir()} == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["convert", str(SHOP), "-"], "takes no file"),
        (["template", "-"], "takes no file"),
        (["survey", "qualtrics.csv", "--chain", "chain.yaml", "--draft-map", "-"], "takes no file"),
        (
            ["survey", "answers.csv", "--into", "chain.yaml", "--chain", "other.yaml"],
            "leave --chain out",
        ),
        (
            [
                "survey",
                "answers.csv",
                "--into",
                "chain.yaml",
                "--draft-map",
                "m.yaml",
                "--withhold",
            ],
            "leave --withhold out",
        ),
        (
            ["report", str(SHOP), "--after", str(SHOP), "--for", "Shop", "-o", "r.html"],
            "leave the other out",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_and_not_left_out(words, said, here, capsys):
    folder = Path(str(SHOP)).parent / "exports"
    for name in ("chain.yaml", "qualtrics.csv"):
        (here / name).write_bytes((folder / name).read_bytes())
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in here.iterdir()) == ["chain.yaml", "qualtrics.csv"]


@pytest.mark.usefixtures("here")
def test_commands_that_are_advised_can_be_typed(capsys):
    assert main(["new", "my chain.yaml", "--example", "flower_shop"]) == 0
    assert "valuechain diagnose 'my chain.yaml'" in capsys.readouterr().out
    assert main(["convert", "my chain.yaml", "--", "-y.yaml"]) == 0
    assert capsys.readouterr().out.endswith("valuechain diagnose ./-y.yaml\n")


def test_a_portfolio_reads_standard_input_too(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(str(SHOP)).read_bytes())))
    assert main(["portfolio", "-", "--draws", "0"]) == 0
    assert "Flower shop" in capsys.readouterr().out


def test_of_parties_as_many_are_told_as_there_are(capsys):
    assert main(["diagnose", str(SHOP), "--customer", "qqq"]) == 2
    assert f"there are {len(vc.load(SHOP).parties)}, such as" in capsys.readouterr().err
    assert main(["diagnose", str(SHOP), "--customer", "custmer"]) == 2
    assert "did you mean 'customer'?" in capsys.readouterr().err


def test_a_result_is_drawn_beside_its_words(here, capsys):
    assert main(["diagnose", str(SHOP), "-o", "a.svg"]) == 0
    out, err = capsys.readouterr()
    assert "Start with" in out
    assert err == "written: a.svg\n"
    assert (here / "a.svg").read_text(encoding="utf-8").count("<svg") == 1


def test_a_picture_goes_to_standard_output(capsys):
    assert main(["draw", str(SHOP), "-o", "-"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("</svg>")


def test_names_are_taken_where_ids_are(capsys, here):
    assert main(["explain", str(SHOP), "inventory keeper -> Designer"]) == 0
    by_name = capsys.readouterr().out
    assert main(["explain", str(SHOP), "inventory->designer"]) == 0
    assert capsys.readouterr().out == by_name
    assert main(["what-if", str(SHOP), "--set", "Inventory keeper->designer=90%"]) == 0
    assert "Inventory keeper -> Designer at 90 % by itself" in capsys.readouterr().out
    for number, focus in enumerate(("Inventory keeper", "inventory", "Inventory keeper->Designer")):
        assert main(["draw", str(SHOP), "-o", f"{number}.svg", "--focus", focus]) == 0
    assert (here / "0.svg").read_bytes() == (here / "1.svg").read_bytes()
    assert main(["explain", str(SHOP), "nobody->Designer"]) == 2
    assert "no service 'nobody->Designer'" in capsys.readouterr().err


def test_text_is_as_wide_as_the_terminal(monkeypatch, capsys):
    assert writing.width() == 96
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for columns, width in (("120", 120), ("10", 40)):
        monkeypatch.setenv("COLUMNS", columns)
        assert writing.width() == width
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["diagnose", str(SHOP)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    assert any(line.startswith("Inventor...") and "2.3/5" in line for line in lines)


def test_several_files_are_checked_and_each_is_told(here, capsys):
    (here / "bad.yaml").write_text("valuechain: 1", encoding="utf-8")
    assert main(["check", str(SHOP), "bad.yaml", "none.yaml"]) == 1
    out, err = capsys.readouterr()
    assert "fine. Flower shop" in out
    assert "bad.yaml" in err
    assert "none.yaml: No such file or directory" in err
    assert main(["check", str(SHOP), "bad.yaml", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [len(each["problems"]) for each in told["files"]] == [0, 1]


def test_mistakes_are_json_where_json_is_asked_for(here, capsys):
    (here / "bad.yaml").write_text("valuechain: 1", encoding="utf-8")
    assert main(["simulate", "bad.yaml", "--format", "json"]) == 1
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["format"] == "valuechain.problems/1"
    assert told["problems"][0]["message"] in err


def test_a_verb_offers_only_the_formats_it_has(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["explain", str(SHOP), "delivery->customer", "--format", "csv"])
    assert caught.value.code == 2
    assert "choose from" in capsys.readouterr().err
    assert main(["explain", str(SHOP), "delivery->customer", "-o", "a.csv"]) == 2
    assert "the name must end in .txt or .json" in capsys.readouterr().err.replace(
        ".json or .txt", ".txt or .json"
    )


def test_every_question_has_a_verb():
    sources = [path.read_text(encoding="utf-8") for path in (PACKAGE / "cli").glob("*.py")]
    for module in pkgutil.iter_modules([str(PACKAGE / "questions")]):
        for question in questions_in(
            importlib.import_module(f"valuechain.questions.{module.name}")
        ):
            asked = rf"questions\.{module.name}\.{question}\b|import .*\b{question}\b"
            found = any(re.search(asked, source) for source in sources)
            assert found, f"add {question} to cli/question_verbs.py"


def questions_in(module):
    """The names of its functions that return a result of a kind that it defines or imports."""
    for name, function in vars(module).items():
        if inspect.isfunction(function) and function.__module__ == module.__name__:
            answer = get_type_hints(function, localns={"Executor": Executor}).get("return")
            public = not name.startswith("_") and name not in ("based_on", "with_actions")
            if public and inspect.isclass(answer) and issubclass(answer, Result):
                yield name


def test_wrong_endings_are_told_before_anything_is_read(here, capsys):
    assert main(["promises", "none.yaml", "-o", "a.svg"]) == 2
    assert "the name must end in one of .csv" in capsys.readouterr().err
    assert not list(here.iterdir())


def test_a_chain_is_converted_from_standard_input(here, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SHOP.read_bytes())))
    assert main(["convert", "-", "a.xlsx"]) == 0
    assert capsys.readouterr().err == "written: a.xlsx\n"
    assert vc.read_excel(here / "a.xlsx") == vc.load(SHOP)


def test_answers_that_leave_nothing_measured_say_what_to_do(here, capsys):
    chain = "{valuechain: 1, teams: {a: {serves: {c: }}}, customers: {c: }}"
    (here / "chain.yaml").write_text(chain, encoding="utf-8")
    (here / "answers.csv").write_text("provider,customer,score\na,c,4\n", encoding="utf-8")
    assert main(["survey", "answers.csv", "--into", "chain.yaml", "--withhold"]) == 0
    assert "0 of 1 service have scores. Nothing is left to diagnose" in capsys.readouterr().out
