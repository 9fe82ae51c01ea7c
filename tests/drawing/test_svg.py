"""Tests of `drawing.svg`: the picture as an SVG: text that can be searched, and titles on hover."""

import dataclasses
import random
import re
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest

import valuechain as vc
from chains import EXAMPLES, random_chain
from helpers.browser import in_a_browser, screenshot
from helpers.drawn import FLOWER, HOSTILE, hostile
from helpers.paths import absolute
from organisations import organisation
from valuechain import Score
from valuechain.drawing.canvas import own_settings
from valuechain.drawing.diagram import marked
from valuechain.drawing.focus import focused
from valuechain.drawing.ink import inked
from valuechain.drawing.painting import painted
from valuechain.drawing.svg import svg
from valuechain.drawing.views import pictured

# Files


def test_an_svg_can_be_searched_and_tells_titles_on_hover(tmp_path):
    vc.export(vc.load(FLOWER), tmp_path / "chain.svg")
    root = ElementTree.parse(tmp_path / "chain.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert "Inventory keeper" in {
        "".join(text.itertext()).strip() for text in root.iter(f"{space}text")
    }
    shapes = root.findall(f"{space}g[@id='titles']/*")
    assert len(shapes) == 6 + 8
    titles = {shape.find(f"{space}title").text.split("\n")[0] for shape in shapes}
    assert "Clerk serves Delivery person: address and time" in titles
    wide, high = (float(root.get(side).removesuffix("pt")) for side in ("width", "height"))
    for shape in root.findall(f"{space}g[@id='titles']/{space}rect"):
        assert 0 <= float(shape.get("x")) <= wide
        assert 0 <= float(shape.get("y")) <= high


def way_points(ax):
    """How many points each line of an arrow has on the paper, casing and line."""
    (ways,) = (found for found in ax.collections if found.get_gid() == "ways")
    return [len(path.vertices) for path in ways.get_paths()]


# Curves


def test_a_line_has_few_points_and_an_svg_of_many_is_small():
    from valuechain.drawing.export import exported

    for chain in (
        organisation(1, parties=60, ratio=5),
        random_chain(random.Random(1), parties=25, services=90),
    ):
        diagnosis = vc.diagnose(chain)
        layout = vc.layout(diagnosis)
        columns = len({place[0] for place in layout.boxes.values()})
        counts = way_points(vc.draw(diagnosis))
        assert len(counts) == 2 * len(chain.services)
        assert max(counts) <= 4 * columns  # one straight piece and one curve a column
        assert len(exported(diagnosis, ".svg")) < 400_000


def test_every_way_in_an_svg_is_written_once_and_leads_where_its_arrow_does():
    from valuechain.drawing.export import exported

    space, link = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
    diagnosis = vc.diagnose(vc.load(next(p for p in EXAMPLES if p.stem == "plant")))
    picture = pictured(diagnosis, "chain")
    root = ElementTree.fromstring(exported(diagnosis, ".svg"))
    known = {f"#{path.get('id')}": path.get("d") for path in root.iter(f"{space}path")}
    (ways,) = (group for group in root.iter(f"{space}g") if group.get("id") == "ways")
    uses = [use.get(link) for use in ways.iter(f"{space}use")]
    assert uses[::2] == uses[1::2]
    assert len(set(uses)) == len(picture.sketch.arrows)
    high = picture.sheet.size[1]
    for name, arrow in zip(uses[::2], picture.stacked, strict=True):
        curve = (picture.layout.curves[arrow.id] + picture.sheet.corner) * (1, -1) + (0, high)
        found = absolute(known[name])
        assert np.abs(found[0] - curve[0]).max() < 0.06
        assert np.abs(found[-1] - curve[-1]).max() == pytest.approx(0.8 * 6.5, abs=0.06)
    over = root.findall(f"{space}g[@id='titles']/{space}g")
    titles = {group.find(f"{space}title").text for group in over}
    assert titles == {arrow.title for arrow in picture.sketch.arrows}
    assert [group.find(f"{space}use").get(link) for group in over] == uses[::2]


