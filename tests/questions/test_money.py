"""What steps and plans are worth, against what-ifs and against trying every plan."""

import dataclasses
import random
from itertools import combinations

import pytest

import valuechain as vc
from chains import random_chain, with_actions
from valuechain import Revenue
from valuechain.reports.money import span

AGENCY = """
valuechain: 1
title: Agency
teams:
  it:
    serves:
      desk: {satisfaction: 60%, improve: [{action: training, cost: 4000, quality: 85%}]}
  desk:
    serves:
      firms: {satisfaction: 65%, improve: [{action: second desk, cost: 30000, quality: 90%}]}
      private: {satisfaction: 55%}
customers:
  firms: {revenue: "400,000 EUR", loyalty: 0.3%..1%}
  private: {revenue: 90000 eur, loyalty: 0.5%, share: 3}
"""


def paying(seed):
    """A random chain with actions whose customers bring money."""
    draw = random.Random(seed)
    rule = draw.choice(["mean", "mean", "weakest"])
    chain = random_chain(
        draw,
        parties=draw.randint(4, 8),
        services=draw.randint(5, 14),
        rule=rule,
        critical=draw.choice([0, 0.3]),
    )
    chain = with_actions(draw, chain, most=5)
    parties = {}
    for name, one in chain.parties.items():
        party = one
        if party.kind == "customer" and draw.random() < 0.9:
            low = draw.choice([0.001, 0.004])
            ends = draw.choice([None, (low, low + 0.006)])
            revenue = Revenue.parse(f"{draw.randint(1, 900)}000 EUR")
            loyalty = low if ends is None else (ends[0] + ends[1]) / 2
            party = dataclasses.replace(party, revenue=revenue, loyalty=loyalty, loyalty_range=ends)
        parties[name] = party
    return dataclasses.replace(chain, parties=parties)


def worth(chain, before, after):
    """What a change of every customer's satisfaction is worth, customer by customer."""
    low = high = 0.0
    for name, now in before.external_customers.items():
        party = chain.parties[name]
        if now is None or party.revenue is None:
            continue
        points = 100 * (after.external_customers[name] - now)
        ends = party.loyalty_range or (party.loyalty, party.loyalty)
        low += party.revenue.amount * ends[0] * points
        high += party.revenue.amount * ends[1] * points
    return low, high


@pytest.mark.parametrize("seed", range(60))
def test_a_step_is_worth_what_its_what_if_brings(seed):
    chain = paying(seed)
    diagnosis = vc.diagnose(chain)
    found = vc.money(diagnosis)
    for row in found:
        after = vc.what_if(diagnosis, dict.fromkeys(row.services, "reachable"))
        assert row.worth == pytest.approx(worth(chain, diagnosis, after), abs=1e-6)
        assert row.gain == pytest.approx(diagnosis.together(row.services))
    middles = [sum(row.worth) for row in found]
    assert middles == sorted(middles, reverse=True)


@pytest.mark.parametrize("seed", range(60))
def test_the_plan_returns_most_of_all_plans(seed):
    chain = paying(seed)
    diagnosis = vc.diagnose(chain)
    found = vc.money(diagnosis)
    if found.plan is None:
        return
    actions = [action for service in chain.services.values() for action in service.improve]
    budget = sum(action.cost for action in actions) / 2
    bought = vc.money(diagnosis, budget).plan
    best, most = 0.0, 0.0
    for number in range(len(actions) + 1):
        for chosen in combinations(actions, number):
            ids = {action.id for action in chosen}
            if len({action.service for action in chosen}) < number:
                continue
            if any(set(action.needs) - ids or set(action.excludes) & ids for action in chosen):
                continue
            raised = {
                action.service: max(action.quality, diagnosis[action.service].quality)
                for action in chosen
            }
            middle = sum(worth(chain, diagnosis, vc.what_if(diagnosis, raised))) / 2
            cost = sum(action.cost for action in chosen)
            best = max(best, middle - cost)
            if cost <= budget + 1e-9:
                most = max(most, middle)
    scale = max(1.0, found.point[1])
    assert sum(found.plan.net) / 2 == pytest.approx(best, abs=1e-6 * scale)
    assert sum(bought.worth) / 2 == pytest.approx(most, abs=1e-6 * scale)
    assert bought.cost <= budget + 1e-9


