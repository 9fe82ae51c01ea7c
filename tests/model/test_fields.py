"""Tests of `model.fields`: the fields that a file may carry: each is declared once, in the dataclass that holds it."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

import valuechain as vc
from places import ROOT
from valuechain.files.schema import made_text, schema_text
from valuechain.model.fields import entry, fields_of
from valuechain.model.format import FIELDS, KEPT
from valuechain.model.values import NUMBER

PAGE = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")


IN_YAML = [
    (owner, field) for owner, fields in FIELDS.items() for field in fields if not field.by_place
]


def reference():
    """The script that writes what follows from the fields."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The declarations that are there.


def test_no_two_fields_of_one_owner_have_one_name():
    for owner, fields in FIELDS.items():
        names = Counter(field.name for field in fields)
        headings = Counter(field.heading for field in fields)
        assert max(names.values()) == max(headings.values()) == 1, owner


def test_a_field_says_what_it_is():
    @dataclass
    class Holder:
        takes: float = entry(1.0, NUMBER, " ")

    with pytest.raises(ValueError, match="'takes' of Holder has no note"):
        fields_of(Holder)
    notes = [field.note for fields in FIELDS.values() for field in fields]
    assert all(note.endswith(".") and note[0] != " " for note in notes)


@pytest.mark.parametrize(("owner", "field"), IN_YAML, ids=lambda part: getattr(part, "name", part))
def test_every_field_is_in_the_reference_and_the_schema(owner, field):
    assert f"| `{field.name}` | {field.note} |" in PAGE
    made = json.loads(schema_text())
    of = made["definitions"]
    places = {
        "chain": [made],
        "party": [of[kind] for kind in ("supplier", "team", "customer") if field.is_of(kind)],
        "service": [of["service"]],
        "action": [of["improve"]["anyOf"][1]["items"]],
    }
    for place in places[owner]:
        assert place["properties"][field.name]["description"] == field.note


