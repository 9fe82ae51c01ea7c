"""Every mistake of the file format: one problem each, at its place, with its remedy; by both parsers alike."""

import gc
import re

import pytest
import yaml

import valuechain as vc
from valuechain.files import nodes, yaml_services

GOOD = "valuechain: 1\nteams:\n  clerk:\n    serves:\n      customer: {delivers: flowers, satisfaction: 80%}\ncustomers:\n  customer:\n"


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request, monkeypatch):
    if request.param == "pure":
        monkeypatch.setattr(nodes, "_Parser", yaml.SafeLoader)
    return request.param


def problems(text):
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    return caught.value.problems


def team(body):
    """A file whose clerk has this body, from line 4 on."""
    return f"valuechain: 1\nteams:\n  clerk:\n{body}\ncustomers:\n  customer:\n"


def served(service):
    """A file whose only service is this, in line 5 from column 17 on."""
    return team(f"    serves:\n      customer: {service}")


def improved(actions):
    """A file whose only service has these actions, in line 5 from column 28 on."""
    return served(f"{{improve: [{actions}]}}")


def two_improved(first, second):
    """A file of two services with an action each."""
    return team(
        f"    serves:\n      customer: [{{delivers: a, improve: [{first}]}}, {{delivers: b, improve: [{second}]}}]"
    )


