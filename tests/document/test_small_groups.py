"""Tests of `document.small_groups`: what few people answered is not shown."""

import dataclasses

import numpy as np
import pytest

import valuechain as vc
from helpers.drawn import FLOWER
from valuechain.document.contents import document
from valuechain.document.markdown import markdown
from valuechain.document.page import page
from valuechain.document.small_groups import without_small_groups

TEXT = """
valuechain: 1
teams:
  a:
    serves:
      b: {delivers: one, satisfaction: 61.7% (4 responses)}
      c:
        satisfaction: 83.3% (30 responses)
        aspects: {speed: 91.9% (30 responses), manners: 77.7% (3 responses)}
  b: {serves: {c: {delivers: other, satisfaction: 71.1% (30 responses)}}}
customers:
  c:
"""


def test_what_few_said_changes_nothing_that_is_shown():
    chain = vc.loads(TEXT)
    other = vc.loads(TEXT.replace("61.7%", "20.2%").replace("77.7%", "15.5%"))
    for write in (page, markdown):
        said = write(document(chain, least=5))
        assert said == write(document(other, least=5))
        assert "Too few people answered about 2 services: what they said" in said
        assert "Where it says that nobody was asked, it may be these." in said
        assert said != write(document(chain))


def test_nothing_is_said_where_nothing_is_small():
    chain = vc.loads(TEXT)
    assert without_small_groups(chain, 3) == chain
    assert document(chain, least=3).note == ""
    assert "about 1 service:" in document(chain, least=4).note, "an aspect alone"
    assert not without_small_groups(chain, 4).services["a->c"].aspects


def test_an_earlier_state_is_treated_alike():
    now = vc.loads(TEXT)
    before = dataclasses.replace(now, title="before")
    whole = document(now, before, least=5)
    assert whole.comparison.before.chain.services["a->b"].satisfaction is None
    assert "about 2 services and 2 services of then:" in whole.note
    fine = vc.loads(TEXT.replace("(4 responses)", "(40 responses)").replace("(3 ", "(30 "))
    assert "about 2 services of then:" in document(fine, before, least=5).note


@pytest.mark.parametrize("least", [-1, True, 2.5, "5"])
def test_a_number_that_is_none_is_told(least, tmp_path):
    with pytest.raises(vc.ArgumentError, match="a whole number from 0"):
        vc.write_report(vc.load(FLOWER), tmp_path / "r.html", min_responses=least)


def test_a_number_may_be_of_numpy(tmp_path):
    pages = [tmp_path / "plain.html", tmp_path / "numpy.html"]
    for path, least in zip(pages, (3, np.int64(3)), strict=True):
        vc.write_report(vc.load(FLOWER), path, min_responses=least)
    assert pages[0].read_bytes() == pages[1].read_bytes()
