"""Tests of `document.page`: the document as one page, as a browser shows it and as a person uses it."""

import base64
import dataclasses
import hashlib
import html
import json
import re
from urllib.parse import urlencode

import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.browser import in_a_browser, printed, screenshot
from helpers.contrast import READABLE, contrast
from helpers.devtools import Devtools
from helpers.drawn import FLOWER, hostile
from helpers.scaled import scaled
from organisations import organisation
from valuechain.document.chapter_pictures import picture_of
from valuechain.document.contents import document
from valuechain.document.page import page
from valuechain.drawing.svg import inline_svg

HOSPITAL = next(path for path in EXAMPLES if path.stem == "hospital")
AFTER = FLOWER.with_name("flower_shop_after.yaml")


@pytest.fixture(scope="module")
def shop():
    return page(document(vc.load(AFTER), vc.load(FLOWER)))


def words(text):
    """What a page says, without its tags and scripts."""
    bare = re.sub(r"<(style|script).*?</\1>", " ", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", bare)).split())


def test_the_answer_is_the_one_that_every_output_gives(shop):
    simulation = vc.simulate(vc.load(AFTER))
    diagnosis = simulation.diagnosis
    said = words(shop)
    assert simulation.answer in said
    assert vc.compare(vc.load(FLOWER), diagnosis).answer in said
    assert vc.frontier(diagnosis).answer in said
    for row in diagnosis:
        assert f"{100 * row.satisfaction:.0f} %" in said


def test_nothing_comes_from_elsewhere_and_no_other_script_runs(shop):
    addresses = set(re.findall(r"\bhttps?://[^\s\"'<>]*", shop))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    script = re.search(r"<script>(.*)</script>", shop, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in shop
    assert "default-src 'none'" in shop


def test_it_is_small():
    for seed in (1, 5, 6):
        chain = organisation(seed, parties=50, ratio=2, departments=True)
        assert len(page(document(chain)).encode()) < 200_000
    chain = organisation(3, parties=120, ratio=2.5, departments=True)
    assert len(page(document(chain)).encode()) < 600_000
    sizes = [
        len(found)
        for found in re.findall(r"<style>.*?</style>|<script>.*", page(document(chain)), re.DOTALL)
    ]
    assert sum(sizes) < 30_000


def test_the_same_bytes_whatever_the_order_of_entries(shop):
    chain = vc.load(AFTER)
    parties = dict(reversed(chain.parties.items()))
    turned = dataclasses.replace(chain, parties=parties)
    assert list(turned.parties) != list(chain.parties)
    assert page(document(turned, vc.load(FLOWER))) == shop


def test_chapters_are_there_where_there_is_something_to_say():
    bare = vc.loads("{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}")
    assert [chapter.anchor for chapter in document(bare).chapters] == [
        "chain",
        "first",
        "structure",
    ]
    assert document(bare).title == "Who serves whom"
    whole = document(vc.load(AFTER), vc.load(FLOWER))
    assert [chapter.anchor for chapter in whole.chapters] == [
        "chain", "first", "lost", "map", "sure", "plan", "change", "changed",
        "hear", "structure",
    ]  # fmt: skip
    comparison = vc.compare(vc.load(FLOWER), vc.load(AFTER))
    assert page(document(comparison)) == page(whole)
    assert page(document(vc.simulate(vc.load(AFTER)), vc.load(FLOWER))) == page(whole)


def test_what_is_told_of_the_customers_says_how_sure_and_what_it_hangs_on():
    simulation = vc.simulate(vc.load(FLOWER), draws=200, level=0.5)
    (customer,) = document(simulation).customers
    assert customer.interval.endswith(", 50 % sure")
    text = "{valuechain: 1, teams: {a: {serves: {b: {quality: 60%}}}, b: {serves: {c: {quality: 80%}, d: x}}, e: {serves: {b: y}}}, customers: {c: , d: }}"
    chain = vc.loads(text)
    everybody, one, _ = document(chain).customers
    assert vc.diagnose(chain).upper_bound
    assert everybody.satisfaction == f"at most {100 * vc.diagnose(chain).outcome:.0f} %"
    assert one.satisfaction.startswith("at most ")
    assert "Customers: at most " in page(document(chain))


def test_what_cannot_be_reported_is_refused():
    with pytest.raises(vc.ArgumentError, match="not of str"):
        document("flower_shop.yaml")
    with pytest.raises(vc.ArgumentError, match="not of a what-if"):
        document(vc.what_if(vc.load(FLOWER), {}))


def colours(css):
    """The colours on a screen in light, in dark, and on paper."""
    roots = re.findall(r":root {(.*?)}", css, re.DOTALL)
    return [dict(re.findall(r"--(\w+): (#\w+)", root)) for root in roots]


def test_all_words_can_be_read_in_light_in_dark_and_on_paper(shop):
    found = colours(re.search(r"<style>(.*?)</style>", shop, re.DOTALL)[1])
    assert len(found) == 3
    for names in found:
        for ground in ("page", "card"):
            for letters in ("ink", "soft", "accent"):
                assert contrast(names[letters], names[ground]) >= READABLE


def test_every_picture_says_what_it_is(shop):
    bare = page(
        document(vc.loads("{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}"))
    )
    for text in (shop, bare):
        for chart in re.findall(r'<(?:svg|figure)\b[^>]*role="img"[^>]*>', text):
            assert re.search(r'aria-label="[^"]+"', chart)


def test_names_run_nowhere():
    text = page(document(hostile()))
    assert text.count("<script") == 2
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


# In a browser


def driven(text, script, folder, state=""):
    """What a script makes of a page, as JSON; the page's own policy would not let it run.

    `state` is the fragment of its address.
    """
    free = re.sub(r"<meta http-equiv[^>]*>", "", text)
    body = f"<script>{{ {script} }}</script>"
    out = printed(free.replace("</body>", f"{body}</body>"), folder, state=state)
    return json.loads(html.unescape(re.search(r'<pre id="told">(.*?)</pre>', out, re.DOTALL)[1]))


TELL = """
const tell = (value) => { const pre = document.createElement("pre"); pre.id = "told";
  pre.textContent = JSON.stringify(value); document.body.append(pre); };
const slide = (slider, value) => { slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true })); };
"""


@in_a_browser
def test_levers_move_the_outcome_as_the_library_says(shop, tmp_path):
    chain = vc.load(AFTER)
    script = f"""{TELL}
    const slider = document.querySelector("#levers input");
    slide(slider, 95); const one = document.getElementById("outcome").textContent;
    const copied = document.getElementById("copy").value;
    const label = document.querySelector('#chain text[data-of="clerk->designer"]').textContent;
    slide(document.getElementById("scale"), 50);
    tell({{ one, copied, label, two: document.getElementById("outcome").textContent, hash: location.hash }});
    """
    told = driven(shop, script, tmp_path / "levers")
    first = vc.diagnose(chain).steps[0].services[0]
    assert first == "clerk->designer"
    better = vc.what_if(chain, {first: 0.95})
    percent = "{:.0f} %".format
    assert (
        told["one"].split(" (")[0]
        == f"{percent(100 * better.before.outcome)} \u2192 {percent(100 * better.outcome)}"
    )
    assert told["copied"] == "valuechain what-if FILE --set 'clerk->designer=95%'"
    assert told["label"] == f"{100 * better[first].satisfaction:.0f}"
    half = vc.what_if(scaled(chain, 0.5), {first: 0.95})
    assert percent(100 * half.outcome) in told["two"]
    assert told["hash"] == "#set?clerk-%3Edesigner=95&=0.5"


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


STATE = f"""{TELL}
const told = (id) => document.getElementById(id).textContent;
tell({{ outcome: told("outcome"), groups: told("groups"), scaled: told("scaled"),
  hash: location.hash, copied: document.getElementById("copy").value,
  next: [...document.querySelectorAll("#next li")].map((each) => each.textContent),
  levers: Object.fromEntries([...document.querySelectorAll("#levers .lever")].map((lever) =>
    [lever.querySelector("span").textContent, lever.querySelector("output").textContent])),
  labels: Object.fromEntries([...document.querySelectorAll("#chain text[data-of]")].map((text) =>
    [text.dataset.of, text.textContent])) }});"""
"""All that the page says of what was moved; of a box, what stands last in it."""


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


@in_a_browser
def test_the_table_sorts_and_filters(shop, tmp_path):
    script = f"""{TELL}
    const column = (n) => [...document.querySelectorAll("#services tbody tr")]
      .filter((row) => !row.hidden).map((row) => row.cells[n].textContent);
    const heads = document.querySelectorAll("#services th button");
    heads[3].click(); const down = column(3); heads[3].click(); const up = column(3);
    heads[0].click(); const names = column(0);
    const filter = document.getElementById("filter");
    filter.value = "clerk designer"; filter.dispatchEvent(new Event("input"));
    tell({{ down, up, names, left: column(0), found: document.getElementById("found").textContent }});
    """
    told = driven(shop, script, tmp_path / "table")
    numbers = [int(text.removesuffix(" %")) for text in told["down"]]
    assert numbers == sorted(numbers, reverse=True)
    assert [int(text.removesuffix(" %")) for text in told["up"]] == sorted(numbers)
    assert told["names"] == sorted(told["names"], key=str.lower)
    assert told["found"] == f"{len(told['left'])} of {len(numbers)} services"
    assert 0 < len(told["left"]) < len(numbers)


@in_a_browser
def test_pointing_lights_up_what_flows_in_and_out(shop, tmp_path):
    script = f"""{TELL}
    const over = document.querySelector('#titles rect[data-of="clerk"]');
    over.dispatchEvent(new PointerEvent("pointerover", {{ bubbles: true }}));
    tell({{ dim: [...document.querySelectorAll("#chain text.dim")].map((each) => each.dataset.of),
      lit: [...document.querySelectorAll("#titles .lit")].map((each) => each.dataset.of),
      pointed: document.getElementById("pointed").textContent }});
    """
    told = driven(shop, script, tmp_path / "lit")
    assert {"clerk", "designer", "delivery", "customer", "inventory"} <= set(told["lit"])
    assert "inventory->designer" not in told["lit"]
    assert "inventory->designer" in told["dim"]
    assert told["pointed"].startswith("Clerk")


@in_a_browser
@pytest.mark.parametrize("name", ["shop", "hostile", "unscored"])
def test_it_loads_without_a_word_on_the_console(name, shop, tmp_path):
    bare = "{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}"
    text = {
        "shop": lambda: shop,
        "hostile": lambda: page(document(hostile())),
        "unscored": lambda: page(document(vc.loads(bare))),
    }[name]()
    said = []
    dom = printed(text, tmp_path / "console", said)
    assert "CONSOLE" not in said[0]
    assert '<div class="lever">' in dom or name == "unscored"


@in_a_browser
def test_a_lever_answers_at_once_at_three_hundred_services(tmp_path):
    chain = organisation(3, parties=120, ratio=2.5, departments=True)
    script = f"""{TELL}
    const slider = document.querySelector("#levers input"), times = [];
    for (let i = 0; i < 40; i++) {{ const start = performance.now(); slide(slider, 50 + i);
      times.push(performance.now() - start); }}
    times.sort((a, b) => a - b); tell(times[20]);
    """
    assert driven(page(document(chain)), script, tmp_path / "quick") < 160, (
        "aim: 16 ms, measured apart"
    )


@in_a_browser
def test_it_is_seen(shop, tmp_path):
    shown = screenshot(shop.partition("<!doctype html>")[2], tmp_path / "seen")
    red = (0x8F, 0x0F, 0x14)
    assert (shown == red).all(axis=2).sum() > 3000


# By keyboard alone

EVERYTHING = "[...document.querySelectorAll('*')]"
HERE = f"{EVERYTHING}.indexOf(document.activeElement)"
NOWHERE = f"{EVERYTHING}.indexOf(document.body)"
REACHABLE = f"""{EVERYTHING}.flatMap((each, i) => each.checkVisibility()
  && each.matches("a, button, input, select, summary, [tabindex]") ? [i] : [])"""
FOCUS = """(() => { const here = document.activeElement, style = getComputedStyle(here);
  const [box] = here.getClientRects();
  const seen = [.1, .5, .9].some((x) => [.1, .5, .9].some((y) => here.contains(
    document.elementFromPoint(box.left + x * box.width, box.top + y * box.height))));
  return { name: here.id || here.textContent.slice(0, 40), seen,
    framed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 }; })()"""
"""Whether what has the focus is framed, and not all behind something else."""


@pytest.fixture
def opened(shop, tmp_path):
    """The page in a browser, with its own policy on scripts."""
    path = tmp_path / "report.html"
    path.write_text(shop, encoding="utf-8")
    with Devtools(tmp_path) as browser:
        browser.open(path)
        yield browser
        assert browser.said == []


def walked(browser, *, back):
    """Where Tab leads, from one end of the page to the other, and how each is shown."""
    found, nowhere = {}, browser.run(NOWHERE)
    browser.press("Tab", shift=back)
    while (here := browser.run(HERE)) not in {nowhere, *found}:
        found[here] = browser.run(FOCUS)
        browser.press("Tab", shift=back)
    return found


@in_a_browser
@pytest.mark.parametrize("size", [(1280, 900), (360, 740)])
@pytest.mark.parametrize("back", [False, True])
def test_tab_reaches_every_control_and_shows_where_it_is(opened, size, back):
    opened.resize(*size)
    found = walked(opened, back=back)
    wanted = opened.run(REACHABLE)
    assert len(wanted) > 40
    assert set(wanted) <= set(found)
    assert list(found) == sorted(found, reverse=back)
    assert not [each["name"] for each in found.values() if not each["framed"]]
    assert not [each["name"] for each in found.values() if not each["seen"]]


@in_a_browser
def test_keys_light_up_what_flows_in_and_out(opened):
    lit = "document.querySelectorAll('#titles .lit').length"
    opened.run("document.getElementById('light').focus()")
    opened.press("ArrowDown")
    assert opened.run(lit) > 0
    first, *_ = vc.load(AFTER).parties.values()
    assert opened.run("document.getElementById('pointed').textContent").startswith(first.name)
    opened.press("ArrowUp")
    assert opened.run(lit) == 0


@in_a_browser
def test_keys_add_a_lever_and_move_it(opened):
    levers = "document.querySelectorAll('#levers .lever').length"
    before = opened.run(levers)
    opened.run("document.getElementById('choose').focus()")
    opened.press("ArrowDown")
    opened.press("ArrowDown")
    assert opened.run(levers) == before
    opened.press("Tab")
    opened.press("Enter")
    assert opened.run(levers) == before + 1
    opened.run("document.querySelector('#levers input').focus()")
    was = opened.run("document.activeElement.value")
    opened.press("ArrowRight")
    assert int(opened.run("document.activeElement.value")) == int(was) + 1
    assert "\u2192" in opened.run("document.getElementById('outcome').textContent")


@in_a_browser
def test_keys_sort_and_present(opened):
    opened.run("document.querySelector('#services th button').focus()")
    opened.press("Space")
    assert opened.run("document.activeElement.parentElement.ariaSort") == "ascending"
    opened.run("document.getElementById('present').focus()")
    opened.press("Enter")
    parts = "[...document.querySelectorAll('main > section')].map((each) => each.checkVisibility())"
    assert opened.run(parts)[:3] == [True, False, False]
    opened.press("ArrowRight")
    assert opened.run(parts)[:3] == [False, True, False]
    opened.press("Escape")
    assert all(opened.run(parts))


@in_a_browser
def test_nothing_is_wider_than_a_phone(opened):
    opened.resize(360, 740)
    assert opened.run("document.scrollingElement.scrollWidth") <= 360


@in_a_browser
def test_paper_has_all_parts_also_while_one_is_shown(opened):
    parts = "[...document.querySelectorAll('main > section:not(.screen)')]"
    shown = f"{parts}.filter((each) => each.checkVisibility()).length"
    whole = opened.run(shown)
    opened.run("document.getElementById('present').click()")
    assert opened.run(shown) == 1
    opened.medium("print", "light")
    assert opened.run(shown) == whole
