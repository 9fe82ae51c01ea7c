"""YAML trees of the examples, changed as bytes say: mostly sound files, each with a few oddities."""

import pickle
from pathlib import Path

import yaml
from yaml import MappingNode, ScalarNode, SequenceNode

ROOT = Path(__file__).parents[2]
_MOST = 3000
"""Characters of an example that is small enough to be asked everything in no time."""
_STR = "tag:yaml.org,2002:str"
_SCALARS = (
    *("0", "1", "-1", "0%", "100%", "101%", "0.5", "1e-300", "1e308", "3.4/5 (9 responses)"),
    *("NPS -100 (1 response)", "CES 7/7", "0%..100%", "0.5..0.9", "0.9999999999999999", "true"),
    *("weakest", "target", "failed", "0 min", "1..9000 working days", "1 EUR", "", "x" * 300),
    *("999999999", "units", "answers", "Ünïcode 花", "<b>&amp;", "=1+1", "a->b", "two\nlines"),
)
_KEYS = (
    *("delivers", "satisfaction", "quality", "weight", "dependence", "critical", "target"),
    *("reachable", "aspects", "improve", "takes", "standard", "name", "group", "people", "share"),
    *("column", "promise", "revenue", "loyalty", "serves", "scenarios", "rule", "action", "cost"),
    *("needs", "excludes", "id", "scale", "value", "responses", "sd", "answers", "units"),
    *("defects", "opportunities", "on_time", "rater_correlation", "repeat_sd", "<<"),
)


def _read(path):
    """The tree of a file without its places, as bytes to make copies from."""
    tree = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    for node in nodes(tree):
        node.start_mark = node.end_mark = None
    return pickle.dumps(tree)


def nodes(tree):
    """All nodes, keys too."""
    found, seen = [tree], {id(tree)}
    for node in found:
        for each in _below(node):
            if id(each) not in seen:
                seen.add(id(each))
                found.append(each)
    return found


def _below(node):
    if isinstance(node, MappingNode):
        return [each for pair in node.value for each in pair]
    return node.value if isinstance(node, SequenceNode) else []


SMALL = [path for path in sorted((ROOT / "examples").glob("*.yaml")) if path.stat().st_size < _MOST]
SMALL.append(ROOT / "tests" / "fuzz" / "stocks.yaml")
_TREES = [_read(path) for path in SMALL]


def edited(choices):
    """The text of an example in which a few things are otherwise, and which example it is."""
    chosen = choices.below(len(_TREES))
    tree = pickle.loads(_TREES[chosen])
    for _ in range(choices.below(6)):
        holders = [node for node in nodes(tree) if not isinstance(node, ScalarNode) and node.value]
        if not holders:
            break
        holder = choices.of(holders)
        choices.of(_EDITS)(holder, choices.below(len(holder.value)), choices, tree)
    return yaml.serialize(tree, Dumper=yaml.SafeDumper, allow_unicode=True), SMALL[chosen]


def _scalar(text):
    return ScalarNode(_STR, text)


def _put(holder, at, node):
    """In the place of a value, whose key stays."""
    old = holder.value[at]
    holder.value[at] = (old[0], node) if isinstance(old, tuple) else node


def _value(holder, at):
    old = holder.value[at]
    return old[1] if isinstance(old, tuple) else old


def _delete(holder, at, choices, tree):
    del choices, tree, holder.value[at]


def _duplicate(holder, at, choices, tree):
    """Again, at another place: in a mapping the key is there twice."""
    del tree
    holder.value.insert(
        choices.below(len(holder.value) + 1), pickle.loads(pickle.dumps(holder.value[at]))
    )


def _replace(holder, at, choices, tree):
    del tree
    _put(holder, at, _scalar(choices.of(_SCALARS)))


def _rename(holder, at, choices, tree):
    """Another key, a usual one or one that stands elsewhere."""
    others = [node.value for node in nodes(tree) if isinstance(node, ScalarNode)]
    name = choices.of(_KEYS if choices.below(2) else others)
    if isinstance(holder, MappingNode):
        holder.value[at] = (_scalar(name), holder.value[at][1])


def _retype(holder, at, choices, tree):
    """A list of it, a mapping of it, or nothing."""
    del tree
    old = _value(holder, at)
    made = (
        SequenceNode("tag:yaml.org,2002:seq", [old]),
        MappingNode("tag:yaml.org,2002:map", [(_scalar(choices.of(_KEYS)), old)]),
        _scalar(""),
    )
    _put(holder, at, choices.of(made))


def _move(holder, at, choices, tree):
    """A value from elsewhere: the same node twice is an alias, within itself an endless one."""
    other = choices.of(nodes(tree))
    _put(holder, at, other if choices.below(4) == 0 else pickle.loads(pickle.dumps(other)))


def _add(holder, at, choices, tree):
    """One more key with some value."""
    del at, tree
    key, value = _scalar(choices.of(_KEYS)), _scalar(choices.of(_SCALARS))
    holder.value.append((key, value) if isinstance(holder, MappingNode) else value)


def _other_digits(holder, at, choices, tree):
    """The same but for a digit: mostly still what belongs there."""
    del tree
    old = _value(holder, at)
    if isinstance(old, ScalarNode):
        digits = [each for each in old.value if each.isdecimal()] or ["0"]
        _put(holder, at, _scalar(old.value.replace(choices.of(digits), choices.of("0159"))))


_EDITS = (
    *(_delete, _duplicate, _replace, _rename, _retype, _move, _add),
    *(_other_digits, _other_digits, _delete),
)
