"""What do the answers not tell? A sketch of a simulation shows it."""

from __future__ import annotations

from dataclasses import replace

from valuechain.drawing.labels import dashed
from valuechain.drawing.sketch import Arrow, Box, Sketch
from valuechain.drawing.worth import first_services
from valuechain.language import say
from valuechain.questions.simulation import Simulation
from valuechain.reports.intervals import between
from valuechain.reports.verdict_words import how_sure
from valuechain.reports.words import percent


def with_sureness(sketch: Sketch, simulation: Simulation) -> Sketch:
    """The same with what the answers do not tell.

    Such arrows bear the interval of their satisfaction and blame nobody. What arrows win is told on
    average over the draws, and what to start with only where it is sure.
    """
    won = {(step.provider, step.customer): step.expected_gain for step in simulation.steps}
    arrows = (
        replace(arrow, gain=won.get((arrow.provider, arrow.customer), 0.0))
        for arrow in sketch.arrows
    )
    return replace(
        sketch,
        boxes=tuple(_box(box, simulation) for box in sketch.boxes),
        arrows=tuple(_arrow(arrow, simulation) for arrow in arrows),
        first=frozenset(first_services(simulation)),
        start="links",
    )


def _box(box: Box, simulation: Simulation) -> Box:
    ends = simulation.external_customers.get(box.id)
    if ends is None:
        return box
    return replace(box, number=f"{dashed(ends)} %")


def _arrow(arrow: Arrow, simulation: Simulation) -> Arrow:
    row = simulation[arrow.id]
    interval = between(row.satisfaction)
    if row.verdict == "unmeasured":
        return arrow
    if row.verdict != "too few answers":
        return replace(
            arrow, lines=(*arrow.lines, say("satisfaction {interval}", interval=interval))
        )
    heading, _, *rest = arrow.lines
    unsure = say(
        "satisfaction {satisfaction}, target {target}",
        satisfaction=interval,
        target=percent(arrow.target),
    )
    unsure = f"{unsure}: {how_sure(row.verdict, row.satisfaction)}"
    short = dashed(row.satisfaction)
    return replace(
        arrow,
        verdict=row.verdict,
        label=arrow.label and short,
        interval=short,
        lines=(heading, unsure, *rest),
    )
