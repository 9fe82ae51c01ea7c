"""The drawings, tested through what stands on the paper; and the files they are written to."""

import io
import itertools
import random
import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import matplotlib
import networkx
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

import valuechain as vc
from chains import EXAMPLES, random_chain
from organisations import organisation, shuffled
from valuechain import Party, Score, Service, ValueChain
from valuechain.cli.main import main
from valuechain.drawing.draw import pictured
from valuechain.drawing.folding import folded
from valuechain.drawing.fonts import families
from valuechain.drawing.shapes import head
from valuechain.drawing.sketch import sketched
from valuechain.drawing.style import GOOD, HALO, NEAR, POOR, SHADES, UNKNOWN, band, faded, shade
from valuechain.drawing.walk import steps

FLOWER = next(path for path in EXAMPLES if path.stem == "flower_shop")
VIEWS = ("chain", "pyramid", "walk", "map", "matrix")


def flower(view="chain", **how):
    return vc.draw(vc.diagnose(vc.load(FLOWER)), view=view, **how)


def extents(ax):
    """Every text on the paper with its box, in pixels, as it is really drawn."""
    figure = ax.figure
    renderer = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else None
    figure.canvas.draw()
    # of an annotation, without its arrow
    return [
        (text, Text.get_window_extent(text, renderer))
        for text in ax.texts
        if text.get_text().strip()
    ]


def drawn(chain, **how):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    ax = vc.draw(chain, **how)
    FigureCanvasAgg(ax.figure)
    return ax


# What stands on the paper


@pytest.mark.parametrize("view", ["chain", "pyramid"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_text_is_on_the_paper_and_none_covers_another(path, view):
    ax = drawn(vc.load(path), view=view)
    paper = ax.figure.bbox
    found = extents(ax)
    for text, place in found:
        assert paper.x0 <= place.x0 and place.x1 <= paper.x1, text.get_text()
        assert paper.y0 <= place.y0 and place.y1 <= paper.y1, text.get_text()
    for i, (text, place) in enumerate(found):
        for other, there in found[:i]:
            assert not place.shrunk(0.96, 0.9).overlaps(there.shrunk(0.96, 0.9)), (
                text.get_text(),
                other.get_text(),
            )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_names_stay_in_their_boxes_and_every_box_is_there(path):
    chain = vc.load(path)
    ax = drawn(chain)
    picture = pictured(vc.diagnose(chain), "chain")
    texts = {text.get_text().split("\n")[0]: place for text, place in extents(ax)}
    for party, (x, y, wide, high) in picture.layout.boxes.items():
        first = picture.layout.names[party][0]
        place = texts[first].transformed(ax.transData.inverted())
        left, low = np.array([x - wide / 2, y - high / 2]) + picture.sheet.corner
        assert left <= place.x0 and place.x1 <= left + wide
        assert low <= place.y0 and place.y1 <= low + high


def lines(ax):
    """Every stroke on the paper: colour, width, whether dashed."""
    found = []
    for collection in ax.collections:
        if not len(collection.get_facecolors()):
            for i, _ in enumerate(collection.get_paths()):
                dashes = collection.get_linestyle()[i][1]
                found.append(
                    (
                        to_hex(collection.get_edgecolors()[i]),
                        float(collection.get_linewidths()[i]),
                        dashes is not None,
                    )
                )
    return found


def two_weak():
    """A root cause, a symptom and a sound service."""
    return vc.loads("""
valuechain: 1
teams:
  a: {serves: {b: {satisfaction: 50%}}}
  b: {serves: {customer: {satisfaction: 55%}}}
  d: {serves: {customer: {satisfaction: 90%}}}
customers: {customer: }
""")


def test_a_weak_link_differs_in_colour_dash_width_and_badge():
    ax = vc.draw(two_weak())
    rows = {row.verdict: row for row in vc.diagnose(two_weak()).services}
    assert set(rows) == {"root cause", "symptom", "sound"}
    strokes = {line for line in lines(ax) if line[0] in (GOOD, POOR)}
    (good,) = {line for line in strokes if line[0] == GOOD}
    weak = sorted(line[1:] for line in strokes if line[0] == POOR)
    assert good[1:] == (pytest.approx(1.1), False)
    assert weak == [(pytest.approx(2.0), True), (pytest.approx(3.4), True)]
    assert HALO in {line[0] for line in lines(ax)}
    weights = {
        text.get_text(): text.get_fontweight()
        for text in ax.texts
        if text.get_text() in ("50", "55", "90")
    }
    assert weights == {"50": "bold", "55": "bold", "90": "normal"}
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert colours["50"] == "#ffffff"  # on a filled badge; a symptom's is hollow
    assert colours["55"] != "#ffffff"


def test_colours_are_bands_around_the_target():
    assert [band(s, 0.75) for s in (0.75, 0.7499, 0.6501, 0.65, None)] == [
        GOOD,
        NEAR,
        NEAR,
        POOR,
        UNKNOWN,
    ]
    grey = [
        sum(w * int(c[i : i + 2], 16) for i, w in ((1, 0.3), (3, 0.59), (5, 0.11)))
        for c in (GOOD, NEAR, POOR)
    ]
    assert grey[0] - grey[1] > 30  # they stay apart without colour
    assert grey[1] - grey[2] > 40


def test_without_scores_the_picture_is_neutral():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: x, c: y}}, b: {serves: {c: z}}}, customers: {c: }}"
    )
    ax = vc.draw(chain)
    used = {colour for colour, _, _ in lines(ax)}
    assert used & set(SHADES)
    assert not used & {GOOD, NEAR, POOR, HALO}
    assert {width for colour, width, _ in lines(ax) if colour in SHADES} == {1.1}
    told = " ".join(text.get_text() for text in ax.texts)
    assert "matters most to the customer" in told
    for view in ("walk", "map"):
        with pytest.raises(vc.ArgumentError, match="nothing is measured yet"):
            vc.draw(chain, view=view)
    vc.draw(chain, view="matrix")