def test_of_a_what_if_the_plan_goes_on_from_there():
    """A is done already."""
    improve = "improve: [{{action: {}, cost: 100, quality: 90%}}]".format
    paid = "{revenue: 1000000, loyalty: 1%}"
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {"
        f"x: {{satisfaction: 40%, {improve('A')}}}, y: {{satisfaction: 50%, {improve('B')}}}}}}}}}, "
        f"customers: {{x: {paid}, y: {paid}}}}}"
    )
    done = vc.what_if(vc.what_if(chain, {"a->x": 0.9}), {})
    for found in (vc.money(done).plan, vc.money(done, 100).plan):
        assert (found.actions, found.cost) == (("a->y: B",), 100.0)
        assert found.worth == pytest.approx((400_000, 400_000))
    assert vc.plan(done, 100).actions[0].action == "B"


def test_what_wins_little_may_be_worth_much():
    """A twenty-fifth of a point of a thousand millions, for 300."""
    found = vc.money(
        vc.loads(
            "{valuechain: 1, teams: {a: {serves: {x: {satisfaction: 40%, improve: ["
            "{action: C, cost: 300, quality: 40.04%}]}}}}, "
            "customers: {x: {revenue: 1000000000, loyalty: 1%}}}"
        )
    ).plan
    assert found.actions == ("a->x: C",)
    assert found.net == pytest.approx((399_700, 399_700))


def test_an_agency():
    found = vc.money(vc.loads(AGENCY))
    assert found.point == pytest.approx((400_000 * 0.003 + 450, 4000 + 450))
    assert found.to_target == pytest.approx((12_000 + 9000, 40_000 + 9000))
    assert found.currency == "EUR"
    said = " ".join(str(found).split())
    for told in (
        "A point of satisfaction is worth 1,650 to 4,450 EUR.",
        "Start with it -> desk: worth 39,600 to 107,000 EUR (24 points).",
        "'training' returns 33,000 to 89,000 EUR for 4,000 EUR.",
        "In one period of these revenues that is 29,000 to 85,000 EUR after its cost, and +20",
        "Were every group below it to reach it: 21,000 to 49,000 EUR.",
    ):
        assert told in said
    assert "With 35,000 EUR, 'training' returns 33,000 to 89,000 EUR" in " ".join(
        str(vc.money(vc.loads(AGENCY), 35_000)).split()
    )


def test_what_brings_most_may_not_be_what_wins_most():
    text = """
valuechain: 1
teams:
  a: {serves: {rich: {satisfaction: 60%}, poor: {satisfaction: 30%}}}
customers:
  rich: {revenue: 1000, loyalty: 1%}
  poor: {revenue: 1, loyalty: 1%, share: 9}
"""
    answer = vc.money(vc.loads(text)).answer
    assert answer.startswith("A point of satisfaction is worth 10.01. Start with a -> rich")
    assert answer.endswith("By points alone it would be a -> poor.")


def test_customers_of_whom_nothing_is_said_count_for_nothing():
    text = AGENCY.replace("{revenue: 90000 eur, loyalty: 0.5%, share: 3}", "{loyalty: 1%}")
    found = vc.money(vc.loads(text))
    assert found.without == ("private",)
    assert "private counts for nothing here" in str(found)
    both = AGENCY.replace("revenue: 90000 eur, ", "").replace(", loyalty: 0.3%..1%", "")
    nothing = vc.money(vc.loads(both))
    assert (nothing.rows, nothing.plan) == ((), None)
    assert nothing.answer.startswith("No external customer has a revenue and a loyalty.")
    assert nothing.answer in " ".join(str(nothing).split())


def test_where_nothing_can_be_won_or_nothing_pays():
    perfect = AGENCY.replace("60%", "95%").replace("65%", "95%").replace("55%", "95%")
    found = vc.money(vc.loads(perfect))
    assert "No link is worth anything at the level" in found.answer
    assert "No action on offer returns more than it costs." in found.answer
    assert "What the target is worth" not in str(found)
    dear = AGENCY.replace("cost: 4000", "cost: 400000").replace("cost: 30000", "cost: 3000000")
    assert "No action on offer returns more" in vc.money(vc.loads(dear)).answer


def test_what_returns_what_it_costs_just_pays_back():
    """0.6 to 0.7 is a little less than 0.1 in floats; that decides nothing."""
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60%, improve: "
        "[{action: act, cost: 100, quality: 70%}]}}}}, "
        "customers: {c: {revenue: 1000 EUR, loyalty: 1%}}}"
    )
    found = vc.money(chain, 100)
    assert found.plan.net == (0, 0)
    assert "returns 100 EUR for 100 EUR: it just pays back in one period." in found.answer
    assert "that is 0 EUR after its cost" in " ".join(str(found).split())
    assert "No action on offer returns more than it costs." in vc.money(chain).answer


