"""A notebook with every view is executed, and its cells show pictures; in a browser where there is one."""

import json
import subprocess
import sys

import numpy as np
import pytest

from chains import EXAMPLES
from helpers.browser import in_a_browser, screenshot
from valuechain.drawing.style import POOR

SHOP = next(path for path in EXAMPLES if path.stem == "flower_shop")
START = f"import valuechain as vc\nchain = vc.load({str(SHOP)!r})\nd = vc.diagnose(chain)\n"
VIEWS = [f"vc.draw(d, view={view!r})" for view in ("chain", "pyramid", "walk", "map", "matrix")]
VALUES = [
    "chain", "d", "vc.simulate(d, 200)", "vc.frontier(d)", "vc.survey_form(d)",
    "vc.compare(chain, chain)", "d.explain('delivery->customer')", "d.services[0]", "d.steps[0]",
]  # fmt: skip
LAST = "import sys\n'matplotlib.pyplot' in sys.modules"
RUN = """
import json, sys
import nbclient, nbformat
cells = map(nbformat.v4.new_code_cell, json.load(sys.stdin))
book = nbformat.v4.new_notebook(cells=list(cells))
nbclient.NotebookClient(book, kernel_name="python3", timeout=120).execute()
print(json.dumps([cell.outputs for cell in book.cells]))
"""


@pytest.fixture(scope="module")
def outputs():
    """What each cell shows, by what is written in it."""
    cells = [START, *VIEWS, *VALUES, LAST]
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(cells, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("cell", VIEWS)
def test_a_drawing_as_the_last_expression_is_seen(outputs, cell):
    (shown,) = outputs[cell]
    assert shown["data"]["image/svg+xml"].count("<svg") == 1


@pytest.mark.parametrize("cell", VALUES)
def test_a_value_as_the_last_expression_is_seen(outputs, cell):
    (shown,) = outputs[cell]
    assert shown["data"]["text/html"].startswith("<div>")


def test_pyplot_stays_away(outputs):
    assert outputs[LAST][0]["data"]["text/plain"] == "False"


@in_a_browser
def test_a_browser_shows_what_is_in_the_cells(outputs, tmp_path):
    parts = [data for shown in outputs.values() for each in shown for data in each["data"].items()]
    bodies = [text for kind, text in parts if kind in ("image/svg+xml", "text/html")]
    red = tuple(int(POOR[i : i + 2], 16) for i in (1, 3, 5))
    shown = screenshot("<hr>".join(bodies), tmp_path)
    assert (shown == red).all(axis=2).sum() > 5000, "the culprits' boxes and bars"
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) > 100
