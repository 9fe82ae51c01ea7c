"""A document in another language: nothing is said past it, and its numbers are its own."""

import html
import json
import random
import re
from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pptx
import pytest

import chains
import valuechain as vc
from helpers.browser import in_a_browser, printed
from helpers.drawn import FLOWER
from helpers.pseudo import pseudo, words_left
from valuechain.document.contents import document
from valuechain.document.department import sheet_of
from valuechain.document.markdown import markdown
from valuechain.document.page import page
from valuechain.document.slides import slides
from valuechain.document.word import word
from valuechain.document.workbook import workbook
from valuechain.files.language import language
from valuechain.language import ENGLISH, Language, numeral, speaking, spoken
from valuechain.reports.report import Table

EXAMPLES = ("plant", "retention", "professional_firm", "pizza")
SAID_ALREADY = re.compile(r"per [\d.,]+|worth [A-Z]{3}|\d+ % sure|every set of actions \(\d+\)")
"""Headings with a number or a currency, which are looked up again."""
REMARK = re.compile(
    r"NPS -?\d+|can be reached|neither serves|nobody serves|it would change", re.IGNORECASE
)
"""Scores as they were given; and what is said of the file, for who writes it, in English."""


def example(name):
    return vc.load(FLOWER.with_name(f"{name}.yaml"))


def plainly(chain):
    """The chain with names that are no words."""
    parties = {
        party: replace(each, name=f"P{at}", group=each.group and f"G{len(each.group)}")
        for at, (party, each) in enumerate(chain.parties.items())
    }
    services = {
        service: replace(
            each,
            delivers=each.delivers and f"D{at}",
            aspects=tuple((f"A{i}", score) for i, (_, score) in enumerate(each.aspects)),
            improve=tuple(
                replace(action, action=f"M{at}.{i}") for i, action in enumerate(each.improve)
            ),
        )
        for at, (service, each) in enumerate(chain.services.items())
    }
    return replace(chain, parties=parties, services=services, title="T")


def visible(text):
    """What a page shows, says on pointing, and tells a screen reader."""
    text = re.sub(r"<(script|style).*?</\1>", "", text, flags=re.DOTALL)
    told = re.findall(r'(?:title|aria-label|data-empty)="([^"]*)"', text)
    return html.unescape("\n".join([*re.findall(r">([^<>]+)<", text), *told]))


def english_in(chain, before=None):
    """What a page and its words say in plain English, however the language is called."""
    with speaking(pseudo()) as _:
        found = document(chain, before)
        texts = [markdown(found).replace("\\", ""), visible(page(found))]
        teams = (party for party in chain.parties.values() if party.kind != "customer")
        groups = sorted({party.group for party in teams} - {""})
        texts += [visible(page(sheet_of(found, group))) for group in groups[:1]]
    known = [each for each in (chain, before) if each is not None]
    left = [line for text in texts for line in words_left(text, *known)]
    return [line for line in left if not REMARK.search(line)]


def in_german(chain, before=None):
    """The words and the page."""
    with speaking(language("de")):
        found = document(chain, before)
        return markdown(found).replace("\\", ""), visible(page(found))


def test_scores_that_the_file_gives_in_words_are_german():
    pizza, _ = in_german(example("pizza"))
    assert "(150 von 200 pünktlich)" in pizza
    assert "150 of 200" not in pizza
    _, flowers = in_german(vc.load(FLOWER))
    assert "60% (3 Antworten)" in flowers


def test_what_is_new_and_what_is_no_more_is_so_in_german():
    after = vc.load(FLOWER)
    last = after.services[max(after.services)]
    less = replace(after, services={k: v for k, v in after.services.items() if v is not last})
    for chain, before, fate in ((after, less, "neu"), (less, after, "weggefallen")):
        text, shown = in_german(chain, before)
        assert re.search(rf"\| {fate} \(", text)
        assert f"\n{fate}\n" in shown


def test_a_party_then_and_now_is_figures_in_any_language():
    _, shown = in_german(example("flower_shop_after"), vc.load(FLOWER))
    assert re.search(r"was ankommt: \d+ \u2192 \d+ %", shown)


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_said_past_the_language(name):
    assert english_in(plainly(example(name))) == []


def test_nor_where_something_changed():
    assert english_in(plainly(example("flower_shop_after")), plainly(vc.load(FLOWER))) == []


@pytest.mark.parametrize("seed", range(6))
def test_nor_of_chains_with_all_that_a_file_may_say(seed):
    assert english_in(plainly(chains.rich_chain(random.Random(seed)))) == []


def test_all_that_is_said_is_there_in_german():
    spoken_of = pseudo()
    with speaking(spoken_of):
        for name in EXAMPLES:
            page(document(example(name)))
        page(document(example("flower_shop_after"), vc.load(FLOWER)))
    known = language("de").templates
    missing = [each for each in spoken_of.templates if each not in known]
    assert [each for each in missing if not SAID_ALREADY.fullmatch(each)] == []


def test_the_page_is_german_and_so_are_its_numbers():
    with speaking(language("de")):
        text = page(document(vc.load(FLOWER)))
    assert '<html lang="de">' in text
    assert "Wie zufrieden die Kunden sind" in text
    shown = visible(text)
    assert "Beginnen Sie mit" in shown
    assert re.search(r"\d,\d Punkte", shown)
    assert not re.search(r"\d\.\d Punkte", shown)


