"""``valuechain draw FILE -o OUT``: the chain, or what is said of it, as a picture."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from valuechain.cli.verb import Files
from valuechain.model.chain import ValueChain
from valuechain.model.names import party_named, service_named
from valuechain.problems import UnknownNameError
from valuechain.questions.diagnosis import diagnose


def drawn(
    chain: ValueChain,
    output: str,
    view: Any,
    focus: str | None,
    collapse: Any,
    depth: int | None,
    least: float,
    *,
    simulate: bool,
) -> Files:
    """A picture to be written; nothing is written where anything is wrong."""
    from valuechain.drawing.export import export, exported  # takes time to load
    from valuechain.drawing.focus import focused

    subject = _simulated(chain) if simulate else diagnose(chain)
    about = focus and _meant(chain, focus)
    if output == "-":
        svg = exported(subject, ".svg", view, focused(about, depth, least), collapse)
        assert isinstance(svg, str)
        return Files((), lambda: None, svg.rstrip("\n"))
    how = {"collapse": collapse, "depth": depth, "least": least}
    return Files((Path(output),), partial(export, subject, output, view, about, **how))


def _simulated(chain: ValueChain) -> Any:
    from valuechain.questions.simulate import simulate  # only who asks for it

    return simulate(chain)


def _meant(chain: ValueChain, focus: str) -> str:
    """The id of a party or a service, where it was given by name.

    What is wrong is said where it is drawn.
    """
    for named in (party_named, service_named):
        try:
            return named(chain, focus)
        except UnknownNameError:
            continue
    return focus


def picture(value: Any, options: argparse.Namespace) -> Files:
    """The picture of a result, to be written beside its words."""
    from valuechain.drawing.export import export  # takes time to load

    view: Any = getattr(options, "view", "chain")
    return Files((Path(options.output),), partial(export, value.pictured, options.output, view))
