"""Tests of `reports.what_if`: what if, in words: what was set, what it would do to the customers and to everybody else."""

import dataclasses
import random

import valuechain as vc
from chains import random_chain, with_actions
from helpers.decision_words import chain_of


def test_a_what_if_says_who_feels_it(shop):
    found = vc.what_if(shop, {"inventory->designer": 0.9})
    words = " ".join(str(found).split())
    assert words.startswith(
        "Flower shop With Inventory keeper -> Designer at 90 % by itself: customers from 64 to 82 % (+18 points)."
    )
    assert "own quality 42 to 90 %, satisfaction 33 to 80 %" in words
    assert "likely root cause becomes on target" in words
    assert "Designer 44.4 80.3 +36" in words
    assert "What to do next Start with Clerk -> Delivery person (address and time)" in words
    named = str(vc.what_if(shop, "the clerk leaves"))
    assert named.startswith("Flower shop: the clerk leaves")
    assert "With 'the clerk leaves': customers from 64 to 43 %" in named
    assert "hardly anything changes for the customers: 64 %." in " ".join(
        str(vc.what_if(shop, {"designer->delivery#2": 0.999})).split()
    )
    perfect = vc.what_if(shop, {row.id: 1.0 for row in vc.diagnose(shop).services})
    assert "What to do next Nothing is lacking." in " ".join(str(perfect).split())
    team = vc.what_if(shop, {"clerk": "reachable"})
    assert "With all that Clerk delivers as good as can be reached: customers" in team.answer


def test_what_nobody_measured_is_not_said_to_be_good_already():
    chain = chain_of(
        "teams:\n  a: {serves: {c: {satisfaction: 95%}}}\n  b: {serves: {c: news}}\ncustomers: {c: }"
    )
    one = vc.what_if(chain, {"b->c": "reachable"}).answer
    assert one == (
        "With b -> c as good as can be reached nothing changes for the customers: at most 98 %. "
        "Nobody measured b -> c: it counts as perfect here already."
    )
    both = vc.what_if(chain, {"a->c": "target", "b->c": "reachable"}).answer
    assert "a -> c (95 %) is as good by itself already. Nobody measured b -> c: it" in both


def test_a_what_if_of_a_chain_without_a_title_or_scores():
    chain = chain_of("teams:\n  a: {serves: {b: x, c: y}}\ncustomers: {b: , c: }")
    words = " ".join(str(vc.what_if(chain, {"a->b": "failed"})).split())
    assert (
        "With a -> b failed the customers would change by -50 points; how satisfied they are nobody can say yet."
        in words
    )
    dated = dataclasses.replace(chain, scenarios=[vc.Scenario("strike", (("a->b", "target"),))])
    assert str(vc.what_if(dated, "strike")).startswith("strike")
    assert "by itself as good as its target" in str(vc.what_if(dated, {"a->b": "target"}))
    assert "?" in str(vc.side_by_side(dated))


def test_a_what_if_with_several_customers_names_each():
    chain = chain_of(
        "teams:\n  a: {serves: {b: {satisfaction: 50%}, c: {satisfaction: 70%}}}\ncustomers: {b: {name: Big}, c: {name: Small}}"
    )
    words = " ".join(str(vc.what_if(chain, {"a->b": 0.8})).split())
    assert "Big 50.0 80.0 +30 Small 70.0 70.0 0" in words
    table = str(vc.side_by_side(chain, {"one": {"a->b": 0.8}, "none": {}}))
    assert "Big" in table
    assert "'one' wins the customers most" in table
    assert "No scenario changes anything" in str(vc.side_by_side(chain, {"none": {}}))


