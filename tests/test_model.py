"""The values: what they refuse, how they compare, how they travel."""

import copy
import dataclasses
import io
import pickle
import types

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import valuechain as vc
from chains import chains
from valuechain import ArgumentError, ModelError, Party, Score, Service, ValueChain

A, C = Party("a"), Party("c", kind="customer")
AC = Service("a->c", "a", "c")


def problems(parties, services, **options):
    with pytest.raises(ModelError) as caught:
        ValueChain(parties, services, **options)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("service", "message"),
    [
        (dataclasses.replace(AC, weight=0), "weight of 0"),
        (dataclasses.replace(AC, weight=float("inf")), "weight of inf"),
        (dataclasses.replace(AC, weight=True), "weight of True"),
        (dataclasses.replace(AC, dependence=1.5), "dependence of 1.5"),
        (dataclasses.replace(AC, dependence=float("nan")), "dependence of nan"),
        (dataclasses.replace(AC, target="75%"), "target of '75%'"),
        (dataclasses.replace(AC, critical="yes"), "critical is 'yes'"),
        (dataclasses.replace(AC, delivers=None), "delivers is None"),
        (dataclasses.replace(AC, satisfaction=0.8), "make it with Score"),
        (dataclasses.replace(AC, satisfaction=Score(0.5, "80%")), "make it with Score"),
        (dataclasses.replace(AC, satisfaction=Score(0.5, "good")), "make it with Score"),
        (dataclasses.replace(AC, satisfaction=Score(0.5, 5)), "make it with Score"),
        (
            dataclasses.replace(AC, satisfaction=Score.of(1), quality=Score.of(1)),
            "'satisfaction' beside 'quality'",
        ),
        (dataclasses.replace(AC, id="other"), "it is 'a->c'"),
        (dataclasses.replace(AC, id="a->d", customer="d"), "no party 'd'"),
        (
            dataclasses.replace(AC, id="c->a", provider="c", customer="a"),
            "external customer 'c' serves 'a'",
        ),
        (dataclasses.replace(AC, id="a->a", customer="a"), "serves itself"),
    ],
)
def test_services_that_are_none(service, message):
    (problem,) = problems([A, C], [service])
    assert message in problem


@pytest.mark.parametrize(
    ("party", "message"),
    [
        (Party(""), "needs an id"),
        (Party("a b "), "white space"),
        (Party("b", kind="boss"), "no kind 'boss'"),
        (Party("b", people=0), "0 people"),
        (Party("b", people=1.5), "1.5 people"),
        (Party("b", share=-1), "share of -1"),
        (Party("b", share=5), "only external customers"),
        (Party("b", kind="customer", share=10**400), "share of 1000"),
        (Party("b", people=10**10), "999,999,999"),
        (Party("b", group=None), "group is None"),
        (A, "defined twice"),
    ],
)
def test_parties_that_are_none(party, message):
    assert any(message in problem for problem in problems([A, party, C], [AC]))


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\u202eb", "a\ud800b", "a\rb", "a\u2028b", "x" * 100_001]
)
def test_texts_that_no_file_can_hold(text):
    assert len(problems([Party("a", name=text), C], [AC])) == 1
    assert len(problems([A, C], [dataclasses.replace(AC, delivers=text)])) == 1
    assert len(problems([A, C], [AC], title=text)) == 1
    assert any(
        "text" in problem or "control" in problem for problem in problems([Party(text), A, C], [AC])
    )


def test_equal_chains_have_equal_hashes():
    services = [AC, Service("b->c", "b", "c")]
    one, two = (
        ValueChain(parties, s)
        for parties, s in (([A, C, Party("b")], services), ([Party("b"), C, A], services[::-1]))
    )
    assert one == two
    assert hash(one) == hash(two)


def test_chains_that_are_none():
    assert "no external customer" in problems([A, Party("b")], [Service("a->b", "a", "b")])[0]
    assert "no rule 'mode'" in problems([A, C], [AC], rule="mode")[0]
    assert "target of 2" in problems([A, C], [AC], target=2)[0]
    assert "title is 3" in problems([A, C], [AC], title=3)[0]
    several = problems(
        [A, C, Party("")], [dataclasses.replace(AC, weight=-1, dependence=2)], target=-1
    )
    assert len(several) == 4


@pytest.mark.parametrize(
    "parts",
    [
        ({"b": A}, []),
        ([Party([])], []),
        ([Party(7)], []),
        (3, []),
        ([A], 3),
        ([AC], []),
        (["a"], []),
        ([A], [A]),
    ],
)
def test_a_chain_takes_parties_and_services(parts):
    with pytest.raises(ArgumentError, match=r"a ValueChain takes|the keys of a mapping"):
        ValueChain(*parts)


def test_chains_are_frozen_values():
    chain = ValueChain([A, C], [AC], title="x")
    with pytest.raises(dataclasses.FrozenInstanceError):
        chain.title = "y"
    with pytest.raises(TypeError):
        chain.parties["b"] = A
    with pytest.raises(networkx.NetworkXError):
        chain.graph.add_node("b")
    again = ValueChain({"a": A, "c": C}, {"a->c": AC}, title="x")
    assert chain == again
    assert hash(chain) == hash(again)
    assert chain != dataclasses.replace(chain, title="y")
    assert copy.deepcopy(chain) == pickle.loads(pickle.dumps(chain)) == chain
    with pytest.raises(ModelError):
        dataclasses.replace(chain, target=7)


