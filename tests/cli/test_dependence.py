"""The verb ``dependence``: the estimate in every format, and with ``--into`` in the chain's file."""

import codecs
import json
import re

import pytest

import valuechain as vc
from helpers.planted import planted
from helpers.verbs import answers, flat, said

COMMENT = "# what we know of it\n"


@pytest.fixture(scope="module")
def chain():
    return planted(1, 0.7, answers=100)[0]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def file(here, chain):
    (here / "firm.yaml").write_text(COMMENT + vc.dumps(chain), encoding="utf-8")
    return here / "firm.yaml"


def test_it_is_printed_in_every_format(file):
    found = vc.estimate_dependence(vc.load(file))
    done = said("dependence", file)
    assert (done.status, done.err) == (0, "")
    assert flat(done.out).startswith(flat(found.answer))
    told = json.loads(said("dependence", file, "--format", "json").out)
    assert told == found.to_dict()
    table = said("dependence", file, "--format", "csv").out.splitlines()
    assert table[0] == "id,provider,received,satisfaction"
    assert len(table) == 1 + len(found)
    assert said("dependence", file, "-o", "said.md").status == 0


def test_into_another_file_or_in_place_comments_stay(file, chain, here):
    written = vc.estimate_dependence(chain).apply(chain)
    before = file.read_bytes()
    done = said("dependence", file, "--into", "new.yaml")
    assert done.status == 0
    assert done.err == "written: new.yaml\n"
    assert "The dependence is about" in done.out
    assert file.read_bytes() == before
    text = (here / "new.yaml").read_text(encoding="utf-8")
    assert text.startswith(COMMENT)
    assert re.search(r"^dependence: 0\.\d+\.\.[01](\.\d+)?$", text, re.MULTILINE)
    assert vc.load("new.yaml") == written
    told = said("dependence", file, "--into", "other.yaml", "--format", "json")
    assert (told.status, "leave -o and --format out" in told.err) == (2, True)
    again = said("dependence", file, "--into", "new.yaml")
    assert again.status == 1 and "exists already" in again.err
    assert said("dependence", file, "--into", "firm.yaml").status == 0
    assert file.read_text(encoding="utf-8") == text


def test_a_byte_order_mark_stays_and_what_cannot_be_kept_is_said(file, chain):
    file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())
    assert said("dependence", file, "--into", "marked.yaml").status == 0
    assert (file.parent / "marked.yaml").read_bytes().startswith(codecs.BOM_UTF8 + b"#")
    text = vc.dumps(chain).replace("s)}", "s), dependence: 0.8} # said", 1)
    file.write_text(text, encoding="utf-8")
    done = said("dependence", file, "--into", "anew.yaml")
    assert "comments or the layout of" in done.err
    assert vc.load("anew.yaml") == vc.estimate_dependence(chain).apply(chain)


def test_a_chain_that_is_no_yaml_is_written_as_yaml(chain, here):
    vc.write_tables(chain, here / "firm.parties.csv", here / "firm.services.csv")
    assert said("dependence", "firm.csv", "--into", "firm.yaml").status == 0
    assert vc.load("firm.yaml").dependence_range == vc.estimate_dependence(chain).written


def test_later_waves_are_further_files(here):
    chains = planted(3, 0.7, waves=2)
    for number, chain in enumerate(chains):
        vc.dump(chain, here / f"{number}.yaml")
    told = json.loads(said("dependence", "0.yaml", "1.yaml", "--format", "json").out)
    read = [vc.load(here / f"{number}.yaml") for number in (0, 1)]
    assert told == vc.estimate_dependence(read).to_dict()
    twice = said("dependence", "0.yaml", "0.yaml")
    assert twice.status == 1 and "waves 1 and 2 are the same" in twice.err


def test_answers_with_waves_can_be_given(file, here):
    table = answers(
        here / "a.csv",
        *(f"t0.{i},{j},{mark},{wave}" for i, j, mark, wave in _rows(vc.load(file))),
        head="provider,customer,score,wave",
    )
    done = said("dependence", file, "--survey", table, "--format", "json")
    assert done.err == ""
    assert json.loads(done.out)["waves"] == 2
    one = said("dependence", file, "--survey", table, "--waves", "2026", "--format", "json")
    assert json.loads(one.out)["waves"] == 1
    none = said("dependence", file, "--survey", table, "--waves", "2024")
    assert none.status == 2 and "no wave '2024'" in none.err


def test_what_is_asked_at_once_and_cannot_be(file):
    for words, message in (
        ([file, file, "--survey", "a.csv"], "not both"),
        ([file, "--waves", "2026"], "--waves needs --survey"),
    ):
        done = said("dependence", *words)
        assert done.status == 2 and message in done.err


def test_nothing_is_written_of_what_cannot_be_told(here):
    chain = vc.loads("{valuechain: 1, teams: {a: {serves: {c: 50%}}}, customers: {c: }}")
    vc.dump(chain, here / "small.yaml")
    done = said("dependence", "small.yaml", "--into", "new.yaml")
    assert done.status == 1 and "nothing is written" in done.err
    assert not (here / "new.yaml").exists()


def _rows(chain):
    pairs = [(s.provider, s.customer) for s in chain.services.values()]
    first = [(a.removeprefix("t0."), b) for a, b in pairs if a.startswith("t0.")]
    given = [(pair, 2025, (3, 4)) for pair in first]
    given += [(pair, 2026, (2 + n % 3, 4)) for n, pair in enumerate(first)]
    return [(*pair, mark, wave) for pair, wave, marks in given for mark in marks]
