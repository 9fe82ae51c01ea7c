"""A YAML file as an editor sees it."""

import re

import yaml


def as_editor_sees(text):
    """The text as a YAML 1.2 reader (core schema) hands it to a schema: the way an editor's language server does."""
    return _value(yaml.compose(text, Loader=yaml.SafeLoader))


def _value(node):
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if node.style or re.fullmatch(r"0[0-9]+", node.value):
        return node.value
    return _plain(node.value)


def _plain(text):
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text