# (name, text, line, column, part of the message, part of the hint)
MISTAKES = [
    (
        "no version",
        GOOD.replace("valuechain: 1\n", ""),
        1,
        1,
        "format version is missing",
        "valuechain: 1",
    ),
    (
        "other version",
        GOOD.replace(": 1\n", ": 2\n", 1),
        1,
        13,
        "format version '2'",
        "reads 'valuechain: 1'",
    ),
    (
        "unknown key at the top",
        "titel: x\n" + GOOD,
        1,
        1,
        "unknown key 'titel'",
        "did you mean 'title'?",
    ),
    (
        "unknown key of a party",
        team("    grup: x\n    serves: {customer: x}"),
        4,
        5,
        "unknown key 'grup'",
        "did you mean 'group'?",
    ),
    (
        "unknown key of a service",
        served("{wieght: 2}"),
        5,
        18,
        "unknown key 'wieght'",
        "did you mean 'weight'?",
    ),
    (
        "a party's key at a service",
        served("{people: 2}"),
        5,
        18,
        "unknown key 'people'",
        "belongs to a party",
    ),
    (
        "a service's key at a party",
        team("    satisfaction: 80%\n    serves: {customer: x}"),
        4,
        5,
        "unknown key",
        "belongs to a service",
    ),
    (
        "a key of the top at a party",
        team("    rule: mean\n    serves: {customer: x}"),
        4,
        5,
        "unknown key",
        "top of the file",
    ),
    (
        "column of a customer",
        GOOD.replace("customers:\n  customer:", "customers:\n  customer: {column: 2}"),
        None,
        None,
        "unknown key 'column'",
        "last column",
    ),
    (
        "column 0",
        team("    column: 0\n    serves: {customer: x}"),
        4,
        13,
        "'0' is not a whole number from 1",
        "",
    ),
    (
        "share of a team",
        team("    share: 1\n    serves: {customer: x}"),
        4,
        5,
        "unknown key 'share'",
        "",
    ),
    (
        "duplicate key at the top",
        GOOD + "title: a\ntitle: b\n",
        9,
        1,
        "key 'title' is here twice",
        "keep one",
    ),
    (
        "duplicate key of a service",
        served("{weight: 2, weight: 3}"),
        5,
        29,
        "key 'weight' is here twice",
        "keep one",
    ),
    (
        "duplicate key without a value first",
        served("{weight: , weight: 3}"),
        5,
        28,
        "key 'weight' is here twice",
        "keep one",
    ),
    (
        "party twice in a section",
        GOOD.replace("customers:", "  clerk:\ncustomers:"),
        6,
        3,
        "'clerk' is here twice",
        "keep one",
    ),
    (
        "party twice",
        "suppliers:\n  clerk:\n" + GOOD,
        5,
        3,
        "party 'clerk' is defined twice",
        "line 2",
    ),
    (
        "no customers",
        GOOD.split("customers:", maxsplit=1)[0].replace("customer:", "desk:") + "  desk:\n",
        1,
        1,
        "no external customer",
        "customers:",
    ),
    (
        "nobody serves a customer",
        "valuechain: 1\nteams:\n  a: {serves: {b: x}}\n  b:\ncustomers:\n  c:\n",
        1,
        1,
        "nobody serves",
        "'c'",
    ),
    (
        "no services at all",
        "valuechain: 1\ncustomers:\n  customer:\n",
        1,
        1,
        "nobody serves",
        "'customer'",
    ),
    (
        "unknown party",
        GOOD.replace("customer: {d", "custmer: {d"),
        5,
        7,
        "no party 'custmer'",
        "did you mean 'customer'?",
    ),
    (
        "a name for an id",
        GOOD.replace("  customer:\n", "  k: {name: Customer}\n"),
        5,
        7,
        "no party 'customer'",
        "did you mean 'k'?",
    ),
    (
        "self service",
        team("    serves: {customer: x, clerk: y}"),
        4,
        27,
        "'clerk' serves itself",
        "two parties",
    ),
    (
        "a customer serves",
        GOOD.replace("  customer:\n", "  customer: {serves: {clerk: x}}\n"),
        7,
        14,
        "customer 'customer' serves",
        "'teams:'",
    ),
    ("empty id", team("    serves: {customer: x}\n  '': {}"), 5, 3, "needs an id", "'clerk:'"),
    (
        "blank at the end of an id",
        team("    serves: {customer: x}\n  'desk ': {}"),
        5,
        3,
        "white space at its ends",
        "write 'desk'",
    ),
    (
        "arrow in an id",
        team("    serves: {customer: x}\n  a->b: {}"),
        5,
        3,
        "contains '->'",
        "leave it out",
    ),
    (
        "hash in an id",
        team("    serves: {customer: x}\n  a#b: {}"),
        5,
        3,
        "contains '#'",
        "leave it out",
    ),
    (
        "line break in an id",
        team('    serves: {customer: x}\n  "a\\nb": {}'),
        5,
        3,
        "control character",
        "leave it out",
    ),
    (
        "ids alike",
        team("    serves: {customer: x}\n  caf\u00e9: {}\n  cafe\u0301: {}"),
        6,
        3,
        "looks like",
        "one spelling",
    ),
    (
        "satisfaction beside quality",
        served("{satisfaction: 80%, quality: 70%}"),
        5,
        17,
        "'satisfaction' beside 'quality'",
        "keep the one",
    ),
    (
        "empty list",
        team("    serves:\n      customer: []\n      desk: x\n  desk: {serves: {customer: y}}"),
        5,
        17,
        "empty list",
        "leave the line out",
    ),
    (
        "list in a list",
        team("    serves:\n      customer: [[x], y]"),
        5,
        18,
        "a list within a list",
        "one entry",
    ),
    (
        "bare number",
        served("{satisfaction: 81}"),
        5,
        32,
        "satisfaction: '81' has no scale",
        "'81%'",
    ),
    ("bare one", served("{satisfaction: 1}"), 5, 32, "a bare '1'", "'100%' or '1/5'"),
    ("quoted bare number", served("{satisfaction: '81'}"), 5, 32, "'81' has no scale", "'81%'"),
    (
        "decimal comma",
        team("    serves:\n      customer:\n        satisfaction: 3,4/5"),
        6,
        23,
        "comma",
        "3.4/5",
    ),
    (
        "decimal comma in flow style",
        served("{satisfaction: 3,4/5}"),
        5,
        32,
        "comma",
        "write '3.4/5'",
    ),
    (
        "decimal comma with responses",
        served("{satisfaction: 3,4/5 (9 responses), weight: 2}"),
        5,
        32,
        "comma",
        "3.4/5 (9 responses)",
    ),
    ("decimal comma in a percentage", served("{satisfaction: 81,5%}"), 5, 32, "comma", "81.5%"),
    ("decimal comma in a weight", served("{weight: 1,5}"), 5, 26, "comma", "1.5"),
    (
        "no responses",
        served("{satisfaction: 81% (0 responses)}"),
        5,
        32,
        "0 responses",
        "leave the score out",
    ),
    (
        "unknown scale",
        served("{satisfaction: {scale: 1-12, value: 3}}"),
        5,
        33,
        "no scale",
        "1-3 to 1-9",
    ),
    (
        "unknown key in a score",
        served("{satisfaction: {scale: 1-5, valu: 3}}"),
        5,
        45,
        "unknown key 'valu'",
        "did you mean 'value'?",
    ),
    ("list for a score", served("{satisfaction: [80%]}"), 5, 32, "not a list", ""),
    ("list for a text", served("{delivers: [a]}"), 5, 28, "not a list", ""),
    ("mapping for a weight", served("{weight: {a: 1}}"), 5, 26, "not a mapping", ""),
    ("weight of nothing", served("{weight: 0}"), 5, 26, "not above 0", "leave the service out"),
    ("negative weight", served("{weight: -1}"), 5, 26, "not a number", "negative"),
    ("huge weight", served("{weight: 1e999}"), 5, 26, "too large", ""),
    ("weight nan", served("{weight: nan}"), 5, 26, "'nan' is not a number", ""),
    ("weight inf", served("{weight: .inf}"), 5, 26, "'.inf' is not a number", ""),
    ("dependence above one", served("{dependence: 80}"), 5, 30, "above 1", "'80%'"),
    ("dependence in words", served("{dependence: high}"), 5, 30, "not a percentage", "80%"),
    ("critical yes", served("{critical: yes}"), 5, 28, "neither true nor false", "write true"),
    (
        "no people",
        team("    people: 0\n    serves: {customer: x}"),
        4,
        13,
        "whole number from 1",
        "",
    ),
    (
        "half people",
        team("    people: 1.5\n    serves: {customer: x}"),
        4,
        13,
        "whole number from 1",
        "",
    ),
    (
        "all shares nothing",
        GOOD.replace("  customer:\n", "  customer: {share: 0}\n"),
        7,
        3,
        "all shares",
        "above 0",
    ),
    (
        "negative share",
        GOOD.replace("  customer:\n", "  customer: {share: -1}\n"),
        7,
        21,
        "not a number",
        "negative",
    ),
    ("other rule", "rule: mode\n" + GOOD, 1, 7, "no rule 'mode'", ""),
    (
        "total loop",
        team(
            "    serves: {desk: {dependence: 1}}\n  desk: {serves: {clerk: {dependence: 100%}, customer: x}}"
        ),
        None,
        None,
        "loop",
        "below 1",
    ),
    (
        "section that is a list",
        "valuechain: 1\nteams: [a]\ncustomers:\n  c:\n",
        2,
        8,
        "takes parties by id",
        "line of its own",
    ),
    (
        "section that is a text",
        GOOD.split("customers:", maxsplit=1)[0] + "customers: customer\n",
        6,
        12,
        "takes parties by id",
        "line of its own",
    ),
    (
        "party that is a text",
        team("    serves: {customer: x}\n  desk: who"),
        5,
        9,
        "takes fields",
        "'serves:'",
    ),
    (
        "serves that is a text",
        team("    serves: customer"),
        4,
        13,
        "takes the parties served",
        "designer",
    ),
    ("a list at the top", "- a\n- b\n", 1, 1, "not a value chain", "valuechain: 1"),
    ("a text at the top", "hello", 1, 1, "not a value chain", "valuechain: 1"),
    ("empty", "", 1, 1, "empty", "valuechain new"),
    ("only a comment", "# nothing\n", 1, 1, "empty", "valuechain new"),
    ("two documents", GOOD + "---\nvaluechain: 1\n", 8, 1, "second document", "one chain"),
    ("tag", served("!!str flowers"), 5, 17, "tags are not read", "leave it out"),
    ("anchor", served("&a flowers"), 5, 17, "anchor 'a'", "write the value"),
    ("tag on a mapping", served("!x {delivers: a}"), 5, 17, "tags are not read", "leave it out"),
    ("alias", served("*a"), 5, 17, "alias 'a'", "write the value out"),
    ("merge key", served("{<<: {weight: 2}}"), 5, 18, "merge keys", "write the entries out"),
    ("key that is a list", served("{[a]: b}"), 5, 18, "a key must be a text", ""),
    (
        "kept key at the top",
        "playbook: {}\n" + GOOD,
        1,
        1,
        "'playbook' is kept for a later version",
        "leave it out",
    ),
    (
        "kept key of a party",
        team("    promise: x\n    serves: {customer: x}"),
        4,
        5,
        "'promise' is kept",
        "leave it out",
    ),
    (
        "kept key of a service",
        served("{takes: [{action: a}]}"),
        5,
        18,
        "'takes' is kept",
        "leave it out",
    ),
    (
        "action that is a word",
        improved("paper"),
        5,
        28,
        "an action is more than one word",
        "such as '- {action:",
    ),
    (
        "actions that are a word",
        served("{improve: paper}"),
        5,
        27,
        "'paper' is no list of actions",
        "such as '- {action:",
    ),
    (
        "actions that are a mapping",
        served("{improve: {action: a, cost: 1, quality: 90%}}"),
        5,
        27,
        "a list of actions belongs here",
        "'- '",
    ),
    (
        "alias as actions",
        served("{improve: *a}"),
        5,
        27,
        "alias 'a': aliases are not read",
        "write the value out",
    ),
    (
        "alias as an action",
        improved("*a"),
        5,
        28,
        "alias 'a': aliases are not read",
        "write the value out",
    ),
    (
        "alias as a cost",
        improved("{action: a, cost: *b, quality: 90%}"),
        5,
        46,
        "alias 'b': aliases are not read",
        "write the value out",
    ),
    (
        "cost without a value",
        improved("{action: a, cost: , quality: 90%}"),
        5,
        28,
        "an action needs its 'cost'",
        "such as",
    ),
    (
        "fields of an action apart",
        improved("action: x, cost: 3, quality: 90%"),
        5,
        27,
        "the fields of an action stand apart",
        "in braces",
    ),
    (
        "needs somebody twice",
        improved("{action: a, cost: 1, quality: 90%, needs: [b, b]}"),
        5,
        70,
        "'needs' names an action twice",
        "keep one",
    ),
    (
        "cost with thousands apart",
        improved("{action: a, cost: 1,200, quality: 90%}"),
        5,
        46,
        "a comma ends the value here",
        "write '1200'",
    ),
    (
        "cost in percent",
        improved("{action: a, cost: 90%, quality: 90%}"),
        5,
        46,
        "'90%' is no amount",
        "a number such as",
    ),
    (
        "cost beyond reason",
        improved("{action: a, cost: 1e16, quality: 90%}"),
        5,
        46,
        "'1e16' is too large",
        "count in thousands",
    ),
    (
        "quality that is a word of scenarios",
        improved("{action: a, cost: 1, quality: target}"),
        5,
        58,
        "'target' is no quality",
        "write 90%",
    ),
    (
        "action with a tag",
        improved("{action: a, cost: !!int 3, quality: 90%}"),
        5,
        46,
        "tag 'tag:yaml.org,2002:int'",
        "leave it out",
    ),
    (
        "ids of actions that look alike",
        improved(
            "{action: a, id: caf\u00e9, cost: 1, quality: 90%}, {action: b, id: cafe\u0301, cost: 1, quality: 95%}"
        ),
        5,
        90,
        "looks like",
        "one spelling for one action",
    ),
    (
        "needs what can never be done",
        two_improved(
            "{action: a, id: x, cost: 1, quality: 90%, needs: y, excludes: y}, {action: c, id: z, cost: 1, quality: 91%}",
            "{action: b, id: y, cost: 1, quality: 90%}, {action: d, id: w, cost: 1, quality: 90%, needs: x}",
        ),
        5,
        91,
        "action 'a' can never be done",
        "change its needs",
    ),
    (
        "a typo that scenarios would repeat",
        "scenarios: {w: {clerk->customer: 90%}}\n"
        + GOOD.replace("customer: {delivers", "custmer: {delivers"),
        6,
        7,
        "no party 'custmer' is defined",
        "did you mean 'customer'?",
    ),
    (
        "scenario called like a party",
        "scenarios: {customer: {clerk->customer: 9%}}\n" + GOOD + "    share: 0\n",
        8,
        3,
        "all shares",
        "above 0",
    ),
    (
        "scenario that YAML keeps",
        "scenarios: {'<<': {clerk->customer: 9%}}\n" + GOOD,
        1,
        13,
        "merge keys",
        "",
    ),
    (
        "empty list of actions",
        served("{improve: []}"),
        5,
        27,
        "an empty list of actions",
        "leave the line out",
    ),
    (
        "action without a cost",
        improved("{action: a, quality: 90%}"),
        5,
        28,
        "an action needs its 'cost'",
        "such as",
    ),
    (
        "action without words",
        improved("{cost: 1, quality: 90%}"),
        5,
        28,
        "an action needs its 'action'",
        "such as",
    ),
    (
        "action with empty words",
        improved("{action: '', cost: 1, quality: 90%}"),
        5,
        37,
        "empty",
        "a few words",
    ),
    (
        "unknown key of an action",
        improved("{action: a, cots: 1, quality: 90%}"),
        5,
        40,
        "unknown key 'cots'",
        "did you mean 'cost'?",
    ),
    (
        "negative cost",
        improved("{action: a, cost: -1, quality: 90%}"),
        5,
        46,
        "'-1' is not a number",
        "must not be negative",
    ),
    (
        "cost with a comma",
        improved("{action: a, cost: 1,5, quality: 90%}"),
        5,
        46,
        "a comma ends the value here",
        "write '1.5'",
    ),
    (
        "quality above 1",
        improved("{action: a, cost: 1, quality: 190%}"),
        5,
        58,
        "190 is outside the scale",
        "",
    ),
    (
        "quality without a scale",
        improved("{action: a, cost: 1, quality: 90}"),
        5,
        58,
        "'90' has no scale",
        "write '90%'",
    ),
    (
        "quality that was asked",
        improved("{action: a, cost: 1, quality: 90% (3 responses)}"),
        5,
        58,
        "a score that was asked",
        "90% or 4.5/5",
    ),
    (
        "cost that is a list",
        improved("{action: a, cost: [1], quality: 90%}"),
        5,
        46,
        "one value belongs behind 'cost'",
        "",
    ),
    (
        "needs that are a mapping",
        improved("{action: a, cost: 1, quality: 90%, needs: {b: c}}"),
        5,
        70,
        "'needs' takes ids of actions",
        "such as",
    ),
    (
        "needs nobody",
        improved("{action: a, cost: 1, quality: 90%, needs: b}"),
        5,
        70,
        "needs 'b', and there is no such action",
        "'id:'",
    ),
    (
        "needs in other words",
        improved(
            "{action: Paper, cost: 1, quality: 90%}, {action: b, cost: 1, quality: 90%, needs: [paper]}"
        ),
        5,
        110,
        "needs 'paper', and there is no such action",
        "did you mean 'clerk->customer: Paper'?",
    ),
    (
        "needs itself",
        improved("{action: a, id: x, cost: 1, quality: 90%, needs: x}"),
        5,
        77,
        "action 'a' needs itself",
        "leave it out",
    ),
    (
        "excludes itself",
        improved("{action: a, id: x, cost: 1, quality: 90%, excludes: [x]}"),
        5,
        80,
        "action 'a' excludes itself",
        "leave it out",
    ),
    (
        "action twice",
        improved("{action: a, cost: 1, quality: 90%}, {action: a, cost: 2, quality: 95%}"),
        5,
        64,
        "service 'clerk->customer' has the action 'a' twice",
        "keep one of them",
    ),
    (
        "id of an action twice",
        improved(
            "{action: a, id: x, cost: 1, quality: 90%}, {action: b, id: x, cost: 2, quality: 95%}"
        ),
        5,
        87,
        "two actions have the id 'x'",
        "one of its own",
    ),
    (
        "needs in a circle",
        two_improved(
            "{action: a, id: x, cost: 1, quality: 90%, needs: y}",
            "{action: b, id: y, cost: 1, quality: 90%, needs: x}",
        ),
        5,
        91,
        "in a circle: x -> y -> x",
        "leave one of these needs out",
    ),
    (
        "needs what excludes it",
        two_improved(
            "{action: a, id: x, cost: 1, quality: 90%, needs: y}",
            "{action: b, id: y, cost: 1, quality: 90%, excludes: x}",
        ),
        5,
        91,
        "action 'a' can never be done: 'y' and 'x' exclude one another",
        "change its needs",
    ),
    (
        "needs another of its service",
        improved(
            "{action: a, id: x, cost: 1, quality: 90%}, {action: b, id: y, cost: 1, quality: 95%, needs: x}"
        ),
        5,
        120,
        "action 'b' can never be done: 'y' and 'x' improve the same service",
        "change its needs",
    ),
    (
        "scenarios that are a word",
        "scenarios: winter\n" + GOOD,
        1,
        12,
        "'scenarios:' takes scenarios by name",
        "such as",
    ),
    (
        "scenarios that are a list",
        "scenarios: [winter]\n" + GOOD,
        1,
        12,
        "'scenarios:' takes scenarios by name",
        "such as",
    ),
    (
        "scenario that is a word",
        "scenarios: {winter: failed}\n" + GOOD,
        1,
        21,
        "'winter' takes services",
        "such as",
    ),
    (
        "scenario that sets nothing",
        "scenarios: {winter: }\n" + GOOD,
        1,
        13,
        "scenario 'winter' sets nothing",
        "such as",
    ),
    (
        "scenario twice",
        "scenarios: {w: {clerk->customer: 9%}, w: {clerk->customer: 8%}}\n" + GOOD,
        1,
        39,
        "'w' is here twice",
        "keep one",
    ),
    (
        "scenario without a name",
        "scenarios: {'': {clerk->customer: 9%}}\n" + GOOD,
        1,
        13,
        "a scenario's name is empty",
        "a few words",
    ),
    (
        "setting without a value",
        "scenarios: {w: {clerk->customer: }}\n" + GOOD,
        1,
        17,
        "sets 'clerk->customer' to nothing",
        "write 90%",
    ),
    (
        "setting above 1",
        "scenarios: {w: {clerk->customer: 109%}}\n" + GOOD,
        1,
        34,
        "109 is outside the scale",
        "",
    ),
    (
        "setting that is a word",
        "scenarios: {w: {clerk->customer: fail}}\n" + GOOD,
        1,
        34,
        "'fail' is no quality",
        "did you mean 'failed'?",
    ),
    (
        "setting that is other words",
        "scenarios: {w: {clerk->customer: so so}}\n" + GOOD,
        1,
        34,
        "'so so' is no quality",
        "write '81%'",
    ),
    (
        "setting with a comma",
        "scenarios: {w: {clerk->customer: 3,4/5}}\n" + GOOD,
        1,
        34,
        "a comma ends the value here",
        "write '3.4/5'",
    ),
    (
        "setting of nobody",
        "scenarios: {w: {clerk->custmer: 9%}}\n" + GOOD,
        1,
        17,
        "no such service",
        "did you mean 'clerk->customer'?",
    ),
    (
        "setting of several",
        "scenarios: {w: {clerk->customer: 9%}}\n"
        + GOOD.replace("{delivers: flowers, satisfaction: 80%}", "[a, b]"),
        1,
        17,
        "no such service",
        "there are 2: 'clerk->customer#1' to 'clerk->customer#2'",
    ),
    (
        "range of dependence that runs down",
        served("{dependence: 0.9..0.5}"),
        5,
        30,
        "'0.9..0.5' is no range",
        "lower end first",
    ),
    (
        "range of dependence above 1",
        served("{dependence: 0.5..90}"),
        5,
        30,
        "'90' is above 1",
        "did you mean '90%'?",
    ),
    (
        "range of dependence without an end",
        served("{dependence: 0.5..}"),
        5,
        30,
        "'0.5..' has one end",
        "a range has two",
    ),
    (
        "range that closes a total loop",
        team(
            "    serves: {desk: {dependence: 0.5..1}}\n  desk: {serves: {clerk: {dependence: 100%}, customer: x}}"
        ),
        None,
        None,
        "loop",
        "below 1",
    ),
    (
        "decimal comma in both ends",
        served("{dependence: 0,5..0,9}"),
        5,
        30,
        "a comma ends the value here",
        "such as 0.5..0.9",
    ),
    (
        "aspects that are one score",
        served("{aspects: 80%}"),
        5,
        27,
        "'80%' is a score for no aspect",
        "timeliness: 3.1/5",
    ),
    (
        "aspects in a list",
        served("{aspects: [80%]}"),
        5,
        27,
        "one value belongs here, not a list",
        "",
    ),
    (
        "an aspect with a list",
        served("{aspects: {time: [80%]}}"),
        5,
        34,
        "one score belongs here, not a list",
        "",
    ),
    (
        "an aspect's wrong score",
        served("{aspects: {time: 80}}"),
        5,
        34,
        "'80' has no scale",
        "write '80%'",
    ),
    (
        "an aspect's decimal comma",
        served("{aspects: {time: 3,4/5}}"),
        5,
        34,
        "a comma ends the value here",
        "write '3.4/5'",
    ),
    (
        "an aspect without a name",
        served("{aspects: {'': 80%}}"),
        5,
        28,
        "names no aspect",
        "timeliness",
    ),
    (
        "an unknown key in an aspect",
        served("{aspects: {time: {scale: 1-5, valeu: 3}}}"),
        5,
        47,
        "unknown key 'valeu'",
        "did you mean 'value'?",
    ),
    (
        "more satisfied than answered",
        served("{satisfaction: {scale: csat, satisfied: 9, responses: 7}}"),
        5,
        46,
        "9 satisfied are more than 7",
        "",
    ),
    (
        "satisfied of a mean",
        served("{satisfaction: {scale: 1-5, satisfied: 9, responses: 9}}"),
        5,
        45,
        "belongs to a share",
        "scale: csat",
    ),
    (
        "satisfied without responses",
        served("{satisfaction: {scale: csat, satisfied: 9}}"),
        5,
        46,
        "comes with 'responses'",
        "responses: 9",
    ),
    (
        "satisfied beside value",
        served("{satisfaction: {scale: csat, satisfied: 9, responses: 9, value: 3}}"),
        5,
        74,
        "says the same thing twice",
        "one of",
    ),
    ("rule fdna", "rule: fdna\n" + GOOD, 1, 7, "'fdna' is kept", "mean or weakest"),
    ("NUL", GOOD.replace("flowers", "flo\0wers"), 5, 31, "control character U+0000", "delete"),
    (
        "escaped NUL",
        served('{delivers: "a\\0b"}'),
        5,
        28,
        "escaped control character U+0000",
        "leave it out",
    ),
    (
        "bidirectional",
        GOOD.replace("flowers", "a\u202eb"),
        5,
        29,
        "bidirectional character U+202E",
        "delete",
    ),
    (
        "escaped bidirectional",
        served('{delivers: "a\\u202eb"}'),
        5,
        28,
        "bidirectional character U+202E",
        "leave it out",
    ),
    (
        "lone surrogate",
        GOOD.replace("flowers", "a\ud800b"),
        5,
        29,
        "control character U+D800",
        "delete",
    ),
    ("line separator", GOOD.replace("flowers", "a\u2028b"), 5, 29, "U+2028", "delete"),
    ("long text", served("x" * 100_001), 5, 17, "100,001 characters", "at most 100,000"),
    (
        "long quoted text",
        served("'" + "x" * 100_001 + "'"),
        5,
        17,
        "100,001 characters",
        "at most 100,000",
    ),
    (
        "long id",
        team("    serves: {customer: x}\n  " + "x" * 999 + ": {}").replace(
            "x" * 999, "x" * 1000 + "->"
        ),
        5,
        3,
        "contains '->'",
        "",
    ),
    (
        "number of many digits",
        served("{satisfaction: " + "9" * 10_000 + "%}"),
        5,
        32,
        "too long to be a score",
        "",
    ),
    ("weight of many digits", served("{weight: " + "9" * 10_000 + "}"), 5, 26, "not a number", ""),
    (
        "comma in a long form",
        served("{satisfaction: {scale: 1-5, value: 3,4}}"),
        5,
        52,
        "comma",
        "3.4",
    ),
    (
        "comma between thousands",
        served("{satisfaction: 81% (1,000 responses)}"),
        5,
        32,
        "comma",
        "81% (1000 responses)",
    ),
    (
        "comma between thousands in a block",
        team("    serves:\n      customer:\n        satisfaction: 81% (1,000 responses)"),
        6,
        23,
        "comma",
        "'81% (1000 responses)'",
    ),
    ("comma in a CES", served("{satisfaction: CES 5,2/7}"), 5, 32, "comma", "CES 5.2/7"),
    (
        "comma in a share",
        GOOD.replace("  customer:\n", "  customer: {share: 2,5}\n"),
        7,
        21,
        "comma",
        "2.5",
    ),
    (
        "comma at the top in flow style",
        "{valuechain: 1, dependence: 0,8, teams: {a: {serves: {c: x}}}, customers: {c: }}",
        1,
        29,
        "comma",
        "0.8",
    ),
    (
        "unknown key without a value in a score",
        served("{satisfaction: {scale: 1-5, value: 3, foo}}"),
        5,
        55,
        "unknown key 'foo'",
        "",
    ),
    (
        "mark counted twice",
        served("{satisfaction: {scale: 1-5, answers: {1: 1, 01: 2}}}"),
        5,
        45,
        "counted twice",
        "keep one",
    ),
    (
        "bare number with responses",
        served("{satisfaction: 81 (9 responses)}"),
        5,
        32,
        "'81' has no scale",
        "'81%'",
    ),
    (
        "misspelt section",
        GOOD.replace("customers:", "custmers:"),
        6,
        1,
        "unknown key 'custmers'",
        "did you mean 'customers'?",
    ),
    (
        "misspelt section of those who are served",
        GOOD.replace("teams:\n", "teams:\n  boss: {serves: {desk: x}}\n") + "supliers:\n  desk:\n",
        9,
        1,
        "unknown key 'supliers'",
        "suppliers",
    ),
    (
        "blank in the id of one who is served",
        team("    serves: {customer: x, desk: y}\n  'desk ': {}"),
        5,
        3,
        "white space at its ends",
        "write 'desk'",
    ),
    (
        "control character in a reference",
        team("    serves: {customer: x, 'de\x01sk': y}\n  desk: {}"),
        4,
        30,
        "control character U+0001",
        "delete",
    ),
    (
        "version without a value",
        GOOD.replace(": 1\n", ":\n", 1),
        1,
        1,
        "format version is missing",
        "valuechain: 1",
    ),
    ("UTF-16 without a mark", GOOD.encode("utf-16-le"), 1, 1, "UTF-16", "UTF-8"),
    (
        "ids alike, decomposed first",
        team("    serves: {customer: x}\n  cafe\u0301: {}\n  caf\u00e9: {}"),
        6,
        3,
        "looks like",
        "one spelling",
    ),
    (
        "customer that is also a team",
        "valuechain: 1\ncustomers:\n  c:\nteams:\n  c: {serves: {a: x}}\n  a: {serves: {c: x}}\n",
        5,
        3,
        "party 'c' is defined twice",
        "line 3",
    ),
    ("impossible escape", served('{delivers: "x\\U00110000"}'), None, None, "not YAML", ""),
    ("long alias", served("*" + "a" * 5000), None, None, "aliases are not read", ""),
    (
        "list in a long form",
        served("{satisfaction: {scale: 1-5, value: [3]}}"),
        5,
        52,
        "one value belongs",
        "",
    ),
    (
        "key of a party that is a list",
        team("    [a]: b\n    serves: {customer: x}"),
        4,
        5,
        "a key must be a text",
        "",
    ),
    (
        "critical maybe",
        served("{critical: maybe}"),
        5,
        28,
        "neither true nor false",
        "true or false",
    ),
    ("too deep", served("[" * 70 + "]" * 70), 5, 18, "list within a list", ""),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [case[1:] for case in MISTAKES],
    ids=[case[0] for case in MISTAKES],
)
def test_one_mistake_is_one_problem(text, line, column, message, hint):
    found = problems(text)
    assert len(found) == 1 or "[[[[" in text, [str(problem) for problem in found]
    (problem, *_) = found
    assert message in problem.message
    assert hint in problem.hint
    assert (problem.line, problem.column) == (line, column) or line is None
    if problem.source:
        assert problem.source[problem.caret :] != "" or problem.column == 1


