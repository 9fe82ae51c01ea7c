"""Tests of `document.small_groups`: what few people answered is not shown."""

import dataclasses

import numpy as np
import pytest

import valuechain as vc
from helpers.drawn import FLOWER
from helpers.simulated import made
from valuechain.document.contents import document
from valuechain.document.markdown import markdown
from valuechain.document.page import page
from valuechain.document.small_groups import without_small_groups
from valuechain.survey.pairs import Pairs

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
        assert "Too few people answered about 1 service and aspects of 1 service: what" in said
        assert "Where it says that nobody was asked, it may be these." in said
        assert said != write(document(chain))


def test_nothing_is_said_where_nothing_is_small():
    chain = vc.loads(TEXT)
    assert without_small_groups(chain, 3) == chain
    assert document(chain, least=3).note == ""
    assert "about aspects of 1 service:" in document(chain, least=4).note
    assert not without_small_groups(chain, 4).services["a->c"].aspects


def test_an_earlier_state_is_treated_alike():
    now = vc.loads(TEXT)
    before = dataclasses.replace(now, title="before")
    whole = document(now, before, least=5)
    assert whole.comparison.before.chain.services["a->b"].satisfaction is None
    twice = "1 service, aspects of 1 service, 1 service of then and aspects of 1 service of then:"
    assert f"about {twice}" in whole.note
    fine = vc.loads(TEXT.replace("(4 responses)", "(40 responses)").replace("(3 ", "(30 "))
    assert (
        "about 1 service of then and aspects of 1 service of then:"
        in document(fine, before, least=5).note
    )


@pytest.mark.parametrize("least", [-1, True, 2.5, "5"])
def test_a_number_that_is_none_is_told(least, tmp_path):
    with pytest.raises(vc.ArgumentError, match="a whole number from 0"):
        vc.write_report(vc.load(FLOWER), tmp_path / "r.html", min_responses=least)


def test_a_number_may_be_of_numpy(tmp_path):
    pages = [tmp_path / "plain.html", tmp_path / "numpy.html"]
    for path, least in zip(pages, (3, np.int64(3)), strict=True):
        vc.write_report(vc.load(FLOWER), path, min_responses=least)
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_what_is_left_is_asked_the_same_question():
    """As often, as surely; and person by person where the same people answered."""
    drawn = vc.simulate(vc.load(FLOWER), draws=400, seed=3, level=0.8)
    for least in (1, 25):
        found = document(drawn, least=least).simulation
        assert (found.draws, found.seed, found.level) == (400, 3, 0.8)
    assert document(drawn, least=1).simulation.outcome == drawn.outcome
    assert document(drawn, least=10**6).simulation is None


def test_what_the_same_people_said_stays_compared():
    then, now = (made(("a", "x", f"{share}% (20 responses)")) for share in (40, 60))
    compared = vc.compare(then, now, {"a->x": Pairs(20, 1.0, 0.2, 0.02)})
    for least in (0, 20):
        assert document(compared, least=least).comparison.sureness.paired == {"a->x"}
    assert document(compared, least=21).comparison.sureness is None


def test_a_comparison_has_its_earlier_state(tmp_path):
    chain = vc.load(FLOWER)
    with pytest.raises(vc.ArgumentError, match="earlier state already"):
        vc.write_report(vc.compare(chain, chain), tmp_path / "r.md", after=chain)