def test_the_legend_gives_the_numbers_and_only_what_occurs():
    told = [text.get_text() for text in flower().texts]
    assert {
        "75 % or more: on target",
        "below 75 %",
        "65 % or less",
        "likely root cause; framed: whose doing it is",
    } <= set(told)
    assert "runs back: closes a loop" not in told
    assert "not measured" not in told
    plant = [
        text.get_text()
        for text in vc.draw(vc.load(next(p for p in EXAMPLES if p.stem == "plant"))).texts
    ]
    assert "runs back: closes a loop" in plant
    assert "10 points or more below its target" in plant


def test_numbers_on_every_arrow_up_to_fifty_then_on_weak_links_only():
    few, many = organisation(1, parties=14, ratio=2), organisation(1, parties=40, ratio=2)
    assert len(few.services) <= 50 < len(many.services)
    shown = sketched(vc.diagnose(few))
    assert all(arrow.label for arrow in shown.arrows)
    assert {arrow.label for arrow in shown.arrows if arrow.verdict == "unmeasured"} <= {"?"}
    assert all(bool(arrow.label) == arrow.weak for arrow in sketched(vc.diagnose(many)).arrows)


def test_focus_keeps_what_leads_to_and_from_it():
    picture = pictured(vc.diagnose(vc.load(FLOWER)), "chain", "clerk")
    assert picture.shown >= {
        "clerk",
        "inventory",
        "auction",
        "designer",
        "delivery",
        "customer",
        "clerk->delivery",
    }
    assert "inventory->designer" not in picture.shown
    assert faded(NEAR) in {
        colour for colour, _, _ in lines(flower(focus="inventory->clerk"))
    } or faded(POOR)
    ax = flower(focus="inventory->clerk")
    assert faded(POOR) in {
        colour for colour, _, _ in lines(ax)
    }  # inventory->designer is not downstream of it
    assert any("In focus: inventory->clerk" in text.get_text() for text in ax.texts)
    with pytest.raises(vc.UnknownNameError, match="did you mean 'clerk'"):
        flower(focus="clerc")


