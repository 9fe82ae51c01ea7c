"""What a notebook shows of a chain and of a diagnosis: the picture, and for a diagnosis its words below."""

from __future__ import annotations

import warnings
from html import escape

from valuechain.analysis.diagnosis import Diagnosis, diagnose
from valuechain.model.chain import ValueChain
from valuechain.model.showing import as_html
from valuechain.reports.html import chain_html, diagnosis_html

MOST = 300
"""Boxes of a picture that is drawn without being asked for."""


@as_html.register
def _(diagnosis: Diagnosis) -> str:
    return f"<div>{_picture(diagnosis)}{diagnosis_html(diagnosis)}</div>"


@as_html.register
def _(chain: ValueChain) -> str:
    picture = _picture(diagnose(chain))
    return f"<div><p><b>{escape(str(chain))}</b></p>{picture}</div>" if picture else chain_html(chain)


def _picture(diagnosis: Diagnosis) -> str:
    from valuechain.drawing.draw import MANY  # loads matplotlib, only where something is shown
    from valuechain.drawing.export import exported
    from valuechain.drawing.fonts import GlyphWarning
    from valuechain.drawing.sketch import folded, sketched

    sketch = sketched(diagnosis)
    if len(sketch.boxes) > MANY and len(folded(sketch).boxes) > MOST:
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GlyphWarning)  # the page has fonts of its own
        svg = exported(diagnosis, ".svg")
    assert isinstance(svg, bytes)
    return "".join(svg.decode().partition("<svg")[1:])  # without the XML heading
