"""Tests of `drawing.graphml`: the picture as GraphML, for editors and analysis tools: with places and numbers."""

import networkx

import valuechain as vc
from helpers.drawn import FLOWER


def test_graphml_holds_what_is_known(tmp_path):
    vc.export(vc.load(FLOWER), tmp_path / "chain.graphml")
    graph = networkx.read_graphml(tmp_path / "chain.graphml", force_multigraph=True)
    assert graph.nodes["inventory"]["name"] == "Inventory keeper"
    assert graph["inventory"]["designer"]["inventory->designer"]["verdict"] == "root cause"
    assert sum(data["weak"] for _, _, data in graph.edges(data=True)) == 5