# The same as on a matplotlib axes


KINDS = ("shop", "pyramid", "loops", "unscored", "sureness", "compared", "focus", "names")


@cache
def subjects():
    """Pictures of all kinds."""
    shop = vc.load(FLOWER)
    unscored = vc.ValueChain(
        shop.parties.values(),
        [dataclasses.replace(s, satisfaction=None) for s in shop.services.values()],
    )
    plant = vc.load(next(path for path in EXAMPLES if path.stem == "plant"))
    few = [
        dataclasses.replace(s, satisfaction=Score.of(s.satisfaction.value, responses=1))
        for s in shop.services.values()
    ]
    clinic = vc.ValueChain(shop.parties.values(), few)
    found = {
        "shop": pictured(shop, "chain"),
        "pyramid": pictured(shop, "pyramid"),
        "loops": pictured(plant, "chain"),
        "unscored": pictured(unscored, "chain"),
        "sureness": pictured(vc.simulate(clinic, draws=500), "chain"),
        "compared": pictured(vc.compare(shop, clinic), "chain"),
        "focus": pictured(shop, "chain", focused("clerk", None, 0.0)),
        "names": pictured(
            hostile([name if name.isascii() else "plain" for name in HOSTILE]), "chain"
        ),
    }
    assert tuple(found) == KINDS
    return found


def by_matplotlib(picture):
    """The same picture, written by matplotlib."""
    with own_settings():
        return inked(painted(marked(picture), None), "svg").decode()


def texts_of(svg):
    """Every text with its height and its looks, as matplotlib and we write it."""
    found = []
    for text, look in walked(ElementTree.fromstring(svg), {}):
        font = look.get("font", "")
        bold = look.get("font-weight") in ("bold", "700") or font.startswith(("bold", "700"))
        size = re.search(r"[\d.]+(?=px|$)", look.get("font-size", font))[0]
        x, y, anchor = text.get("x"), text.get("y"), look.get("text-anchor", "start")
        looks = (float(size), bold, look.get("fill", "#000"))
        found.append((text.text, float(y), looks, anchor, float(x)))
    return sorted(found)


def walked(element, look):
    """Every text below, and how it looks by itself and by what it is in."""
    style = dict(part.split(":", 1) for part in element.get("style", "").split(";") if part)
    look = (
        look | dict(element.attrib) | {key.strip(): value.strip() for key, value in style.items()}
    )
    if element.tag.endswith("}text"):
        yield element, look
    for child in element:
        yield from walked(child, look)


@pytest.mark.parametrize("name", KINDS)
def test_every_text_stands_where_matplotlib_has_it(name):
    picture = subjects()[name]
    ours, theirs = texts_of(svg(picture)), texts_of(by_matplotlib(picture))
    assert [text[0] for text in ours] == [text[0] for text in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert mine[1] == pytest.approx(other[1], abs=0.11)
        assert mine[2] == other[2]
        assert mine[3:] == (other[3], pytest.approx(other[4], abs=0.11))


@in_a_browser
def test_a_browser_shows_the_same_as_matplotlib_draws(tmp_path):
    pictures = subjects().values()
    ours, theirs = (
        screenshot("<br>".join(map(written, pictures)), tmp_path / name, (1504, 3600))
        for name, written in (("ours", svg), ("theirs", by_matplotlib))
    )
    assert (ours != 255).mean() > 0.05
    # A tenth of a point may be another pixel: the eye sees what is around it too.
    assert np.abs(blurred(ours) - blurred(theirs)).max() < 25


def blurred(pixels):
    """The means of squares of 8 pixels."""
    high, wide, colours = pixels.shape
    return pixels.reshape(high // 8, 8, wide // 8, 8, colours).mean(axis=(1, 3))
