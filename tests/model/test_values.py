"""Tests of `model.values`: kinds of value that a field can have."""

import re
from dataclasses import replace

import networkx
import pytest

import valuechain as vc
from helpers.tables import TINY
from valuechain.model import values


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dependence_range": (0.9, 0.5)}, "a dependence_range of"),
        ({"dependence_range": [0.5, 0.9]}, "a dependence_range of"),
        (
            {"dependence_range": (0.5, 0.9), "dependence": 0.8},
            "a dependence of 0.8 beside the range",
        ),
        ({"aspects": "x"}, "aspects are 'x'"),
        ({"aspects": (("x",),)}, "aspects are"),
        ({"aspects": (("", vc.Score.of(0.5)),)}, "names no aspect"),
        ({"aspects": (("x", 0.5),)}, "which is not a score"),
        ({"aspects": (("x", vc.Score.of(0.5)), ("x", vc.Score.of(0.5)))}, "here twice"),
    ],
)
def test_what_cannot_be_written_cannot_be_made(changes, words):
    chain = vc.loads(TINY)
    service = chain.services["clerk->customer"]
    with pytest.raises(vc.ModelError, match=re.escape(words)) as caught:
        replace(chain, services={service.id: replace(service, **changes)})
    assert len(caught.value.problems) == 1


def test_a_range_of_a_whole_chain_is_checked_too():
    with pytest.raises(vc.ModelError, match="beside the range"):
        replace(vc.loads(TINY), dependence_range=(0.1, 0.2))


def test_a_range_on_an_edge_stands_without_its_middle():
    graph = networkx.DiGraph()
    graph.add_node("customer", kind="customer")
    graph.add_edge("clerk", "customer", dependence_low=0.5, dependence_high=0.9)
    service = vc.ValueChain.from_networkx(graph).services["clerk->customer"]
    assert (service.dependence, service.dependence_range) == (0.7, (0.5, 0.9))
    graph.edges["clerk", "customer"]["dependence_high"] = "much"
    with pytest.raises(vc.ModelError, match="a dependence_range of"):
        vc.ValueChain.from_networkx(graph)


def test_a_range_of_the_whole_graph_holds_where_nothing_else_is_said():
    graph = networkx.DiGraph(dependence=0.7, dependence_low=0.5, dependence_high=0.9)
    graph.add_node("customer", kind="customer")
    graph.add_edge("clerk", "customer")
    chain = vc.ValueChain.from_networkx(graph)
    assert (
        chain.dependence_range == chain.services["clerk->customer"].dependence_range == (0.5, 0.9)
    )


@pytest.mark.parametrize(
    ("kind", "given", "meant"),
    [
        (values.WHOLE, 3, 3),
        (values.WHOLE, 3.0, 3),
        (values.WHOLE, 2.5, 2.5),
        (values.WHOLE, "3", 3),
        (values.FLAG, True, True),
        (values.FLAG, 0, False),
        (values.FLAG, 1.0, True),
        (values.FLAG, 2, 2),
        (values.FLAG, "true", True),
        (values.FLAG, None, None),
        (values.TEXT, 7, "7"),
        (values.TEXT, "7", "7"),
        (values.TEXT, None, None),
    ],
)
def test_what_formats_without_whole_numbers_or_flags_hold_is_taken_for_what_it_is(
    kind, given, meant
):
    """What is none stays as it is, and is refused with all else."""
    found = kind.of_attribute(given)
    assert (found, type(found)) == (meant, type(meant))


def test_white_space_belongs_to_texts_and_to_nothing_else():
    rows = [
        {"id": " c ", "kind": " customer ", "share": " 2 ", "group": " g ", "name": " n "},
        {"id": "a", "kind": "team", "people": " 7 ", "promise": None},
    ]
    service = {"provider": " a ", "customer": "c ", "weight": " 2 ", "satisfaction": " 80% "}
    service |= {"critical": " TRUE ", "takes": " 2 d ", "target": " 60% ", "delivers": " d "}
    chain = vc.read_tables(rows, [service])
    (found,) = chain.services.values()
    assert (found.id, found.weight, found.critical, found.target) == ("a->c", 2.0, True, 0.6)
    assert (found.satisfaction.text, str(found.takes), found.delivers) == ("80%", "2 d", " d ")
    customer = chain.parties["c"]
    assert (customer.kind, customer.share, customer.group) == ("customer", 2.0, " g ")
    assert (customer.name, chain.parties["a"].people) == (" n ", 7)
