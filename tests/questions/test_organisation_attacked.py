"""What an attack on these questions found, each with its siblings."""

import dataclasses

import pytest

import valuechain as vc
from valuechain.model.playbook import say_fault
from valuechain.reports.timing import span, spoken


def said(found):
    return " ".join(str(found).split())


@pytest.mark.parametrize("counts", ["{units: 10, defects: 0}", "{units: 7, on_time: 0}"])
def test_a_way_on_which_all_or_nothing_is_right_has_no_sigma(counts):
    text = f"{{valuechain: 1, teams: {{a: {{serves: {{c: {{satisfaction: {counts}}}}}}}}}, customers: {{c: }}}}"
    found = vc.defects(vc.loads(text))
    assert found.ways[0].sigma is None
    assert "sigma 0" not in said(found)


@pytest.mark.parametrize(
    "say",
    ["x {provider:{cause}}", "{provider:>99999999999}", "{provider!r}", "{provider:<9}", "{}",
     "{provider.name}", "{0}", "{provider"],
)  # fmt: skip
def test_braces_hold_a_name_and_nothing_else(say):
    assert say_fault(say) is not None
    assert say_fault("{{provider}} and {provider}") is None


def test_names_that_no_file_has_and_executors_that_are_none():
    chain = vc.example("first_shop")
    assert vc.portfolio(["a\0b", chain], draws=0)[1].problems[0].startswith("a\0b: ")
    with pytest.raises(vc.ArgumentError, match="no file can be called"):
        vc.feedback(chain, "a\0b")
    with pytest.raises(vc.ArgumentError, match="int has none"):
        vc.portfolio([chain], 3)


TWO = """
valuechain: 1
teams:
  a: {serves: {c: {delivers: Bread, satisfaction: 80%}}}
  b: {people: 1, serves: {c: {delivers: bread, satisfaction: 80%}}}
customers: {c: }
"""


def test_routes_that_are_as_good_are_not_the_only_one():
    assert "80 % is left; the others are as good." in said(vc.structure(vc.loads(TWO)))


def test_routes_between_the_same_parties_are_told_by_what_runs_on_them():
    text = """
valuechain: 1
teams:
  a: {serves: {c: [{delivers: bread, satisfaction: 80%}, {delivers: rolls, satisfaction: 40%}]}}
customers: {c: }
"""
    assert "a -> c, 40 % is left; at best, by bread, 80 % is left." in said(
        vc.structure(vc.loads(text))
    )


def test_who_serves_a_few_customers_alone_is_no_way_for_most():
    text = TWO.replace("b: {people: 1, serves: {c:", "b: {people: 1, serves: {d: , c:")
    text = text.replace("customers: {c: }", "customers: {c: {share: 1}, d: {share: 1}}")
    chain = vc.loads(text)
    assert vc.structure(chain).answer.startswith("Whoever fails, some way")
    assert "All runs through" not in said(vc.diagnose(chain))
    most = dataclasses.replace(
        chain, parties={**chain.parties, "d": dataclasses.replace(chain.parties["d"], share=3.0)}
    )
    assert vc.structure(most).answer.startswith("All that most customers get runs through b")


def test_one_service_that_nobody_else_delivers_is_without_a_stand_in():
    text = TWO.replace("b: {people: 1, serves: {c:", "b: {people: 1, serves: {d: rare cake, c:")
    text = text.replace("customers: {c: }", "customers: {c: , d: }")
    (row,) = (row for row in vc.structure(vc.loads(text)).of("no stand-in"))
    assert (row.parties, row.services) == (("b",), ("b->d",))


PAYING = """
valuechain: 1
teams:
  a: {serves: {c: {satisfaction: 50%, improve: [{action: x, cost: 5, quality: 95%}]}}}
customers: {c: {revenue: 100, loyalty: 1%}}
"""


def test_money_says_why_nothing_is_bought():
    chain = vc.loads(PAYING)
    assert "Nothing on offer that is worth anything can be had for 0." in vc.money(chain, 0).answer
    dear = vc.loads(PAYING.replace("cost: 5", "cost: 500"))
    assert "for 500: it does not pay back in one period." in vc.money(dear, 500).answer
    assert "No action on offer returns more than it costs." in vc.money(dear).answer


