"""Tests of `files.reader`: from a file or a text to a chain; the mistakes are in `test_mistakes`."""

import pytest

import valuechain as vc


def test_characters_that_no_keyboard_has_are_named():
    text = "valuechain: 1\nteams:\n\u00a0 clerk:\n    serves: {c: x}\ncustomers: {c: }\n"
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    said = str(caught.value)
    assert "it begins with a no-break space (U+00A0): write a plain space" in said
    assert "\ufffd" not in said
    curly = (
        "valuechain: 1\nteams: {a: {name: \u201cTeam: A\u201d, serves: {c: x}}}\ncustomers: {c: }\n"
    )
    with pytest.raises(vc.FormatError, match="a curly double quote"):
        vc.loads(curly)
