"""Tests of `document.slides`: the document as slides: one idea a slide, native shapes and charts, so that all can be edited."""

import dataclasses
import io
import shutil
import subprocess
import sys
import zipfile

import pptx
import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import FLOWER, hostile, of_teams
from valuechain.document.contents import document
from valuechain.document.slides import slides

AFTER = FLOWER.with_name("flower_shop_after.yaml")
HOSPITAL = next(path for path in EXAMPLES if path.stem == "hospital")
OFFICE = shutil.which("soffice")


def opened(data):
    return pptx.Presentation(io.BytesIO(data))


@pytest.fixture(scope="module")
def deck():
    return slides(document(vc.load(AFTER), vc.load(FLOWER)))


def titles(deck):
    return [slide.shapes.title.text for slide in opened(deck).slides]


def chart_of(deck, beginning):
    slide = next(s for s in opened(deck).slides if s.shapes.title.text.startswith(beginning))
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def test_one_idea_a_slide(deck):
    assert titles(deck) == [
        "Flower shop, a year later",
        "How satisfied the customers are",
        "Who serves whom",
        "What to do first: points that each step wins the customers",
        "Where the points are lost: from 100 % down to the outcome",
        "What matters, and what is done well",
        "What to do for how much: the best outcome at every budget",
        "What changed: points that each service won the customers",
        "How the numbers are made",
    ]
    said = [
        shape.text_frame.text for shape in opened(deck).slides[1].shapes if shape.has_text_frame
    ]
    assert vc.simulate(vc.load(AFTER)).answer in said


def test_the_charts_hold_the_numbers_of_the_library(deck):
    diagnosis = vc.diagnose(vc.load(AFTER))
    first = chart_of(deck, "What to do first").plots[0]
    wins = [100 * step.gain for step in diagnosis.steps if step.gain > 0]
    assert list(first.series[0].values) == pytest.approx(wins)
    assert first.categories[0] == "Clerk \u2192 Designer"
    _, lost = chart_of(deck, "Where the points").plots[0].series
    assert sum(lost.values) == pytest.approx(100 * (1 - diagnosis.outcome))
    changed = chart_of(deck, "What changed").plots[0].series[0]
    did = [row for row in vc.compare(vc.load(FLOWER), diagnosis).services if row.did]
    assert list(changed.values) == pytest.approx([100 * row.part for row in did][:8])
    spots = chart_of(deck, "What to do for how much").plots[0].series[0]
    assert list(spots.values)[-1] == pytest.approx(vc.frontier(diagnosis).steps[-1].outcome)


def test_the_steps_are_those_that_the_advice_speaks_of():
    diagnosis = vc.diagnose(of_teams())
    assert diagnosis.advice.kind == "teams"
    first = chart_of(slides(document(diagnosis)), "What to do first").plots[0]
    assert list(first.categories) == [team.provider for team in diagnosis.teams]
    assert list(first.series[0].values) == pytest.approx([100 * t.gain for t in diagnosis.teams])


def test_what_was_learnt_is_not_among_what_was_won():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 50%}}}, b: {serves: {c: {satisfaction: 60%}}}}, customers: {c: }}"
    less = vc.loads(text.replace("{satisfaction: 60%}", "").replace("50", "45"))
    changed = chart_of(slides(document(less, vc.loads(text))), "What changed").plots[0]
    assert list(changed.categories) == ["a \u2192 c"]
    assert list(changed.series[0].values) == pytest.approx([-2.5])


def test_the_diagram_is_made_of_shapes_that_bear_the_names_of_parties_and_services(deck):
    chain = vc.load(AFTER)
    shapes = {shape.name: shape for shape in opened(deck).slides[2].shapes}
    assert set(chain.parties) | set(chain.services) <= set(shapes)
    clerk = shapes["clerk"]
    assert clerk.text_frame.text == "Clerk\n90 %"
    way = shapes["clerk->designer"].shapes
    assert way[0].left + way[0].width >= clerk.left + clerk.width
    bottom = max(shape.top + shape.height for shape in shapes.values())
    assert bottom <= opened(deck).slide_height


def test_the_same_bytes_every_time(deck):
    assert slides(document(vc.load(AFTER), vc.load(FLOWER))) == deck


def test_the_looks_of_a_template_are_taken(tmp_path):
    own = pptx.Presentation()
    own.slides.add_slide(own.slide_layouts[6])
    path = tmp_path / "own.pptx"
    own.save(path)
    made = opened(slides(document(vc.load(FLOWER)), path))
    assert made.slide_width == own.slide_width
    assert len(made.slides) == 1 + len(titles(slides(document(vc.load(FLOWER)))))


def test_a_template_without_titles_is_good_enough(tmp_path):
    own = pptx.Presentation()
    for layout in list(own.slide_layouts):
        if layout.name != "Blank":
            own.slide_layouts.remove(layout)
    path = tmp_path / "own.pptx"
    own.save(path)
    made = opened(slides(document(vc.load(FLOWER)), path))
    assert made.slides[2].shapes.title is None
    shapes = {shape.name: shape for shape in made.slides[2].shapes}
    assert shapes.keys() >= {"clerk", "clerk->designer"}
    texts = [shape.text_frame.text for shape in shapes.values() if shape.has_text_frame]
    assert texts.count("Who serves whom") == 1


def test_a_template_that_is_none_is_told(tmp_path):
    path = tmp_path / "own.pptx"
    path.write_bytes(b"no presentation")
    with pytest.raises(vc.FormatError, match=r"own\.pptx: the template is no presentation"):
        slides(document(vc.load(FLOWER)), path)
    with pytest.raises(OSError, match="No such file"):
        slides(document(vc.load(FLOWER)), tmp_path / "none.pptx")
    with pytest.raises(vc.ArgumentError, match="a template is for slides"):
        vc.write_report(vc.load(FLOWER), tmp_path / "r.html", template=path)


