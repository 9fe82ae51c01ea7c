"""Tests of `reports.comparison`: did it help, in words: what the customers won, whose doing it is, and what of it is more than chance."""

import dataclasses

import pytest

import valuechain as vc
from helpers.decision_words import chain_of


def test_a_comparison_in_words(proof):
    words = " ".join(str(proof).split())
    assert words.startswith(
        "Flower shop, a year later (before: Flower shop) Customers from 64 to 80 % (+16 points, more than chance: +5.6 to +26, 95 % sure). "
        "Above all through Inventory keeper -> Designer (+17); Clerk -> Designer worked against it (-1.5)."
    )
    for told in (
        "clerk->delivery (address and time): likely root cause became on target.",
        "Designer: 44 to 77 %",
        "Who inside receives better (nobody worse)",
        "By department: Shop +18 and On the road -1.8.",
        "Also shifted",
        "delivery->customer (flowers at the door on time): -1.8 points; satisfaction 64 to 80 %.",
        "What to do next Start with Clerk -> Designer (delivery order): worth 1.7 points.",
        "service clerk->delivery: improve written order form (300 for 92%) is gone.",
        "scenario the clerk leaves vanished",
    ):
        assert told in words
    assert str(proof["clerk->designer"]) == "clerk->designer: won the customers -1.5 points"


def test_a_comparison_tells_appeared_from_vanished():
    before = chain_of(
        "teams:\n  a: {serves: {c: {satisfaction: 60%}}}\n  old: {serves: {c: {satisfaction: 40%}}}\ncustomers: {c: }"
    )
    after = chain_of(
        "title: Later\ntarget: 80%\nteams:\n  a: {name: A, people: 3, serves: {c: {satisfaction: 60%, critical: true}}}\n"
        "  new: {serves: {c: {delivers: tea, satisfaction: 90%, aspects: {warmth: 80%}}}}\n"
        "scenarios: {w: {a->c: 50%}}\ncustomers: {c: }"
    )
    found = vc.compare(before, after)
    words = " ".join(str(found).split())
    for told in (
        "old->c: +30 points; it vanished.",
        "new->c (tea): 0 points; it appeared.",
        "Also shifted",
        "a->c: -20 points; satisfaction 60 %.",
        "chain: target 75% -> 80%",
        "party a: name a -> A",
        "party a: people 3 is new",
        "party old vanished: old",
        "party new appeared: new",
        "service old->c vanished",
        "service new->c appeared: tea (90%)",
        "service a->c: critical no -> yes",
        "scenario w appeared: a->c 50%",
    ):
        assert told in words or told.startswith("new->c"), told
    assert str(found["new->c"]).endswith("; appeared")
    back = " ".join(str(vc.compare(after, before)).split())
    assert "party a: people 3 is gone" in back
    assert "scenario w vanished" in back
    changed = dataclasses.replace(after, scenarios=[vc.Scenario("w", (("a->c", 0.4),))])
    assert "scenario w: settings a->c 50% -> a->c 40%" in str(vc.compare(after, changed))


def test_what_changed_only_because_others_did_worked_against_nobody():
    """Porters 45 -> 45 % and the desk 60 -> 62 %: better supplied, they add more of their own."""
    text = "teams: {{a: {{serves: {{porters: {{satisfaction: {}%}}, desk: {{satisfaction: {}%}}}}}}, porters: {{serves: {{desk: {{satisfaction: 45%}}}}}}, desk: {{serves: {{c: {{satisfaction: {}%}}}}}}}}\ncustomers: {{c: }}"
    found = vc.compare(chain_of(text.format(30, 30, 60)), chain_of(text.format(80, 90, 62)))
    for name in ("porters->desk", "desk->c"):
        assert found[name].part < -0.005
        assert not found[name].did
    assert "worked against" not in found.answer
    assert "Above all through a -> desk" in found.answer
    words = " ".join(str(found).split())
    assert "Also shifted" in words
    assert "porters->desk: " in words.partition("Also shifted")[2]
    down = vc.compare(chain_of(text.format(80, 90, 62)), chain_of(text.format(30, 30, 60)))
    assert "Who inside receives worse" in str(down)
    assert down["desk->c"].own_change == pytest.approx(-0.02)


def test_a_what_if_compared_names_what_was_set():
    text = "teams: {a: {serves: {b: {satisfaction: 50%}}}, b: {serves: {c: {satisfaction: 60%}}}}\ncustomers: {c: }"
    chain = chain_of(text)
    found = vc.compare(chain, vc.what_if(chain, {"a->b": 0.9}))
    assert [row.id for row in found if row.did] == ["a->b"]
    assert "Above all through a -> b" in found.answer