def test_folding_loses_nothing():
    chain = organisation(2, parties=60, ratio=2.5)
    diagnosis = vc.diagnose(chain)
    sketch, small = sketched(diagnosis), folded(sketched(diagnosis))
    assert sorted(p for box in small.boxes for p in box.parties) == sorted(chain.parties)
    into = {party: box.id for box in small.boxes for party in box.parties}
    inside = {a.id for a in sketch.arrows if into[a.provider] == into[a.customer]}
    assert sorted([*(s for arrow in small.arrows for s in arrow.services), *inside]) == sorted(
        chain.services
    )
    assert sum(
        int(box.name.split(" service")[0].split()[-1])
        for box in small.boxes
        if "service" in box.name
    ) == len(inside)
    across = sum(a.contribution for a in sketch.arrows if a.id not in inside)
    assert sum(a.contribution for a in small.arrows) == pytest.approx(across)
    weak = {
        (into[a.provider], into[a.customer]) for a in sketch.arrows if a.weak and a.id not in inside
    }
    assert {(a.provider, a.customer) for a in small.arrows if a.weak} == weak


def test_many_parties_are_folded_and_the_figure_says_so():
    chain = organisation(3, parties=160, ratio=1.3)
    ax = vc.draw(chain)
    assert any(
        "160 parties and" in text.get_text() and "folded into" in text.get_text()
        for text in ax.texts
    )
    plain = vc.draw(chain, collapse="none")
    assert not any("folded" in text.get_text() for text in plain.texts)
    alone = organisation(3, parties=160, ratio=1.3, departments=False)
    assert any("nothing could be folded" in text.get_text() for text in vc.draw(alone).texts)
    grouped = flower(collapse="group")
    assert any("Shop: 3 parties" in text.get_text().replace("\n", " ") for text in grouped.texts)
    assert vc.draw(vc.load(FLOWER), collapse="group", focus="clerk")


def test_axes_in_axes_out_and_everything_scales():
    figure = Figure(figsize=(3, 2))
    for view in VIEWS:
        ax = figure.add_subplot()
        assert flower(view, ax=ax) is ax
    sizes = [
        {text.get_fontsize() for text in flower(ax=Figure(figsize=size).add_subplot()).texts}
        for size in ((3, 2), (12, 8))
    ]
    assert max(sizes[0]) < max(sizes[1])
    with pytest.raises(vc.ArgumentError, match="matplotlib Axes"):
        flower(ax="ax")
    with pytest.raises(vc.ArgumentError, match="matplotlib Axes"):
        flower("walk", ax=figure)


def test_wrong_questions():
    with pytest.raises(vc.UnknownNameError, match="did you mean 'pyramid'"):
        flower("pyramids")
    with pytest.raises(vc.UnknownNameError, match="collapse"):
        flower(collapse="groups")
    for how in ({"focus": "clerk"}, {"collapse": "group"}):
        with pytest.raises(vc.ArgumentError, match="for the views chain and pyramid"):
            flower("map", **how)
    with pytest.raises(
        vc.ArgumentError, match="ValueChain, a Diagnosis, a Simulation, a Comparison or a Frontier"
    ):
        vc.draw("chain.yaml")


