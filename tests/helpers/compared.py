"""A diagnosis beside that of the plain oracle."""

import pytest

import oracle
import valuechain as vc

NUMBERS = (
    "satisfaction",
    "own_shortfall",
    "inherited_shortfall",
    "effective_dependence",
    "importance",
    "contribution",
    "quality",
    "reachable",
    "gain",
    "potential",
    "loss_if_failed",
)


TOLERANCE = 1e-9


def near(found, expected):
    return found == pytest.approx(expected, abs=TOLERANCE)


def same(found, expected):
    if None in (found, expected):
        return found is expected
    return near(found, expected)


def steps_are(found, expected):
    """Whether these are the steps, each with what it wins, and the best first."""
    gains = [round(step.gain, 12) for step in found]
    told = {step.name: step for step in found}
    return (
        gains == sorted(gains, reverse=True)
        and told.keys() == expected.keys()
        and all(
            near((told[name].gain, told[name].potential), won) for name, won in expected.items()
        )
    )


def outcome_is(found, expected):
    if expected is None:
        return found.outcome is None
    contributions = sum(row.contribution for row in found.services)
    return near(found.outcome, expected) and near(contributions, 1 - found.outcome)


def tips_at(found, expected):
    """Where the verdict tips; exactly at 1 either answer may be right."""
    if None in (found, expected):
        return found == expected or (found or expected) > 1 - TOLERANCE
    return near(found, expected)


def differences(chain):
    """The names of all numbers and verdicts that differ from those of the oracle."""
    expected, found = oracle.diagnose(chain), vc.diagnose(chain)
    agree = {"outcome": outcome_is(found, expected["outcome"])}
    for party, satisfaction in expected["received"].items():
        agree["received", party] = same(found.received[party], satisfaction)
    for name, row in expected["services"].items():
        for number in NUMBERS:
            agree[name, number] = near(getattr(found[name], number), row[number])
        agree[name, "verdict"] = found[name].verdict == row["verdict"]
        agree[name, "decided by"] = not row["decided_by"] or (
            set(found[name].decided_by) == set(row["decided_by"])
        )
        agree[name, "tips"] = tips_at(found[name].tipping_dependence, row["tipping_dependence"])
    agree["upper bound"] = found.upper_bound == expected["upper_bound"]
    agree["steps"] = steps_are(found.steps, expected["steps"])
    agree["teams"] = steps_are(
        found.teams, {(name,): won for name, won in expected["teams"].items()}
    )
    some = next(iter(chain.services))
    agree["spread"] = near(found.spread(some), expected["services"][some]["spread"])
    return [name for name, same in agree.items() if not same]
