"""Tests of `files.writer`: from a chain to a file that reads back as the same chain."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

import valuechain as vc
from helpers.parts import AC, A, C
from strategies import chains, texts
from valuechain import Party, Score, Service, ValueChain


@given(chains())
def test_round_trips(chain):
    assert vc.loads(vc.dumps(chain)) == chain
    assert ValueChain.from_networkx(chain.graph) == chain
    assert list(vc.loads(vc.dumps(chain)).services) == list(
        vc.loads(vc.dumps(vc.loads(vc.dumps(chain)))).services
    )


@given(texts, texts, st.floats(1e-300, 1e300), st.floats(0, 1), st.floats(0, 1))
def test_round_trips_of_odd_texts_and_numbers(name, what, weight, dependence, target):
    chain = ValueChain(
        [Party("a", name=name, group=what), C],
        [Service("a->c", "a", "c", what, weight=weight, dependence=dependence, target=target)],
        title=name,
        target=target,
    )
    assert vc.loads(vc.dumps(chain)) == chain


@pytest.mark.parametrize(
    "party_id",
    [
        "no",
        "~",
        "12:30",
        "a b",
        "{x",
        "- a",
        "'",
        "\u82b1",
        "1.0",
        "null",
        "?",
        "a: b",
        "caf\u00e9",
    ],
)
def test_round_trips_of_odd_ids(party_id):
    chain = ValueChain([Party(party_id), C], [Service(f"{party_id}->c", party_id, "c")])
    assert vc.loads(vc.dumps(chain)) == chain


@pytest.mark.parametrize(
    "text",
    [
        "81% (9 responses)",
        "NPS -3",
        "{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}",
        "{scale: 1-5, answers: {1: 0, 2: 1, 3: 4}}",
        ".5",
        "3.4 / 5",
    ],
)
def test_round_trips_of_scores(text):
    chain = ValueChain([A, C], [dataclasses.replace(AC, satisfaction=Score.parse(text))])
    assert vc.loads(vc.dumps(chain)) == chain
    assert vc.loads(vc.dumps(chain)).services["a->c"].satisfaction.text == text


def test_dump_writes_all_or_nothing(tmp_path, monkeypatch):
    path = tmp_path / "chain.yaml"
    vc.dump(ValueChain([A, C], [AC]), path)
    before = path.read_bytes()
    with path.open("w", encoding="utf-8") as file:
        vc.dump(vc.loads(before), file)
    assert path.read_bytes() == before
    monkeypatch.setattr("os.fdopen", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        vc.dump(ValueChain([A, C], [AC], title="new"), path)
    assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_files_open_in_another_encoding(tmp_path):
    path = tmp_path / "chain.yaml"
    path.write_bytes(b"valuechain: 1\ntitle: caf\xe9\n")
    with path.open(encoding="utf-8") as file, pytest.raises(vc.FormatError, match="utf-8"):
        vc.load(file)


def test_a_failing_dump_names_the_file_it_was_asked_for(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        vc.dump(ValueChain([A, C], [AC]), tmp_path / "none" / "chain.yaml")
    assert caught.value.filename == str(tmp_path / "none" / "chain.yaml")


def test_a_score_with_a_colon_is_written_so_that_it_is_read():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 'NPS: -8 (12)'}}}}, customers: {c: }}"
    )
    assert vc.loads(vc.dumps(chain)) == chain
    assert "'NPS: -8 (12)'" in vc.dumps(chain)
