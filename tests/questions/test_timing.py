"""How long the customers wait, against networkx and against trying."""

import dataclasses
import functools
import operator
import random
from math import prod

import networkx
import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain import Duration
from valuechain.drawing.gantt import MOST
from valuechain.questions.timing import bounds, kept
from valuechain.reports.timing import report as timing_report
from valuechain.reports.timing import span, spoken

PIZZA = """
valuechain: 1
title: Pizza
teams:
  till: {serves: {oven: {takes: 2..4 min, standard: 3 min, satisfaction: 80%}}}
  dough: {serves: {oven: {takes: 20 min}}}
  oven:
    serves:
      van:
        takes: 12 min
        standard: 10 min
        aspects: {speed: {units: 100, on_time: 80}, taste: 90%}
  van: {serves: {guests: {takes: 15..30 min, satisfaction: {units: 200, on_time: 150}}}}
customers: {guests: {promise: 45 min}}
"""


def timed(seed, most=18):
    """A random chain whose services take some minutes, in ranges or not at all."""
    draw = random.Random(seed)
    chain = random_chain(
        draw, parties=draw.randint(3, 9), services=draw.randint(3, most), rule="mean", critical=0
    )

    def takes():
        low = draw.randint(0, 30)
        return draw.choice([None, f"{low} min", f"{low}..{low + draw.randint(1, 9)} min"])

    services = [
        dataclasses.replace(
            service, takes=None if (text := takes()) is None else Duration.parse(text)
        )
        for service in chain.services.values()
    ]
    return dataclasses.replace(chain, services=services)


def waits(chain, end, seconds):
    """The longest way to a customer in an acyclic chain, by networkx."""
    graph = networkx.DiGraph()
    graph.add_nodes_from(chain.parties)
    for service in chain.services.values():
        long = seconds(service)
        if graph.has_edge(service.provider, service.customer):
            long = max(long, graph.edges[service.provider, service.customer]["weight"])
        graph.add_edge(service.provider, service.customer, weight=long)
    before = networkx.ancestors(graph, end) | {end}
    return networkx.dag_longest_path_length(graph.subgraph(before))


def seconds(service, end="middle"):
    return 0 if service.takes is None else getattr(service.takes, end)


def acyclic(chain):
    return networkx.is_directed_acyclic_graph(networkx.MultiDiGraph(chain.graph))


@pytest.mark.parametrize("seed", range(80))
def test_the_wait_is_the_longest_way(seed):
    chain = timed(seed)
    if not acyclic(chain):
        return
    for each in vc.timing(chain).customers:
        ends = [
            waits(chain, each.customer, lambda service, end=end: seconds(service, end))
            for end in ("low", "high")
        ]
        assert each.takes == pytest.approx(tuple(ends))
        long = sum(seconds(chain.services[service]) for service in each.path)
        assert long == pytest.approx(waits(chain, each.customer, seconds))


@pytest.mark.parametrize("seed", range(40))
def test_slack_is_what_a_service_may_take_longer(seed):
    chain = timed(seed, most=10)
    if not acyclic(chain):
        return
    found = vc.timing(chain)
    known = {row.id: row.slack for row in found}
    for name, slack in known.items():
        for more, waits_longer in ((0.0, False), (1.0, True)):
            if slack is None:
                continue

            def longer(service, name=name, more=slack + more):
                return seconds(service) + (more if service.id == name else 0)

            late = [
                waits(chain, each.customer, longer) > waits(chain, each.customer, seconds) + 1e-9
                for each in found.customers
            ]
            assert any(late) == waits_longer


@pytest.mark.parametrize("seed", range(40))
def test_loops_are_left_where_they_lead_back_and_named(seed):
    chain = timed(seed, most=30)
    found = vc.timing(chain)
    kept_services = [
        service for service in chain.services.values() if service.id not in found.left_out
    ]
    graph = networkx.DiGraph((each.provider, each.customer) for each in kept_services)
    assert networkx.is_directed_acyclic_graph(graph)
    assert bool(found.left_out) == (not acyclic(chain))
    whole = networkx.DiGraph(chain.graph)
    for party in chain.parties:  # some way leads on from everybody from whom any does
        for each in chain.external_customers:
            if party in graph and networkx.has_path(whole, party, each):
                assert any(
                    end in graph and networkx.has_path(graph, party, end)
                    for end in chain.external_customers
                )
    assert all(row.slack is None for row in found if row.id in found.left_out)


