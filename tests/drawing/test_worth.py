"""Tests of `drawing.worth`: what does each link win the customers, and which comes first?"""

import valuechain as vc
from valuechain import Party, Score, Service, ValueChain
from valuechain.drawing.worth import gains, links


def test_of_very_many_links_that_hide_one_another_the_best_are_told():
    members = [Party(f"t{i}") for i in range(5_100)]
    services = [
        Service(
            f"t{i}->c{i % 50}",
            f"t{i}",
            f"c{i % 50}",
            satisfaction=Score.of(0.2 + i / 10_000),
            critical=i < 50,
        )
        for i in range(5_100)
    ]
    customers = [Party(f"c{i}", kind="customer") for i in range(50)]
    diagnosis = vc.diagnose(ValueChain([*members, *customers], services))
    assert not diagnosis.solution.gains_at_hand
    won = gains(diagnosis)
    assert 0 < len(won) < 5_100
    assert max(won.values()) == diagnosis.advice.gain
    assert [(link.provider, link.customer) for link in links(diagnosis)[: len(won)]] == [*won]


def test_links_come_in_the_order_of_the_steps_with_all_that_they_deliver():
    diagnosis = vc.diagnose(
        vc.loads("""
valuechain: 1
teams:
  a: {serves: {c: [{delivers: x, satisfaction: 50%}, {delivers: y}]}}
  b: {serves: {c: {satisfaction: 40%}}}
  d: {serves: {c: talk}}
customers: {c: }
""")
    )
    found = links(diagnosis)
    assert [link.services for link in found] == [("b->c",), ("a->c#1", "a->c#2"), ("d->c",)]
    assert [link.gain for link in found] == [*(step.gain for step in diagnosis.steps), 0.0]
