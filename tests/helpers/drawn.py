"""What stands on the paper of a picture, and names that try to be more than names."""

import itertools

from matplotlib.colors import to_hex
from matplotlib.text import Text

import valuechain as vc
from chains import EXAMPLES
from valuechain import Party, Score, Service, ValueChain

FLOWER = next(path for path in EXAMPLES if path.stem == "flower_shop")


VIEWS = ("chain", "pyramid", "walk", "map", "matrix")


def flower(view="chain", **how):
    return vc.draw(vc.diagnose(vc.load(FLOWER)), view=view, **how)


def of_teams():
    """A chain in which no link wins much: t0 is worst at all of many customers."""
    customers = [Party(f"c{i}", kind="customer") for i in range(30)]
    services = [
        Service(f"t{j}->c{i}", f"t{j}", f"c{i}", satisfaction=Score.of(0.5 + 0.3 * (j > 0)))
        for i in range(30)
        for j in range(3)
    ]
    return ValueChain([Party(f"t{j}") for j in range(3)] + customers, services)


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