def test_a_pizza():
    found = vc.timing(vc.loads(PIZZA))
    (guests,) = found.customers
    assert guests.takes == (47 * 60, 62 * 60)
    assert (guests.kept, guests.kept_by_standards) == ("broken", "perhaps")
    assert guests.by_standards == (45 * 60, 60 * 60)
    assert guests.path == ("dough->oven", "oven->van", "van->guests")
    assert guests.counted == ("oven->van", "van->guests")
    assert guests.on_time == pytest.approx(0.8 * 0.75)
    assert guests.bounds == pytest.approx((0.55, 0.75))
    assert {row.id: row.meets for row in found} == {
        "till->oven": "perhaps",
        "dough->oven": "unknown",
        "oven->van": "broken",
        "van->guests": "unknown",
    }
    assert found["till->oven"].slack == 17 * 60
    said = " ".join(str(found).split())
    for told in (
        "To reach guests takes 47 to 62 min: the promise of 45 min is broken.",
        "Longest on the way: van -> guests, 15 to 30 min.",
        "Even if every standard were met, it might be broken (45 to 60 min).",
        "oven -> van: 12 min, the standard is 10 min: a customer waits for it.",
        "till -> oven: 2 to 4 min, the standard is 3 min (may be missed).",
        "guests: 60 % if they are late independently of one another, between 55 and 75 % in any",
        "case (counted on 2 of 3 steps).",
    ):
        assert told in said


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ("{promise: 2 h}", "the promise of 2 h is kept"),
        ("{promise: 50 min}", "the promise of 50 min may be broken"),
        ("{promise: 46 min}", "Even if every standard were met, it might be broken"),
        ("{promise: 40 min}", "Even if every standard were met, it would be broken"),
        ("", "nothing is promised"),
    ],
)
def test_promises_in_words(promise, said):
    text = PIZZA.replace("{promise: 45 min}", promise)
    assert said in " ".join(str(vc.timing(vc.loads(text))).split())


def test_a_promise_that_standards_would_keep():
    text = PIZZA.replace("45 min", "61 min").replace("15..30 min", "30 min")
    answer = vc.timing(vc.loads(text)).answer
    assert "If every standard were met, it would be kept (60 min)." in answer


def test_the_customer_whose_promise_is_broken_comes_first():
    text = """
valuechain: 1
teams:
  a: {serves: {c: {takes: 3 h}, d: {takes: 2 h, standard: 1 h}}}
customers: {c: , d: {promise: 1 h}}
"""
    found = vc.timing(vc.loads(text))
    assert [each.customer for each in found.customers] == ["c", "d"]
    assert found.answer == (
        "To reach d takes 2 h: the promise of 60 min is broken. Longest on the way: a -> d, 2 h, "
        "more than its standard. If every standard were met, it would be kept (60 min)."
    ).replace("2 h", spoken(7200))


def test_what_nobody_says_and_what_leads_back():
    text = """
valuechain: 1
teams:
  a: {serves: {b: {takes: 3 min}}}
  b: {serves: {a: {takes: 5 min}, c: }}
customers: {c: }
"""
    found = vc.timing(vc.loads(text))
    assert found.left_out == ("b->a",)
    assert found.customers[0].takes == (180, 180)
    assert found.untimed == ("b->c",)
    said = " ".join(str(found).split())
    assert "takes at least 3 min" in said
    assert "Only 2 of 3 services are timed; the others count as no time." in said
    assert "No time is given for b -> c." in said
    assert "Left out, for they lead back round a loop: b -> a." in said


@pytest.mark.parametrize("seed", range(20))
def test_whose_way_is_not_all_timed(seed):
    found = vc.timing(timed(seed))
    ways = networkx.DiGraph()
    ways.add_nodes_from(found.diagnosis.chain.parties)
    for service in found.diagnosis.chain.services.values():
        if service.id not in found.left_out:
            ways.add_edge(service.provider, service.customer)
    ends = [
        found.diagnosis.chain.services[each].customer for each in (*found.untimed, *found.left_out)
    ]
    assert found.open_ended == {
        each.customer
        for each in found.customers
        if any(networkx.has_path(ways, end, each.customer) for end in ends)
    }


_PARTLY = """
valuechain: 1
teams:
  s: {serves: {p: {delivers: raw}}}
  p: {serves: {cust: {takes: 3 h, standard: 1 h}}}
  z: {serves: {two: {takes: 4 h}, too: {takes: 3 h}}}
customers: {cust: {promise: 2 h}, two: , too: {promise: 2 h}}
"""


