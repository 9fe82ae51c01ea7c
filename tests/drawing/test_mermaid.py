"""Tests of `drawing.mermaid`: the picture as a Mermaid flowchart, for pages that draw it themselves."""

import valuechain as vc
from helpers.drawn import hostile
from organisations import organisation
from valuechain.drawing.views import pictured


def test_a_mermaid_text_holds_nothing_to_obey():
    from valuechain.drawing.mermaid import mermaid

    text = mermaid(pictured(vc.diagnose(hostile()), "chain"))
    assert text.startswith("flowchart LR\n")
    assert "<script" not in text
    assert "%%{" not in text
    assert all(line.count('"') in (0, 2) for line in text.splitlines())
    wide = organisation(1, parties=200, ratio=2.8)
    assert mermaid(pictured(vc.diagnose(wide), "chain", collapse="none")).startswith("%% ")


def test_no_name_is_taken_for_a_list_or_for_stress():
    """What browsers show of it, in three versions of Mermaid, `nox -s mermaid` looks at."""
    from valuechain.drawing.mermaid import mermaid

    names = {
        "1. Purchasing": "1#46; Purchasing",
        "2) Production": "2#41; Production",
        "- intern": "#45; intern",
        "+ extra": "#43; extra",
        "* star_a_b": "#42; star#95;a#95;b",
        "A `tick`": "A \u02cbtick\u02cb",
        "Team 1. - a": "Team 1. - a",
    }
    for name, written in names.items():
        party = vc.Party("a", name)
        service = vc.Service("a->c", "a", "c", satisfaction=vc.Score.of(0.6))
        chain = vc.ValueChain([party, vc.Party("c", kind="customer")], [service])
        assert f'["{written}"]' in mermaid(pictured(vc.diagnose(chain), "chain"))


def test_every_box_says_its_colours_so_that_a_dark_page_can_be_read():
    from valuechain.drawing.mermaid import mermaid

    text = mermaid(pictured(vc.diagnose(hostile()), "chain"))
    assert text.count("color:#1f2933") == 2
    assert "#8f0f14" not in text, "too dark for a dark page"
