"""The verbs of decisions: what-if, plan, compare, robustness and promises."""

import contextlib
import io
import json
import types
from xml.etree import ElementTree

import pytest

import valuechain as vc
from helpers.decision_words import AFTER, SHOP, chain_of
from places import ROOT
from valuechain.cli.main import main


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


def test_the_verb_what_if():
    assert "Of these 'buy the van first' wins the customers most" in said("what-if", SHOP).words
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
            ["--set", "inventory=failed", "--set", "inventory->clerk=90%"],
            "both 'inventory' and 'inventory->clerk', which is one of its services, are set",
        ),
        (["--set", "customer=failed"], "'customer' serves nobody"),
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
    assert (worse.status, "the change of the outcome is -16 points" in worse.err) == (3, True)
    assert json.loads(worse.out)["change"] == pytest.approx(-0.16)
    assert said("compare", SHOP, SHOP, "--fail-if-worse").status == 0
    unasked = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 70%%}}}, b: {serves: {c: %s}}}, customers: {c: }}"
    asked, less = tmp_path / "asked.yaml", tmp_path / "less.yaml"
    asked.write_text(unasked % "{satisfaction: 20%}")
    less.write_text(unasked % "")
    hidden = said("compare", asked, less, "--fail-if-worse")
    assert (
        hidden.status,
        "is +40 points, and what matters is no longer measured" in hidden.err,
    ) == (3, True)
    assert said("compare", less, less, "--fail-if-worse").status == 0
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
    assert "it is first for dependence from 0.48 to 1" in said("robustness", SHOP).words
    assert json.loads(said("robustness", SHOP, "--format", "json").out)["common_dependence"] == 0.8
    assert "every service must become" in said("promises", SHOP).words
    assert (
        json.loads(said("promises", SHOP, "--target", "70%", "--format", "json").out)["target"]
        == 0.7
    )
    assert said("promises", SHOP, "--target", "170%").status == 2
    done = said("promises", ROOT / "examples" / "first_shop.yaml")
    assert (done.status, "nobody can say" in done.err) == (2, True)
