"""Tests of `reports.robustness`: how far a diagnosis holds, in words: for which dependence, and under which rule."""

import valuechain as vc
from helpers.decision_words import chain_of
from places import ROOT
from valuechain.reports.robustness import for_which


def told(span, dependence=0.8):
    services = f"a: {{serves: {{c: {{dependence: {dependence}}}}}}}"
    return for_which(span, chain_of(f"teams: {{{services}}}\ncustomers: {{c: }}"))


def test_which_dependences():
    assert told((0.4, 2.0)) == "for dependence from 0.32 to 1"
    assert told((1.25, 2.0)) == "for dependence from 0.85 to 1"
    assert told((0.0, 0.33333), 0.9) == "for dependence from 0 to 0.29"
    assert told((0.0, 2.0)) == "for any dependence"


def test_dependences_that_differ_are_told_by_the_one_that_most_have():
    text = (
        "dependence: 0.7\nteams: {a: {serves: {c: , d: {dependence: 0.9}}}}\ncustomers: {c: , d: }"
    )
    assert for_which((0.5, 1.5), chain_of(text)) == "for dependence from 0.35 to 0.85"
    own = (
        "teams: {a: {serves: {c: {dependence: 0.5}, d: {dependence: 0.5}}}}\ncustomers: {c: , d: }"
    )
    assert for_which((0.5, 1.5), chain_of(own)) == "for dependence from 0.25 to 0.75"


def test_where_as_many_have_one_as_another_the_order_of_the_file_says_nothing():
    text = "teams: {a: {serves: {c: {dependence: %s}, d: {dependence: %s}}}}\ncustomers: {c: , d: }"
    for ends in ((0.4, 0.6), (0.6, 0.4)):
        assert for_which((0.5, 1.5), chain_of(text % ends)) == "for dependence from 0.3 to 0.8"


def test_ends_that_no_digits_keep_apart():
    assert told((0.5, 0.5000001), 0.5) == "for dependence from 0.25 to 0.25"


def test_a_dependence_of_all_is_told_as_what_it_is():
    assert told((0.5, 1.5), 1.0) == "for dependence from 0.5 to 1"
    assert told((0.5, 1.5), 0.0) == "for dependence from 0 to 0.5"
    text = "dependence: 1\nteams: {a: {serves: {c: , d: {dependence: 0.3}}}}\ncustomers: {c: , d: }"
    assert for_which((0.5, 1.5), chain_of(text)) == "for dependence from 0.15 to 0.65"
    found = vc.diagnose(chain_of(text.replace("{c: ,", "{c: {satisfaction: 50%},", 1)))
    assert "(1 where nothing else is said; told by those with 0.3)" in " ".join(str(found).split())


def test_robustness_in_words(shop):
    words = " ".join(str(vc.robustness(shop)).split())
    assert words.startswith(
        "Flower shop Start with Inventory keeper -> Designer: it is first for dependence from 0.48 to 1, and under the rule "
        "'weakest' too."
    )
    assert "For dependence from 0 to 0.47: Delivery person -> Customer." in words
    plant = " ".join(str(vc.robustness(vc.load(ROOT / "examples" / "plant.yaml"))).split())
    assert "x: 0 nobody depends, 1 the file, 2 everyone fully" in plant
    sound = chain_of("teams:\n  a: {serves: {c: {satisfaction: 90%}}}\ncustomers: {c: }")
    assert "No step wins the customers anything" in str(vc.robustness(sound))
    assert "the first step is the same" in str(
        vc.robustness(chain_of("teams:\n  a: {serves: {c: {satisfaction: 50%}}}\ncustomers: {c: }"))
    )
    assert "is first" not in str(vc.diagnose(sound))


def test_what_ties_is_named_together():
    twins = "teams: {b: {serves: {c: {satisfaction: 60%}}}, a: {serves: {c: {satisfaction: 60%}}}}\ncustomers: {c: }"
    assert vc.robustness(chain_of(twins)).answer.startswith(
        "Start with a -> c or b -> c: each is first for any dependence"
    )


def test_the_other_rule_may_put_something_else_first_or_nothing():
    text = (
        "rule: weakest\nteams:\n  a: {serves: {b: {satisfaction: 20%, weight: 1}}}\n  x: {serves: {b: {satisfaction: 60%, weight: 9}}}\n"
        "  b: {serves: {c: {satisfaction: 30%}}}\ncustomers: {c: {}}"
    )
    found = vc.robustness(chain_of(text))
    assert found.first_now == ("a->b",)
    assert found.under_rules == {"mean": ("b->c",)}
    assert "under the rule 'mean' b -> c is." in found.answer
    loop = "teams: {a: {serves: {b: {dependence: 1, satisfaction: 40%}}}, b: {serves: {a: {dependence: 1}, c: }}, d: {serves: {a: {satisfaction: 40%}}}}\ncustomers: {c: }"
    assert vc.robustness(chain_of(loop)).under_rules == {"weakest": ()}


def test_what_is_nearly_as_good_is_named_as_a_diagnosis_names_it():
    chain = vc.loads("""
valuechain: 1
teams:
  a: {serves: {c: {satisfaction: 60%}}}
  b: {serves: {c: {satisfaction: 61%}}}
  d: {serves: {c: {satisfaction: 62%}}}
  e: {serves: {c: {satisfaction: 80%}}}
customers: {c: }
""")
    assert "Start with a -> c, b -> c or d -> c" in " ".join(str(vc.diagnose(chain)).split())
    told = " ".join(str(vc.robustness(chain)).split())
    assert "Start with a -> c: it is first" in told
    assert ". b -> c and d -> c are nearly as good." in told


def test_in_large_loops_it_is_said_that_ends_may_lie_elsewhere():
    parties = [vc.Party(f"p{i}") for i in range(152)] + [vc.Party("x", kind="customer")]
    half = vc.Score.parse("60%")
    ends = [(f"p{i}", f"p{(i + 1) % 152}") for i in range(152)] + [("p0", "x")]
    services = [vc.Service(f"{a}->{b}", a, b, satisfaction=half) for a, b in ends]
    large = vc.robustness(vc.ValueChain(parties, services))
    assert not large.is_exact
    told = " ".join(str(large).split())
    assert "verdicts may end elsewhere" in told
    assert "exact to a millionth" not in told
    small = vc.robustness(vc.load(ROOT / "examples" / "flower_shop.yaml"))
    assert small.is_exact
    assert "Every end is exact to a millionth" in " ".join(str(small).split())


def test_of_whose_dependence_spans_are_told_is_said_where_not_all_have_the_same():
    own = (
        "teams:\n  a: {serves: {b: {satisfaction: 60%%, dependence: 0.3}}}\n"
        "  c: {serves: {b: {satisfaction: 70%%}}}\n"
        "  b: {serves: {k: {satisfaction: 50%%, dependence: %s}}}\ncustomers: {k: }"
    )
    told = " ".join(str(vc.robustness(chain_of(own % 0.5))).split())
    assert "Dependence is told by the services with 0.8." in told
    same = own.replace(", dependence: 0.3", "").replace(", dependence: %s", "") % ()
    assert "told by the services" not in str(vc.robustness(chain_of(same)))
    each = chain_of((own % 0.5).replace("70%", "70%, dependence: 0.3"))
    assert "(each has its own; told by the services with 0.3)" in " ".join(
        str(vc.diagnose(each)).split()
    )