def test_what_is_not_proven_says_so():
    found = vc.money(vc.loads(AGENCY), 10_000)
    unsure = dataclasses.replace(found, plan=dataclasses.replace(found.plan, exact=False))
    assert "It is not proven that nothing returns more." in " ".join(str(unsure).split())
    with pytest.raises(vc.ArgumentError, match="budget"):
        vc.money(vc.loads(AGENCY), -1)
    assert found.table()[1][:3] == ["id", "provider", "customer"]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("400,000 EUR", 400_000, "EUR"),
        ("EUR 400,000", 400_000, "EUR"),
        ("$12.50", 12.5, "$"),
        ("7 €", 7, "€"),
        ("5", 5, ""),
        ("0 CHF", 0, "CHF"),
    ],
)
def test_amounts_are_read(text, amount, currency):
    found = Revenue.parse(text)
    assert (found.amount, found.currency, str(found)) == (amount, currency, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-4 EUR", "is negative"),
        ("EUR", "is no amount of money"),
        ("", "is no amount of money"),
        ("EUR 4 USD", "has two currencies"),
        ("4,00,0 EUR", "is not a number"),
        ("4 % EUR", "is no amount of money"),
        ("9999999999999999 EUR", "is too large"),
    ],
)
def test_what_is_no_amount(text, message):
    with pytest.raises(vc.ModelError, match=message):
        Revenue.parse(text)
    with pytest.raises(vc.ArgumentError, match="an amount is a text"):
        Revenue.parse(4)


def test_money_comes_back_from_everywhere():
    chain = vc.loads(AGENCY)
    assert vc.loads(vc.dumps(chain)) == chain
    assert vc.read_tables(*chain.to_tables()) == chain
    assert vc.ValueChain.from_networkx(chain.graph) == chain
    graph = chain.graph.copy()
    graph.nodes["firms"]["revenue"] = 400_000
    del graph.nodes["private"]["revenue"]
    assert vc.ValueChain.from_networkx(graph).parties["firms"].revenue.amount == 400_000


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("90000 eur", "90000 USD", (14, 3), "the revenue of 'private', 90000 USD, and that of"),
        ("loyalty: 0.5%", "loyalty: 1%..0.5%", (14, 42), "is no range"),
        ("loyalty: 0.5%", "loyalty: 300%", (14, 42), "300%"),
        ("revenue: 90000 eur", "revenue: much", (14, 22), "is no amount of money"),
    ],
)
def test_mistakes_stand_at_their_place(old, new, place, message):
    with pytest.raises(vc.FormatError) as error:
        vc.loads(AGENCY.replace(old, new))
    (problem,) = error.value.problems
    assert message in problem.message
    assert (problem.line, problem.column) == place


def test_amounts_made_in_python_are_checked():
    party = vc.Party("c", kind="customer", revenue=Revenue(5.0, "EUR", "7 EUR"))
    service = vc.Service("a->c", "a", "c")
    with pytest.raises(vc.ModelError, match="revenue is Revenue"):
        vc.ValueChain([vc.Party("a"), party], [service])


def test_amounts_are_told_as_they_suit():
    assert [span(ends) for ends in ((1.5, 2.0), (99.0, 99.0), (0.0, 1234.5))] == [
        "1.50 to 2", "99", "0 to 1,234",
    ]  # fmt: skip
    zero = [span((-0.001, -0.001)), span((-0.3, 50000.0)), span((-0.0, 0.0)), span((-0.2, 500.0))]
    assert zero == ["0", "0 to 50,000", "0", "0 to 500"]


def test_what_the_target_is_worth_of_a_bound_is_at_least_that():
    text = (
        "{valuechain: 1, teams: {a: {serves: {c: x}}, b: {serves: {c: {satisfaction: 40%%}}}}, "
        "customers: {c: {revenue: 100000 EUR, loyalty: 1%%}%s}}"
    )
    for other in ("", ", d: "):
        told = str(vc.money(vc.loads(text % other)))
        assert "Were every group below it to reach it: at least 5,000 EUR." in " ".join(
            told.split()
        )
    exact = vc.loads((text % "").replace("{c: x}", "{c: {satisfaction: 100%}}"))
    assert "reach it: 5,000 EUR." in " ".join(str(vc.money(exact)).split())
