"""Tests of `model.graph`: the chain as a networkx graph, and the way back. Imported when first asked for."""

import networkx
import pytest

import valuechain as vc
from valuechain import ArgumentError, ModelError, ValueChain

# What few files have.


def test_ranges_and_aspects_come_back_from_a_graph():
    text = """
    {valuechain: 1, dependence: 0.5..0.9, teams: {clerk: {serves: {customer: [
      {delivers: a, aspects: {time: 3.1/5 (9 responses), care: 80%}},
      {delivers: b, dependence: 0.1..0.2}, {delivers: c, dependence: 0.3}]}}},
     customers: {customer: }}
    """
    chain = vc.loads(text)
    graph = chain.graph
    assert (graph.graph["dependence_low"], graph.graph["dependence_high"]) == (0.5, 0.9)
    first = graph.edges["clerk", "customer", "clerk->customer#1"]
    assert (first["aspect time"], first["aspect care"]) == ("3.1/5 (9 responses)", "80%")
    assert vc.ValueChain.from_networkx(graph) == chain


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
