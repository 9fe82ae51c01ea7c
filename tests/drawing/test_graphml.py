"""Tests of `drawing.graphml`: the picture as GraphML, for editors and analysis tools: with places and numbers."""

import networkx

import valuechain as vc
from helpers.drawn import FLOWER
from valuechain.drawing.export import exported
from valuechain.drawing.focus import focused


def test_graphml_holds_what_is_known(tmp_path):
    vc.export(vc.load(FLOWER), tmp_path / "chain.graphml")
    graph = networkx.read_graphml(tmp_path / "chain.graphml", force_multigraph=True)
    assert graph.nodes["inventory"]["name"] == "Inventory keeper"
    assert graph["inventory"]["designer"]["inventory->designer"]["verdict"] == "root cause"
    assert sum(data["weak"] for _, _, data in graph.edges(data=True)) == 5


def test_single_points_and_what_is_in_focus_are_in_every_format_that_others_draw():
    chain = vc.load(FLOWER)
    found = vc.structure(chain)
    single = {party for row in found.of("single point") for party in row.parties}
    nodes = networkx.parse_graphml(exported(found, ".graphml")).nodes(data=True)
    assert {party for party, data in nodes if data.get("single_point")} == single
    plain = networkx.parse_graphml(exported(chain, ".graphml")).nodes(data=True)
    assert not any("single_point" in data or "in_focus" in data for _, data in plain)
    assert exported(found, ".dot").count("peripheries=2") == len(single)
    assert exported(found, ".mmd").count("[[") == len(single)
    focus = networkx.parse_graphml(exported(chain, ".graphml", focus=focused("clerk", None, 0.05)))
    assert {data["in_focus"] for _, data in focus.nodes(data=True)} == {True}
    assert {data["in_focus"] for *_, data in focus.edges(data=True)} == {True, False}
