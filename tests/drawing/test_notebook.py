"""Tests of `drawing.notebook`: what a notebook shows of a result beside its words: its picture, where that is not too large."""

from xml.etree import ElementTree

import pytest

import valuechain as vc
from helpers.drawn import FLOWER
from organisations import organisation
from valuechain import Party, Service, ValueChain

# As pictures


def test_a_notebook_shows_decisions(shop, proof):
    for value in (vc.what_if(shop, "buy the van first"), vc.frontier(shop), proof):
        assert "<svg" in value._repr_html_()
    for value in (
        vc.plan(shop, 1500),
        vc.plan(shop, 0),
        vc.side_by_side(shop),
        vc.robustness(shop),
        vc.promises(shop),
    ):
        html = value._repr_html_()
        assert "<b>" in html
        ElementTree.fromstring(html)


# Notebooks


@pytest.mark.filterwarnings("error")
def test_notebooks_show_the_picture():
    chain = vc.load(FLOWER)
    for value in (chain, vc.diagnose(chain)):
        html = value._repr_html_()
        assert html.count("<svg") == 1
        assert "Inventory keeper" in html
        assert "<?xml" not in html
    strange = ValueChain(
        [Party("a", "\U0001f984"), Party("c", kind="customer")], [Service("a->c", "a", "c")]
    )
    assert "<svg" in strange._repr_html_()


def test_a_chain_too_large_for_a_page_shows_its_services(monkeypatch):
    monkeypatch.setattr("valuechain.drawing.notebook.MOST", 10)
    chain = organisation(1, parties=160, ratio=1.2, departments=False)
    assert "<svg" not in chain._repr_html_()
    assert "<table>" in chain._repr_html_()
    assert "<table>" in vc.diagnose(chain)._repr_html_()
