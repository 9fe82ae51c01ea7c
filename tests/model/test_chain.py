"""Tests of `model.chain`: the chain: parties and services as one frozen value."""

import copy
import dataclasses
import io
import pickle
import types

import networkx
import pytest

import valuechain as vc
from helpers.parts import AC, A, C, problems
from valuechain import ArgumentError, ModelError, Party, Score, Service, ValueChain


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
