"""Some of the generated chains that `everything.py` takes through all there is; and that it notices."""

from unittest.mock import Mock

import pytest

import everything
from everything import KINDS, PARTS, faults_of, generated


@pytest.mark.parametrize("number", range(20))
def test_everything_that_is_made_of_a_generated_chain_is_sound(number):
    """Of each kind of chain each part in turn."""
    part = PARTS[number // len(KINDS) % len(PARTS)]
    faults, tried = faults_of(number, parts=[part])
    assert tried
    assert not faults


TOLD = {
    "nothing": " ",
    "an exponent": "wins 1e-05 points",
    "no number": "wins nan points",
    "no number in JSON": '{"wins": NaN}',
}


@pytest.mark.parametrize("fault", TOLD)
def test_what_is_wrong_is_noticed(fault, tmp_path, monkeypatch):
    monkeypatch.setattr(everything, "rendered", Mock(return_value=TOLD[fault]))
    assert any("diagnose json" in found for found in told_of(generated(0), tmp_path))
    if "JSON" not in fault:
        assert any("diagnose text" in found for found in told_of(generated(0), tmp_path))


def test_an_exception_is_noticed_and_a_refusal_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(everything, "rendered", Mock(side_effect=ZeroDivisionError))
    assert any("ZeroDivisionError" in found for found in told_of(generated(0), tmp_path))
    trial = everything.Trial(generated(0), tmp_path, heavy=False)
    trial.of("questions", "plan", lambda: everything.vc.plan(trial.chain, -1))
    assert not trial.faults


def told_of(chain, folder):
    """What fails of a diagnosis that is told."""
    trial = everything.Trial(chain, folder, heavy=False)
    trial._told("diagnose", everything.vc.diagnose(chain))
    return trial.faults


def test_outputs_that_contradict_are_noticed(tmp_path):
    found = everything.vc.diagnose(generated(1))
    assert not told_of(found.chain, tmp_path)
    forms = {
        form: everything.rendered(everything.report_of(found), form, 96)
        for form in everything.NAMES
    }
    line = forms["csv"].splitlines()[1]
    for agreed, form, wrong in (
        (everything.answers_agree, "text", "all is well"),
        (everything.tables_agree, "csv", forms["csv"].replace(line, line.replace("0.", "0.1"))),
        (
            everything.numbers_agree,
            "json",
            forms["json"].replace('"outcome": 0.', '"outcome": 0.1'),
        ),
    ):
        with pytest.raises(AssertionError):
            agreed(found, forms | {form: wrong})
