"""Tests of `questions.advice`: what to do first, and which services only together."""

import valuechain as vc
from valuechain.questions.advice import best_offer


def test_what_is_to_be_fixed_together_is_no_more_than_needed():
    # b and e win together at one customer; a costs most, but wins nothing with them alone
    chain = vc.loads("""
valuechain: 1
suppliers:
  s: {serves: {d: {satisfaction: 60%}, f: {satisfaction: 60%}}}
teams:
  a: {serves: {one: {satisfaction: 40%, critical: true}}}
  d: {serves: {one: {satisfaction: 40%, critical: true}}}
  f: {serves: {one: {satisfaction: 40%, critical: true}}}
  b: {serves: {two: {satisfaction: 40%, critical: true}}}
  e: {serves: {two: {satisfaction: 40%, critical: true}}}
customers: {one: {share: 6}, two: {share: 3.9}}
""")
    found = vc.diagnose(chain)
    assert found.advice.kind == "together"
    assert max(found.services, key=lambda row: row.contribution).id == "a->one"
    assert set(found.advice.services) == {"b->two", "e->two"}
    settings = dict.fromkeys(found.advice.services, "reachable")
    assert vc.what_if(found, settings).change > 0.1
    for service in found.advice.services:
        assert vc.what_if(found, {service: "reachable"}).change < 1e-9


def test_what_costs_nothing_is_the_best_offer():
    """Y wins 10 points for 100; x and z win more for nothing, z most."""
    actions = "{action: y, cost: 100, quality: 60%}, {action: x, cost: 0, quality: 80%}"
    chain = vc.loads(
        f"""
valuechain: 1
teams:
  a:
    serves:
      c: {{satisfaction: 50%, improve: [{actions}, {{action: z, cost: 0, quality: 90%}}]}}
customers: {{c: }}
"""
    )
    found = best_offer(vc.diagnose(chain).solution, ["a->c"])
    assert ([action.action for action in found.actions], found.cost) == (["z"], 0)
    assert "40  40 for 0" in str(vc.diagnose(chain))
