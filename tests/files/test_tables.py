"""Tests of `files.tables`: parties and services as tables: CSV, sheets of a workbook, rows in Python; and back."""

import random
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.tables import PARTIES, odd_chain
from valuechain.model.format import PARTY_COLUMNS
from valuechain.model.parts import SERVICE_COLUMNS


def ordered(chain):
    """The chain, aspects of every service in the order in which the chain first has them: as columns stand."""
    words = list(
        dict.fromkeys(word for service in chain.services.values() for word, _ in service.aspects)
    )
    services = [
        replace(s, aspects=tuple(sorted(s.aspects, key=lambda pair: words.index(pair[0]))))
        for s in chain.services.values()
    ]
    return replace(chain, services=services)


def through_csv(chain, folder):
    vc.write_tables(chain, folder / "p.csv", folder / "s.csv")
    return vc.read_tables(folder / "p.csv", str(folder / "s.csv"))


def through_excel(chain, folder):
    vc.write_excel(chain, folder / "x.xlsx")
    return vc.read_excel(folder / "x.xlsx")


def small_chain(**changes):
    """A chain of one service with these values."""
    service = replace(vc.Service("clerk->customer", "clerk", "customer"), **changes)
    return vc.ValueChain([vc.Party("clerk"), vc.Party("customer", kind="customer")], [service])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_comes_back_as_itself(path, tmp_path):
    chain = vc.load(path)
    tables = chain.to_tables()
    assert vc.read_tables(*tables) == chain
    assert vc.read_tables(tables.parties, iter(tables.services)) == chain
    assert vc.read_tables(*map(pd.DataFrame, tables)) == chain
    assert vc.read_tables(*(pd.DataFrame(rows).convert_dtypes() for rows in tables)) == chain
    assert through_csv(chain, tmp_path) == chain
    assert through_excel(chain, tmp_path) == chain
    assert vc.read_tables(tmp_path / "x.xlsx", tmp_path / "x.xlsx") == chain


def test_any_chain_comes_back_through_rows_and_data_frames():
    rng = random.Random(1)
    for i in range(300):
        chain = odd_chain(rng, fine=i % 2 == 0)
        tables = chain.to_tables()
        assert vc.read_tables(*tables) == ordered(chain)
        if i % 4 == 0:
            assert vc.read_tables(*map(pd.DataFrame, tables)) == ordered(chain)


def test_any_chain_comes_back_through_csv(tmp_path):
    rng = random.Random(2)
    for i in range(300):
        chain = odd_chain(rng, fine=i % 2 == 0)
        assert through_csv(chain, tmp_path) == ordered(chain)


def test_any_chain_comes_back_through_a_workbook(tmp_path):
    rng = random.Random(3)
    for _ in range(150):
        chain = odd_chain(rng)
        assert through_excel(chain, tmp_path) == ordered(chain)


def test_numbers_in_a_workbook_keep_all_their_digits(tmp_path):
    rng = random.Random(4)
    for _ in range(30):
        chain = odd_chain(rng, fine=True)
        assert through_excel(chain, tmp_path) == ordered(chain)


def test_what_comes_back_is_what_yaml_says(tmp_path):
    rng = random.Random(5)
    for _ in range(50):
        chain = odd_chain(rng)
        assert vc.loads(vc.dumps(through_csv(chain, tmp_path))) == ordered(chain)


def test_aspects_in_different_orders_come_back_in_theirs(tmp_path):
    first, second = vc.Score.parse("81%"), vc.Score.parse("3/5")
    chain = vc.ValueChain(
        [vc.Party("a"), vc.Party("b"), vc.Party("c", kind="customer")],
        [
            vc.Service("a->b", "a", "b", aspects=(("x", first), ("y", second))),
            vc.Service("b->c", "b", "c", aspects=(("y", first), ("x", second))),
        ],
    )
    assert ordered(vc.read_tables(*chain.to_tables())) == ordered(chain)
    assert vc.read_tables(*chain.to_tables()) == chain
    assert through_csv(chain, tmp_path) == chain


@pytest.mark.parametrize(
    "weight",
    [np.float64(2.5), 3, 10**15, 1e25, 5e-324, 1.7976931348623157e308, 0.1 + 0.2],
    ids=repr,
)
@pytest.mark.parametrize("way", ["rows", "csv", "excel"])
def test_every_weight_comes_back(weight, way, tmp_path):
    chain = small_chain(weight=weight)
    back = {
        "rows": lambda: vc.read_tables(*chain.to_tables()),
        "csv": lambda: through_csv(chain, tmp_path),
        "excel": lambda: through_excel(chain, tmp_path),
    }
    assert back[way]() == chain


