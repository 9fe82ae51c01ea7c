"""Tests of `drawing.export`: pictures as files: the name's ending says which kind."""

import dataclasses
import io
import shutil
import subprocess
from xml.etree import ElementTree

import networkx
import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import FLOWER, HOSTILE, VIEWS, hostile
from organisations import organisation, shuffled
from valuechain import Party, ScaledWarning, Service, ValueChain

# As pictures


def test_the_same_bytes_every_time(proof, shop, tmp_path):
    for name, value, view in (
        ("a", proof, "chain"),
        ("b", proof, "slope"),
        ("c", vc.frontier(shop), "chain"),
    ):
        vc.export(value, tmp_path / f"{name}1.svg", view)
        vc.export(value, tmp_path / f"{name}2.svg", view)
        assert (tmp_path / f"{name}1.svg").read_bytes() == (tmp_path / f"{name}2.svg").read_bytes()


# Files


@pytest.mark.parametrize("kind", ["svg", "graphml", "png", "pdf", "mmd", "dot"])
@pytest.mark.parametrize("how", [{}, {"view": "pyramid", "focus": "node"}, {"collapse": "group"}])
@pytest.mark.filterwarnings(
    "ignore::valuechain.GlyphWarning",
    "ignore:Glyph",
    "ignore:Matplotlib currently does not support",
)
def test_hostile_names_leave_every_file_well_formed(kind, how, tmp_path):
    chain = hostile()
    path = tmp_path / f"chain.{kind}"
    vc.export(chain, path, **how)
    data = path.read_bytes()
    if kind == "svg":
        told = "\n".join(
            title.text
            for title in ElementTree.fromstring(data).iter("{http://www.w3.org/2000/svg}title")
            if title.text
        )
        for name in HOSTILE if "collapse" not in how else []:
            assert " ".join(name.split()) in told
    elif kind == "graphml":
        graph = networkx.read_graphml(io.BytesIO(data), force_multigraph=True)
        assert {data["name"] for _, data in graph.nodes(data=True)} >= (
            {n for n in HOSTILE if n.strip()} if "collapse" not in how else set()
        )
    elif kind == "dot" and shutil.which("dot"):
        back = subprocess.run(
            ["dot", "-Tsvg"], input=data, capture_output=True, check=True, timeout=60
        )
        assert not back.stderr
        shown = "".join(ElementTree.fromstring(back.stdout).itertext())
        assert "cost $_$ team" in shown or "collapse" in how
    else:
        assert len(data) > 500


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "mmd", "dot", "graphml"])
def test_the_same_bytes_for_any_order_of_entries_on_any_run(kind, tmp_path):
    chain = organisation(4, parties=16)
    vc.export(chain, tmp_path / f"a.{kind}")
    vc.export(shuffled(chain, 1), tmp_path / f"b.{kind}")
    assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", [".svg", ".PNG", ".pdf"])
def test_every_view_can_be_written(view, kind, tmp_path):
    vc.export(vc.load(FLOWER), tmp_path / f"out{kind}", view)
    assert (tmp_path / f"out{kind}").stat().st_size > 4000


def test_a_very_long_picture_fits_a_png(tmp_path):
    ends = [(f"p{i:03}", f"p{i + 1:03}") for i in range(299)] + [("p299", "c")]
    members = [Party(f"p{i:03}") for i in range(300)] + [Party("c", kind="customer")]
    vc.export(
        ValueChain(members, [Service(f"{a}->{b}", a, b) for a, b in ends]),
        tmp_path / "long.png",
        collapse="none",
    )
    data = (tmp_path / "long.png").read_bytes()
    assert int.from_bytes(data[16:20], "big") <= 2**16


def test_what_cannot_be_exported_is_said(tmp_path):
    chain = vc.load(FLOWER)
    with pytest.raises(vc.UnknownNameError, match=r"\.svg, \.png"):
        vc.export(chain, tmp_path / "chain.gif")
    with pytest.raises(vc.ArgumentError, match="a walk is no graph"):
        vc.export(chain, tmp_path / "chain.mmd", "walk")
    with pytest.raises(OSError, match="No such file"):
        vc.export(chain, tmp_path / "missing" / "chain.svg")
    assert not list(tmp_path.iterdir())


def test_a_picture_with_too_many_pixels_says_that_it_is_scaled(tmp_path, monkeypatch):
    monkeypatch.setattr("valuechain.drawing.ink._WIDEST", 500)
    with pytest.warns(ScaledWarning, match=r"write it as \.svg or \.pdf"):
        vc.export(vc.load(EXAMPLES[0]), tmp_path / "x.png")
    vc.export(vc.load(EXAMPLES[0]), tmp_path / "x.svg")


LONG = "A title that nobody reads to its end. " * 1500
"""57,000 characters, of the 100,000 that a text may have."""


def long_titled():
    return dataclasses.replace(vc.example("flower_shop"), title=LONG.strip())


@pytest.mark.parametrize("ending", ["svg", "dot"])
def test_a_long_title_is_shortened_where_it_is_shown(tmp_path, ending):
    """As names are: drawing all of it would take seconds and hundreds of megabytes."""
    path = tmp_path / f"a.{ending}"
    vc.export(long_titled(), path)
    assert 0 < path.read_text(encoding="utf-8").count("nobody") <= 12


@pytest.mark.parametrize("view", ["chain", "walk", "map", "matrix"])
def test_a_long_title_is_shortened_where_it_is_drawn(view):
    axes = vc.draw(long_titled(), view=view)
    words = [axes.get_title(loc="left"), *(text.get_text() for text in axes.texts)]
    assert 0 < " ".join(words).count("nobody") <= 12


def test_a_long_title_is_whole_as_data(tmp_path):
    chain = long_titled()
    assert vc.diagnose(chain).to_dict()["title"] == chain.title
    assert vc.loads(vc.dumps(chain)).title == chain.title
    short = dataclasses.replace(chain, title="x" * 200)
    vc.export(short, tmp_path / "b.dot")
    assert "x" * 200 in (tmp_path / "b.dot").read_text(encoding="utf-8")
