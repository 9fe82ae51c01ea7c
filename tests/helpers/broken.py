"""Small files into which one mistake is put."""

GOOD = "valuechain: 1\nteams:\n  clerk:\n    serves:\n      customer: {delivers: flowers, satisfaction: 80%}\ncustomers:\n  customer:\n"


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
