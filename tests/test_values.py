"""Every public value equals itself after pickling and copying, and can be hashed."""

import copy
import pickle

import pytest

import valuechain as vc
from places import ROOT

EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def values():
    chain, later = vc.example("flower_shop"), vc.example("flower_shop_after")
    clinic = vc.read_excel(EXAMPLES / "clinic" / "clinic.xlsx")
    works = vc.load(EXAMPLES / "exports" / "chain.yaml")
    diagnosis = vc.diagnose(chain)
    row = diagnosis.services[0]
    found = [
        chain, diagnosis, row, diagnosis.steps[0], diagnosis.teams[0], diagnosis.explain(row.id),
        chain.services[row.id], chain.parties["clerk"], chain.services[row.id].score,
        *chain.scenarios.values(), *chain.services["inventory->designer"].improve,
        vc.layout(diagnosis), vc.layout(diagnosis, view="pyramid"), vc.simulate(chain, 100),
        vc.robustness(diagnosis), vc.plan(diagnosis, 1500), vc.frontier(diagnosis),
        vc.promises(diagnosis), vc.what_if(diagnosis, {row.id: 0.9}), vc.compare(chain, later),
        vc.side_by_side(chain), vc.survey_form(chain), vc.aspects(clinic),
        vc.estimate_dependence(chain), vc.read_survey(EXAMPLES / "clinic" / "clinic.xlsx"),
        vc.draft_map(EXAMPLES / "exports" / "qualtrics.csv", works), vc.Problem("what", "remedy", 1, 2),
    ]  # fmt: skip
    return {f"{type(value).__name__} {number}": value for number, value in enumerate(found)}


@pytest.mark.parametrize(
    "again", [lambda value: pickle.loads(pickle.dumps(value)), copy.copy, copy.deepcopy]
)
def test_a_value_is_the_same_again(values, again):
    for name, value in values.items():
        other = again(value)
        assert other == value, name
        assert hash(other) == hash(value), name
        assert value != "something else", name
        assert repr(other) == repr(value), name


def test_who_answered_what_is_a_value_too(values):
    given = next(value.given for value in values.values() if isinstance(value, vc.Survey))
    assert given == copy.deepcopy(given)
    assert given != "something else"


@pytest.mark.parametrize("kind", [vc.FormatError, vc.ModelError])
def test_errors_are_pickled_with_their_problems(kind):
    error = kind([vc.Problem("what", "remedy", 1, 2)])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
