"""Small chains to diagnose."""

import valuechain as vc


def shop(**scores):
    text = "valuechain: 1\nteams:\n  a: {group: A, serves: {b: {delivers: x, %s}}}\n  b: {serves: {c: {delivers: y, %s}}}\ncustomers:\n  c: {name: Customer}\n"
    return vc.loads(text % (scores.get("ab", ""), scores.get("bc", "")))