def test_what_was_measured_only_once_is_learnt_and_not_won():
    """Its points are no shift, and the change is told as the bound that it is."""
    known = (
        "teams:\n  a: {serves: {c: {satisfaction: 70%}}}\n  b: {serves: {c: {satisfaction: 20%}}}\n"
    )
    asked = chain_of(f"{known}customers: {{c: }}")
    less = chain_of(f"{known.replace('{satisfaction: 20%}', '')}customers: {{c: }}")
    fewer, more = vc.compare(asked, less), vc.compare(less, asked)
    assert (fewer.asked_less, more.asked_less) == (True, False)
    assert fewer.answer.startswith("Customers from 45 to at most 85 % (at most +40 points; ")
    assert (
        "(at least -40 points; not the same was measured both times). -40 points were"
        in more.answer
    )
    for found, when_asked in (
        (fewer, "+40 points; no longer"),
        (more, "-40 points; measured only"),
    ):
        words = " ".join(str(found).split())
        assert f"b->c: {when_asked}" in words
        assert "Also shifted" not in words
        assert str(found["b->c"]) == f"b->c: {when_asked[:3]} points learnt, not won"
        line = next(line for line in str(found).splitlines() if line.startswith("b->c  "))
        won, satisfied, now, sure, *_ = line.split()[1:]  # nothing by quality or by position
        assert (won, {satisfied, now}, sure) == (when_asked[:3], {"20.0", "?"}, "learnt")
    renamed = chain_of(
        f"{known.replace('b: {serves: {c: {satisfaction: 20%}}}', 'b: {serves: {c: }}')}customers: {{c: }}"
    )
    assert "are the whole change" not in str(vc.compare(renamed, asked))


def test_who_receives_otherwise_only_because_more_was_asked():
    text = "teams:\n  v: {{serves: {{a: {}}}}}\n  b: {{serves: {{a: {{satisfaction: 40%}}}}}}\n  a: {{serves: {{c: {{satisfaction: 70%}}}}}}\ncustomers: {{c: }}"
    found = vc.compare(chain_of(text.format("")), chain_of(text.format("{satisfaction: 95%}")))
    words = " ".join(str(found).split())
    assert "Some of it changed only because not the same was measured." in words


def test_a_comparison_of_ranges_and_customers_known_only_once():
    before = chain_of(
        "dependence: 0.5..0.9\nteams:\n  a: {serves: {c: {satisfaction: 60%}, d: x}}\ncustomers: {c: , d: }"
    )
    after = chain_of(
        "dependence: 0.5..0.7\nteams:\n  a: {serves: {c: {satisfaction: 80%}, d: {satisfaction: 40%}}}\ncustomers: {c: , d: }"
    )
    words = " ".join(str(vc.compare(before, after)).split())
    assert "chain: dependence 0.5..0.9 -> 0.5..0.7" in words
    assert "d: unknown before, 40 % after" in words
    assert "Not the same customers are known both times" in words
    assert "Measured only once What nobody measures counts as perfect" in words
    assert "a->d: -30 points; measured only now." in words


def test_a_comparison_that_may_be_chance():
    text = "teams:\n  a: {{serves: {{c: {{satisfaction: {}}}, b: {{satisfaction: {}}}}}}}\n  b: {{serves: {{c: {{satisfaction: {}}}}}}}\ncustomers: {{c: }}"
    found = vc.compare(
        chain_of(text.format("60% (9 responses)", "80%", "70%")),
        chain_of(text.format("70% (9 responses)", "85%", "70%")),
    )
    words = " ".join(str(found).split())
    assert "May be chance: a->c (+10)." in words
    assert "Cannot be told, for want of a number of answers: a->b (+5)." in words
    assert "if the scores without a number of answers are exact" in words
    assert "so taken as exact: " in words
    sure = vc.compare(
        chain_of(text.format(*["60% (9 responses)"] * 3)),
        chain_of(text.format(*["62% (9 responses)"] * 3)),
    )
    assert "which may be chance" in str(sure)
    same = " ".join(
        str(
            vc.compare(
                chain_of(text.format("60%", "60%", "80%")),
                chain_of(text.format("80%", "60%", "60%")),
            )
        ).split()
    )
    assert "Customers as satisfied as before: 70 %. " in same
    assert "a -> c (+10) against b -> c (-4), and all the rest, cancelled out." in same


def test_a_change_made_of_many_small_ones():
    fan = "".join("  t%d: {serves: {c: {satisfaction: {score}}}}\n" % i for i in range(400))  # noqa: UP031  braces stay
    before, after = (
        chain_of("teams:\n" + fan.replace("{score}", score) + "customers: {c: }")
        for score in ("50%", "50.1%")
    )
    found = vc.compare(before, after)
    assert "Customers from 50.0 to 50.1 % (+0.1 points)." in " ".join(str(found).split())
    assert "Most of it" not in str(found)


def test_why_nobody_can_say_whether_a_change_is_more_than_chance():
    text = "teams:\n  a: {serves: {c: {satisfaction: 50% (100 responses)}}}\n  b: {serves: {c: {satisfaction: 60% (100 responses)}}}\ncustomers: {c: }"
    both = chain_of(text)
    one = chain_of(text.replace("  b: {serves: {c: {satisfaction: 60% (100 responses)}}}\n", ""))
    blank = chain_of(text.replace("{satisfaction: 60% (100 responses)}", "").replace("50", "45"))
    found = vc.compare(both, blank)
    assert found.answer == (
        "Customers from 55 to at most 73 % (at most +18 points; not the same was measured both times). "
        "+20 points were only learnt, not won."
    )
    assert "With what was learnt, not won. * By provider: b +20 and a -2.5." in " ".join(
        str(found).split()
    )
    assert "With what was learnt" not in str(vc.compare(both, chain_of(text.replace("50", "45"))))
    assert "; services came or went)" in vc.compare(both, one).answer
    other = text.replace(
        "c: {satisfaction: 50%", "d: {satisfaction: 9% (80 responses)}, c: {satisfaction: 50%"
    )
    other = chain_of(other.replace("customers: {c: }", "customers: {c: , d: }"))
    assert "; the customers do not count alike both times)" in vc.compare(both, other).answer


