"""Every verb of the table has every manner: made from the table, so that a new verb is tried too."""

import io
import sys

import pytest

import valuechain as vc
from chains import EXAMPLES
from places import ROOT
from valuechain.cli.main import main
from valuechain.cli.verbs import VERBS

SHOP = next(path for path in EXAMPLES if path.stem == "flower_shop")
AFTER = ROOT / "examples" / "flower_shop_after.yaml"
MORE = {
    "explain": ["delivery->customer"],
    "what-if": ["--set", "clerk=90%"],
    "compare": [str(AFTER)],
    "simulate": ["--draws", "50"],
}
"""What a verb needs beside its file."""
ANSWERING = [verb for verb in VERBS if verb.answers]
READING = [verb for verb in ANSWERING if verb.reads]
WAYS = [(verb, form) for verb in ANSWERING for form in verb.formats]


def named(part):
    return getattr(part, "name", part)


def asked(verb, file=SHOP):
    """The words of a command."""
    return [verb.name, str(file), *MORE.get(verb.name, [])]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def folder(tmp_path_factory):
    """The shop as a workbook and as CSV tables."""
    found = tmp_path_factory.mktemp("shop")
    chain = vc.load(SHOP)
    vc.write_excel(chain, found / "shop.xlsx")
    vc.write_tables(chain, found / "shop.parties.csv", found / "shop.services.csv")
    return found


def said(words, capsys):
    assert main(words) == 0
    return capsys.readouterr()


@pytest.mark.parametrize(("verb", "form"), WAYS, ids=named)
def test_a_format_is_printed_and_written_alike(verb, form, here, capsys):
    words = [*asked(verb), "--format", form]
    shown = said(words, capsys).out
    assert shown.strip()
    assert said([*words, "-o", "-"], capsys).out == shown
    assert said([*words, "-o", "out.any"], capsys) == ("", "written: out.any\n")
    assert (here / "out.any").read_text(encoding="utf-8-sig") == shown


@pytest.mark.parametrize("verb", ANSWERING, ids=named)
def test_a_file_is_kept_unless_force_is_said(verb, here, capsys):
    (here / "a.txt").write_text("mine", encoding="utf-8")
    assert main([*asked(verb), "-o", "a.txt"]) == 1
    assert "exists already; choose another name, or say --force" in capsys.readouterr().err
    assert (here / "a.txt").read_text(encoding="utf-8") == "mine"
    assert main([*asked(verb), "-o", "a.txt", "--force"]) == 0
    assert (here / "a.txt").read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize("verb", READING, ids=named)
@pytest.mark.parametrize("name", ["shop.xlsx", "shop.csv", "shop.parties.csv", "-"])
def test_a_chain_is_read_from_anywhere_alike(verb, name, folder, capsys, monkeypatch):
    wanted = said(asked(verb), capsys).out
    file = name
    if name == "-":
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SHOP.read_bytes())))
    else:
        file = folder / name
    assert said(asked(verb, file), capsys).out == wanted


@pytest.mark.parametrize("verb", ANSWERING, ids=named)
def test_text_fits_a_narrow_terminal(verb, monkeypatch, capsys):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "20")
    shown = said(asked(verb), capsys).out
    # Forty columns are the least; what is there to be copied stays in one line.
    if verb.name not in ("explain", "survey-form"):
        assert max(map(len, shown.split("\n\n")[1].splitlines())) <= 40


@pytest.mark.parametrize("verb", ANSWERING, ids=named)
@pytest.mark.parametrize(
    ("target", "why"),
    [("no/folder/a.txt", "No such file"), ("there.txt", "s a directory")],
)
def test_what_cannot_be_written_is_a_sentence(verb, target, why, here, capsys):
    (here / "there.txt").mkdir()
    assert main([*asked(verb), "-o", target, "--force"]) in (1, 2)
    told = capsys.readouterr().err
    assert told.startswith("valuechain: ")
    assert "Traceback" not in told
    assert why in told
    assert [path.name for path in here.iterdir()] == ["there.txt"]


@pytest.mark.parametrize("verb", VERBS, ids=named)
def test_a_file_that_is_not_there_is_a_sentence(verb, here, capsys):
    if (
        not any(
            argument.flags[0] in ("file", "files", "source", "answers")
            for argument in verb.arguments
        )
        and not verb.reads
    ):
        return
    if verb.name == "new":
        return
    more = {
        **MORE,
        "convert": ["b.yaml"],
        "draw": ["-o", "a.svg"],
        "report": ["-o", "a.html"],
        "survey": [],
    }
    assert main([verb.name, "none.yaml", *more.get(verb.name, [])]) == 1
    assert "none.yaml: No such file or directory" in capsys.readouterr().err
    assert not list(here.iterdir())