def test_long_tables_say_how_much_is_left_out():
    rng = random.Random(2)
    chain = with_actions(
        rng,
        random_chain(rng, parties=40, services=120, rule="mean", critical=0, scores=1),
        most=60,
        links=False,
    )
    ids = list(chain.services)
    many = vc.side_by_side(chain, {f"s{i}": {ids[i]: 0.5} for i in range(40)})
    assert "and 15 more scenarios" in str(many)
    assert "more weak links (all of them" in str(vc.robustness(chain))
    assert "more services (all of them" in str(vc.promises(chain, 0.99))
    assert "more parties (all of them" in str(vc.what_if(chain, dict.fromkeys(ids, 1.0)))
    fan = "".join(
        f"  t{i}: {{serves: {{c: {{satisfaction: 50%, improve: [{{action: do {i}, cost: 1, quality: 90%}}]}}}}}}\n"
        for i in range(40)
    )
    assert "and 15 more actions (all of them" in str(
        vc.plan(chain_of(f"teams:\n{fan}customers: {{c: }}"), 100)
    )
    other = dataclasses.replace(
        chain,
        services={name: dataclasses.replace(s, weight=2.5) for name, s in chain.services.items()},
    )
    assert "more services (all of them" in str(vc.compare(chain, other))


def test_a_customer_of_whom_nothing_was_known_is_not_nothing():
    chain = chain_of(
        "teams: {a: {serves: {c1: {satisfaction: 60%}}}, b: {serves: {c2: x}}}\n"
        "customers: {c1: , c2: }"
    )
    told = " ".join(str(vc.what_if(chain, {"b->c2": 0.2})).split())
    assert "c2 would change by -80 points; how satisfied they are nobody can say yet." in told
    assert "The customers who are known stay at 60 %." in told
    same = " ".join(str(vc.what_if(chain, {"b->c2": 1.0})).split())
    assert "nothing changes for the customers: 60 %." in same


def test_what_is_set_is_told_as_it_was_set(shop):
    """Whoever gets nothing good has less left to spoil; that is no better own quality."""
    told = " ".join(str(vc.what_if(shop, {"delivery": 0.1})).split())
    assert "at 10 % by itself: own quality 96 to 10 %, satisfaction 64 to 0 %" in told
    failed = " ".join(str(vc.what_if(shop, {"delivery": "failed"})).split())
    assert "failed: own quality 96 to 0 %, satisfaction 64 to 0 %" in failed
    aimed = " ".join(str(vc.what_if(shop, {"inventory->designer": "reachable"})).split())
    assert "as good as can be reached: own quality" in aimed


def test_of_several_services_between_two_it_says_which_is_as_good_already():
    two = chain_of(
        "teams:\n  a: {serves: {c: [{delivers: tea, satisfaction: 40%}, {delivers: news, satisfaction: 90%}]}}\ncustomers: {c: }"
    )
    found = vc.what_if(two, {"a->c#2": "reachable"})
    assert found.answer.endswith(" a -> c (news) (90 %) is as good by itself already.")


def test_tables_say_of_a_bound_that_it_is_one():
    improve = "improve: [{action: x, cost: 9, quality: 90%}]"
    chain = chain_of(
        f"teams: {{a: {{serves: {{c: {{satisfaction: 50%, {improve}}}}}}}, b: {{serves: {{c: x}}}}}}\n"
        "customers: {c: }"
    )
    assert "all customers at most 75.0 at most 95.0 +20" in " ".join(
        str(vc.what_if(chain, {"a->c": 0.9})).split()
    )
    table = " ".join(str(vc.side_by_side(chain, {"better": {"a->c": 0.9}})).split())
    assert "as it is at most 75.0 better at most 95.0 +20" in table
    assert "budget customers, at most" in " ".join(str(vc.frontier(chain)).split())


SPOILT = """
valuechain: 1
suppliers: {vendor: {serves: {it: updates}}}
teams:
  it: {serves: {clerk: {satisfaction: 40%}}}
  clerk: {serves: {customer: }}
customers: {customer: }
"""


def test_what_a_step_would_win_is_not_told_where_own_shortfalls_are_no_longer_known():
    """Nothing is left of what the vendor's failure spoils: mending it cannot win more than that."""
    chain = vc.loads(SPOILT)
    failed = vc.what_if(chain, {"vendor": "failed"})
    assert failed.spoilt == ("it->clerk",)
    assert failed.to_dict()["what_if"]["spoilt"] == ["it->clerk"]
    assert (
        "What to do next Nothing is left of it -> clerk, however good it is by itself: what a step "
        "would win from there is not told."
    ) in " ".join(str(failed).split())
    better = vc.what_if(chain, {"it": 0.9})
    assert better.spoilt == ()
    assert "Start with" in str(vc.what_if(chain, {"it": 0.5}))
