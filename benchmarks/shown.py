"""What was measured, as tables and a picture, beside what was recorded last."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from growth import EXPONENT, LIMIT, MEGABYTES, SECONDS, Point, exponent
from measure import Measured

Curves: TypeAlias = Mapping[str, Mapping[int, Point]]
ROOT = Path(__file__).parent.parent
RECORDED = ROOT / "benchmarks" / "recorded.json"
PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "pictures" / "growth.svg"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
LIBRARIES = ("numpy", "networkx", "matplotlib", "PyYAML", "scipy", "distributed")


def machine() -> dict[str, str]:
    """What it was measured on: no names, no places."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "python": f"Python {platform.python_version()}",
        "libraries": libraries,
        "threads": "BLAS in one thread",
    }


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"model name\s*: (.*)", told)
    return found[1] if found else platform.machine()


def recorded() -> dict[str, Any]:
    """What was kept of the last recorded run."""
    if not RECORDED.exists():
        return {"ratios": {}, "growth": {}}
    kept: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return kept


def record(found: Sequence[Measured], curves: Curves) -> None:
    """Keep what was measured, and renew the page; what was not measured stays as it was."""
    kept = recorded()
    kept["machine"] = machine()
    kept["ratios"] |= {each.name: _rounded(asdict(each)) for each in found}
    kept["growth"] |= {
        name: {str(size): _rounded(asdict(point)) for size, point in points.items()}
        for name, points in curves.items()
    }
    RECORDED.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    renew(kept)


def renew(kept: Mapping[str, Any]) -> None:
    """Put what is kept on the page, and draw it."""
    found = [Measured(**each) for each in kept["ratios"].values()]
    curves = {
        name: {int(size): Point(**point) for size, point in points.items()}
        for name, points in kept["growth"].items()
    }
    text = PAGE.read_text(encoding="utf-8")
    head, tail = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    tables = page(kept["machine"], found, curves, {})
    PAGE.write_text(f"{head}\n\n{tables}\n\n{tail}", encoding="utf-8")
    if curves:
        picture(curves)


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: float(f"{value:.3g}") if isinstance(value, float) else value
        for name, value in values.items()
    }


# Tables.


def page(
    on: Mapping[str, str], found: Sequence[Measured], curves: Curves, before: Mapping[str, Any]
) -> str:
    """All that was measured, and on what, in Markdown."""
    parts = ["; ".join(on.values()) + "."]
    if found:
        parts.append(_ratios(found, before.get("ratios", {})))
    if curves:
        parts.append(_growth(curves, before.get("growth", {})))
    return "\n\n".join(parts)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _ratios(found: Sequence[Measured], before: Mapping[str, Any]) -> str:
    heads = ["ours / peer", "aim", "ratio", "lowest to highest", "ours", "peer", "met"]
    rows = []
    for each in found:
        bound = "≥" if each.faster else "≤"
        rows.append(
            [
                each.name,
                f"{bound} {each.aim:g}",
                f"{each.value:.3g}",
                f"{each.low:.3g} to {each.high:.3g}",
                _seconds(each.ours),
                _seconds(each.peer),
                "yes" if each.met else "**no**",
            ]
        )
    if before:
        heads.append("recorded")
        for row, each in zip(rows, found, strict=True):
            row.append(_changed(each, before.get(each.name)))
    return table(heads, rows)


def _changed(now: Measured, before: Mapping[str, Any] | None) -> str:
    """The recorded ratio; whether all runs now lie on one side of all runs then."""
    if before is None:
        return "new"
    word = ""
    if now.low > before["high"]:
        word = ", now better" if now.faster else ", now worse"
    if now.high < before["low"]:
        word = ", now worse" if now.faster else ", now better"
    return f"{before['value']:.3g}{word}"


def _growth(curves: Curves, before: Mapping[str, Any]) -> str:
    sizes = sorted({size for points in curves.values() for size in points})
    heads = ["question, shape", *(f"{size:,}" for size in sizes), "exponent", "met"]
    rows = []
    for name, points in curves.items():
        power = exponent(points)
        rows.append(
            [
                name,
                *(_point(points[size]) for size in sizes),
                "" if power is None else f"{power:.2f}",
                "yes" if _is_met(points, power) else "**no**",
            ]
        )
    if before:
        heads.append("recorded")
        for row, (name, points) in zip(rows, curves.items(), strict=True):
            row.append(_recorded_point(before.get(name, {}), points))
    return table(heads, rows)


def _recorded_point(before: Mapping[str, Any], points: Mapping[int, Point]) -> str:
    """At the largest size."""
    kept = before.get(str(max(points)))
    return "new" if kept is None else _point(Point(**kept))


def _is_met(points: Mapping[int, Point], power: float | None) -> bool:
    """Whether 100,000 services, or fewer, are within the aims."""
    aimed = [point for size, point in points.items() if size <= 100_000]
    known = all(
        point.seconds is not None
        and point.megabytes is not None
        and point.seconds <= SECONDS
        and point.megabytes <= MEGABYTES
        for point in aimed
    )
    return known and (power is None or power <= EXPONENT)


def _point(point: Point) -> str:
    if point.seconds is None or point.megabytes is None:
        return f"over {LIMIT} s"
    return f"{_seconds(point.seconds)}, {point.megabytes:.0f} MB"


def _seconds(seconds: float) -> str:
    return f"{1000 * seconds:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


# The picture.


def picture(curves: Curves) -> None:
    """Time above, memory below; one column for each shape, limits dashed."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    shapes = {"20 levels": "20 levels", "deep": "one service a level"}
    figure = Figure(figsize=(9, 7), layout="constrained")
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "growth"}):
        axes = figure.subplots(2, len(shapes), sharex=True, sharey="row")
        for column, (shape, title) in enumerate(shapes.items()):
            mine = {name: points for name, points in curves.items() if name.endswith(shape)}
            _lines(axes[0][column], mine, "seconds", SECONDS)
            _lines(axes[1][column], mine, "megabytes", MEGABYTES)
            axes[0][column].set_title(title)
            axes[1][column].set_xlabel("services")
        axes[0][0].set_ylabel("CPU seconds")
        axes[1][0].set_ylabel("peak MB")
        figure.legend(*axes[0][0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
        figure.savefig(PICTURE, metadata={"Date": None, "Creator": None})


def _lines(axes: Any, curves: Curves, what: str, limit: float) -> None:
    for name, points in curves.items():
        known = {size: getattr(point, what) for size, point in points.items() if point.seconds}
        axes.loglog(list(known), list(known.values()), "o-", label=name.rsplit(", ", 1)[0], ms=3)
    axes.axhline(limit, color="grey", ls="--", lw=1)
    axes.minorticks_off()  # thousands of lines of SVG
    axes.grid(visible=True, lw=0.3)


if __name__ == "__main__":
    renew(recorded())