def test_nothing_outside_is_touched():
    script = (
        "import matplotlib, sys, warnings, valuechain as vc\n"
        "before, filters = matplotlib.rcParams.copy(), list(warnings.filters)\n"
        f"d = vc.diagnose(vc.load({str(FLOWER)!r})); vc.draw(d); vc.draw(d, view='map'); d._repr_html_()\n"
        "assert matplotlib.rcParams.copy() == before and 'matplotlib.pyplot' not in sys.modules\n"
        "assert warnings.filters == filters\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)


# Letters


def test_characters_without_a_glyph_are_named():
    chain = ValueChain(
        [Party("a", "\U0001f984 \u0b95"), Party("c", kind="customer")], [Service("a->c", "a", "c")]
    )
    with pytest.warns(vc.GlyphWarning, match=r"U\+1F984"):
        vc.draw(chain)
    with pytest.warns(vc.GlyphWarning, match="and 2 more"):
        families(["".join(map(chr, range(0xE100, 0xE10C)))])
    assert families(["Clerk", "Żółć Ελληνικά Кириллица"]) == ["DejaVu Sans"]


def test_other_fonts_are_used_where_they_help(monkeypatch):
    from valuechain.drawing import fonts

    monkeypatch.setattr(fonts, "_WIDE_COVERAGE", ("DejaVu Sans Mono", "STIXGeneral"))
    monkeypatch.setattr(
        fonts, "_has", lambda name: frozenset("ab") if name == "STIXGeneral" else frozenset("a")
    )
    assert families(["ab"]) == ["DejaVu Sans", "STIXGeneral"]


# The charts


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_walk_adds_up(path):
    diagnosis = vc.diagnose(vc.load(path))
    if diagnosis.outcome is None:
        return
    told = steps(diagnosis)
    assert sum(step.size for step in told) == pytest.approx(1 - diagnosis.outcome)
    named = [step.size for step in told if not step.words.startswith("the rest")]
    assert named == sorted(named, reverse=True)
    assert sum(named) >= 0.8 * (1 - diagnosis.outcome) - 1e-9 > sum(named[:-1]) - 1e-6
    ax = vc.draw(diagnosis, view="walk")
    ends = [patch.get_x() for patch in ax.patches]
    assert ends[-2] == pytest.approx(100 * diagnosis.outcome)
    assert len(ax.get_yticklabels()) == len(told) + 2


def test_a_chain_in_which_nobody_lacks_anything():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 100%}}}}, customers: {c: }}"
    )
    assert steps(vc.diagnose(chain)) == []
    for view in VIEWS:
        vc.draw(chain, view=view)


@pytest.mark.parametrize("weak", [12, 40])
def test_the_map_labels_every_weak_link_without_overlap(weak):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    rng = random.Random(weak)
    members = [Party(f"t{i}", f"Team number {i}") for i in range(weak)] + [
        Party("c", kind="customer")
    ]
    services = [
        Service(
            f"t{i}->c",
            f"t{i}",
            "c",
            "goods",
            Score.of(rng.choice([0.5, 0.52, 0.6])),
            target=0.9 if i == 3 else 0.75,
        )
        for i in range(weak)
    ]
    diagnosis = vc.diagnose(ValueChain(members, services))
    ax = vc.draw(diagnosis, view="map")
    FigureCanvasAgg(ax.figure)
    labels = (
        {f"Team number {i} → c: goods" for i in range(weak)}
        if weak <= 25
        else {str(i + 1) for i in range(weak)}
    )
    places = {text.get_text(): place for text, place in extents(ax) if text.get_text() in labels}
    assert set(places) == labels
    found = list(places.values())
    for i, place in enumerate(found):
        assert not any(
            place.shrunk(0.95, 0.8).overlaps(other.shrunk(0.95, 0.8)) for other in found[:i]
        )
        assert ax.figure.bbox.x0 <= place.x0 and place.x1 <= ax.figure.bbox.x1


def test_a_map_that_is_full_still_names_everything():
    members = [Party(f"t{i}", f"A rather long name of a team, number {i}") for i in range(20)] + [
        Party("c", kind="customer")
    ]
    chain = ValueChain(
        members, [Service(f"t{i}->c", f"t{i}", "c", satisfaction=Score.of(0.5)) for i in range(20)]
    )
    ax = vc.draw(chain, view="map", ax=Figure(figsize=(2, 1.5)).add_subplot())
    assert sum("rather long" in text.get_text() for text in ax.texts) == 20


def test_the_matrix_shows_departments_and_silos():
    ax = flower("matrix")
    rows = [label.get_text() for label in ax.get_yticklabels()]
    across = [label.get_text() for label in ax.get_xticklabels()]
    assert rows == ["Floral auction", "Shop", "On the road"]
    assert across == ["Shop", "On the road", "Customer"]
    at = {
        (round(t.get_position()[0]), round(t.get_position()[1])): t.get_text()
        for t in ax.texts
        if t.get_fontweight() == "bold"
    }
    assert at[2, 2] == "60"
    assert at[0, 0] == "88"
    assert (2, 0) not in at  # the auction serves no customer
    unmeasured = vc.draw(
        vc.load(next(p for p in EXAMPLES if p.stem == "professional_firm")), view="matrix"
    )
    assert "?" in {text.get_text() for text in unmeasured.texts}