def test_slides_and_workbook_speak_it_too():
    with speaking(pseudo()):
        found = document(example("plant"))
        deck = pptx.Presentation(BytesIO(slides(found)))
        book = openpyxl.load_workbook(BytesIO(workbook(found)))
    titles = [slide.shapes.title.text for slide in deck.slides][1:]
    assert titles
    assert all(title.startswith("\u27e6") for title in titles)
    ours = [sheet for sheet in book if sheet.title not in ("chain", "parties", "services")]
    assert len(ours) > 4
    told = [sheet for sheet in ours if sheet.title.startswith("\u27e6")]
    heads = [
        cell.value
        for sheet in told
        for table in sheet.tables.values()
        for cell in sheet[table.ref][0]
    ]
    assert len(heads) > 20
    assert all(head.startswith("\u27e6") for head in heads)


def test_names_with_braces_are_names():
    name = "{standing} {0} {step.__class__} }{"
    parties = dict(vc.load(FLOWER).parties)
    parties["clerk"] = replace(parties["clerk"], name=name)
    with speaking(language("de")):
        text = markdown(document(replace(vc.load(FLOWER), parties=parties)))
    assert name in text.replace("\\", "")


def test_a_word_processor_checks_the_spelling_of_that_language():
    for tag in ("de", "en"):
        with speaking(language(tag)):
            paper = docx.Document(BytesIO(word(document(example("plant")))))
        (found,) = paper.styles.element.iter(docx.oxml.ns.qn("w:lang"))
        assert found.get(docx.oxml.ns.qn("w:val")) == tag


PART = re.compile(r"\{(\w+)\}")


def reversed_parts(template):
    return " ".join(f"{{{part}}}" for part in reversed(PART.findall(template))) or template


ODD = {
    "all alike": lambda _: "X",
    "braces where nothing is filled in": lambda each: each if PART.search(each) else "{x} } {",
    "parts alone, the last first": reversed_parts,
    "a line a word": lambda each: each.replace(" ", "\n"),
    "markup and formulas": lambda each: "<b>\"&'=1+1" + "".join(PART.findall(each)),
    "three times as long": lambda each: f"{each} " * 3,
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_the_templates_say_every_kind_is_written(name):
    odd = {template: ODD[name](template) for template in language("de").templates}
    with speaking(Language("xx", odd, "'", "_")):
        found = document(example("flower_shop_after"), vc.load(FLOWER))
        text = page(found)
        deck = pptx.Presentation(BytesIO(slides(found)))
        assert markdown(found).strip()
        assert word(found).startswith(b"PK")
        book = openpyxl.load_workbook(BytesIO(workbook(found)))
    assert "<b>" not in re.sub(r"<b( id=\"outcome\")?>[^<]*</b>", "", text)
    assert len(deck.slides) > 5
    names = [sheet.title.casefold() for sheet in book]
    assert len(set(names)) == len(names) > 6
    assert names[-2:] == ["parties", "services"]
    tables = [(sheet, table) for sheet in book for table in sheet.tables.values()]
    assert len(tables) == len(names) - 2
    for sheet, table in tables:
        heads = [str(cell.value).casefold() for cell in sheet[table.ref][0]]
        assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("marks", [(".", "'"), (",", "\u202f"), (",", ""), (",", ".")])
def test_numbers_stand_to_the_right_however_they_are_written(marks):
    with speaking(Language("xx", {}, *marks)):
        cells = [numeral("1,234.5"), numeral("-0.5"), "64 %", "53-66", "?"]
        assert Table(("n", "w"), tuple((cell, f"{cell} points") for cell in cells)).numeric == [
            True,
            False,
        ]


def test_a_report_in_ones_own_words(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(
        'language: en\ntemplates:\n  "What to do first": "Monday morning"\n', encoding="utf-8"
    )
    path = tmp_path / "report.html"
    vc.write_report(vc.load(FLOWER), path, lang=own)
    text = path.read_text(encoding="utf-8")
    assert "<h2>Monday morning</h2>" in text
    assert "What to do first" not in visible(text)
    assert spoken() is ENGLISH


def test_where_the_language_is_none_nothing_is_written(tmp_path):
    path = tmp_path / "report.html"
    with pytest.raises(vc.UnknownNameError, match="no language"):
        vc.write_report(vc.load(FLOWER), path, lang="xx")
    assert not path.exists()


@in_a_browser
def test_levers_speak_it(tmp_path):
    with speaking(language("de")):
        text = page(document(vc.load(FLOWER)))
    script = """
    const slider = document.querySelector("#levers input");
    slider.value = 95; slider.dispatchEvent(new Event("input", { bubbles: true }));
    const wins = [...document.querySelectorAll("#services th")].findIndex((th) => th.textContent === "Bringt");
    document.querySelectorAll("#services th button")[wins].click();
    const column = [...document.querySelectorAll("#services tbody tr")].map((row) => row.cells[wins].textContent);
    const filter = document.getElementById("filter");
    filter.value = "xyz"; filter.dispatchEvent(new Event("input", { bubbles: true }));
    const pre = document.createElement("pre"); pre.id = "told";
    pre.textContent = JSON.stringify({ lever: document.querySelector(".lever output").textContent, column,
      found: document.getElementById("found").textContent, outcome: document.getElementById("outcome").textContent });
    document.body.append(pre);
    """
    free = re.sub(r"<meta http-equiv[^>]*>", "", text)
    out = printed(
        free.replace("</body>", f"<script>{{ {script} }}</script></body>"), tmp_path / "de"
    )
    told = json.loads(html.unescape(re.search(r'<pre id="told">(.*?)</pre>', out, re.DOTALL)[1]))
    assert re.fullmatch(r"95 % aus eigener Kraft statt \d+ %", told["lever"])
    assert re.search(r"\(\+\d+(,\d)? Punkte\)", told["outcome"])
    assert re.fullmatch(r"0 von \d+ Leistungen", told["found"])
    wins = [float(cell.replace(",", ".")) for cell in told["column"] if cell]
    assert wins == sorted(wins, reverse=True)
    assert any("," in cell for cell in told["column"])