def test_slides_are_written_in_the_looks_of_a_template(tmp_path):
    template = tmp_path / "own.pptx"
    pptx.Presentation().save(template)
    vc.write_report(vc.load(FLOWER), tmp_path / "r.pptx", template=template)
    data = (tmp_path / "r.pptx").read_bytes()
    assert data == slides(document(vc.load(FLOWER)), template)


def test_what_there_is_nothing_of_has_no_slide():
    bare = vc.loads("{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}")
    assert titles(slides(document(bare))) == [
        "Who serves whom",
        "How satisfied the customers are",
        "Who serves whom",
        "How the numbers are made",
    ]
    fine = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 95%}}}}, customers: {c: }}"
    )
    same = slides(document(fine, fine))
    assert "What to do first" not in " ".join(titles(same))
    assert "What changed: points that each service won the customers" in titles(same)


def test_where_nothing_is_lost_there_is_no_walk():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 100%}}}}, customers: {c: }}"
    assert not [each for each in titles(slides(document(vc.loads(text)))) if "lost" in each]
    same = document(vc.loads(text), vc.loads(text.replace("{satisfaction: 100%}", "x")))
    assert "What matters, and what is done well" in titles(slides(same))


def test_no_name_runs_where_the_numbers_of_a_chart_are_edited():
    shop = vc.load(FLOWER)
    names = ["=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example/")', "https://evil.example/"]
    parties = {
        party.id: dataclasses.replace(party, name=names[i % 3])
        for i, party in enumerate(shop.parties.values())
    }
    data = slides(document(dataclasses.replace(shop, parties=parties)))
    with zipfile.ZipFile(io.BytesIO(data)) as deck:
        books = [deck.read(name) for name in deck.namelist() if name.endswith(".xlsx")]
    assert books
    for book in books:
        with zipfile.ZipFile(io.BytesIO(book)) as inside:
            for name in inside.namelist():
                assert b"<f>" not in inside.read(name)
                assert b"evil" not in inside.read(name) or name == "xl/sharedStrings.xml"


def test_layouts_are_known_by_what_is_filled_in_not_by_their_names(tmp_path):
    own = pptx.Presentation()
    for number, layout in enumerate(own.slide_layouts):
        layout.name = f"Folie {number}"
    own.save(tmp_path / "own.pptx")
    made = opened(slides(document(vc.load(FLOWER)), tmp_path / "own.pptx"))
    assert [slide.shapes.title.text for slide in made.slides][2] == "Who serves whom"
    assert not [
        place.name
        for slide in made.slides
        for place in slide.placeholders
        if not place.text_frame.text
    ]
    one = pptx.Presentation()
    for layout in list(one.slide_layouts)[2:]:
        one.slide_layouts.remove(layout)
    one.slide_layouts.remove(one.slide_layouts[0])
    one.save(tmp_path / "one.pptx")
    made = opened(slides(document(vc.load(FLOWER)), tmp_path / "one.pptx"))
    assert [len(list(slide.placeholders)) for slide in made.slides][1:] == [1] * (
        len(made.slides) - 1
    )
    none = pptx.Presentation()
    for layout in list(none.slide_layouts):
        none.slide_layouts.remove(layout)
    none.save(tmp_path / "none.pptx")
    with pytest.raises(vc.FormatError, match="the template has no layouts"):
        slides(document(vc.load(FLOWER)), tmp_path / "none.pptx")


def test_names_are_texts():
    made = opened(slides(document(hostile())))
    texts = [shape.text_frame.text for shape in made.slides[2].shapes if shape.has_text_frame]
    assert any("<script>alert(1)</" in text for text in texts)


def test_without_python_pptx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(vc.MissingExtraError, match=r"valuechain\[slides\]"):
        slides(document(vc.load(FLOWER)))


def _can_show_slides():
    if OFFICE is None:
        return False
    words = ["dpkg-query", "-W", "libreoffice-impress", "libreoffice-impress-nogui"]
    return (
        shutil.which("dpkg-query") is not None
        and b"impress" in subprocess.run(words, capture_output=True, check=False).stdout
    )


@pytest.mark.skipif(not _can_show_slides(), reason="LibreOffice has no Impress here")
def test_libreoffice_shows_every_slide(tmp_path):
    data = slides(document(vc.load(HOSPITAL)))
    (tmp_path / "h.pptx").write_bytes(data)
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    words = [OFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run([*words, tmp_path / "h.pptx"], check=True, capture_output=True, timeout=240)
    pages = (tmp_path / "h.pdf").read_bytes().count(b"/Type/Page/")
    assert pages == len(titles(data))


def test_one_deck_marks_one_place_to_start():
    """The diagnosis would start with a, the draws on average with b: of a nobody knows enough."""
    diagnosis = vc.diagnose(vc.load(HOSPITAL))
    found = document(diagnosis)
    start = set(found.simulation.first.services)
    assert set(diagnosis.advice.services) == start
    other = next(step for step in found.simulation.steps if not start & set(step.services))
    steps = (other, *(step for step in found.simulation.steps if step is not other))
    turned = dataclasses.replace(found.simulation, steps=steps)
    assert turned.first.id == other.id
    deck = slides(dataclasses.replace(found, simulation=turned))
    points = chart_of(deck, "What to do first").plots[0].series[0].points
    marked = [at for at in range(8) if points[at].format.fill.type is not None]
    (place,) = [at for at, step in enumerate(diagnosis.steps) if step.id == other.id]
    assert marked == [place]