# Files

HOSTILE = [
    "cost $_$ team",
    "<script>alert(1)</script>",
    "\"quoted\" and 'quoted'",
    "back\\slash \\N \\n",
    "two\nlines\tand a tab",
    "x" * 10_000,
    "עברית العربية",
    "unicorn \U0001f984",
    "   ",
    "a & b &amp; #quot; %%{init}%% ]] -- `tick` $$x$$ ; | {}",
    "end",
]


def hostile(names=HOSTILE):
    ids = [
        "end",
        "graph",
        "node",
        "subgraph",
        "digraph",
        "style",
        "class",
        "click",
        "default",
        "edge",
        "strict",
        "linkStyle",
    ][: len(names)]
    members = [
        Party(i, name, group=name[:60].strip()) for i, name in zip(ids, names, strict=False)
    ] + [Party("customer", names[1], "customer")]
    ends = [*itertools.pairwise(ids), (ids[-1], "customer"), (ids[0], "customer"), (ids[3], ids[0])]
    services = [
        Service(
            f"{a}->{b}", a, b, names[i % len(names)], Score.of(0.5 + 0.03 * i) if i % 3 else None
        )
        for i, (a, b) in enumerate(ends)
    ]
    return ValueChain(members, services, title=names[9])


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


def test_a_mermaid_text_holds_nothing_to_obey():
    from valuechain.drawing.mermaid import mermaid

    text = mermaid(pictured(vc.diagnose(hostile()), "chain"))
    assert text.startswith("flowchart LR\n")
    assert "<script" not in text
    assert "%%{" not in text
    assert all(line.count('"') in (0, 2) for line in text.splitlines())
    wide = organisation(1, parties=200, ratio=2.8)
    assert mermaid(pictured(vc.diagnose(wide), "chain", collapse="none")).startswith("%% ")


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "mmd", "dot", "graphml"])
def test_the_same_bytes_for_any_order_of_entries_on_any_run(kind, tmp_path):
    chain = organisation(4, parties=16)
    vc.export(chain, tmp_path / f"a.{kind}")
    vc.export(shuffled(chain, 1), tmp_path / f"b.{kind}")
    assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


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


def test_graphml_holds_what_is_known(tmp_path):
    vc.export(vc.load(FLOWER), tmp_path / "chain.graphml")
    graph = networkx.read_graphml(tmp_path / "chain.graphml", force_multigraph=True)
    assert graph.nodes["inventory"]["name"] == "Inventory keeper"
    assert graph["inventory"]["designer"]["inventory->designer"]["verdict"] == "root cause"
    assert sum(data["weak"] for _, _, data in graph.edges(data=True)) == 5


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", [".svg", ".PNG", ".pdf"])
def test_every_view_can_be_written(view, kind, tmp_path):
    vc.export(vc.load(FLOWER), tmp_path / f"out{kind}", view)
    assert (tmp_path / f"out{kind}").stat().st_size > 5000


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


# Notebooks


@pytest.mark.filterwarnings("error")
def test_notebooks_show_the_picture():
    chain = vc.load(FLOWER)
    for value in (chain, vc.diagnose(chain)):
        html = value._repr_html_()
        assert html.count("<svg") == 1
        assert "Inventory keeper" in html
        assert "<?xml" not in html
    strange = ValueChain(
        [Party("a", "\U0001f984"), Party("c", kind="customer")], [Service("a->c", "a", "c")]
    )
    assert "<svg" in strange._repr_html_()


def test_a_chain_too_large_for_a_page_shows_its_services(monkeypatch):
    monkeypatch.setattr("valuechain.drawing.notebook.MOST", 10)
    chain = organisation(1, parties=160, ratio=1.2, departments=False)
    assert "<svg" not in chain._repr_html_()
    assert "<table>" in chain._repr_html_()
    assert "<table>" in vc.diagnose(chain)._repr_html_()


