"""Tests of `drawing.mermaid`: the picture as a Mermaid flowchart, for pages that draw it themselves."""

import valuechain as vc
from helpers.drawn import hostile
from organisations import organisation
from valuechain.drawing.draw import pictured


def test_a_mermaid_text_holds_nothing_to_obey():
    from valuechain.drawing.mermaid import mermaid

    text = mermaid(pictured(vc.diagnose(hostile()), "chain"))
    assert text.startswith("flowchart LR\n")
    assert "<script" not in text
    assert "%%{" not in text
    assert all(line.count('"') in (0, 2) for line in text.splitlines())
    wide = organisation(1, parties=200, ratio=2.8)
    assert mermaid(pictured(vc.diagnose(wide), "chain", collapse="none")).startswith("%% ")
