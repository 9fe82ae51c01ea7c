"""Tests of `files.schema`: the JSON Schema of the file format: made from the fields, and shipped with the package."""

import json
import random
import re

import jsonschema
import pytest
import yaml

import valuechain as vc
from chains import EXAMPLES, random_chain
from helpers.as_editor import as_editor_sees
from helpers.mistakes import MISTAKES
from valuechain.files.schema import schema_text

VALIDATOR = jsonschema.Draft7Validator(json.loads(schema_text()))


def test_it_is_a_schema():
    meta = jsonschema.Draft7Validator(jsonschema.Draft7Validator.META_SCHEMA)
    assert meta.is_valid(json.loads(schema_text()))
    assert not meta.is_valid({"type": "no type"})


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_valid(path):
    assert not list(VALIDATOR.iter_errors(as_editor_sees(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("seed", range(30))
def test_what_dump_writes_is_valid(seed):
    chain = random_chain(random.Random(seed), parties=7, services=12)
    assert not list(VALIDATOR.iter_errors(as_editor_sees(vc.dumps(chain))))


# What concerns meaning (references, loops, what a number may be) or the text itself no schema can see.
_STRUCTURAL = re.compile(
    "no version|other version|unknown key|a party's key|a service's key|a key of the top|share of a team|a customer serves|arrow in|"
    "hash in|satisfaction beside|empty list|list in a list|unknown key in a score|list for|mapping for|decimal comma$|decimal comma in a p|"
    "decimal comma in flow|negative|dependence|critical yes|people|other rule|section that is|party that is|serves that is|"
    "action that|actions that|cost without|fields of an action|cost in percent|empty list of|action without|action with empty|cost that|needs that|scenarios that|scenario that|setting that|"
    "a list at|a text at|kept key|range of dependence above|range of dependence without|negative criticality|quoted bare|number of many|weight nan|no responses|bare number|decimal comma with|decimal comma in a w"
)


_MEANING = ("negative weight", "no responses", "bare number")


@pytest.mark.parametrize(
    "case", [case for case in MISTAKES if _STRUCTURAL.match(case[0])], ids=lambda case: case[0]
)
def test_structural_mistakes_are_seen_by_the_schema(case):
    name, text = case[:2]
    valid = VALIDATOR.is_valid(as_editor_sees(text))
    assert not valid or name in _MEANING


def mutations(rng, text):
    """Near misses: a key renamed, moved or dropped, a value replaced."""
    lines = text.splitlines()
    keys = list(re.finditer(r"(?<=[{\s])(\w+)(?=: )", text))
    values = [
        "[]",
        "{}",
        "~",
        "x",
        "0.5",
        "'50%'",
        "3/5",
        "true",
        "{a: b}",
        "[x]",
        "-1",
        "1",
        "[{delivers: x}, y]",
        "{scale: 1-5, value: 3}",
        "{scale: 1-5}",
    ]
    kind = rng.randrange(3)
    if kind == 0 and keys:
        at = rng.choice(keys)
        new = rng.choice(
            [
                "weight",
                "name",
                "share",
                "delivers",
                "satisfaction",
                "serves",
                "zzz",
                "critical",
                "target",
                "people",
                "group",
                "improve",
            ]
        )
        return text[: at.start()] + new + text[at.end() :]
    if kind == 1:
        places = list(re.finditer(r"(?<=: )([^{}\[\],\n:#]+)(?=[,}\n])", text))
        at = rng.choice(places)
        return text[: at.start()] + rng.choice(values) + text[at.end() :]
    del lines[rng.randrange(len(lines))]
    return "\n".join(lines) + "\n"


_NOT_STRUCTURAL = re.compile(
    "no party|serves itself|external customer|nobody serves|all shares|loop|twice|looks like|a bare|has no scale|is not above|not a mark|outside|"
    "defined twice|not YAML|control|negative|is not a number|no scale|needs|scale|0 responses|is above 1|not a whole number|standard|criticality|lies below"
)


@pytest.mark.parametrize("seed", range(300))
def test_near_misses_are_judged_alike(seed):
    """Whatever the reader refuses for its structure the schema refuses, and what the schema refuses the reader does."""
    rng = random.Random(seed)
    text = mutations(rng, vc.dumps(random_chain(rng, parties=4, services=5)))
    try:
        editor = as_editor_sees(text)
    except yaml.YAMLError:
        return
    valid = VALIDATOR.is_valid(editor)
    try:
        vc.loads(text)
    except vc.FormatError as error:
        if any("is here twice" in p.message for p in error.problems):
            return  # of two equal keys an editor sees one
        structural = [p for p in error.problems if not _NOT_STRUCTURAL.search(p.message)]
        assert not (valid and structural), (text, [str(p) for p in structural])
    else:
        assert valid, (text, [e.message for e in VALIDATOR.iter_errors(editor)])