# The command line


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "mmd", "dot", "graphml"])
def test_the_command_draws(kind, tmp_path, capsys):
    out = tmp_path / f"chain.{kind}"
    assert main(["draw", str(FLOWER), "-o", str(out), "--view", "pyramid", "--focus", "clerk"]) == 0
    assert out.stat().st_size > 500
    assert capsys.readouterr() == ("", f"written: {out}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "chain.gif"], "must end in one of .svg"),
        (["-o", "chain"], "must end in one of .svg"),
        (
            ["-o", "chain.svg", "--view", "map", "--focus", "clerk"],
            "for the views chain and pyramid",
        ),
        (["-o", "chain.svg", "--focus", "clerc"], "did you mean 'clerk'"),
        (["-o", "chain.mmd", "--view", "walk"], "a walk is no graph"),
    ],
)
def test_wrong_usage_is_a_sentence(arguments, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["draw", str(FLOWER), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_a_sentence(tmp_path, capsys):
    assert main(["draw", str(FLOWER), "-o", str(tmp_path / "no" / "chain.svg")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_an_arrow_head_at_a_point_is_no_error():
    assert np.isfinite(head(np.zeros((2, 2)), 5, 5).vertices).all()
    assert matplotlib.rcParams["svg.hashsalt"] != "valuechain"


def test_what_is_out_of_focus_is_pale_in_every_file():
    from valuechain.drawing.dot import dot
    from valuechain.drawing.mermaid import mermaid

    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: x}}, b: {serves: {d: y}}}, customers: {c: , d: }}"
    )
    picture = pictured(vc.diagnose(chain), "chain", "a")
    assert "class n1,n3 faded" in mermaid(picture)
    assert dot(picture).count("#c3cad1") == 2
    assert all(box.received is None for box in picture.sketch.boxes)


def test_what_is_measured_only_inside_a_department_still_counts():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {group: g, serves: {b: {satisfaction: 70%}}}, b: {group: g, serves: {c: x}}}, customers: {c: }}"
    )
    told = [text.get_text() for text in vc.draw(chain, collapse="group").texts]
    assert "nothing is measured yet" not in " ".join(told)
    assert any("1 of 1 service inside weak" in text.replace("\n", " ") for text in told)
    assert vc.draw(chain, collapse="group", focus="a->b")


def test_scores_that_lead_to_no_customer_are_shown_and_nothing_is_claimed():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 70%}}}, b: {}, d: {serves: {c: x}}}, customers: {c: }}"
    )
    told = [text.get_text() for text in vc.draw(chain).texts]
    assert {"70", "?"} <= set(told)
    assert "satisfaction with all it receives" not in told


def test_unsuitable_axes_are_refused_before_anything_is_drawn():
    figure = Figure()
    polar, gone, flat = (
        figure.add_subplot(projection="polar"),
        figure.add_subplot(),
        figure.add_axes((0, 0, 0, 1)),
    )
    gone.remove()
    for view in VIEWS:
        for ax, why in ((polar, "not polar"), (gone, "was removed"), (flat, "no room")):
            with pytest.raises(vc.ArgumentError, match=why):
                flower(view, ax=ax)


@pytest.mark.parametrize("view", VIEWS)
def test_a_users_settings_change_nothing(view, tmp_path):
    vc.export(vc.load(FLOWER), tmp_path / "a.svg", view)
    hostile = {
        "text.usetex": True,
        "figure.dpi": 300,
        "axes.facecolor": "black",
        "svg.fonttype": "path",
        "savefig.bbox": "tight",
    }
    with matplotlib.rc_context(hostile):
        vc.export(vc.load(FLOWER), tmp_path / "b.svg", view)
        assert matplotlib.rcParams["text.usetex"]
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize("path", [None, 3, b"x.svg", "a\0.svg", []])
def test_a_path_is_the_name_of_a_file(path):
    with pytest.raises(vc.ArgumentError, match="name of a file"):
        vc.export(vc.load(FLOWER), path)


