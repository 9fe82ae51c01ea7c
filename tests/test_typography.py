"""Tests of `typography`: which characters look like plain ones, and what are they called?"""

import pytest

from valuechain.problems import nearest
from valuechain.typography import look_alike, plainly, unusual


@pytest.mark.parametrize(
    ("word", "other", "said"),
    [
        ("Mu\u0308ller", "M\u00fcller", "(u and U+0308 for \u00fc)"),
        ("M\u00fcller", "Mu\u0308ller", "(\u00fc for u and U+0308)"),
        ("p\u0430y", "pay", "(U+0430 for a)"),
        ("order\u00a0form", "order form", "(a no-break space (U+00A0) for a plain space)"),
        ("day\u2013night", "day-night", "(an en dash (U+2013) for -)"),
        ("x\u00b2", "x2", "(U+00B2 for 2)"),
        ("ca\ufb03", "caffi", "(\ufb03 for f)"),
    ],
)
def test_spellings_that_look_alike_are_explained(word, other, said):
    assert said in look_alike(word, other)
    assert nearest(word, ["something", other]).endswith(f"{said}")


def test_what_looks_different_is_not_alike():
    assert look_alike("clerk", "clerks") == look_alike("clerk", "clerk") == ""


def test_plain_text_has_nothing_unusual():
    assert (plainly("order form"), unusual("order form")) == ("order form", "")
    assert plainly("\u201eBestellung\u201c \u2026") == '"Bestellung" ...'
    assert unusual("a\u2026") == "an ellipsis (U+2026): write ..."
