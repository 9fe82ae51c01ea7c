"""The layout against Graphviz dot, and drawing against networkx.

Both layouts have the same sizes of boxes; crossings, length, faults and CPU time are compared.
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
from collections.abc import Iterator
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
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        ["dot", "-Tjson"],
        input="\n".join(_graph(chain, boxes, node)),
        text=True,
        capture_output=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found = json.loads(done.stdout)
    at = {o["name"]: tuple(map(float, o["pos"].split(","))) for o in found["objects"] if "pos" in o}
    places = {party: (*at[node[party]], *boxes[party][2:]) for party in chain.parties}
    return places, {edge["id"]: _way(edge["pos"]) for edge in found["edges"]}, spent


def _graph(chain: vc.ValueChain, boxes: Boxes, node: dict[str, str]) -> Iterator[str]:
    """The lines of a DOT file, departments as clusters."""
    yield 'digraph { rankdir=LR; node [shape=box, fixedsize=true, label=""]'
    for party, (_, _, wide, high) in boxes.items():
        yield f"{node[party]} [width={wide / 72:.5f}, height={high / 72:.5f}]"
    groups: dict[str, list[str]] = {}
    for party in chain.parties.values():
        if party.group and party.kind != "customer":
            groups.setdefault(party.group, []).append(node[party.id])
    for i, members in enumerate(groups.values()):
        yield f"subgraph cluster_{i} {{ {'; '.join(members)} }}"
    for s in chain.services.values():
        yield f'{node[s.provider]} -> {node[s.customer]} [id="{s.id}"]'
    yield "}"


def _way(spline: str) -> np.ndarray:
    """A dot spline as a polyline; what begins with e is the tip of the arrow."""
    pieces = spline.split()
    points = [np.array(piece.split(","), dtype=float) for piece in pieces if piece[0] not in "es"]
    tips = [np.array(piece[2:].split(","), dtype=float) for piece in pieces if piece[0] in "es"]
    t = np.linspace(0, 1, 13)[1:, None]
    way = [points[0][None]]
    for a, b, c, d in zip(points[:-1:3], points[1::3], points[2::3], points[3::3], strict=False):
        way.append((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d)
    return np.concatenate([*way, *(tip[None] for tip in tips[-1:])])


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
        "faults": ours["through"] + ours["overlaps"] + _labels(chain, layout),
        "time": spent,
        "dot": dot,
    }


def _labels(chain: vc.ValueChain, layout: vc.Layout) -> int:
    """Numbers that stand where they should not; only small pictures bear all of them."""
    from organisations import faults

    if len(chain.parties) > 50:
        return 0
    return sum(number for what, number in faults(chain, layout).items() if what.startswith("label"))


def table(generate, judge, seeds: int, *, departments: bool) -> None:
    rows = []
    print("ours to dot,", "with departments" if departments else "without departments")
    print("parties ratio  crossings  worst  length  CPU  faults")
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


def _line(name: str, rows: list[dict[str, float]]) -> None:
    found = {key: np.array([row[key] for row in rows]) for key in rows[0]}
    crossings, length = (math.exp(np.log(found[key]).mean()) for key in ("crossings", "length"))
    worst, time = found["crossings"].max(), found["time"].sum() / found["dot"].sum()
    faults = int(found["faults"].sum())
    print(f"{name}  {crossings:9.3f} {worst:6.2f} {length:7.3f} {time:4.1f} {faults:7}", flush=True)


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
    mean, median = np.mean(shifts), np.median(shifts)
    print("one party added to fifty moves the others, in shares of the diagonal:")
    print(f"{mean:.3f} on average, median {median:.3f}")


def drawing(generate) -> None:
    """200 parties to SVG with positions given, as `export` and as `savefig` write it."""
    import networkx
    from matplotlib.figure import Figure

    from valuechain.drawing.diagram import marked
    from valuechain.drawing.painting import painted
    from valuechain.drawing.svg import svg
    from valuechain.drawing.views import pictured

    chain = generate(200, 2, 1, False)
    picture = pictured(vc.diagnose(chain), "chain", collapse="none")
    layout = picture.layout

    def written() -> None:
        svg(picture)

    def saved() -> None:
        painted(marked(picture), None).figure.savefig(io.BytesIO(), format="svg")

    def theirs() -> None:
        figure = Figure(figsize=(layout.size[0] / 72, layout.size[1] / 72))
        places = {party: place[:2] for party, place in layout.boxes.items()}
        networkx.draw_networkx(networkx.DiGraph(chain.graph), places, ax=figure.add_subplot())
        figure.savefig(io.BytesIO(), format="svg")

    other = cpu(theirs)
    print("200 parties to SVG, of networkx.draw_networkx's CPU time:")
    print(f"{cpu(written) / other:.2f} exported")
    print(f"{cpu(saved) / other:.2f} saved by matplotlib's own settings (letters as outlines)")


def large(generate) -> None:
    for ratio in (1.5, 3):
        diagnosis = vc.diagnose(generate(500, ratio, 1, False))
        spent = cpu(lambda diagnosis=diagnosis: vc.layout(diagnosis), runs=1)
        print(f"500 parties at ratio {ratio}: layout in {spent:.1f} s of CPU")


def tools(folder: str | None):
    """The generator and the judge: those of the tests, or those of a judge.py elsewhere."""
    if folder is None:
        from organisations import judge, organisation

        def ours(parties: int, ratio: float, seed: int, departments) -> vc.ValueChain:
            return organisation(seed, parties, ratio, departments)

        return ours, judge
    sys.path.insert(0, folder)
    from judge import judge, organisation

    def theirs(parties: int, ratio: float, seed: int, departments) -> vc.ValueChain:
        return _chain(organisation(parties, ratio, seed), departments)

    return theirs, judge


def _chain(graph, departments) -> vc.ValueChain:
    """A graph whose nodes have a label, a kind and a group, and whose edges a satisfaction."""
    members, services = [], []
    for node, data in graph.nodes(data=True):
        group = data["group"] if departments and data["kind"] == "team" else ""
        members.append(vc.Party(f"p{node}", data["label"], data["kind"], group))
    for a, b, data in graph.edges(data=True):
        score = vc.Score.of(data["satisfaction"])
        services.append(vc.Service(f"p{a}->p{b}", f"p{a}", f"p{b}", satisfaction=score))
    return vc.ValueChain(members, services)


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
