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


def test_it_is_printed_in_every_format(file, chain):
    found = vc.estimate_dependence(chain)
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
    again = said("dependence", file, "--into", "new.yaml")
    assert again.status == 1 and "exists already" in again.err
    assert said("dependence", file, "--into", "firm.yaml").status == 0
    assert file.read_text(encoding="utf-8") == text


def test_a_byte_order_mark_stays_and_what_cannot_be_kept_is_said(file, chain):
    file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())
    assert said("dependence", file, "--into", "marked.yaml").status == 0
    assert (file.parent / "marked.yaml").read_bytes().startswith(codecs.BOM_UTF8 + b"#")
    text = vc.dumps(chain).replace("t1.0:\n", "t1.0:\n        dependence: 0.8 # said\n", 1)
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
    assert told == vc.estimate_dependence(chains).to_dict()
    twice = said("dependence", "0.yaml", "0.yaml")
    assert twice.status == 1 and "waves 1 and 2 are the same" in twice.err


def test_answers_with_waves_can_be_given(file, here):
    table = answers(
        here / "a.csv",
        *(f"t0.{i},{j},{mark},{wave}" for i, j, mark, wave in _rows(vc.load(file))),
        head="provider,customer,score,wave",
    )
    done = said("dependence", file, "--survey", table, "--format", "json")
    assert json.loads(done.out)["waves"] == 2
    one = said("dependence", file, "--survey", table, "--waves", "2026", "--format", "json")
    assert json.loads(one.out)["waves"] == 1
    none = said("dependence", file, "--survey", table, "--waves", "2024")
    assert none.status == 2 and "no wave '2024'" in none.err


def _rows(chain):
    pairs = [(s.provider, s.customer) for s in chain.services.values()]
    first = [(a.removeprefix("t0."), b) for a, b in pairs if a.startswith("t0.")]
    return [(a, b, mark, wave) for a, b in first for mark in (3, 4) for wave in (2025, 2026)]


def test_what_cannot_be_estimated_is_not_written(here):
    (here / "shop.yaml").write_text(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60%}}}}, customers: {c: }}",
        encoding="utf-8",
    )
    done = said("dependence", "shop.yaml")
    assert done.status == 0
    assert flat(done.out).startswith("The dependence cannot be estimated: 0 services can be used")
    refused = said("dependence", "shop.yaml", "--into", "shop.yaml")
    assert refused.status == 1
    assert refused.err.startswith("valuechain: nothing is written: 0 services") or (
        "nothing is written: 0 services can be used" in refused.err
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["b.yaml", "--survey", "a.csv"], "not both"),
        (["--waves", "2025"], "--waves needs --survey ANSWERS"),
        (["--into", "a.xlsx"], "a.xlsx: the name must end in .yaml or .yml"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_read(more, words):
    done = said("dependence", "none.yaml", *more)
    assert (done.status, done.out) == (2, "")
    assert words in done.err