def test_every_field_is_explained_in_a_workbook(tmp_path):
    vc.write_excel(vc.load(ROOT / "examples" / "flower_shop.yaml"), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    for name, owners in (("parties", ("chain", "party")), ("services", ("service",))):
        notes = {cell.value: cell.comment and cell.comment.text for cell in book[name][1]}
        fields = {field.heading: field for owner in owners for field in FIELDS[owner]}
        for heading, field in fields.items():
            if not field.family:
                assert notes[heading] == field.note


def test_the_shipped_schema_and_the_reference_are_those_of_the_fields():
    script = reference()
    assert made_text() == schema_text(), "run docs/reference.py"
    assert script.page(PAGE) == PAGE, "run docs/reference.py"
    for owner in FIELDS:
        assert f"<!-- {owner} -->" in PAGE


def test_no_field_is_kept_for_later():
    for owner, names in KEPT.items():
        assert not set(names) & {field.name for field in FIELDS[owner]}


PROOF = """
import dataclasses, io, json, pathlib, sys
import jsonschema, networkx, openpyxl
import valuechain as vc
from valuechain.files.schema import schema
from valuechain.model.differences import differences
owner, place, key, value, other = sys.argv[1:6]
folder = pathlib.Path(sys.argv[6])
value, other = float(value), float(other)
TEXT = '''
valuechain: 1
teams:
  clerk:
    serves:
      desk: {delivers: x}
      customer: {delivers: flowers, satisfaction: 80%}
  desk:
    serves: {customer: y}
customers:
  customer:
'''
at = {"service": "{delivers: flowers, ", "party": "clerk:\\n"}[owner]
line = {"service": f"{key}: {value}, ", "party": f"    {key}: {value}\\n"}[owner]
text = TEXT.replace(at, at + line)
chain = vc.loads(text)


def holders(chain):
    return (chain.services if owner == "service" else chain.parties).values()


def said(chain):
    return {holder.id: getattr(holder, key) for holder in holders(chain)}


# YAML: it is read, written, refused and suggested.
assert said(chain)[place] == value, said(chain)
assert sorted(map(str, said(chain).values())) == sorted([str(value)] + ["None"] * (len(said(chain)) - 1))
assert vc.loads(vc.dumps(chain)) == chain
assert f"{key}: " in vc.dumps(chain)
for wrong, words in (("soon", f"{key}: 'soon' is not a number"), ("[1]", "one value belongs here")):
    try:
        vc.loads(TEXT.replace(at, at + line.replace(str(value), wrong)))
    except vc.FormatError as error:
        assert words in str(error), error
    else:
        raise AssertionError(wrong)
for misspelt, hint in ((key[:-1], f"did you mean '{key}'?"), ("zzzz", key)):
    try:
        vc.loads(TEXT.replace(at, at + line.replace(key, misspelt)))
    except vc.FormatError as error:
        assert hint in str(error), error
    else:
        raise AssertionError(misspelt)

# Tables: rows, CSV, workbook.
tables = chain.to_tables()
rows = tables.services if owner == "service" else tables.parties
assert value in [row[key] for row in rows]
assert vc.read_tables(*tables) == chain
vc.write_tables(chain, folder / "p.csv", folder / "s.csv")
assert vc.read_tables(folder / "p.csv", folder / "s.csv") == chain
vc.write_excel(chain, folder / "x.xlsx")
assert vc.read_excel(folder / "x.xlsx") == chain
sheet = openpyxl.load_workbook(folder / "x.xlsx")["services" if owner == "service" else "parties"]
(note,) = [cell.comment.text for cell in sheet[1] if cell.value == key]
assert note == "How long, such as 40."

# Graphs, also through a file of networkx's own.
assert vc.ValueChain.from_networkx(chain.graph) == chain
networkx.write_graphml(chain.graph, folder / "x.graphml")
assert vc.ValueChain.from_networkx(networkx.read_graphml(folder / "x.graphml")) == chain

# Values made in Python are checked, and differences told.
part = next(holder for holder in holders(chain) if holder.id == place)
name = "services" if owner == "service" else "parties"
parts = {**getattr(chain, name)}
try:
    dataclasses.replace(chain, **{name: {**parts, place: dataclasses.replace(part, **{key: -1})}})
except vc.ModelError as error:
    assert f"a {key} of -1: a number from 0" in str(error), error
else:
    raise AssertionError("-1")
changed = dataclasses.replace(chain, **{name: {**parts, place: dataclasses.replace(part, **{key: other})}})
(difference,) = differences(chain, changed, {name: name for name in chain.services})
assert str(difference) == f"{owner} {place}: {key} {value:g} -> {other:g}", difference
(difference,) = differences(vc.loads(TEXT), chain, {name: name for name in chain.services})
assert str(difference) == f"{owner} {place}: {key} {value:g} is new", difference

# The schema.
made = schema()
assert "How long, such as 40." in json.dumps(made)
services = {"customer": {"delivers": "flowers"}}
document = {"valuechain": 1, "teams": {"clerk": {"serves": services}}, "customers": {"customer": None}}
target = services["customer"] if owner == "service" else document["teams"]["clerk"]
for given, fine in ((value, True), (-1, False), ("x", False)):
    target[key] = given
    assert jsonschema.Draft7Validator(made).is_valid(document) is fine, given
print("known everywhere")
"""


DECLARATIONS = {
    "service": ("    delivers: str = entry(", "overtime", "clerk->customer"),
    "party": ('    name: str = entry("", TEXT', "headcount_cost", "clerk"),
}


# One more.


@pytest.mark.parametrize("owner", DECLARATIONS)
def test_one_line_makes_a_field(owner, tmp_path):
    """The package is copied, one line is put into the copy, and everything knows the field."""
    before, key, place = DECLARATIONS[owner]
    shutil.copytree(
        Path(vc.__file__).parent,
        tmp_path / "valuechain",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    parts = tmp_path / "valuechain" / "model" / "parts.py"
    text = parts.read_text(encoding="utf-8")
    assert text.count(before) == 1
    line = f'    {key}: float | None = entry(None, NUMBER, "How long, such as 40.")\n'
    # Fields without a default come first; of those with one the order is free.
    parts.write_text(text.replace(before, line + before), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", PROOF, owner, place, key, "40", "55.5", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout == "known everywhere\n", run.stderr


ACTIONS_PROOF = """
import json, pathlib, sys
import valuechain as vc
from valuechain.files.schema import schema
folder = pathlib.Path(sys.argv[1])
text = '''
{valuechain: 1, teams: {clerk: {serves: {customer: {delivers: x, improve: [
  {action: train, cost: 3, quality: 90%, days: 40}]}}}}, customers: {customer: }}
'''
chain = vc.loads(text)
(action,) = chain.services["clerk->customer"].improve
assert action.days == 40.0
assert vc.loads(vc.dumps(chain)) == chain
assert chain.to_tables().services[0]["improve.1.days"] == 40.0
vc.write_excel(chain, folder / "x.xlsx")
for again in (vc.read_tables(*chain.to_tables()), vc.read_excel(folder / "x.xlsx")):
    assert again == chain
assert vc.ValueChain.from_networkx(chain.graph) == chain
for wrong, words in (("days: soon", "'soon' is not a number"), ("dyas: 4", "did you mean 'days'?")):
    try:
        vc.loads(text.replace("days: 40", wrong))
    except vc.FormatError as error:
        assert words in str(error), error
    else:
        raise AssertionError(wrong)
assert "How long, such as 40." in json.dumps(schema())
print("known everywhere")
"""


# What few files have.


def test_one_line_makes_a_field_of_an_action(tmp_path):
    copy = tmp_path / "valuechain"
    shutil.copytree(Path(vc.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    actions = copy / "model" / "actions.py"
    text = actions.read_text(encoding="utf-8")
    text = text.replace("import AMOUNT, NAMES,", "import AMOUNT, NAMES, NUMBER,")
    before = '    service: str = ""\n'
    line = '    days: float | None = entry(None, NUMBER, "How long, such as 40.")\n'
    assert text.count(before) == 1
    actions.write_text(text.replace(before, line + before), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", ACTIONS_PROOF, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout == "known everywhere\n", run.stderr
