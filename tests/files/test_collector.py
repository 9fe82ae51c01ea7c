"""Tests of `files.collector`: the garbage collector, kept out of the way while something large is read."""

import gc

import pytest

from valuechain.files.collector import collector_paused


@pytest.fixture
def running():
    gc.unfreeze()
    gc.enable()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("running")
def test_it_rests_meanwhile_and_takes_what_was_made_for_old():
    with collector_paused():
        assert not gc.isenabled()
        made = [[number] for number in range(5000)]
    assert gc.isenabled()
    oldest = set(map(id, gc.get_objects(generation=2)))
    assert oldest.issuperset(map(id, made))
    assert gc.get_freeze_count() == 0


@pytest.mark.usefixtures("running")
def test_what_somebody_froze_stays_frozen():
    gc.freeze()
    frozen = gc.get_freeze_count()
    with collector_paused():
        made = [[number] for number in range(10)]
    assert len(made) == 10
    assert 0 < gc.get_freeze_count() <= frozen


@pytest.mark.usefixtures("running")
def test_whoever_stopped_it_keeps_it_stopped():
    gc.disable()
    with collector_paused():
        assert not gc.isenabled()
    assert not gc.isenabled()