@pytest.mark.parametrize("old_new", [("satisfaction: 50%, ", ""), ("revenue: 100", "revenue: 0")])
def test_money_says_why_nothing_is_known(old_new):
    answer = vc.money(vc.loads(PAYING.replace(*old_new))).answer
    assert answer.startswith("Nothing can be said in money")


def test_what_is_only_rounding_is_no_money():
    text = PAYING.replace("50%", "95%").replace("quality: 95%", "quality: 96%")
    (row,) = vc.money(vc.loads(text))
    assert (row.gain, row.worth) == (0.0, (0.0, 0.0))


def test_times_of_two_units_keep_both():
    assert span((5.5 * 3600, 6.5 * 3600)) == "5 h 30 min to 6 h 30 min"
    assert span((7200, 9000)) == "2 h to 2 h 30 min"
    assert spoken(1e-9) == "0.000000001 s"
    assert "e" not in spoken(2.5e-7).replace("s", "")


def test_slack_that_rounding_leaves_is_none():
    text = """
valuechain: 1
teams:
  e: {serves: {f: {takes: 0.1 s, standard: 0.05 s}}}
  f: {serves: {g: {takes: 0.2 s}}}
  g: {serves: {c: {takes: 0.4 s}}}
  d: {serves: {c: {takes: 0.7 s}}}
customers: {c: }
"""
    found = vc.timing(vc.loads(text))
    assert {row.slack for row in found} == {0.0}
    assert "a customer waits for it" in said(found)


def test_days_are_not_told_as_working_days():
    text = """
valuechain: 1
teams:
  a: {serves: {c: {takes: 5 d}}}
  b: {serves: {c: {takes: 1 working day}}}
customers: {c: {promise: 6 d}}
"""
    assert "takes 5 d: the promise of 6 d is kept" in said(vc.timing(vc.loads(text)))
    only = text.replace("5 d", "4 working days").replace("6 d", "6 working days")
    assert "takes 4 working days: the promise of 6 working days is kept." in said(
        vc.timing(vc.loads(only))
    )


def test_a_way_that_nobody_timed_takes_no_time_to_say_so():
    text = """
valuechain: 1
teams:
  a: {serves: {b: , c: }}
  b: {serves: {a: {takes: 1 h}, c: }}
customers: {c: {promise: 2 h}}
"""
    found = vc.timing(vc.loads(text))
    assert "Nobody says how long anything on the way to c takes." in said(found)
    assert found.customers[0].kept == "unknown"
    some = vc.timing(vc.loads(text.replace("b: , c: }", "b: , c: {takes: 1 h}}")))
    assert "the promise of 2 h is kept as far as is known." in said(some)


def test_the_way_that_loses_most_is_told_whatever_the_order():
    text = """
valuechain: 1
teams:
  t: {serves: {c1: {satisfaction: {units: 10, defects: 1}}, c2: {satisfaction: {units: 10, defects: 8}}}}
customers: {c1: , c2: }
"""
    assert vc.defects(vc.loads(text)).answer.endswith("20 % comes through to c2 without a defect.")


def test_a_defect_in_a_thousand_million_is_not_none():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: {units: 999999999, defects: 1}}}}}, customers: {c: }}"
    found = said(vc.defects(vc.loads(text)))
    assert "(0.001 per million)" in found
    assert "99.9999999 %" in found


@pytest.mark.parametrize("ask", [vc.timing, vc.structure, vc.defects, vc.feedback])
def test_the_order_of_a_file_does_not_matter(ask):
    text = """
valuechain: 1
teams:
  t0: {serves: {c: {takes: 4..6 min, satisfaction: {units: 9, on_time: 6}}}}
  t3: {serves: {c: {takes: 2..8 min, satisfaction: {units: 90, on_time: 60}}}}
customers: {c: }
"""
    chain = vc.loads(text)
    turned = vc.ValueChain(list(chain.parties.values())[::-1], list(chain.services.values())[::-1])
    assert str(ask(chain)) == str(ask(turned))


def test_one_draw_is_one_draw():
    answered = vc.loads(PAYING.replace("50%", "50% (9 responses)"))
    assert "1 draw of each" in said(vc.portfolio([answered], draws=1))
    assert "draw" not in said(vc.portfolio([vc.loads(PAYING)], draws=1))
