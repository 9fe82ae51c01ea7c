"""Tests of the what-ifs of a page: it says what the library says."""

import html
import re
from urllib.parse import urlencode

import pytest

import valuechain as vc
from helpers.browser import in_a_browser
from helpers.drawn import FLOWER
from helpers.driven import STATE, TELL, driven
from helpers.scaled import scaled
from valuechain.document.chapter_pictures import picture_of
from valuechain.document.contents import document
from valuechain.document.page import page
from valuechain.drawing.svg import inline_svg
from valuechain.reports.words import from_to, signed_points

AFTER = FLOWER.with_name("flower_shop_after.yaml")


@pytest.fixture(scope="module")
def shop():
    return page(document(vc.load(AFTER)))


BOUNDED = """
valuechain: 1
teams:
  dispatch: {serves: {ward: {delivers: calls, satisfaction: 50%}}}
  ward: {name: Ward 3, serves: {cust: {delivers: care, satisfaction: 60%}, fam: {delivers: news}}}
customers: {cust: {name: Patients}, fam: {name: Families}}
"""


@in_a_browser
def test_an_address_brings_back_what_was_moved(tmp_path):
    text = page(document(vc.loads(BOUNDED)))
    script = f"""{TELL}
    tell({{ outcome: document.getElementById("outcome").textContent, hash: location.hash,
      copied: document.getElementById("copy").value,
      uncopied: document.getElementById("uncopied").textContent }});"""
    hostile = "&<img src=x onerror=alert(1)>=50&ward=&none=3"
    told = driven(text, script, tmp_path / "state", f"#set?dispatch-%3Eward=90&=0.5{hostile}")
    half = vc.what_if(scaled(vc.loads(BOUNDED), 0.5), {"dispatch->ward": 0.9})
    assert f"at most {100 * half.outcome:.0f} %" in told["outcome"]
    assert told["hash"] == "#set?dispatch-%3Eward=90&=0.5"
    assert told["copied"] == "valuechain what-if FILE --set 'dispatch->ward=90%'"
    assert "dependence is not in it" in told["uncopied"]
    elsewhere = driven(text, script, tmp_path / "plan", "#first")
    assert (elsewhere["hash"], elsewhere["copied"]) == ("#first", "")


@in_a_browser
def test_what_is_bounded_or_not_measured_says_so_while_levers_move(tmp_path):
    script = f"""{TELL}
    const choose = document.getElementById("choose");
    for (const id of ["ward->fam", "ward"]) {{ choose.value = id;
      document.getElementById("add").click(); }}
    const levers = [...document.querySelectorAll("#levers .lever")];
    const rest = document.getElementById("groups").textContent;
    const unasked = levers.find((lever) => lever.textContent.includes("Families"));
    const before = unasked.querySelector("output").textContent;
    slide(levers.at(-1).querySelector("input"), 80);
    slide(levers[0].querySelector("input"), 90);
    tell({{ rest, before, copied: document.getElementById("copy").value,
      groups: document.getElementById("groups").textContent,
      box: document.querySelector('#chain text[data-of="fam"]').textContent }});"""
    told = driven(page(document(vc.loads(BOUNDED))), script, tmp_path / "bounded")
    assert "Families at most 60 %" in told["rest"]
    assert told["before"] == "not measured: taken as 100 %"
    settings = dict(re.findall(r"--set '([^=]*)=(\d+)%'", told["copied"]))
    assert settings == {"dispatch->ward": "90", "ward->cust": "80", "ward->fam": "80"}
    then = vc.what_if(vc.loads(BOUNDED), {name: int(q) / 100 for name, q in settings.items()})
    received = f"{100 * then.received['fam']:.0f} %"
    assert told["box"] == received
    assert f"Families {received}" in told["groups"]


LOOP = """
valuechain: 1
teams:
  a: {serves: {b: {quality: 90%}}}
  b: {serves: {a: {quality: 90%}, c: {quality: 95%}}}
customers: {c: }
"""


@in_a_browser
def test_with_loops_the_dependences_end_before_all_of_them_are_complete(tmp_path):
    chain = vc.loads(LOOP)
    then = vc.diagnose(scaled(chain, 1.99)).outcome
    told = driven(page(document(chain)), STATE, tmp_path / "loop", "#set?=2")
    assert f"\u2192 {100 * then:.0f} % (" in told["outcome"]
    assert (told["hash"], told["scaled"]) == ("#set?=1.99", "0.99")
    straight = page(document(vc.loads(BOUNDED)))
    told = driven(straight, STATE, tmp_path / "straight", "#set?=2")
    assert (told["hash"], told["scaled"]) == ("#set?=2", "1.00")


@in_a_browser
def test_what_the_page_cannot_solve_it_says(tmp_path):
    near = "valuechain: 1\ndependence: 0.999999"
    text = LOOP.replace("90%", "99.99999%").replace("valuechain: 1", near)
    told = driven(page(document(vc.loads(text))), STATE, tmp_path / "endless", "#set?a=50")
    assert told["outcome"] == "not known: some loops depend on themselves almost completely"
    assert told["next"] == []
    assert not any("NaN" in each for each in [*told["levers"].values(), *told["labels"].values()])


UNASKED = """
valuechain: 1
teams:
  a: {serves: {b: parts, c: {delivers: help, satisfaction: 85%}}}
  b: {serves: {c: {delivers: goods, satisfaction: 70%}}}
customers: {c: }
"""
HALF_ASKED = """
valuechain: 1
teams:
  a: {serves: {b: {delivers: parts, satisfaction: 40%}, c: help}}
  b: {serves: {c: {delivers: goods, satisfaction: 70%}}}
customers: {c: }
"""