def test_tag_and_anchor_are_two_mistakes():
    assert len(problems(served("!x &a flowers"))) == 2


def test_the_collector_is_left_as_it_was():
    assert gc.isenabled()
    vc.loads(GOOD)
    assert gc.isenabled()
    gc.disable()
    try:
        vc.loads(GOOD)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_flags():
    assert [
        vc.loads(served(f"{{critical: {word}}}")).services["clerk->customer"].critical
        for word in ("true", "False")
    ] == [True, False]


def test_an_empty_serves_of_a_customer_is_no_service():
    assert vc.loads(
        GOOD.replace("  customer:\n", "  customer: {serves: }\n")
    ).external_customers == ("customer",)


def test_every_total_loop_is_told():
    text = "valuechain: 1\ndependence: 1\nteams:\n"
    for a, b in (("a", "b"), ("d", "e")):
        text += f"  {a}: {{serves: {{{b}: x}}}}\n  {b}: {{serves: {{{a}: x, c: y}}}}\n"
    found = problems(text + "customers:\n  c:\n")
    assert ["a -> b" in p.message or "b -> a" in p.message for p in found] == [True, False]
    assert len(found) == 2


def test_independent_mistakes_of_the_whole_are_told_together():
    text = "valuechain: 1\nteams:\n  a: {serves: {b: {dependence: 1}, zz: y}}\n  b: {serves: {a: {dependence: 1}}}\n"
    found = problems(text + "customers:\n  c: {share: 0}\n")
    assert {p.message.split()[0] for p in found} == {"no", "all", "the"}