def test_a_promise_that_standards_would_keep_as_far_as_is_known():
    chain = vc.loads(_PARTLY.replace("too: {promise: 2 h}", "too: "))
    found = vc.timing(chain)
    assert found.open_ended == {"cust"}
    assert found.answer == (
        "To reach cust takes at least 3 h: the promise of 2 h is broken. Only 3 of 4 services are "
        "timed; the others count as no time. Longest on the way: p -> cust, 3 h, more than its "
        "standard. If every standard were met, it would be kept as far as is known (60 min)."
    )


def test_where_all_on_the_way_is_timed_nothing_is_at_least():
    found = vc.timing(vc.loads(_PARTLY))  # cust and too wait alike, but for what is not known
    said = " ".join(str(found).split())
    assert "To reach cust takes at least 3 h" in said
    assert "* cust, at least 3 h, promised 2 h: s -> p -> cust." in said
    assert "* too, 3 h, promised 2 h: z -> too." in said
    text = _PARTLY.replace("cust: {promise: 2 h}", "cust: ")
    assert (
        "To reach too takes 3 h: the promise of 2 h is broken." in vc.timing(vc.loads(text)).answer
    )
    kept = vc.timing(vc.loads(_PARTLY.replace("promise: 2 h", "promise: 5 h")))
    assert "To reach two takes 4 h; nothing is promised." in kept.answer


def test_several_services_between_two_are_told_apart():
    text = """
valuechain: 1
teams:
  p:
    serves:
      q:
        - {delivers: plan, takes: 2 h, standard: 1 h}
        - {delivers: parts}
        - {takes: 5 min, standard: 4 min}
  q: {serves: {cust: {delivers: goods, takes: 30 min}}}
customers: {cust: }
"""
    said = " ".join(str(vc.timing(vc.loads(text))).split())
    assert "Longest on the way: p -> q (plan), 2 h, more than its standard." in said
    assert "* p -> q (plan): 2 h, the standard is 60 min: a customer waits for it." in said
    assert "* p -> q#3: 5 min, the standard is 4 min." in said
    assert "No time is given for p -> q (parts)." in said
    assert (
        " p -> q (plan) 2 h 60 min missed 0 q -> cust 30 min 0 p -> q#3 5 min 4 min missed 115 min"
        in said
    )


def test_where_nothing_takes_time():
    chain = vc.example("first_shop")
    found = vc.timing(chain)
    assert len(found) == 0
    assert found.answer.startswith("Nobody says how long anything takes.")
    assert found.answer in " ".join(str(found).split())
    columns = ["id", "takes_low", "takes_high", "standard", "meets", "slack", "on_time"]
    assert found.table() == ([], columns)
    with pytest.raises(vc.ArgumentError, match="nothing to show"):
        vc.draw(found)
    with pytest.raises(vc.ArgumentError, match="a chart of times has one picture"):
        vc.draw(found, view="walk")


def test_many_services_on_one_way():
    names = [f"t{number:02}" for number in range(30)]
    teams = "".join(
        f"  {one}: {{serves: {{{other}: {{takes: {number + 1} min}}}}}}\n"
        for number, (one, other) in enumerate(zip(names, [*names[1:], "c"], strict=True))
    )
    found = vc.timing(vc.loads(f"valuechain: 1\nteams:\n{teams}customers: {{c: }}\n"))
    assert found.customers[0].takes == (465 * 60, 465 * 60)
    assert "t04 -> ... 21 more ... -> t26" in " ".join(str(found).split())
    axes = vc.draw(found)
    assert len(axes.get_yticklabels()) == MOST
    assert "not shown: 10 services with more slack" in axes.get_xlabel()


def test_the_picture_shows_bars_slack_and_the_promise():
    found = vc.timing(vc.loads(PIZZA))
    axes = vc.draw(found)
    bars = [patch for patch in axes.patches if patch.get_width() > 0]
    found_bars = sorted((round(bar.get_x(), 6), round(bar.get_width(), 6)) for bar in bars)
    assert found_bars == [  # in minutes, from where on and how long
        (0, 2), (0, 20),  # what the order takes at least; the dough
        (2, 1), (3, 1),  # what it may take, up to its standard and beyond it
        (20, 10), (30, 2),  # the oven, up to its standard and beyond it
        (32, 15), (47, 15),  # the van, at least and perhaps
    ]  # fmt: skip
    assert [text.get_text() for text in axes.texts if "promised" in text.get_text()] == [
        "promised 45 min"
    ]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "critical path: the customer waits for it",
        "longer than its standard",
        "may take so long",
        "others",
        "slack",
    ]