@pytest.mark.parametrize(
    "how", [{"view": 3}, {"focus": 3}, {"collapse": None}, {"view": np.array([1, 2])}]
)
def test_questions_are_texts(how):
    with pytest.raises(vc.ArgumentError, match="is a text"):
        flower(**how)


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "chain.svg").mkdir()
    with pytest.raises(OSError, match="directory") as caught:
        vc.export(vc.load(FLOWER), tmp_path / "chain.svg")
    assert caught.value.filename == str(tmp_path / "chain.svg")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_map_of_many_is_quick_enough_to_wait_for():
    members = [Party(f"t{i}") for i in range(500)] + [Party("c", kind="customer")]
    chain = ValueChain(
        members, [Service(f"t{i}->c", f"t{i}", "c", satisfaction=Score.of(0.5)) for i in range(500)]
    )
    assert (
        len([text for text in vc.draw(chain, view="map").texts if text.get_text().isdecimal()])
        == 500
    )


def test_the_first_root_cause_is_filled_and_named_as_in_the_boxes():
    ax = flower()
    colours = {text.get_text().split("\n")[0]: text.get_color() for text in ax.texts}
    assert colours["Inventory keeper"] == "#ffffff"
    assert colours["Clerk"] != "#ffffff"
    told = " ".join(text.get_text() for text in ax.texts[:4])
    assert "Start with Inventory keeper → Designer: worth 10 points." in told


def test_a_legend_without_numbers_to_explain():
    members = [Party(f"t{i}") for i in range(60)] + [Party("c", kind="customer")]
    chain = ValueChain(
        members, [Service(f"t{i}->c", f"t{i}", "c", satisfaction=Score.of(0.9)) for i in range(60)]
    )
    told = [text.get_text() for text in vc.draw(chain).texts]
    assert "75 % or more: on target" in told
    assert "satisfaction with this service, %" not in told
    assert "satisfaction with this service, %" in [text.get_text() for text in flower().texts]


def test_a_folded_picture_of_few_arrows_bears_every_number():
    members = [Party(f"t{i}", group=f"g{i % 6}") for i in range(60)] + [Party("c", kind="customer")]
    ends = [(f"t{i}", f"t{i + 1}") for i in range(59)] + [("t59", "c")]
    services = [
        Service(f"{a}->{b}", a, b, satisfaction=Score.of(0.9) if i else None)
        for i, (a, b) in enumerate(ends)
    ]
    sketch = sketched(vc.diagnose(ValueChain(members, services)))
    assert not any(arrow.label for arrow in sketch.arrows)
    small = folded(sketch)
    assert {arrow.label for arrow in small.arrows} == {"90"}
    assert "unmeasured" not in {
        arrow.verdict for arrow in small.arrows
    }  # one of ten is; the others were asked about


# Curves


def way_points(ax):
    """How many points each line of an arrow has on the paper, casing and line."""
    (ways,) = (found for found in ax.collections if found.get_gid() == "ways")
    return [len(path.vertices) for path in ways.get_paths()]


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
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter == "h":
            values = [values[0], 0.0]
        if letter == "v":
            values = [0.0, values[0]]
        if letter != "M":
            values = np.reshape(values, (-1, 2)) + here
        found.extend(np.reshape(values, (-1, 2)))
        here = found[-1] if letter != "z" else start
        if letter == "M":
            start = here
    return np.array(found)


def test_short_paths_lead_through_the_same_places():
    from valuechain.drawing.svg import slim

    rng = random.Random(1)
    numbers = [round(rng.uniform(-3000, 3000), 6) for _ in range(12)]
    a, b, c, d, e, f, g, h, i, j, k, m = numbers
    long = f"M {a} {b} \nL {c} {b} \nC {d} {e} {f} {g} {h} {i} \nL {h} {j} \nQ {k} {m} {a} {a} \nz\nM {b} {c} L {d} {d}"
    found = re.search('d="(.*?)"', slim(f'<path d="{long}" style="fill: none"/>'))[1]
    wanted = [(a, b), (c, b), (d, e), (f, g), (h, i), (h, j), (k, m), (a, a), (b, c), (d, d)]
    assert np.abs(absolute(found) - np.array(wanted)).max() <= 0.0051
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
        assert np.abs(found[0] - curve[0]).max() < 0.02
        assert np.abs(found[-1] - curve[-1]).max() == pytest.approx(0.8 * 6.5, abs=0.02)
    over = root.findall(f"{space}g[@id='titles']/{space}g")
    titles = {group.find(f"{space}title").text for group in over}
    assert titles == {arrow.title for arrow in picture.sketch.arrows}
    assert [group.find(f"{space}use").get(link) for group in over] == uses[::2]


