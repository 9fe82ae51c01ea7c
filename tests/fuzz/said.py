"""What must hold of everything that is said, whoever asked what."""

import json
import math
import re
import xml.etree.ElementTree as ET

ODD = re.compile(r"(?<![\w.])-?(?:nan|inf|infinity|None)(?!\w)|\d[eE][-+]?\d+")
"""No number for people: none at all, or one with an exponent."""
PLACES = ("d", "points", "transform", "viewBox", "x", "y", "width", "height", "cx", "cy", "r")
"""Attributes of SVG that hold numbers."""


def text(shown, given=""):
    """Something, and no odd number that was not in what was given."""
    assert shown.strip()
    odd = {found for found in ODD.findall(shown) if found not in given}
    assert not odd, (odd, shown)


def plain(value):
    """JSON that everybody reads, without numbers that are none."""
    again = json.loads(value, parse_constant=_no_constant)
    assert again


def _no_constant(name):
    raise AssertionError(f"{name} in JSON")


def xml(content):
    """A picture or a graph that is well formed and stands at numbers."""
    for element in ET.fromstring(content).iter():
        for name in PLACES:
            assert not re.search(r"nan|inf", element.get(name, "")), element.attrib


def refused(error, *, placed=False):
    """A refusal in sentences, short enough to be read; of a YAML text with the places."""
    told = str(error)
    assert told.strip()
    assert len(told) < 100_000
    for problem in getattr(error, "problems", ()):
        assert problem.message
        assert not placed or (problem.line >= 1 and problem.column >= 1)


def share(value):
    assert math.isfinite(value) and 0 <= value <= 1
