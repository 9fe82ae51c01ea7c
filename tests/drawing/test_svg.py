"""Tests of `drawing.svg`: an SVG made small, in which every box and arrow of a picture tells its title on hover."""

import random
import re
from xml.etree import ElementTree

import numpy as np
import pytest

import valuechain as vc
from chains import EXAMPLES, random_chain
from helpers.drawn import FLOWER
from organisations import organisation
from valuechain.drawing.draw import pictured

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
        random_chain(random.Random(1), parties=60, services=300),
    ):
        diagnosis = vc.diagnose(chain)
        layout = vc.layout(diagnosis)
        columns = len({place[0] for place in layout.boxes.values()})
        counts = way_points(vc.draw(diagnosis))
        assert len(counts) == 2 * len(chain.services)
        assert max(counts) <= 4 * columns  # one straight piece and one curve a column
        assert len(exported(diagnosis, ".svg")) < 400_000


def absolute(path):
    """The places that an SVG path of M, h, v, l, q, c and z leads through, in points."""
    here = start = np.zeros(2)
    found = []
    for letter, numbers in re.findall(r"([Mhvlqcz])([^Mhvlqcz]*)", path):
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        if letter in "hv":
            values = [
                number for value in values for number in {"h": (value, 0), "v": (0, value)}[letter]
            ]
        ends = {"q": 2, "c": 3}.get(letter, 1)
        for step in np.reshape(values, (-1, ends, 2)):  # a letter may be followed by several steps
            found.extend(step if letter == "M" else step + here)
            here = found[-1]
        here = start if letter == "z" else here
        start = here if letter == "M" else start
    return np.array(found)


def test_neighbours_that_look_alike_say_so_once():
    from valuechain.drawing.svg import slim

    texts = "\n".join(f'<text style="fill: red" x="{i}" y="2">{i}</text>' for i in range(3))
    assert slim(texts).count("fill:red") == 1
    assert slim(texts.rpartition("\n")[0]).count("fill:red") == 2


def test_short_paths_lead_through_the_same_places():
    from valuechain.drawing.svg import slim

    rng = random.Random(1)
    numbers = [round(rng.uniform(-3000, 3000), 6) for _ in range(12)]
    a, b, c, d, e, f, g, h, i, j, k, m = numbers
    long = f"M {a} {b} \nL {c} {b} \nC {d} {e} {f} {g} {h} {i} \nL {h} {j} \nQ {k} {m} {a} {a} \nz\nM {b} {c} L {d} {d}"
    found = re.search('d="(.*?)"', slim(f'<path d="{long}" style="fill: none"/>'))[1]
    wanted = [(a, b), (c, b), (d, e), (f, g), (h, i), (h, j), (k, m), (a, a), (b, c), (d, d)]
    assert np.abs(absolute(found) - np.array(wanted)).max() <= 0.0501
    assert len(found) < 0.8 * len(long)
    assert slim('a text that says d="M 1 2"') == 'a text that says d="M 1 2"'


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
