"""Tests of `numerals.js`: the page tells numbers as `reports.words` tells them."""

import json
import random
import shutil
import subprocess
from importlib.resources import files

import pytest

from valuechain.files.language import language
from valuechain.language import speaking
from valuechain.reports.words import kept_apart, percent, signed

NODE = shutil.which("node") or shutil.which("nodejs")
in_node = pytest.mark.skipif(NODE is None, reason="Node.js is not installed")
RUN = """
const asked = JSON.parse(require("fs").readFileSync(0));
const { number, percent, signed, keptApart } = numerals(asked.point);
console.log(JSON.stringify({
  shares: asked.shares.map((share) => [number(share), percent(share)]),
  changes: asked.changes.map(signed),
  pairs: asked.pairs.map(([before, after]) => keptApart(before, after)) }));
"""


def shares():
    """Every tenth of a percent and what lies between, halves in binary, and others."""
    rng = random.Random(11)
    yield from (i / 2000 for i in range(2001))
    yield from (i / 400 for i in range(401))
    yield from (i / 4096 for i in range(4097))
    yield from (1 - 10.0**-i for i in range(1, 17))
    yield from (10.0**-i for i in range(17))
    yield from (rng.random() for _ in range(2000))


def told_in_the_page(point, changes, pairs):
    """What the script makes of shares, changes and pairs."""
    script = files("valuechain.document").joinpath("numerals.js").read_text(encoding="utf-8")
    asked = {"point": point, "shares": list(shares()), "changes": changes, "pairs": pairs}
    done = subprocess.run(
        [NODE, "-e", script + RUN],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@in_node
@pytest.mark.parametrize(("tag", "point"), [("en", "."), ("de", ",")])
def test_the_page_rounds_as_the_reports_do(tag, point):
    rng = random.Random(12)
    every = list(shares())
    changes = [0.0, -0.0, *every, *(-share for share in every), 0.905 - 0.5, 0.5 - 0.905, -1e-17]
    pairs = [(share, share + rng.choice([0, 1e-10, 1e-5, -1e-4, 5e-4, 0.1])) for share in every]
    pairs += [(share, share + 2.0**-14) for share in every]
    told = told_in_the_page(point, changes, pairs)
    with speaking(language(tag)):
        expected = [[percent(share).removesuffix(" %"), percent(share)] for share in every]
        assert told["shares"] == expected
        assert told["changes"] == [signed(change) for change in changes]
        assert told["pairs"] == [list(kept_apart(*pair)) for pair in pairs]