def test_a_part_of_a_figure_is_drawn_on_and_scales_with_it():
    figure = Figure(figsize=(12, 6))
    left, right = figure.subfigures(1, 2)
    ax = flower(ax=left.subfigures(2, 1)[0].add_subplot())
    assert flower("map", ax=right.add_subplot()).figure is right
    alone = Figure(figsize=(6, 3)).add_subplot()
    assert max(text.get_fontsize() for text in ax.texts) == pytest.approx(
        max(text.get_fontsize() for text in flower(ax=alone).texts)
    )
    assert all(collection.get_clip_on() for collection in ax.collections)


def test_a_folded_department_says_what_is_in_it():
    members = [Party(f"s{i:02}", kind="supplier", group="Mills") for i in range(25)]
    members += [Party("t"), Party("c", kind="customer")]
    ends = [(f"s{i:02}", "t") for i in range(7)] + [("t", "c")]
    services = [Service(f"{a}->{b}", a, b) for a, b in ends]
    services[-1] = Service("t->c", "t", "c", satisfaction=Score.of(0.8))
    small = folded(sketched(vc.diagnose(ValueChain(members, services))))
    mills = next(box for box in small.boxes if box.id == "#Mills")
    assert mills.kind == "supplier"
    assert mills.title.split("\n") == [
        "Mills: 25 parties",
        *(f"s{i:02}" for i in range(20)),
        "...",
    ]
    (bundle,) = (arrow for arrow in small.arrows if arrow.provider == "#Mills")
    assert bundle.lines[0] == "7 services, 0 weak"  # and no mean of nothing
    assert bundle.lines[-1] == "and 2 more"
    assert len(bundle.lines) == 1 + 5 + 1


def test_without_any_importance_everything_is_pale():
    assert shade(0.0, 0.0) == SHADES[0]
    assert shade(1.0, 1.0) == SHADES[-1]


def test_a_frontier_is_placed_as_its_diagnosis_and_says_what_is_only_a_bound():
    chain = vc.loads("""
valuechain: 1
teams:
  a: {serves: {b: {satisfaction: 50%, improve: [{action: train, cost: 3, quality: 90%}]}}}
  b: {serves: {c: {satisfaction: 60%}}}
  d: {serves: {c: talk}}
customers: {c: }
""")
    frontier = vc.frontier(chain)
    assert frontier.before.upper_bound
    assert vc.layout(frontier) == vc.layout(chain)
    assert vc.draw(frontier).get_ylabel() == "satisfaction of the customers, %, at most"


@pytest.mark.parametrize("view", ["chain", "map"])
def test_a_chain_is_diagnosed_once_for_its_picture(view, monkeypatch):
    from valuechain.drawing import sketch

    asked = []
    monkeypatch.setattr(sketch, "diagnose", lambda chain: asked.append(chain) or vc.diagnose(chain))
    vc.draw(vc.load(FLOWER), view=view)
    assert len(asked) == 1


def test_a_picture_bears_the_answer_of_its_report_with_names(monkeypatch):
    from valuechain.reports import diagnosis as told
    from valuechain.reports.dispatch import report_of

    chain = vc.load(FLOWER)
    diagnosis = vc.diagnose(chain)
    better = vc.what_if(diagnosis, {"inventory->designer": 0.9})
    bare = vc.diagnose(vc.loads("{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}"))
    simulation = vc.simulate(chain, draws=100, seed=1)
    wanted = {
        result: report_of(result).answer
        for result in (diagnosis, better, bare, simulation, vc.compare(diagnosis, better))
    }
    monkeypatch.setattr(told, "report", None)  # no picture asks for all of it
    for result, answer in wanted.items():
        named = answer.replace("inventory->designer", "Inventory keeper → Designer")
        assert pictured(result, "chain").answer == named.replace("a->c", "a → c")