@pytest.mark.parametrize("way", [through_csv, through_excel])
@pytest.mark.parametrize("length", [32_767, 32_768, 100_000])
def test_the_longest_text_comes_back_or_is_said_to_be_too_long(way, length, tmp_path):
    chain = small_chain(delivers="x" * length)
    try:
        back = way(chain, tmp_path)
    except (vc.ArgumentError, vc.ModelError, vc.FormatError):
        assert way is through_excel and length > 32_767  # the most that a cell of a workbook holds
        return
    assert back == chain


def test_a_score_with_white_space_at_its_end_comes_back():
    chain = small_chain(satisfaction=vc.Score.parse("81% "))
    assert vc.read_tables(*chain.to_tables()) == chain


def test_the_columns_bear_the_names_of_the_file_format():
    tables = vc.load(EXAMPLES[1]).to_tables()
    assert tuple(tables.parties[0]) == PARTY_COLUMNS
    assert tuple(tables.services[0])[: len(SERVICE_COLUMNS)] == SERVICE_COLUMNS
    assert tables.parties[0] == dict.fromkeys(PARTY_COLUMNS) | {
        "name": "Flower shop",
        "kind": "chain",
        "target": 0.75,
        "reachable": 0.9,
        "dependence": 0.8,
        "rule": "mean",
    }
    of_plans = [name for name in tables.services[0] if name.startswith(("improve.", "scenarios."))]
    assert of_plans == [
        *(f"improve.1.{name}" for name in ("action", "cost", "quality", "id", "needs", "excludes")),
        *("scenarios.buy the van first", "scenarios.the clerk leaves"),
    ]
    expected = {
        "provider": "auction",
        "customer": "inventory",
        "delivers": "fresh flowers",
        "satisfaction": "88% (1 response)",
        "quality": None,
        "weight": 1.0,
        "dependence": 0.8,
        "critical": False,
        "target": 0.75,
    }
    assert {name: tables.services[0][name] for name in expected} == expected


def test_only_what_is_needed_must_be_there():
    chain = vc.read_tables(
        [{"ID": "clerk", "Kind": "TEAM"}, {"ID": "customer", "Kind": "Customer"}],
        [["Customer", "Provider"], ["customer", " clerk "], ["customer", "clerk"]],
    )
    assert list(chain.services) == ["clerk->customer#1", "clerk->customer#2"]
    assert (chain.target, chain.dependence, chain.rule, chain.title) == (0.75, 0.8, "mean", "")
    assert chain.parties["clerk"].name == "clerk"


def test_services_take_what_holds_for_the_whole():
    parties = [
        ["id", "kind", "target", "dependence", "rule"],
        ["", "chain", "80%", "0.5..0.7", "weakest"],
        ["a", "team"],
        ["c", "customer"],
    ]
    chain = vc.read_tables(
        parties,
        [
            ["provider", "customer", "dependence"],
            ["a", "c", ""],
            ["a", "c", "0.3"],
            ["a", "c", "0.1..0.2"],
        ],
    )
    first, second, third = chain.services.values()
    assert (chain.target, chain.rule, chain.dependence_range) == (0.8, "weakest", (0.5, 0.7))
    assert (first.target, first.dependence, first.dependence_range) == (0.8, 0.6, (0.5, 0.7))
    assert (second.dependence, second.dependence_range) == (0.3, None)
    assert third.dependence_range == (0.1, 0.2)


def test_an_aspect_is_a_column():
    services = [
        ["provider", "customer", "Aspects.Response time", "aspects. quality "],
        ["clerk", "customer", "81%", ""],
        ["clerk", "customer", "", "3/5"],
    ]
    first, second = vc.read_tables(PARTIES, services).services.values()
    assert [(word, score.value) for word, score in first.aspects] == [("Response time", 0.81)]
    assert [(word, score.value) for word, score in second.aspects] == [("quality", 0.5)]


def test_csv_begins_with_the_mark_that_excel_needs(tmp_path):
    text = """
    {valuechain: 1, title: Großküche, teams: {Küche: {name: Küche & Söhne, group: "- intern", serves: {Müller:
      {delivers: "=Menü", satisfaction: 3.4/5 (2 responses), aspects: {Pünktlichkeit: 80%}}}}},
     customers: {Müller: {share: 2}}, scenarios: {harter Winter: {"Küche->Müller": 50%}}}
    """
    chain = vc.loads(text)
    paths = tmp_path / "p.csv", tmp_path / "s.csv"
    vc.write_tables(chain, *paths)
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    assert vc.read_tables(*paths) == chain
