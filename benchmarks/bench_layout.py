"""The layout against Graphviz dot, and drawing against networkx.

With the same box sizes: crossings, length, faults, CPU time.

Needs shapely, and Graphviz's `dot` on the path; without it only the drawing is measured, and that
is said. Organisations are generated; another generator and judge (`organisation`, `judge`) can be
given as a folder that holds them as judge.py.

    python benchmarks/bench_layout.py [--judge FOLDER] [--seeds 60]
"""

from __future__ import annotations

import argparse
import io
import json
import math
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np

import valuechain as vc
from common import cpu

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

Boxes = dict[str, tuple[float, float, float, float]]
SIZES = [
    (5, 1.5),
    (10, 2),
    (20, 1.5),
    (20, 3),
    (50, 1.5),
    (50, 2),
    (50, 3),
    (100, 1.5),
    (100, 2),
    (100, 3),
    (200, 1.5),
    (200, 3),
]


def by_dot(chain: vc.ValueChain, boxes: Boxes) -> tuple[Boxes, dict[str, np.ndarray], float]:
    """What dot makes of the same boxes: their places, the ways, CPU seconds."""
    node = {party: f"n{i}" for i, party in enumerate(chain.parties)}
    lines = ['digraph { rankdir=LR; node [shape=box, fixedsize=true, label=""]']
    lines += [
        f"{node[party]} [width={w / 72:.5f}, height={h / 72:.5f}]"
        for party, (_, _, w, h) in boxes.items()
    ]
    groups: dict[str, list[str]] = {}
    for party in chain.parties.values():
        if party.group and party.kind != "customer":
            groups.setdefault(party.group, []).append(node[party.id])
    lines += [
        f"subgraph cluster_{i} {{ {'; '.join(members)} }}"
        for i, members in enumerate(groups.values())
    ]
    lines += [
        f'{node[s.provider]} -> {node[s.customer]} [id="{s.id}"]' for s in chain.services.values()
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(
        subprocess.run(
            ["dot", "-Tjson"],
            input="\n".join([*lines, "}"]),
            text=True,
            capture_output=True,
            check=True,
        ).stdout
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    at = {o["name"]: tuple(map(float, o["pos"].split(","))) for o in found["objects"] if "pos" in o}
    places = {party: (*at[node[party]], *boxes[party][2:]) for party in chain.parties}
    return places, {edge["id"]: _way(edge["pos"]) for edge in found["edges"]}, spent


def _way(spline: str) -> np.ndarray:
    """A dot spline as a polyline."""
    end, points = None, []
    for piece in spline.split():
        if piece[0] in "es":
            end = np.array(piece[2:].split(","), dtype=float)
        else:
            points.append(np.array(piece.split(","), dtype=float))
    t = np.linspace(0, 1, 13)[1:, None]
    way = [points[0][None]]
    for a, b, c, d in zip(points[:-1:3], points[1::3], points[2::3], points[3::3], strict=False):
        way.append((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d)
    return np.concatenate([*way, *([end[None]] if end is not None else [])])


def compared(chain: vc.ValueChain, judge) -> dict[str, float]:
    diagnosis = vc.diagnose(chain)
    layout = vc.layout(diagnosis)
    spent = cpu(lambda: vc.layout(diagnosis), runs=1)
    places, ways, dot = by_dot(chain, dict(layout.boxes))
    ends = {service.id: (service.provider, service.customer) for service in chain.services.values()}
    ours = judge(dict(layout.boxes), {ends[s]: way for s, way in layout.routes.items()})
    theirs = judge(places, {ends[s]: way for s, way in ways.items()})
    return {
        "crossings": (ours["crossings"] + 1) / (theirs["crossings"] + 1),
        "length": ours["length"] / theirs["length"],
        "faults": ours["through"]
        + ours["overlaps"]
        + (_labels(chain, layout) if len(chain.parties) <= 50 else 0),
        "time": spent,
        "dot": dot,
    }


def _labels(chain: vc.ValueChain, layout: vc.Layout) -> int:
    from organisations import faults

    return sum(number for what, number in faults(chain, layout).items() if what.startswith("label"))


def table(generate, judge, seeds: int, *, departments: bool) -> None:
    rows = []
    print(
        f"{'with' if departments else 'without'} departments: ours to dot\nparties ratio  "
        "crossings  worst  length  CPU  faults"
    )
    each = max(1, round(seeds / len(SIZES)))
    for parties, ratio in SIZES:
        found = [
            compared(generate(parties, ratio, seed, departments), judge)
            for seed in range(1, each + 1)
        ]
        rows += found
        _line(f"{parties:7} {ratio:5}", found)
    _line("all          ", rows)
    better = sum(row["crossings"] <= 1 for row in rows)
    print(f"no more crossings than dot on {better} of {len(rows)}\n")


def _line(name: str, found: list[dict[str, float]]) -> None:
    mean = {
        key: math.exp(np.mean(np.log([row[key] for row in found])))
        for key in ("crossings", "length")
    }
    worst = max(row["crossings"] for row in found)
    time = sum(row["time"] for row in found) / sum(row["dot"] for row in found)
    print(
        (
            f"{name}  {mean['crossings']:9.3f} {worst:6.2f} {mean['length']:7.3f} {time:4.1f} "
            f"{sum(row['faults'] for row in found):7}"
        ),
        flush=True,
    )


def stability(generate, seeds: int) -> None:
    """How far boxes move, in shares of the diagonal, when one party is added to fifty."""
    shifts = []
    for seed in range(1, seeds + 1):
        chain = generate(50, 2, seed, False)
        before = vc.layout(chain)
        served = [party.id for party in chain.parties.values() if party.kind == "team"][seed % 40]
        new = (
            [*chain.parties.values(), vc.Party("new")],
            [*chain.services.values(), vc.Service(f"new->{served}", "new", served)],
        )
        after = vc.layout(vc.ValueChain(*new))
        moved = [
            math.dist(after.boxes[party][:2], before.boxes[party][:2]) for party in before.boxes
        ]
        shifts.append(np.mean(moved) / math.hypot(*before.size))
    print(
        f"one party added to fifty moves the others by {np.mean(shifts):.3f} of the diagonal "
        f"on average, median {np.median(shifts):.3f}"
    )


def drawing(generate) -> None:
    """200 parties to SVG, all with positions given, against networkx's.

    As `export` writes it, and as a plain `savefig` does.
    """
    import networkx
    from matplotlib.figure import Figure

    from valuechain.drawing.canvas import own_settings
    from valuechain.drawing.diagram import draw_picture
    from valuechain.drawing.draw import pictured
    from valuechain.drawing.ink import inked

    chain = generate(200, 2, 1, False)
    picture = pictured(vc.diagnose(chain), "chain", collapse="none")
    layout = picture.layout

    def exported() -> None:
        with own_settings():
            inked(draw_picture(picture, None), "svg", picture)

    def saved() -> None:
        draw_picture(picture, None).figure.savefig(io.BytesIO(), format="svg")

    def theirs() -> None:
        figure = Figure(figsize=(layout.size[0] / 72, layout.size[1] / 72))
        places = {party: place[:2] for party, place in layout.boxes.items()}
        networkx.draw_networkx(networkx.DiGraph(chain.graph), places, ax=figure.add_subplot())
        figure.savefig(io.BytesIO(), format="svg")

    other = cpu(theirs)
    told = (
        f"{cpu(exported) / other:.2f} exported, {cpu(saved) / other:.2f} saved "
        "by matplotlib's own settings (letters as outlines)"
    )
    print(f"200 parties to SVG, of networkx.draw_networkx's CPU time: {told}")


def large(generate) -> None:
    for ratio in (1.5, 3):
        diagnosis = vc.diagnose(generate(500, ratio, 1, False))
        spent = cpu(lambda diagnosis=diagnosis: vc.layout(diagnosis), runs=1)
        print(f"500 parties at ratio {ratio}: layout in {spent:.1f} s of CPU")


def tools(folder: str | None):
    """The generator and the judge: those of the tests, or those of a judge.py elsewhere."""
    if folder is None:
        from organisations import judge, organisation

        return lambda parties, ratio, seed, departments: organisation(
            seed, parties, ratio, departments
        ), judge
    sys.path.insert(0, folder)
    from judge import judge, organisation

    def generate(parties: int, ratio: float, seed: int, departments: bool) -> vc.ValueChain:  # noqa: FBT001
        graph = organisation(parties, ratio, seed)
        members = [
            vc.Party(
                f"p{node}",
                data["label"],
                data["kind"],
                data["group"] if departments and data["kind"] == "team" else "",
            )
            for node, data in graph.nodes(data=True)
        ]
        services = [
            vc.Service(
                f"p{a}->p{b}", f"p{a}", f"p{b}", satisfaction=vc.Score.of(data["satisfaction"])
            )
            for a, b, data in graph.edges(data=True)
        ]
        return vc.ValueChain(members, services)

    return generate, judge


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--judge", metavar="FOLDER")
    parser.add_argument("--seeds", type=int, default=60)
    arguments = parser.parse_args()
    generate, judge = tools(arguments.judge)
    if shutil.which("dot"):
        table(generate, judge, arguments.seeds, departments=False)
        table(generate, judge, arguments.seeds, departments=True)
    else:
        print("Graphviz's dot is not installed: the layout is compared with nothing\n")
    stability(generate, 20)
    drawing(generate)
    large(generate)


if __name__ == "__main__":
    main()