def test_all_problems_come_at_once_in_the_order_of_the_text():
    text = (
        "\n".join([case[1] for case in MISTAKES if case[0] == "unknown key at the top"])
        + "titel: y\n"
    )
    text = text.replace("80%", "81").replace("flowers", "!!str flowers")
    found = problems(text)
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert len(found) == 4


def test_the_report_has_file_line_column_caret_and_hint(tmp_path):
    path = tmp_path / "shop.yaml"
    path.write_text(GOOD.replace("80%", "81"), encoding="utf-8")
    with pytest.raises(vc.FormatError) as caught:
        vc.load(path)
    lines = str(caught.value).split("\n")
    assert lines[0] == f"{path}:5:{lines[1].index('81}') + 1}: satisfaction: '81' has no scale"
    assert lines[2].index("^") == lines[1].index("81}")
    assert "'81%'" in lines[3]


def test_the_caret_stands_under_the_place_in_any_script():
    (problem,) = problems(served("{delivers: \u82b1\u82b1, weight: x}"))
    lines = str(problem).split("\n")
    assert lines[2] == " " * (lines[1].index("weight: x") + len("weight: ") + 2) + "^"


def test_a_fault_of_our_own_is_not_called_a_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(
        yaml_services, "service_ids", lambda _: (_ for _ in ()).throw(ValueError("ours"))
    )
    with pytest.raises(ValueError, match=r"^ours$"):
        vc.loads(GOOD)


