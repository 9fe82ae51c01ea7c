"""Decisions as a consultant meets them: in words, on the command line, as pictures and in a notebook."""

import contextlib
import dataclasses
import io
import json
import random
import types
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

import valuechain as vc
from chains import random_chain, with_actions
from organisations import organisation
from valuechain import Score
from valuechain.cli.main import main
from valuechain.drawing.draw import pictured
from valuechain.drawing.slope import _apart
from valuechain.drawing.style import CHANGES, GAINED, POOR
from valuechain.reports.robustness import for_which
from valuechain.reports.words import from_to, money, signed, signed_points

ROOT = Path(__file__).parent.parent
SHOP, AFTER = ROOT / "examples" / "flower_shop.yaml", ROOT / "examples" / "flower_shop_after.yaml"


def said(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = stopped.code
    return types.SimpleNamespace(
        status=status,
        out=out.getvalue(),
        err=err.getvalue(),
        words=" ".join(out.getvalue().split()),
    )


def chain_of(text):
    return vc.loads("valuechain: 1\n" + text)


@pytest.fixture(scope="module")
def shop():
    return vc.load(SHOP)


@pytest.fixture(scope="module")
def proof(shop):
    return vc.compare(shop, vc.load(AFTER))


# In words


def test_numbers():
    assert (signed(0.0), signed(-0.0004), signed(0.031), signed(-0.5)) == ("0", "0", "+3.1", "-50")
    assert signed_points(0.0) == "0 points"
    assert from_to(0.5, 0.5) == "50 %"
    assert (money(0), money(12.5), money(1e15)) == ("0", "12.5", "1,000,000,000,000,000")


def test_a_what_if_says_who_feels_it(shop):
    found = vc.what_if(shop, {"inventory->designer": 0.9})
    words = " ".join(str(found).split())
    assert words.startswith(
        "Flower shop With inventory->designer at 90 % by itself: customers from 60 to 67 % (+7.4 points)."
    )
    assert "own quality 62 to 90 %, satisfaction 53 to 80 %" in words
    assert "likely root cause becomes on target" in words
    assert "Designer 63.5 80.2 +17" in words
    assert "clerk->delivery (address and time): costs the customers 5.8 points" in words
    named = str(vc.what_if(shop, "the clerk leaves"))
    assert named.startswith("Flower shop: the clerk leaves")
    assert "With 'the clerk leaves': customers from 60 to 30 %" in named
    assert "hardly anything changes for the customers: 60 %." in " ".join(
        str(vc.what_if(shop, {"designer->delivery#2": 0.999})).split()
    )
    assert "No weak link is a root cause any more." in str(
        vc.what_if(shop, {row.id: 1.0 for row in vc.diagnose(shop).services})
    )


def test_a_what_if_of_a_chain_without_a_title_or_scores():
    chain = chain_of("teams:\n  a: {serves: {b: x, c: y}}\ncustomers: {b: , c: }")
    words = " ".join(str(vc.what_if(chain, {"a->b": "failed"})).split())
    assert (
        "With a->b failed the customers would change by -50 points; how satisfied they are nobody can say yet."
        in words
    )
    dated = dataclasses.replace(chain, scenarios=[vc.Scenario("strike", (("a->b", "target"),))])
    assert str(vc.what_if(dated, "strike")).startswith("strike")
    assert "at its target" in str(vc.what_if(dated, {"a->b": "target"}))
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
    assert "more steps (all of them" in str(vc.frontier(chain))
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


def test_a_plan_in_words(shop):
    words = " ".join(str(vc.plan(shop, 1500)).split())
    assert "For 1,500: 'order stock from tomorrow's list' and 'written order form'." in words
    assert "Customers from 60 to 71 % (+11 points): the target of 75 % is still missed." in words
    assert "No other choice within the budget wins more" in words
    assert "delivery->customer" not in words.partition("Likely root causes")[0]
    near = " ".join(str(vc.plan(shop, 2900)).split())
    assert (
        "Customers from 60 to just below 75 % (+15 points): the target of 75 % is still missed."
        in near
    )
    both = vc.what_if(shop, {"delivery->customer": 0.95, "clerk->delivery": 0.92})
    assert "customers from 60 to just below 75 % (+15 points)" in " ".join(str(both).split())
    rich = " ".join(str(vc.plan(shop, 5000)).split())
    assert "For 4,100 of 5,000" in rich
    assert "is met" in rich


def test_a_plan_for_several_customers_and_one_for_customers_nobody_knows():
    improve = "improve: [{action: x, cost: 1, quality: 90%}]"
    chain = chain_of(
        f"teams:\n  a: {{serves: {{b: {{satisfaction: 50%, {improve}}}, c: {{satisfaction: 70%}}}}}}\ncustomers: {{b: , c: {{name: Small}}}}"
    )
    assert "Small: 70 %" in str(vc.plan(chain, 5))
    zero = chain_of(
        f"teams:\n  a: {{serves: {{b: {{satisfaction: 50%, {improve}}}, c: x}}}}\ncustomers: {{b: {{share: 0}}, c: }}"
    )
    assert "no action on offer wins" in str(vc.plan(zero, 5))
    assert "No action on offer wins the customers anything, whatever the budget." in str(
        vc.frontier(zero)
    )


def test_a_frontier_in_words(shop):
    words = " ".join(str(vc.frontier(shop)).split())
    assert "Money can take the customers from 60 to 82 %, for 4,100." in words
    assert (
        "The target of 75 % is met from 4,100 on. Most for the money: 'written order form' at 300, 1.3 points for each 100."
        in words
    )
    improve = "improve: [{action: x, cost: 1, quality: 60%}, {action: y, cost: 2, quality: 70%}]"
    low, high = (
        chain_of(
            f"target: {t}%\nteams: {{a: {{serves: {{c: {{satisfaction: 50%, {improve}}}}}}}}}\ncustomers: {{c: }}"
        )
        for t in (90, 40)
    )
    assert "The target of 90 % is out of reach." in " ".join(str(vc.frontier(low)).split())
    assert "The target of 40 % is met. Most" in " ".join(str(vc.frontier(high)).split())
    assert "2,900 74.8 +15 0.26 second van order stock from tomorrow's list" in words


def test_a_comparison_in_words(proof):
    words = " ".join(str(proof).split())
    assert words.startswith(
        "Flower shop, a year later (before: Flower shop) Customers from 60 to 72 % (+12 points, more than chance: +0.9 to +23, 95 % sure). "
        "Most of it through inventory->designer (+7.6); clerk->designer worked against it (-1.9)."
    )
    for told in (
        "clerk->delivery (address and time): likely root cause became on target.",
        "Designer: 64 to 76 %",
        "Who receives better (nobody worse)",
        "By department: Shop +9.6 and On the road +2.4.",
        "service clerk->delivery: improve written order form (300 for 92%) is gone.",
        "scenario the clerk leaves vanished",
    ):
        assert told in words
    assert str(proof["clerk->designer"]) == "clerk->designer: won the customers -1.9 points"


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
    contrary = "teams: {{a: {{serves: {{b: {{satisfaction: {}%}}}}}}, b: {{serves: {{c: {{satisfaction: {}%}}}}}}}}\ncustomers: {{c: }}"
    down = str(vc.compare(chain_of(contrary.format(80, 60)), chain_of(contrary.format(40, 50))))
    assert "for it receives worse, and adds less of its own" in " ".join(down.split())
    up = str(vc.compare(chain_of(contrary.format(40, 50)), chain_of(contrary.format(80, 60))))
    assert "for it receives better, and adds more of its own" in " ".join(up.split())
    assert "Who receives worse" in down
    for told in (
        "old->c: +30 points; it vanished.",
        "new->c (tea): 0 points; it appeared.",
        "a->c: -20 points; satisfaction 60 %; all of it because it matters more than it did.",
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
    assert "a->d: -30 points; not measured both times" in words


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
    assert "made up for one another" in same


def test_a_change_made_of_many_small_ones():
    fan = "".join("  t%d: {serves: {c: {satisfaction: {score}}}}\n" % i for i in range(400))  # noqa: UP031  braces stay
    before, after = (
        chain_of("teams:\n" + fan.replace("{score}", score) + "customers: {c: }")
        for score in ("50%", "50.1%")
    )
    found = vc.compare(before, after)
    assert "Customers from 50.0 to 50.1 % (+0.1 points)." in " ".join(str(found).split())
    assert "Most of it" not in str(found)


def test_which_dependences():
    assert for_which((0.4, 2.0), None) == "for dependences from 40 % of those given to 1"
    assert for_which((1.25, 2.0), None) == "for dependences from 25 % of the way to 1 to 1"
    assert for_which((0.0, 0.5), None) == "for dependences up to 50 % of those given"
    assert for_which((0.0, 0.33333), 0.9) == "for any dependence from 0 to 0.29"


def test_ends_that_no_digits_keep_apart():
    assert (
        for_which((1.2, 1.2), None)
        == "for dependences from 20 % of the way to 1 to 20 % of the way from there to 1"
    )
    assert for_which((0.5, 0.5000001), 0.5) == "for any dependence from 0.25 to 0.25"


def test_robustness_in_words(shop):
    words = " ".join(str(vc.robustness(shop)).split())
    assert words.startswith(
        "Flower shop Start with inventory->designer: it is first for any dependence from 0.67 to 1; under the rule 'weakest' "
        "clerk->delivery is."
    )
    assert "For any dependence from 0 to 0.66: delivery->customer" in words
    plant = " ".join(str(vc.robustness(vc.load(ROOT / "examples" / "plant.yaml"))).split())
    assert "x: 0 nobody depends, 1 the file, 2 everyone fully" in plant
    sound = chain_of("teams:\n  a: {serves: {c: {satisfaction: 90%}}}\ncustomers: {c: }")
    assert "No weak link is a root cause" in str(vc.robustness(sound))
    assert "the same service comes first" in str(
        vc.robustness(chain_of("teams:\n  a: {serves: {c: {satisfaction: 50%}}}\ncustomers: {c: }"))
    )
    assert "is first" not in str(vc.diagnose(sound))


def test_where_a_root_cause_exists_under_one_rule_only():
    text = (
        "rule: weakest\nteams:\n  a: {serves: {b: {satisfaction: 20%, weight: 1}}}\n  x: {serves: {b: {satisfaction: 100%, weight: 9}}}\n"
        "  b: {serves: {c: {satisfaction: 60%}}}\ncustomers: {c: {}}"
    )
    found = vc.robustness(chain_of(text))
    assert found.first_now == "a->b"
    assert str(found)


def test_at_most_stands_where_it_belongs():
    text = "teams: {{a: {{serves: {{c: {{satisfaction: {}%, improve: [{{action: x, cost: 1, quality: 90%}}]}}}}}}, u: {{serves: {{c: {}}}}}}}\ncustomers: {{c: }}"
    known, blind = chain_of(text.format(40, "{satisfaction: 0%}")), chain_of(text.format(40, "x"))
    assert "Customers from 20 to at most 70 %" in str(vc.compare(known, blind))
    assert "Customers from at most 70 to 20 %" in str(vc.compare(blind, known))
    assert "from at most 70 to at most 95 %" in " ".join(str(vc.frontier(blind)).split())
    assert "For the customers to come from at most 70 to 75 %" in " ".join(
        str(vc.promises(blind)).split()
    )
    assert "from 60.00 to 60.01 %" in " ".join(str(vc.promises(vc.load(SHOP), 0.6001)).split())


def test_small_amounts_and_steep_steps():
    text = "teams: {a: {serves: {c: {satisfaction: 40%, improve: [{action: x, cost: 0.001, quality: 100%}, {action: y, cost: 1, quality: 41%}]}}}}\n"
    words = " ".join(str(vc.frontier(chain_of(text + "customers: {c: }"))).split())
    assert "from 40 to 100 %, for 0.001." in words
    assert "e+" not in words


def test_a_gain_too_small_to_print():
    text = "teams: {a: {serves: {c: {satisfaction: 40%, improve: [{action: x, cost: 1, quality: 40.01%}]}}}}\ncustomers: {c: }"
    words = " ".join(str(vc.plan(chain_of(text), 1)).split())
    assert "Customers from 40.00 to 40.01 % (less than 0.1 points)" in words
    assert "Money can take the customers from 40.00 to 40.01 %, for 1." in str(
        vc.frontier(chain_of(text))
    )


def test_promises_in_words(shop):
    words = " ".join(str(vc.promises(shop)).split())
    assert (
        "For the customers to come from 60 to 75 %, every service must become 6.8 points better by itself; or delivery->customer"
        in words
    )


# On the command line


def test_the_verb_what_if():
    assert "'buy the van first' wins the customers most" in said("what-if", SHOP).words
    assert "With 'the clerk leaves'" in said("what-if", SHOP, "--scenario", "the clerk leaves").out
    both = said(
        "what-if",
        SHOP,
        "--set",
        "clerk->designer=90%",
        "--set",
        "clerk->delivery = 4.5/5",
        "--format",
        "json",
    )
    assert json.loads(both.out)["what_if"]["settings"] == {
        "clerk->delivery": 0.875,
        "clerk->designer": 0.9,
    }
    assert (
        "as set"
        in said(
            "what-if", SHOP, "--scenario", "the clerk leaves", "--set", "clerk->designer=90%"
        ).out
    )
    for wrong, words in (
        (["--set", "clerk->designer"], "write a service and its quality"),
        (["--set", "=90%"], "write a service and its quality"),
        (["--set", "clerk->designer=90%", "--set", "clerk->designer=10%"], "it is set twice"),
        (["--set", "clerk->desinger=90%"], "did you mean 'clerk->designer'?"),
        (
            ["--set", "inventory=failed"],
            "its services are 'inventory->clerk', 'inventory->designer'",
        ),
        (["--set", "clerk->designer=190%"], "190 is outside the scale"),
        (
            ["--scenario", "strike"],
            "no scenario 'strike': the file has 'buy the van first', 'the clerk leaves'",
        ),
    ):
        done = said("what-if", SHOP, *wrong)
        assert (done.status, done.out) == (2, "")
        assert words in done.err
    done = said("what-if", AFTER)
    assert (done.status, "nothing is asked" in done.err) == (2, True)


def test_the_verb_plan(tmp_path):
    assert "For 1,500:" in said("plan", SHOP, "--budget", "1,500").out
    for budget in ("1,5", "50%", "1,,500", "1500,00"):
        assert said("plan", SHOP, "--budget", budget).status == 2
    assert "no action on offer wins" in said("plan", SHOP, "--budget", "0").words
    assert json.loads(said("plan", SHOP, "--budget", "300", "--format", "json").out)["cost"] == 300
    assert json.loads(said("plan", SHOP, "--format", "json").out)["steps"][-1]["cost"] == 4100
    for options in (["--budget", "1500"], []):
        picture = tmp_path / f"plan{len(options)}.svg"
        assert said("plan", SHOP, *options, "-o", picture).status == 0
        ElementTree.parse(picture)
    assert said("plan", SHOP, "--budget", "-1").status == 2
    done = said("plan", SHOP, "-o", tmp_path / "plan.dot")
    assert (done.status, "must end in one of .svg" in done.err) == (2, True)
    done = said("plan", ROOT / "examples" / "plant.yaml")
    assert (done.status, "lists no actions" in done.err) == (2, True)


def test_the_verb_compare(tmp_path):
    assert said("compare", SHOP, AFTER, "--fail-if-worse").status == 0
    worse = said("compare", AFTER, SHOP, "--fail-if-worse", "--format", "json")
    assert (worse.status, "the change of the outcome is -12 points" in worse.err) == (3, True)
    assert json.loads(worse.out)["change"] == pytest.approx(-0.12)
    assert said("compare", SHOP, SHOP, "--fail-if-worse").status == 0
    first = ROOT / "examples" / "first_shop.yaml"
    unknown = said("compare", first, first, "--fail-if-worse")
    assert (unknown.status, "is unknown" in unknown.err) == (3, True)
    for view in ("chain", "pyramid", "slope"):
        assert (
            said("compare", SHOP, AFTER, "-o", tmp_path / f"{view}.svg", "--view", view).status == 0
        )
        ElementTree.parse(tmp_path / f"{view}.svg")
    for name in ("x.mmd", "x.dot", "x.graphml"):
        assert said("compare", SHOP, AFTER, "-o", tmp_path / name).status == 0
    assert 'change="' not in (tmp_path / "x.graphml").read_text(encoding="utf-8")
    assert "change" in (tmp_path / "x.graphml").read_text(encoding="utf-8")
    for wrong, words in (
        ([SHOP], "takes two files, or one and --survey"),
        ([SHOP, AFTER, "--survey", "x.csv"], "takes two files, or one and --survey"),
        ([SHOP, AFTER, "--waves", "1", "2"], "--waves needs --survey"),
        ([SHOP, AFTER, "-o", "x.bmp"], "the name must end in one of"),
        ([SHOP, AFTER, "-o", "x.dot", "--view", "slope"], "a slope is no graph"),
        ([SHOP, ROOT / "examples" / "plant.yaml"], "have no party in common"),
    ):
        done = said("compare", *wrong)
        assert (done.status, done.out) == (2, "")
        assert words in done.err


def test_the_verb_compare_of_two_waves(tmp_path):
    answers = tmp_path / "answers.csv"
    rows = [
        ("inventory", "designer", f"{mark}/5", wave)
        for wave, marks in ((2025, (2, 3, 3, 3)), (2026, (4, 5, 4, 5)))
        for mark in marks
    ]
    text = "provider,customer,score,wave\n" + "".join(
        f"{','.join(map(str, row))}\n" for row in rows
    )
    answers.write_text(text, encoding="utf-8")
    found = json.loads(said("compare", SHOP, "--survey", answers, "--format", "json").out)
    assert (
        next(row for row in found["services"] if row["id"] == "inventory->designer")[
            "satisfaction_after"
        ]
        == 0.875
    )
    back = said("compare", SHOP, "--survey", answers, "--waves", "2026", "2025", "--fail-if-worse")
    assert back.status in (0, 3)  # the customers were not asked again
    assert "inventory->designer" in back.out
    answers.write_text(text.replace("2025", "2026"), encoding="utf-8")
    done = said("compare", SHOP, "--survey", answers)
    assert (done.status, "there are not two waves" in done.err) == (2, True)
    assert said("compare", SHOP, "--survey", answers, "--waves", "1", "2").status == 2
    assert said("compare", SHOP, "--survey", answers, "--waves", "2026", "2026").status == 2


def test_what_a_wave_did_not_ask_about_is_not_measured_in_it():
    text = "teams: {a: {serves: {b: {satisfaction: 50%}, c: {satisfaction: 40%}}}, b: {serves: {c: {satisfaction: 60%}}}}\ncustomers: {c: }"
    rows = [("a", "b", "4/5", "1"), ("a", "c", "4/5", "1"), ("a", "c", "4/5", "2")]
    survey = vc.read_survey(
        [dict(zip(("provider", "customer", "score", "wave"), row, strict=True)) for row in rows]
    )
    then, now = survey.per_wave(chain_of(text), ("1", "2"))
    assert now.services["a->b"].satisfaction is None
    assert then.services["b->c"] == now.services["b->c"] == chain_of(text).services["b->c"]
    found = vc.compare(then, now)
    assert found["a->b"].satisfaction is None
    assert "a->c" not in [row.id for row in found.verdicts_changed]


def test_the_verbs_robustness_and_promises():
    assert "it is first for any dependence from 0.67 to 1" in said("robustness", SHOP).words
    assert json.loads(said("robustness", SHOP, "--format", "json").out)["common_dependence"] == 0.8
    assert "every service must become" in said("promises", SHOP).words
    assert (
        json.loads(said("promises", SHOP, "--target", "70%", "--format", "json").out)["target"]
        == 0.7
    )
    assert said("promises", SHOP, "--target", "170%").status == 2
    done = said("promises", ROOT / "examples" / "first_shop.yaml")
    assert (done.status, "nobody can say" in done.err) == (2, True)


# As pictures


def inside(ax):
    """Every text lies on the paper."""
    figure = ax.get_figure()
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    frame = figure.bbox
    told = [*ax.texts, ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label]
    for text in told:
        if text.get_text().strip():
            box = Text.get_window_extent(text, canvas.get_renderer())
            assert box.x0 >= frame.x0 - 1, text.get_text()
            assert box.x1 <= frame.x1 + 1, text.get_text()
            assert box.y0 >= frame.y0 - 1, text.get_text()
            assert box.y1 <= frame.y1 + 1, text.get_text()
    return [text.get_text() for text in told]


def test_the_chain_coloured_by_change(proof):
    ax = vc.draw(proof)
    texts = inside(ax)
    assert {"+7.6", "+3.8", "+2.4", "\u22121.9", "\u22120.2", "0"} <= set(texts)
    assert any("64 → 76 %" in text for text in texts)
    assert "Inventory keeper → Designer (+7.6)" in " ".join(" ".join(texts).split())
    colours = {
        to_hex(colour)
        for lines in ax.collections
        if not len(lines.get_facecolors())
        for colour in lines.get_edgecolors()
    }
    assert {CHANGES["better"], POOR} <= colours
    assert GAINED in colours  # behind what won most
    looks = {
        arrow.id: (arrow.verdict, arrow.filled) for arrow in pictured(proof, "chain").sketch.arrows
    }
    assert looks["inventory->designer"] == ("better", True)
    assert looks["clerk->designer"] == ("worse", True)
    assert looks["designer->delivery#2"] == (
        "same",
        False,
    )  # two tenths of a point beside eight are hardly anything


def test_the_legend_explains_only_what_is_there():
    blank = chain_of(
        "teams:\n"
        + "".join(f"  t{i}: {{serves: {{c: x}}}}\n" for i in range(60))
        + "customers: {c: }"
    )
    texts = inside(vc.draw(vc.compare(blank, blank)))
    assert "hardly anything either way" in texts
    assert not [text for text in texts if "points that they won" in text or "then and now" in text]


def test_what_appeared_and_vanished_is_drawn(shop):
    fewer = {
        name: service
        for name, service in shop.services.items()
        if name not in ("inventory->clerk", "auction->inventory")
    }
    parties = {name: party for name, party in shop.parties.items() if name != "auction"}
    without = dataclasses.replace(shop, services=fewer, parties=parties, scenarios=())
    for before, after, look in ((shop, without, "vanished"), (without, shop, "appeared")):
        picture = pictured(vc.compare(before, after), "chain")
        assert {arrow.verdict for arrow in picture.sketch.arrows} >= {look}
        assert {box.id for box in picture.sketch.boxes} == set(shop.parties)
        texts = inside(vc.draw(vc.compare(before, after), view="pyramid"))
        assert {"vanished": "no more", "appeared": "new"}[look] in texts
        for kind in (".mmd", ".dot", ".graphml", ".svg"):
            from valuechain.drawing.export import exported

            assert exported(vc.compare(before, after), kind)


def test_a_comparison_folds():
    before = organisation(3, 160, 1.6)
    services = {
        name: dataclasses.replace(
            service,
            satisfaction=Score.of(min(1.0, service.satisfaction.value + (-0.2 if i % 3 else 0.1))),
        )
        if service.satisfaction and service.satisfaction.value > 0.2 and i % 2
        else service
        for i, (name, service) in enumerate(before.services.items())
    }
    found = vc.compare(before, dataclasses.replace(before, services=services))
    sketch = pictured(found, "chain").sketch
    assert len(sketch.boxes) < 160
    assert sum(arrow.change for arrow in sketch.arrows) != 0
    assert any("worse" in box.name for box in sketch.boxes)
    assert all(arrow.verdict in CHANGES for arrow in sketch.arrows)
    inside(vc.draw(found))


def test_focus_on_a_change(proof):
    picture = pictured(proof, "chain", focus="clerk")
    assert (
        picture.colour(
            next(arrow for arrow in picture.sketch.arrows if arrow.id == "auction->inventory")
        )
        != CHANGES["worse"]
    )
    picture = pictured(proof, "chain", focus="clerk->delivery")
    hidden = next(arrow for arrow in picture.sketch.arrows if arrow.id == "clerk->designer")
    assert picture.colour(hidden) != CHANGES["worse"]


def test_slope_lines(proof):
    ax = vc.draw(proof, view="slope")
    texts = inside(ax)
    assert any("ALL CUSTOMERS  +12" in text for text in texts)
    assert len(ax.lines) >= 9
    numbers = sorted(
        (text for text in ax.texts if text.get_ha() == "left"),
        key=lambda text: text.get_position()[1],
    )
    boxes = [Text.get_window_extent(text) for text in numbers]
    assert not any(first.overlaps(second) for i, first in enumerate(boxes) for second in boxes[:i])
    figure = Figure(figsize=(9, 5))
    assert vc.draw(proof, figure.add_axes((0.1, 0.1, 0.4, 0.7)), "slope").get_figure() is figure


def test_slope_lines_of_many_services_and_of_chance():
    before = organisation(2, 30, 1.6)
    services = {
        name: dataclasses.replace(service, satisfaction=Score.of(service.satisfaction.value / 2, 4))
        if service.satisfaction
        else service
        for name, service in before.services.items()
    }
    after = dataclasses.replace(before, services=services)
    texts = " ".join(inside(vc.draw(vc.compare(before, after), view="slope")))
    assert "that changed less not shown" in texts
    doubtful = (
        "teams:\n  a: {{serves: {{c: {{satisfaction: {}% (4 responses)}}}}}}\ncustomers: {{c: }}"
    )
    found = vc.compare(chain_of(doubtful.format(50)), chain_of(doubtful.format(60)))
    assert any("+10 (may be chance)" in text for text in inside(vc.draw(found, view="slope")))


def test_places_of_numbers_keep_their_order_and_distance():
    random_numbers = np.random.default_rng(1)
    for _ in range(50):
        values = random_numbers.integers(0, 30, 12).astype(float)
        places = _apart(values, 2.0, -2.0, 28.0)
        assert -2 <= places.min() <= places.max() <= 28
        order = np.argsort(-values, kind="stable")
        assert (np.diff(places[order]) <= -2 + 1e-9).all()
    assert _apart(np.array([10.0, 50.0]), 2.0, 0.0, 100.0).tolist() == [10.0, 50.0]


def test_the_staircase(shop):
    staircase = vc.frontier(shop)
    ax = vc.draw(staircase)
    texts = inside(ax)
    assert {"1", "2", "3", "4", "82 %", "just below 75 %"} <= set(texts)
    assert any("second van instead of order stock" in text for text in texts)
    assert "Flower shop: what money can buy" in texts
    for wrong in ({"view": "walk"}, {"focus": "clerk"}):
        with pytest.raises(vc.ArgumentError, match="frontier"):
            vc.draw(staircase, **wrong)
    with pytest.raises(vc.ArgumentError, match="a frontier is no graph"):
        vc.export(staircase, "x.dot")
    blank = chain_of(
        "teams:\n  a: {serves: {c: {improve: [{action: x, cost: 1, quality: 90%}]}}}\ncustomers: {c: }"
    )
    with pytest.raises(vc.ArgumentError, match="a frontier needs scores"):
        vc.draw(vc.frontier(blank))
    assert "<svg" not in vc.frontier(blank)._repr_html_()


def test_the_staircase_of_many_steps_names_those_that_win_most():
    rng = random.Random(1)
    chain = with_actions(
        rng,
        random_chain(rng, parties=20, services=60, rule="mean", critical=0, scores=1),
        most=30,
        links=False,
    )
    found = vc.frontier(chain)
    assert len(found) > 20
    texts = inside(vc.draw(found))
    assert {"1", "12"} <= set(texts)
    assert "13" not in texts
    late = dataclasses.replace(found, exact=False)
    assert "found in time" in " ".join(inside(vc.draw(late)))


def test_the_staircase_of_nothing():
    chain = chain_of(
        "teams:\n  a: {serves: {c: {satisfaction: 95%, improve: [{action: x, cost: 1, quality: 96%}]}}}\ncustomers: {c: }"
    )
    inside(vc.draw(vc.frontier(chain)))
    idle = chain_of(
        "teams:\n  a: {serves: {c: {satisfaction: 95%, improve: [{action: x, cost: 1, quality: 90%}]}}}\ncustomers: {c: }"
    )
    inside(vc.draw(vc.frontier(idle)))


def test_what_no_picture_shows(proof, shop):
    with pytest.raises(vc.ArgumentError, match="slope lines show a comparison"):
        vc.draw(shop, view="slope")
    with pytest.raises(vc.ArgumentError, match="a walk shows one diagnosis"):
        vc.draw(proof, view="walk")
    with pytest.raises(vc.ArgumentError, match="not for slope"):
        vc.draw(proof, view="slope", focus="clerk")


def test_a_notebook_shows_decisions(shop, proof):
    for value in (vc.what_if(shop, "buy the van first"), vc.frontier(shop), proof):
        assert "<svg" in value._repr_html_()
    for value in (
        vc.plan(shop, 1500),
        vc.plan(shop, 0),
        vc.side_by_side(shop),
        vc.robustness(shop),
        vc.promises(shop),
    ):
        html = value._repr_html_()
        assert "<b>" in html
        ElementTree.fromstring(html)


def test_the_same_bytes_every_time(proof, shop, tmp_path):
    for name, value, view in (
        ("a", proof, "chain"),
        ("b", proof, "slope"),
        ("c", vc.frontier(shop), "chain"),
    ):
        vc.export(value, tmp_path / f"{name}1.svg", view)
        vc.export(value, tmp_path / f"{name}2.svg", view)
        assert (tmp_path / f"{name}1.svg").read_bytes() == (tmp_path / f"{name}2.svg").read_bytes()