@given(chains())
def test_round_trips(chain):
    assert vc.loads(vc.dumps(chain)) == chain
    assert ValueChain.from_networkx(chain.graph) == chain
    assert list(vc.loads(vc.dumps(chain)).services) == list(
        vc.loads(vc.dumps(vc.loads(vc.dumps(chain)))).services
    )


_TEXTS = st.one_of(
    st.text(
        st.characters(
            exclude_categories=("Cs", "Cc"),
            exclude_characters="\u2028\u2029\ufeff\u061c\u200e\u200f\ufffe\uffff",
        ),
        min_size=1,
    ),
    st.sampled_from(
        [
            "no",
            "~",
            "null",
            "12:30",
            "1e3",
            "- x",
            "{",
            "a: b",
            "#",
            " x ",
            "'",
            '"',
            "a\nb",
            "a\tb",
            "<<",
            "=",
            "!x",
            "&a",
            "*a",
            "%",
            "@",
            "[",
            "?",
        ]
    ),
).filter(
    lambda text: not any(0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in text)
)


@given(_TEXTS, _TEXTS, st.floats(1e-300, 1e300), st.floats(0, 1), st.floats(0, 1))
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


def test_from_networkx_takes_plain_graphs():
    graph = networkx.DiGraph()
    graph.add_node(3, kind="customer", layer=7)
    graph.add_edge(1, 2, satisfaction=0.8, color="red")
    graph.add_edge(2, 3, satisfaction="3.4/5 (9 responses)", weight=2)
    chain = ValueChain.from_networkx(graph)
    assert list(chain.services) == ["1->2", "2->3"]
    assert chain.services["1->2"].satisfaction.value == 0.8
    assert chain.services["2->3"].satisfaction.responses == 9


def test_from_networkx_reports_every_problem():
    graph = networkx.MultiDiGraph(rule="mode")
    graph.add_node("c", kind="customer")
    graph.add_edge("a", "c", satisfaction="good")
    graph.add_edge("a", "c", quality=7)
    graph.add_edge("a", "c", satisfaction=[1], weight=-1)
    with pytest.raises(ModelError) as caught:
        ValueChain.from_networkx(graph)
    text = str(caught.value)
    for part in (
        "'a->c#1': 'good' is not a score",
        "'a->c#2': a satisfaction of 7",
        "'a->c#3': a satisfaction of [1]",
        "weight of -1",
        "no rule 'mode'",
    ):
        assert part in text


@pytest.mark.parametrize("graph", [networkx.Graph(), {"a": "b"}, None])
def test_from_networkx_takes_directed_graphs(graph):
    with pytest.raises(ArgumentError, match="directed networkx graph"):
        ValueChain.from_networkx(graph)


@pytest.mark.parametrize(
    "call",
    [
        lambda: vc.load(3),
        lambda: vc.load(None),
        lambda: vc.loads(3),
        lambda: vc.dumps("x"),
        lambda: vc.dump(ValueChain([A, C], [AC]), 3),
        lambda: vc.diagnose("shop.yaml"),
        lambda: Score.parse(None),
        lambda: Score.parse(b"81%"),
        lambda: vc.dump(ValueChain([A, C], [AC]), io.BytesIO()),
        lambda: vc.load(types.SimpleNamespace(read=lambda _: None)),
    ],
)
def test_arguments_are_checked_kindly(call):
    with pytest.raises(ArgumentError, match=r"not|takes|writes|reads"):
        call()


def test_unknown_names_are_suggested():
    diagnosis = vc.diagnose(ValueChain([A, C], [AC]))
    for call in (
        lambda: diagnosis["a->d"],
        lambda: diagnosis.spread("a->d"),
        lambda: diagnosis.explain("a->d"),
        lambda: diagnosis.together(("a->d",)),
    ):
        with pytest.raises(vc.UnknownNameError, match="did you mean 'a->c'"):
            call()
    with pytest.raises(vc.UnknownNameError, match="did you mean 'provider'"):
        diagnosis.by("providers")
    for nothing in (1.5, [], {}, None):
        with pytest.raises(KeyError, match="no service"):
            diagnosis[nothing]


def test_values_print_as_sentences():
    assert str(A) == "a"
    assert str(AC) == "a->c (not measured)"
    assert str(ValueChain([A, C], [AC])) == "1 service among 2 parties, ending at c"


def test_a_loop_of_total_dependence_behind_other_total_services():
    services = [("a", "b", 1), ("c", "b", 1), ("b", "d", 1), ("d", "b", 0.5), ("d", "z", 1)]
    parties = [Party(i, kind="customer" if i == "z" else "team") for i in "abcdz"]
    assert ValueChain(parties, [Service(f"{p}->{c}", p, c, dependence=d) for p, c, d in services])
    total = [Service(f"{p}->{c}", p, c, dependence=1) for p, c, _ in services]
    (problem,) = problems(parties, total)
    assert "the loop" in problem


def test_a_column_hint():
    chain = vc.loads(
        "{valuechain: 1, suppliers: {s: {column: 2, serves: {c: x}}}, customers: {c: }}"
    )
    assert chain.parties["s"].column == 2
    assert vc.loads(vc.dumps(chain)) == chain
    assert vc.ValueChain.from_networkx(chain.graph) == chain
    with pytest.raises(vc.ModelError) as caught:
        vc.ValueChain(
            [
                vc.Party("a", column=0),
                vc.Party("c", kind="customer", column=1),
                vc.Party("d", kind="customer", column=True),
            ],
            [vc.Service("a->c", "a", "c")],
        )
    said = [problem.message for problem in caught.value.problems]
    assert said == [
        "party 'a': a column of 0",
        "party 'c': a column of 1",
        "party 'd': a column of True",
    ]