def test_a_thousand_problems_are_collected_and_fifty_printed():
    found = problems(team("    serves:\n" + "\n".join(f"      x{i}: y" for i in range(2000))))
    assert len(found) == 1000
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(team("    serves:\n" + "\n".join(f"      x{i}: y" for i in range(60))))
    assert len(caught.value.problems) == 60
    assert str(caught.value).count("no party") == 50
    assert str(caught.value).endswith("... and 10 more problems")


@pytest.mark.parametrize(
    "text",
    [
        "valuechain: 1\nteams:\n\tclerk:\n",
        "valuechain: 'x",
        "a: b: c",
        "{a",
        "a: @b",
        "[a, b",
        "a:\n - b\n c",
    ],
)
def test_what_is_not_yaml_names_the_place(text):
    found = problems(text)
    assert found[-1].message.startswith("not YAML: ") or "not a value chain" in found[-1].message
    assert found[-1].line


def test_problems_before_a_syntax_error_are_kept():
    found = problems("valuechain: 1\ntitel: x\nteams: {")
    assert re.match("unknown key", found[0].message)
    assert "not YAML" in found[1].message


def test_yaml_1_2_reads_words_as_words():
    text = (
        "valuechain: 1\ntitle: 2026-01-01\nteams:\n  no:\n    group: 12:30\n    serves: {on: 010, 1.0: yes}\n"
        "  on: {name: 0x1F, serves: {1.0: ~}}\ncustomers:\n  1.0: {name: null}\n"
    )
    chain = vc.loads(text)
    assert chain.title == "2026-01-01"
    assert list(chain.parties) == ["no", "on", "1.0"]
    assert chain.parties["no"].group == "12:30"
    assert chain.parties["on"].name == "0x1F"
    assert chain.parties["1.0"].name == "1.0"
    assert [s.delivers for s in chain.services.values()] == ["010", "yes", ""]
    assert vc.loads(vc.dumps(chain)) == chain


