"""Tests of `cli.new`: ``valuechain new FILE``: a commented first file, from what the user says about who serves whom."""

import io
import os
import subprocess
import sys
import types

import pytest

import valuechain as vc
from places import ROOT
from valuechain.cli import new
from valuechain.cli.main import main
from valuechain.files.schema import schema_text


def test_new_writes_a_file_that_is_fine(tmp_path, capsys, monkeypatch):
    path = tmp_path / "first.yaml"
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["new", str(path)]) == 0
    assert f"valuechain diagnose {path}" in capsys.readouterr().out
    assert main(["check", str(path)]) == 0
    assert "# " in path.read_text(encoding="utf-8")
    before = path.read_bytes()
    assert main(["new", str(path)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert main(["new", str(tmp_path / "no" / "first.yaml")]) == 1


def on_a_terminal(typed, *arguments):
    """Run the command on a terminal where somebody types, and return the status."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "valuechain", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        close_fds=True,
    )
    os.close(slave)
    os.write(master, typed)
    status = process.wait(timeout=30)
    os.close(master)
    return status


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("a serves b: c and d", [("a", "b", "c and d")]),
        (
            "the clerk and the cook serve the bar, the hall, and a guest: x",
            [(who, whom, "x") for who in ("clerk", "cook") for whom in ("bar", "hall", "guest")],
        ),
        (
            'the "Sales and Marketing" serves "R, D" and the clerk.',
            [("Sales and Marketing", "R, D", ""), ("Sales and Marketing", "clerk", "")],
        ),
        ("nonsense", []),
    ],
)
def test_who_serves_whom_is_understood(line, sentences):
    assert new.understood(line) == sentences


def test_new_asks_on_a_terminal(tmp_path):
    path = tmp_path / "asked.yaml"
    assert (
        on_a_terminal(
            b"nonsense\nThe clerk serves the designer: order form\na#b serves x\ndesigner serves customer\n\n\n",
            "new",
            str(path),
        )
        == 0
    )
    chain = vc.load(path)
    assert list(chain.services) == ["clerk->designer", "designer->customer"]
    assert chain.services["clerk->designer"].delivers == "order form"
    assert chain.external_customers == ("customer",)


def test_new_writes_nothing_when_the_answers_end_early(tmp_path):
    path = tmp_path / "asked.yaml"
    assert on_a_terminal(b"clerk serves designer\n\x04", "new", str(path)) == 130
    assert not list(tmp_path.iterdir())


def test_new_asks_again_where_the_answers_make_no_chain(monkeypatch, capsys):
    answers = iter(["nonsense", "a serves b", "", "a, b", "", "b"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert vc.loads(new._asked()).external_customers == ("b",)
    assert "serves" in capsys.readouterr().out


def test_new_takes_sentences_back(monkeypatch, capsys):
    answers = iter(
        ["-", "a serves a", "a serves b: x\u202e", "a serves b", "b serves a", "", "", "-", "", ""]
    )
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert list(vc.loads(new._asked()).services) == ["a->b"]
    out = capsys.readouterr().out
    for said in (
        "nothing to take back",
        "serves itself",
        "bidirectional",
        "no external customer",
        "taken back: b serves a",
    ):
        assert said in out


def test_new_ends_without_a_trace_where_the_answers_end(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", types.SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", lambda _: (_ for _ in ()).throw(EOFError))
    assert main(["new", str(tmp_path / "x.yaml")]) == 130
    assert not list(tmp_path.iterdir())


def test_new_without_an_answer_is_the_example(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _: "")
    assert vc.loads(new._asked()).title == "My organisation"


@pytest.mark.parametrize("name", ["flower_shop", "hospital", "exports/chain.yaml"])
def test_an_example_is_copied_with_the_schema_that_editors_read(name, tmp_path, capsys):
    path = tmp_path / "shop.yaml"
    assert main(["new", "--example", name, str(path)]) == 0
    said = capsys.readouterr()
    assert f"valuechain diagnose {path}" in said.out
    assert path.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=valuechain-1.json\n"
    )
    assert (tmp_path / "valuechain-1.json").read_text(encoding="utf-8") == schema_text()
    assert main(["diagnose", str(path)]) == 0
    (tmp_path / "valuechain-1.json").write_text("mine", encoding="utf-8")
    assert main(["new", "--example", name, str(tmp_path / "b.yaml")]) == 0
    assert (tmp_path / "valuechain-1.json").read_text(encoding="utf-8") == "mine"


def test_an_example_of_answers_is_copied_as_it_is(tmp_path):
    target = tmp_path / "x.xlsx"
    assert main(["new", "--example", "clinic/clinic.xlsx", str(target)]) == 0
    assert target.read_bytes() == (ROOT / "examples" / "clinic" / "clinic.xlsx").read_bytes()
    assert list(tmp_path.iterdir()) == [target]


def test_an_example_that_is_none_is_told_with_those_that_are(tmp_path, capsys):
    assert main(["new", "--example", "flowershop", str(tmp_path / "x.yaml")]) == 2
    assert "did you mean 'flower_shop'?" in capsys.readouterr().err
    assert vc.example("plant").title
    with pytest.raises(vc.UnknownNameError, match="there are first_shop"):
        vc.example("clinic/clinic.xlsx")


def test_several_at_once_are_told(monkeypatch, capsys):
    lines = iter(["the cook serves the bar and the hall", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    said = []
    new._ask_sentences(said)
    assert len(said) == 2
    assert "2 services; a name with 'and' in it stands in quotes" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["x.xlsx"],
        ["-"],
        ["--example", "plant", "x.csv"],
        ["--example", "clinic/clinic.xlsx", "x.yaml"],
    ],
)
def test_a_name_says_what_is_in_a_file(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", *words]) == 2
    assert "the name must end in" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