def test_times_are_told_in_the_unit_that_suits_them():
    assert [spoken(each) for each in (0, 1.5, 60, 119, 121, 3600, 7199, 7260, 200_000)] == [
        "0", "1.5 s", "60 s", "119 s", "2 min 1 s", "60 min", "119 min 59 s", "2 h 1 min",
        "2 d 8 h",
    ]  # fmt: skip
    assert span((7200, 14_400)) == "2 to 4 h"


def test_bounds_hold_however_services_depend_on_one_another():
    """Drawn from any dependence, the share of all on time lies between them."""
    draw = np.random.default_rng(1)
    for _ in range(200):
        cells = draw.dirichlet(np.full(8, 0.4)).reshape(2, 2, 2)
        shares = [float(cells.sum(axis=tuple({0, 1, 2} - {axis}))[1]) for axis in range(3)]
        low, high = bounds(shares)
        assert low - 1e-12 <= cells[1, 1, 1] <= high + 1e-12
    assert low <= prod(shares) <= high


def test_what_is_unknown_keeps_nothing():
    assert kept(None, 3.0) == kept((1.0, 2.0), None) == "unknown"
    assert kept((1.0, 3.0), 2.0) == "perhaps"


@pytest.mark.parametrize(
    ("ways", "promise"),
    [
        (("0.2 s", "3.1 s"), "3.3 s"),
        (("0.61 min", "0.23 min"), "0.84 min"),
        (("0.59 min", "0.8 min", "0.57 min"), "1.96 min"),
    ],
)
def test_a_promise_met_exactly_is_kept(ways, promise):
    """Decimal times add up in floats with a last bit too many, one after the other."""
    times = [Duration.parse(each).high for each in ways]
    assert functools.reduce(operator.add, times) > Duration.parse(promise).high
    names = [f"t{number}" for number in range(len(ways))]
    teams = "".join(
        f"  {one}: {{serves: {{{other}: {{takes: {takes}, standard: {takes}}}}}}}\n"
        for one, other, takes in zip(names, [*names[1:], "c"], ways, strict=True)
    )
    text = f"valuechain: 1\nteams:\n{teams}customers: {{c: {{promise: {promise}}}}}\n"
    found = vc.timing(vc.loads(text))
    (customer,) = found.customers
    assert (customer.kept, customer.kept_by_standards) == ("kept", "kept")
    assert {row.meets for row in found} == {"kept"}


def test_two_ways_of_one_length_are_told_alike():
    """Which is critical is decided by rank, whichever of them has a last bit more."""
    text = """
valuechain: 1
teams:
  a: {serves: {b: {takes: 0.2 s}}}
  b: {serves: {c: {takes: 3.1 s}, d: {takes: 3.1 s}}}
  e: {serves: {c: {takes: 3.3 s}, f: {takes: 3.3 s}}}
customers: {c: , d: , f: }
"""
    found = vc.timing(vc.loads(text))
    assert {each.customer: each.path for each in found.customers}["c"] == ("a->b", "b->c")
    assert {row.slack for row in found} == {0.0}
    assert "To reach c, d and f takes 3.3 s" in found.answer


def test_a_tie_does_not_hang_on_a_last_bit_of_the_second():
    text = """
valuechain: 1
teams:
  b: {serves: {c: {takes: 3.3 s}}}
  e: {serves: {f: {takes: 0.2 s}}}
  f: {serves: {c: {takes: 3.1 s}}}
customers: {c: }
"""
    (customer,) = vc.timing(vc.loads(text)).customers
    assert customer.path == ("b->c",)


def test_long_times_leave_no_slack_by_rounding():
    """Sums of thousands of years lose more than a millionth of a second."""
    names = [f"t{number:03}" for number in range(300)]
    teams = "".join(
        f"  {one}: {{serves: {{{other}: {{takes: 999999999.9 s}}}}}}\n"
        for one, other in zip(names, [*names[1:], "c"], strict=True)
    )
    found = vc.timing(vc.loads(f"valuechain: 1\nteams:\n{teams}customers: {{c: }}\n"))
    assert {row.slack for row in found} == {0.0}


def test_what_counts_as_no_longer_counts_so_everywhere():
    """A second in thirty years: less than what sums of times may be off."""
    text = """
valuechain: 1
teams: {a: {serves: {c: {takes: 277777 h 2800 s, standard: 999999999 s}}}}
customers: {c: {promise: 999999999 s}}
"""
    chain = vc.loads(text)
    found = vc.timing(chain)
    assert ([row.meets for row in found], found.customers[0].kept) == (["kept"], "kept")
    words = [text.get_text() for text in vc.draw(found).get_legend().get_texts()]
    assert "longer than its standard" not in words
    assert "Late:" not in str(vc.diagnose(chain))
    vc.loads(
        text.replace("takes: 277777 h 2800 s, standard: 999999999 s", "standard: 277777 h 2800 s")
    )