def test_absent_fields_take_their_defaults():
    chain = vc.loads(
        "valuechain: 1\ntitle:\ntarget:\nrule: ~\nteams:\n  a:\n    name:\n    people: null\n    serves:\n      c: {weight: , satisfaction: ~}\ncustomers:\n  c:\n"
    )
    (service,) = chain.services.values()
    assert (service.weight, service.satisfaction, service.target, service.dependence) == (
        1,
        None,
        0.75,
        0.8,
    )
    assert chain.parties["a"].people is None


def test_defaults_may_stand_below_what_they_apply_to():
    chain = vc.loads(GOOD + "target: 90%\ndependence: 0.5\n")
    (service,) = chain.services.values()
    assert (service.target, service.dependence) == (0.9, 0.5)


def test_the_example_of_the_format():
    chain = vc.loads(
        "valuechain: 1\nteams:\n  clerk:\n    serves:\n      designer:\n        delivers: order form\n        satisfaction: 3.4/5 (9 responses)\n"
        "        weight: 3\n        dependence: 0.7\n        critical: true\n        target: 85%\n      delivery:\n"
        "        - {delivers: address, satisfaction: 74%}\n        - {delivers: time slot, satisfaction: 66%}\n"
        "  designer: {serves: {delivery: {delivers: bouquet, satisfaction: 70%}}}\n"
        "  delivery: {serves: {customer: {delivers: flowers, satisfaction: NPS 31 (140 responses)}}}\ncustomers:\n  customer: {name: Customer, share: 1}\n"
    )
    assert list(chain.services) == [
        "clerk->designer",
        "clerk->delivery#1",
        "clerk->delivery#2",
        "designer->delivery",
        "delivery->customer",
    ]
    service = chain.services["clerk->designer"]
    assert (service.satisfaction.value, service.satisfaction.responses) == (0.6, 9)
    assert (service.weight, service.dependence, service.critical, service.target) == (
        3,
        0.7,
        True,
        0.85,
    )


def test_warnings_are_no_problems():
    chain = vc.loads(
        GOOD.replace(
            "customers:\n", "  desk:\n  lost: {serves: {pit: x}}\n  pit:\ncustomers:\n  other:\n"
        )
    )
    assert len(chain.warnings) == 4
    for name in ("'desk'", "'lost'", "'pit'", "'other'"):
        assert sum(name in warning for warning in chain.warnings) == 1
