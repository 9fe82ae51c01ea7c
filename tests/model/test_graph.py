"""Tests of `model.graph`: the chain as a networkx graph, and the way back. Imported when first asked for."""

import json

import networkx
import numpy as np
import pandas as pd
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
    assert json.loads(first["aspects"]) == {"care": "80%", "time": "3.1/5 (9 responses)"}
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


def test_graphs_of_earlier_versions_are_read():
    graph = networkx.MultiDiGraph(target=0.8)
    graph.add_node("customer", kind="customer")
    graph.add_edge(
        "clerk",
        "customer",
        "clerk->customer",
        target=0.6,
        **{
            "aspect care": "80%",
            "improve 1 action": "a course",
            "improve 1 cost": 400,
            "improve 1 quality": 0.9,
            "improve soon": "a foreign attribute",
            "scenario hard winter": "50%",
        },
    )
    chain = ValueChain.from_networkx(graph)
    service = chain.services["clerk->customer"]
    assert (service.target, service.aspects[0][0], service.improve[0].cost) == (0.6, "care", 400)
    assert chain.scenarios["hard winter"].by_service == {"clerk->customer": 0.5}
    assert ValueChain.from_networkx(chain.graph) == chain


def test_what_a_data_frame_holds_is_read_as_in_a_table():
    frame = pd.DataFrame(
        {
            "source": ["a", "b"],
            "target": ["b", "c"],
            "satisfaction": [0.8, np.nan],
            "weight": [2, 3],
            "critical": [1.0, np.nan],
            "delivers": [12, None],
        }
    )
    graph = networkx.from_pandas_edgelist(frame, edge_attr=True, create_using=networkx.DiGraph)
    graph.add_node("c", kind="customer")
    graph.add_node("a", people=np.float64(3), group=np.int64(7), name=pd.NA)
    chain = ValueChain.from_networkx(graph)
    first, second = chain.services.values()
    assert (first.weight, first.critical, first.delivers, second.satisfaction) == (
        2,
        True,
        "12",
        None,
    )
    assert (chain.parties["a"].people, chain.parties["a"].group, chain.parties["a"].name) == (
        3,
        "7",
        "a",
    )
    graph.edges["a", "b"]["satisfaction"] = np.float32(0.3)
    assert str(ValueChain.from_networkx(graph).services["a->b"].satisfaction) == "30%"


def _clerk_and_customer(**attributes):
    graph = networkx.DiGraph()
    graph.add_node("customer", kind="customer")
    graph.add_edge("clerk", "customer", **attributes)
    return graph


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ({"weight": "3"}, 3.0),
        ({"critical": "true"}, True),
        ({"dependence": "0.5"}, 0.5),
        ({"dependence": "0.5..0.7"}, 0.6),
        ({"target_satisfaction": "85%"}, 0.85),
        ({"target": "85%"}, 0.85),
        ({"reachable": "95%"}, 0.95),
    ],
)
def test_what_came_as_text_is_read_as_in_a_file(attributes, value):
    service = ValueChain.from_networkx(_clerk_and_customer(**attributes)).services[
        "clerk->customer"
    ]
    name = next(iter(attributes)).removesuffix("_satisfaction")
    assert getattr(service, name) == pytest.approx(value)


def test_lists_and_mappings_are_taken_as_they_are():
    action = {"action": "a course", "cost": 400, "quality": 0.9, "needs": ["other"]}
    other = {"action": "a list", "cost": 1, "quality": 0.9, "id": "other"}
    graph = _clerk_and_customer(aspects={"care": 0.8}, scenarios={"winter": 0.5}, improve=[action])
    graph.add_edge("clerk", "second", improve=[other])
    graph.add_node("second", kind="customer")
    chain = ValueChain.from_networkx(graph)
    service = chain.services["clerk->customer"]
    assert service.improve[0].needs == ("other",)
    assert service.aspects[0][1].value == 0.8
    assert chain.scenarios["winter"].by_service == {"clerk->customer": 0.5}


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"Satisfaction": 0.2}, "the attribute 'Satisfaction': did you mean 'satisfaction'?"),
        ({"dependance": 0.2}, "did you mean 'dependence'?"),
        ({"Target": 0.2}, "did you mean 'target_satisfaction'?"),
        ({"weight": "heavy"}, "weight: 'heavy' is not a number"),
        ({"satisfaction": 0.9, "satisfaction_text": "81%"}, "is 0.9, and satisfaction_text '81%'"),
        ({"aspects": "care"}, "aspects is 'care'"),
        ({"aspects": "[" * 10**5}, "aspects is"),
        ({"improve": '["a course"]'}, "improve is"),
        ({"improve": '[{"action": "a", "price": 3}]'}, "an action has no 'price'"),
        ({"scenarios": "[1]"}, "scenarios is"),
    ],
)
def test_what_nearly_is_ours_or_means_nothing_is_a_problem(attributes, words):
    with pytest.raises(ModelError) as caught:
        ValueChain.from_networkx(_clerk_and_customer(**attributes))
    assert words in str(caught.value)
    assert len(caught.value.problems) == 1