def test_bounds_do_not_cross_by_rounding():
    """1.0 + 0.1 - 1 is more than 0.1 in floats."""
    assert bounds([1.0, 0.1]) == (0.1, 0.1)


LATE = """
valuechain: 1
teams: {a: {serves: {c: {takes: %s, standard: %s}}}}
customers: {c: {promise: %s}}
"""


@pytest.mark.parametrize(
    ("takes", "limit", "told", "against"),
    [
        ("10815 s", "3 h", "3 h 15 s", "3 h"),
        ("2 d 20 min", "2 d", "2 d 20 min", "2 d"),
        ("2 d 25 min", "2 d 20 min", "2 d 25 min", "2 d 20 min"),
        ("86400.5 s", "24 h", "24 h 0.5 s", "1 d"),
        ("45.004 s", "45 s", "45.004 s", "45 s"),
        ("119.9 s", "119.8 s", "119.9 s", "119.8 s"),
        ("7200.00002 s", "2 h", "2 h 0.00002 s", "2 h"),
        ("0.000000002 s", "0.000000001 s", "0.000000002 s", "0.000000001 s"),
        ("1 working day 2 s", "1 working day", "1 working day 2 s", "1 working day"),
        ("3 h 40 min..3 h 40 min 5 s", "3 h", "3 h 40 min to 3 h 40 min 5 s", "3 h"),
    ],
)
def test_a_time_a_hair_above_a_limit_does_not_read_as_equal(takes, limit, told, against):
    found = vc.timing(vc.loads(LATE % (takes, limit, limit)))
    said = " ".join(str(found).split())
    assert f"To reach c takes {told}: the promise of {against} is broken." in said
    assert f"c, {told}, promised {against}: a -> c." in said
    assert f"a -> c: {told}, the standard is {against}" in said
    (row,) = timing_report(found).table.rows
    assert tuple(row)[1:4] == (told, against, "missed")


def test_what_would_be_with_standards_met_does_not_read_as_the_promise_either():
    text = LATE % ("5 h", "3 h", "3 h 5 s")
    text = text.replace("teams: {", "teams: {z: {serves: {a: {takes: 10 s}}}, ")
    assert vc.timing(vc.loads(text)).answer == (
        "To reach c takes 5 h: the promise of 3 h 5 s is broken. Longest on the way: a -> c, 5 h, "
        "more than its standard. Even if every standard were met, it would be broken (3 h 10 s)."
    )


def test_times_are_rounded_into_the_unit_they_reach():
    """Not 120 s and not 24 h, which the same time is not told in elsewhere."""
    assert [spoken(each) for each in (119.97, 7199.7, 86_400.4, 172_790)] == [
        "2 min", "2 h", "1 d", "2 d",
    ]  # fmt: skip
    assert spoken(1.0, 1.0 + 1e-8) == "1 s"
    assert spoken(1.0 + 1e-10, 1.0) == "1 s"


def test_customers_for_whom_standards_would_do_otherwise_are_not_told_together():
    found = vc.timing(
        vc.loads(
            "{valuechain: 1, teams: {kitchen: {serves: {guests: {takes: 60 min, standard: 20 min}}}, "
            "cellar: {serves: {bar: {takes: 60 min}}}}, "
            "customers: {guests: {promise: 45 min}, bar: {promise: 45 min}}}"
        )
    )
    assert found.answer.startswith("To reach bar takes 60 min: the promise of 45 min is broken.")


def test_a_promise_is_kept_as_far_as_is_known_where_a_loop_is_left_out():
    found = vc.timing(
        vc.loads(
            "{valuechain: 1, teams: {a: {serves: {b: {takes: 10 min}}}, "
            "b: {serves: {a: {takes: 5 h}, guests: {takes: 10 min}}}}, "
            "customers: {guests: {promise: 45 min}}}"
        )
    )
    assert found.left_out == ("b->a",)
    assert "at least 20 min: the promise of 45 min is kept as far as is known" in found.answer


def test_two_kinds_of_days_in_one_file_are_worth_a_look():
    text = "{valuechain: 1, teams: {a: {serves: {c: {takes: 4 working days}}}}, customers: {c: {promise: 3 %s}}}"
    (warning,) = vc.loads(text % "d").warnings
    assert warning.startswith("some times are in working days (8 h) and some in days (24 h): count")
    assert vc.loads(text % "working days").warnings == ()