def test_of_several_services_between_two_the_answer_says_which():
    text = "teams:\n  clerk: {serves: {c: [{delivers: %s, satisfaction: %d%%}, {delivers: %s, satisfaction: %d%%}]}}\ncustomers: {c: }"

    def answer(one, other):
        return vc.compare(
            chain_of(text % (one, 40, other, 90)), chain_of(text % (one, 90, other, 70))
        ).answer

    for named in (("orders", "dates"), ("a->b#3", "orders (2)")):
        assert answer(*named).endswith(
            f"Above all through clerk -> c ({named[0]}) (+25); clerk -> c ({named[1]}) worked against it (-10)."
        )
    for alike in ("", "orders"):
        told = "Above all through clerk -> c#1 (+25); clerk -> c#2 worked against it (-10)."
        assert answer(alike, alike).endswith(told)
    one = chain_of(
        "teams:\n  clerk: {serves: {c: {delivers: orders, satisfaction: 40%}}}\ncustomers: {c: }"
    )
    later = vc.compare(
        one,
        chain_of(
            "teams:\n  clerk: {serves: {c: {delivers: orders, satisfaction: 80%}}}\ncustomers: {c: }"
        ),
    )
    assert later.answer.endswith("Above all through clerk -> c (+40).")


def test_providers_are_named_and_another_scale_is_told():
    text = "teams:\n  a: {name: Alpha, serves: {c: {satisfaction: %s}}}\n  b: {name: Beta, serves: {c: {satisfaction: %s}}}\ncustomers: {c: }"
    then, now = chain_of(text % ("50%", "60%")), chain_of(text % ("4/5", "70%"))
    found = vc.compare(then, now)
    assert found.rescaled == ("a->c",)
    words = " ".join(str(found).split())
    assert "By provider: Alpha +13 and Beta +5." in words
    assert "Of another scale than before, which may make a difference by itself: a->c." in words
    assert "another scale" not in str(vc.compare(then, then))


TWO = "teams:\n  a: {serves: {c: %s}}\n  b: {serves: {c: %s}}\ncustomers: {c: }"


def test_an_outcome_that_is_not_of_the_same_is_not_said_to_be_as_before():
    """Half of it fell by 40 points while nobody measured the other half any more."""
    answers = "(50 responses)"
    before = chain_of(
        TWO % (f"{{satisfaction: 60% {answers}}}", f"{{satisfaction: 70% {answers}}}")
    )
    after = chain_of(TWO % ("x", f"{{satisfaction: 30% {answers}}}"))
    found = vc.compare(before, after)
    assert abs(found.change) < 1e-9
    assert found.answer == (
        "Customers at most 65 %, 65 % before: not the same was measured both times."
    )
    ends = found.to_dict()
    assert (ends["before"]["upper_bound"], ends["after"]["upper_bound"]) == (False, True)


def test_why_outcomes_are_unlike_is_told_without_numbers_of_answers_too():
    shares = TWO.replace("customers: {c: }", "customers: {c: {share: %d}, d: {share: %d}}")
    shares = shares.replace("b: {serves: {c", "b: {serves: {d")
    scores = "{satisfaction: 50%}", "{satisfaction: 80%}"
    found = vc.compare(chain_of(shares % (*scores, 9, 1)), chain_of(shares % (*scores, 1, 9)))
    assert "(+24 points; the customers do not count alike both times)" in found.answer


def test_what_was_learnt_is_told_before_what_did_most():
    before = chain_of(TWO % ("{satisfaction: 60%}", "{satisfaction: 70%}"))
    found = vc.compare(before, chain_of(TWO % ("x", "{satisfaction: 72%}")))
    assert found.answer == (
        "Customers from 65 to at most 86 % (at most +21 points; not the same was measured both "
        "times). +20 points were only learnt, not won. Above all through b -> c (+1)."
    )


def test_who_receives_better_may_only_seem_to():
    """One of two services to m was no longer measured, and the other fell by 20 points."""
    text = (
        "teams:\n  a: {serves: {m: %s}}\n  b: {serves: {m: {satisfaction: %s}}}\n"
        "  m: {serves: {c: {satisfaction: 60%%}}}\ncustomers: {c: }"
    )
    before, after = chain_of(text % ("{satisfaction: 40%}", "70%")), chain_of(text % ("x", "50%"))
    words = " ".join(str(vc.compare(before, after)).split())
    assert "Who inside receives better, as far as is known" in words
    assert "m: 55 to at most 75 %" in words
    assert "nobody worse" not in words
