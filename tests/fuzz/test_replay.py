"""The attacks without a fuzzer: kept and sound inputs, and some that bytes by chance make of them.

A target asserts what it expects; what it does not let pass is a fault of the library.
"""

import contextlib

import pytest

import valuechain as vc
from fuzz import said
from fuzz.choices import Choices, some_bytes
from fuzz.drive import NAMES, limited
from fuzz.seeds import disturbed, kept, seeds
from fuzz.targets import QUESTIONS, TARGETS
from fuzz.trees import SMALL, edited

TIMES = {"exports": 2, "trees": 0}
"""How often each sound input is disturbed, if not 6 times; trees are what bytes make of them."""


def raised(name, inputs):
    """What a target lets out, by input."""
    found = {}
    for data in inputs:
        try:
            TARGETS[name](data)
        except BaseException as error:  # noqa: BLE001  whatever it is
            found[data] = repr(error)
    return found


def test_every_target_is_attacked():
    assert set(NAMES) == set(TARGETS)


@pytest.mark.parametrize("name", NAMES)
def test_inputs_that_were_kept_and_sound_ones(name):
    assert raised(name, [*seeds(name), *kept(name)]) == {}


@pytest.mark.parametrize("name", NAMES)
def test_disturbed_inputs(name):
    inputs = [disturbed(data, n) for data in seeds(name) for n in range(TIMES.get(name, 6))]
    assert raised(name, [*inputs, *some_bytes(name, 60)]) == {}


def test_every_question_is_answered_for_some_example():
    unanswered = set(QUESTIONS)
    for path in SMALL:
        for name in sorted(unanswered):
            with contextlib.suppress(vc.ValueChainError):
                QUESTIONS[name](vc.load(path))
                unanswered.discard(name)
    assert not unanswered


def test_edits_make_many_files_of_which_some_load():
    texts = {edited(Choices(data))[0] for data in seeds("trees")}
    loaded = 0
    for text in texts:
        with contextlib.suppress(vc.FormatError):
            vc.loads(text)
            loaded += 1
    assert len(texts) > 25
    assert 5 < loaded < len(texts)


@pytest.mark.parametrize("shown", ["", " \n", "a loss of nan points", "1e-05 points", "to None"])
def test_what_must_not_be_said(shown):
    with pytest.raises(AssertionError):
        said.text(shown)


def test_what_may_be_said():
    said.text("Anna, Nonesuch & infinite 3 e 5")
    said.text("the team called 1e5 and None", "1e5: None")
    for wrong in ('{"a": NaN}', '{"a": -Infinity}', "{}"):
        with pytest.raises(AssertionError):
            said.plain(wrong)
    with pytest.raises(AssertionError):
        said.xml('<svg><path d="M 0 nan"/></svg>')


def test_what_takes_long_is_stopped(monkeypatch):
    def busy(data):
        sum(range(data))

    limited(busy)(10)
    monkeypatch.setattr("fuzz.drive.SECONDS", 0.01)
    with pytest.raises(AssertionError, match=" s"):
        limited(busy)(10**7)


def test_what_takes_much_is_stopped(monkeypatch):
    peaks = iter([100, 401])
    monkeypatch.setattr("fuzz.drive._peak", lambda: next(peaks))
    with pytest.raises(AssertionError, match="301 MB"):
        limited(len)(b"")
