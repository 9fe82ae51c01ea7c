"""The command line in one call, and what it said."""

import contextlib
import io
import types

from places import ROOT
from valuechain.cli.main import main

CLINIC = ROOT / "examples" / "clinic" / "clinic.xlsx"


PLAIN = "valuechain: 1\nteams:\n  clerk: {name: Front desk, people: 3, serves: {customer: {delivers: advice}}}\ncustomers:\n  customer:\n"


SURE = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 40% (6000 responses)}}}}, customers: {c: }}"


def said(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return types.SimpleNamespace(status=status, out=out.getvalue(), err=err.getvalue())


def holds(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def answers(path, *rows, head="provider,customer,score"):
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def flat(text):
    return " ".join(text.split())


def section(text, heading):
    """The paragraphs of a printed report under a heading, as one line; empty where there is none."""
    blocks = [block for block in text.split("\n\n") if block.startswith(heading)]
    return flat(blocks[0]) if blocks else ""


def items(text, heading):
    """What stands beside the bullets under a heading."""
    blocks = [block for block in text.split("\n\n") if block.startswith(heading)]
    return [flat(item) for item in blocks[0].split("\n  * ")[1:]] if blocks else []


def answer(text):
    """The sentence or two to remember, of a chain without a title."""
    return flat(text.split("\n\n")[0])


def ends(interval):
    return [f"{100 * end:.0f}" for end in interval]


def words(ax):
    return [text.get_text() for text in ax.texts]


ASPECTS = """
valuechain: 1
teams:
  a: {serves: {b: {delivers: x, satisfaction: 50% (20 responses), aspects: {time: 2/5 (20 responses), care: 55%}}}}
  b: {serves: {c: {satisfaction: 55% (90 responses), aspects: {price: 20%}}}}
  d: {serves: {b: {quality: 90%, aspects: {time: 88%}}}}
customers:
  c:
"""