def test_what_stands_at_the_wrong_place_is_not_overlooked():
    graph = _clerk_and_customer()
    graph.graph["scenarios"] = "{}"
    graph.nodes["clerk"]["groups"] = "Shop"
    with pytest.raises(ModelError) as caught:
        ValueChain.from_networkx(graph)
    first, second = caught.value.problems
    assert "the graph has the attribute 'scenarios'" in first.message
    assert "give them to the edges" in first.hint
    assert "did you mean 'group'" in second.hint


def test_foreign_attributes_are_left_alone():
    foreign = {"label": "x", "color": "red", "shape": "box", "height": 3, "value": 1, "id": 3}
    graph = _clerk_and_customer(**foreign, source="clerk", target="customer", key=0)
    graph.nodes["clerk"].update(foreign)
    assert ValueChain.from_networkx(graph).services["clerk->customer"].target == 0.75
    # Beside the right one, it is somebody else's.
    both = _clerk_and_customer(satisfaction=0.8, Satisfaction="good")
    assert ValueChain.from_networkx(both).services["clerk->customer"].satisfaction.value == 0.8


def test_a_misspelt_attribute_is_told_once():
    graph = _clerk_and_customer(Weight=1)
    graph.add_edge("buyer", "clerk", Weight=2)
    with pytest.raises(ModelError) as caught:
        ValueChain.from_networkx(graph)
    assert [problem.message for problem in caught.value.problems] == [
        "an edge (2 of them) has the attribute 'Weight'"
    ]


def test_a_graph_without_customers_is_told_so_in_words_of_graphs():
    with pytest.raises(ModelError, match="attribute kind='customer'") as caught:
        ValueChain.from_networkx(networkx.DiGraph([("a", "b")]))
    assert len(caught.value.problems) == 1
    assert "customers:" not in str(caught.value)


def test_a_customer_may_be_called_none():
    graph = networkx.DiGraph([("a", "None")])
    graph.nodes["None"]["kind"] = "customer"
    assert list(ValueChain.from_networkx(graph).services) == ["a->None"]


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        (
            {"satisfaction": "5%", "satisfaction_text": "81%"},
            "is '5%', and satisfaction_text '81%'",
        ),
        ({"satisfaction": "bogus", "satisfaction_text": "81%"}, "'bogus' is not a score"),
        ({"satisfaction_text": "81%"}, "and there is no satisfaction"),
        ({"satisfaction": None, "satisfaction_text": "81%"}, "and there is no satisfaction"),
    ],
)
def test_words_that_were_left_when_a_score_was_changed_are_a_problem(attributes, words):
    with pytest.raises(ModelError) as caught:
        ValueChain.from_networkx(_clerk_and_customer(**attributes))
    assert words in str(caught.value)


def test_numbers_of_numpy_and_gaps_are_read_in_lists_and_mappings_too():
    action = {"action": "a course", "cost": np.int64(4), "quality": np.float64(0.9), "id": np.nan}
    graph = _clerk_and_customer(improve=[action], aspects={"care": np.nan, "time": np.float32(0.3)})
    graph.nodes["customer"]["kind"] = "Customer"
    service = ValueChain.from_networkx(graph).services["clerk->customer"]
    assert service.improve[0].cost == 4
    assert [(word, str(score)) for word, score in service.aspects] == [("time", "30%")]
    masked = np.ma.array([0.7], mask=[True])[0]
    graph = _clerk_and_customer(satisfaction=masked)
    assert ValueChain.from_networkx(graph).services["clerk->customer"].satisfaction is None