def labels_of(result):
    """The numbers of a picture by what they are about."""
    drawn = inline_svg(picture_of(result, "chain"), live=True)
    found = re.findall(r'<text [^>]*data-of="([^"]*)">([^<]*)', drawn)
    return {html.unescape(name): text for name, text in found}


@in_a_browser
@pytest.mark.parametrize(
    ("text", "settings"),
    [
        (UNASKED, {"a->b": 0.2}),
        (UNASKED, {"a->b": 1.0}),
        (HALF_ASKED, {"a": 0.9}),
        (HALF_ASKED, {"a->b": 0.9}),
        (BOUNDED, {"ward->fam": 0.5}),
        (BOUNDED.replace(", satisfaction: 60%", ""), {"ward->cust": 0.5}),
    ],
)
def test_what_nobody_measured_is_known_once_a_lever_sets_it(text, settings, tmp_path):
    chain = vc.loads(text)
    then = vc.what_if(chain, settings)
    asked = {name: f"{100 * share:.0f}" for name, share in settings.items()}
    state = f"#set?{urlencode(asked)}"
    told = driven(page(document(chain)), STATE, tmp_path / "set", state)
    assert told["labels"] == labels_of(then)
    assert ("\u2192 at most " in told["outcome"]) == then.upper_bound
    names = {party.id: party.name or party.id for party in chain.parties.values()}
    steps = [step for step in then.steps if step.gain >= 0.0005][:3]
    links = [f"{names[step.provider]} \u2192 {names[step.customer]}" for step in steps]
    assert [each.split(":")[0] for each in told["next"]] == links


@in_a_browser
def test_what_nobody_measured_counts_not_for_what_a_team_does(tmp_path):
    text = page(document(vc.loads(HALF_ASKED)))
    told = driven(text, STATE, tmp_path / "half", "#set?a=90")
    assert told["levers"]["All that a delivers"] == "90 % by itself, instead of 40 %"


ONE_SERVICE = """
valuechain: 1
target: 50%
teams: {a: {serves: {c: {satisfaction: 90.5%}}}}
customers: {c: }
"""


@in_a_browser
@pytest.mark.parametrize(
    ("text", "settings"),
    [
        (ONE_SERVICE, {"a": 0.5}),
        (ONE_SERVICE, {"a": 0.91}),
        (ONE_SERVICE.replace("90.5", "50.3"), {"a": 0.5}),
        (ONE_SERVICE.replace("90.5", "50"), {"a": 0.5}),
        (ONE_SERVICE.replace("50%", "50.4%"), {"a": 0.5}),
        (ONE_SERVICE.replace("90.5", "65.5"), {"a": 0.8}),
    ],
)
def test_a_change_is_told_in_the_numbers_of_the_reports(text, settings, tmp_path):
    chain = vc.loads(text)
    then = vc.what_if(chain, settings)
    state = urlencode({name: f"{100 * share:.0f}" for name, share in settings.items()})
    outcome = driven(page(document(chain)), STATE, tmp_path / "told", f"#set?{state}")["outcome"]
    told, points = outcome.removesuffix(")").split(" (")
    assert points == signed_points(then.change)
    before, after = told.split(" \u2192 ")
    spanned = from_to(then.before.outcome, then.outcome, target=chain.target)
    if before == after:
        assert spanned == after
    else:
        assert spanned == f"{before.removesuffix(' %')} to {after}"


TEAM, ONE = (
    "All that Inventory keeper delivers",
    "Inventory keeper \u2192 Designer (flowers and vases in stock)",
)


@in_a_browser
@pytest.mark.parametrize(
    ("state", "wins"),
    [
        ("inventory-%3Edesigner=95&inventory=50", {"inventory": 0.5}),
        ("inventory=50&inventory-%3Edesigner=95", {"inventory->designer": 0.95}),
        ("inventory=50.4", {"inventory": 0.5}),
    ],
)
def test_of_levers_that_set_the_same_the_last_one_moved_takes_the_others_back(
    state, wins, shop, tmp_path
):
    then = vc.what_if(vc.load(AFTER), wins)
    told = driven(shop, STATE, tmp_path / "twice", f"#set?{state}")
    assert f"\u2192 {100 * then.outcome:.0f} % (" in told["outcome"]
    settings = dict(re.findall(r"--set '([^=]*)=(\d+)%'", told["copied"]))
    assert {name: int(share) / 100 for name, share in settings.items()} == dict(then.settings)
    assert told["hash"].count("inventory") == 1
    mean = sum(row.quality for row in then if row.provider == "inventory") / 2
    assert told["levers"][ONE].startswith(f"{100 * then['inventory->designer'].quality:.0f} % by")
    assert told["levers"][TEAM].startswith(f"{100 * mean:.0f} % by itself, instead of ")


@in_a_browser
def test_a_lever_that_is_added_takes_nothing_back_and_one_that_is_reset_does(shop, tmp_path):
    script = f"""{TELL}
    const add = (id) => {{ document.getElementById("choose").value = id;
      document.getElementById("add").click(); }};
    const lever = (name) => [...document.querySelectorAll("#levers .lever")]
      .find((each) => each.querySelector("span").textContent === name);
    const copied = () => document.getElementById("copy").value;
    add("inventory"); slide(lever("{TEAM}").querySelector("input"), 50); add("inventory->clerk");
    const added = copied(); lever("{ONE}").querySelector("button").click();
    tell({{ added, reset: copied(), told: lever("{TEAM}").querySelector("output").textContent }});"""
    told = driven(shop, script, tmp_path / "added")
    assert told["added"].count("=50%") == 2
    assert told["reset"] == ""
    assert told["told"].endswith(" by itself, as it is")
