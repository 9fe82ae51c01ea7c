"""Tests of `cli.simulate`: ``valuechain simulate FILE``: how sure the diagnosis is, what the survey cannot decide, where to ask next."""

import dataclasses
import io
import json
import multiprocessing
import re
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import valuechain as vc
from helpers.verbs import CLINIC, ends, flat, items, said, section
from valuechain.cli import processes


def chance_of(probability):
    return (
        "less than 1 %"
        if 0 < probability < 0.01
        else "more than 99 %"
        if 0.99 < probability < 1
        else f"{100 * probability:.0f} %"
    )


def test_the_three_commands_say_what_they_wrote_and_what_comes_next(clinic):
    for done in (clinic.convert, clinic.survey):
        assert (done.status, done.err) == (0, f"written: {clinic.path}\n")
    assert (clinic.simulate.status, clinic.simulate.err) == (0, "")
    assert "10 parties, 14 services" in clinic.convert.out
    assert "14 of 14 services" in clinic.survey.out
    assert f"valuechain simulate {clinic.path}" in clinic.survey.out
    assert "wave 2026 (the latest) of 2025, 2026" in clinic.survey.out
    few = next(line for line in clinic.survey.out.splitlines() if "Fewer than 5" in line)
    for service, number in (
        ("reception->scheduling", 3),
        ("reception->records", 2),
        ("doctors->lab", 4),
    ):
        assert service in few and f"({number})" in few


def test_the_chain_of_the_three_commands_is_the_workbook_with_the_latest_wave(clinic):
    assert clinic.empty == vc.read_excel(CLINIC)
    assert not any(service.score for service in clinic.empty.services.values())
    assert clinic.chain == vc.read_survey(CLINIC).apply(vc.read_excel(CLINIC), "2026")
    assert sum(service.score.responses for service in clinic.chain.services.values()) == 98


def test_the_answer_has_the_interval_the_target_and_who_may_come_first_in_how_many_of_the_draws(
    clinic,
):
    found, told = clinic.simulation, clinic.simulate.out
    assert told.startswith("Day clinic\n\n")
    first = flat(told.split("\n\n")[1])
    low, high = ends(found.outcome)
    assert f"({low} to {high} %, 95 % sure)" in first
    assert found.outcome[1] < 0.75
    assert "below the target of 75 %" in first
    names = {party.id: party.name for party in clinic.chain.parties.values()}
    ends_of = {step.id: f"{names[step.provider]} -> {names[step.customer]}" for step in found.steps}
    assert f"Start with {ends_of[found.first.id]} (" in first
    assert f"worth {100 * found.first.expected_gain:.1f} points on average" in first
    assert f"first in {100 * found.first.p_first:.0f} % of the draws" in first
    for step in found.candidates[:3]:
        assert (
            step.id == found.first.id or f"{ends_of[step.id]} {100 * step.p_first:.0f} %" in first
        )
    assert sum(step.p_first for step in found.steps) + found.p_nothing == pytest.approx(1)


def test_the_text_says_of_every_service_that_the_survey_cannot_decide_how_far_it_goes(clinic):
    found = clinic.simulation
    told = items(clinic.simulate.out, "What the survey cannot decide")
    assert len(told) == len(found.too_few) == 5
    for item, row in zip(told, found.too_few, strict=True):
        assert item.startswith(row.id)
        low, high = ends(row.satisfaction)
        assert (f"{low} %" if low == high else f"{low} to {high} %") in item
        assert f"{clinic.chain.services[row.id].score.responses} answers" in item
        assert f"below it in {chance_of(row.p_weak)}" in item
        assert f"root cause in {chance_of(row.p_root_cause)}" in item
    certain = items(clinic.simulate.out, "Weak links that are 95 % sure")
    assert not {row.id for row in found.too_few} & {item.split()[0] for item in certain}


def test_the_text_says_where_to_ask_next_and_whom(clinic):
    told = items(clinic.simulate.out, "Where to ask next")
    assert told
    assert told[0].startswith(clinic.simulation.ask_next[0].id)
    assert "Referring doctors" in told[0]
    assert f"{100 * clinic.simulation.ask_next[0].worth_asking:.1f} points" in told[0]


def test_the_text_says_what_was_assumed(clinic):
    told = section(clinic.simulate.out, "How this was found")
    assert "10,000 draws (seed 0)" in told
    assert "does not prove causes" in told
    assert f"rater correlation {clinic.chain.rater_correlation:.2g}" in told
    unknown = str(vc.simulate(dataclasses.replace(clinic.chain, rater_correlation=0.0), draws=100))
    assert "independently of one another" in flat(unknown)
    everybody = re.search(r"Everyone[^:]*: ([^.]*)\.", told)[1]
    silent = {"reception->scheduling", "reception->records", "doctors->lab"}
    assert set(re.findall(r"\w+->\w+", everybody)) == silent
    assert all(np.ptp(clinic.simulation[service].satisfaction) < 1e-12 for service in silent)
    assert "Dependence is drawn from 0.6 to 0.9" in told
    assert "exact" not in told
    assert "differ is not known" not in told


def test_what_everybody_answered_is_not_said_to_have_too_few_answers(clinic):
    row = clinic.simulation["doctors->lab"]
    assert (
        np.ptp(row.satisfaction) < 1e-12
    )  # four of four have answered: the range of dependence is what cannot tell
    line = next(
        line for line in clinic.simulate.out.splitlines() if line.startswith("doctors->lab  ")
    )
    assert "too few answers" not in line


def test_the_table_and_the_json_hold_every_service(clinic):
    table = clinic.simulate.out.split("\n\n")[-1].splitlines()
    assert {line.split()[0] for line in table[2:]} == set(clinic.chain.services)
    done = said("simulate", clinic.path, "--format", "json")
    assert json.loads(done.out) == clinic.simulation.to_dict()


def test_other_seeds_levels_and_draws_are_told(clinic):
    done = said("simulate", clinic.path, "--draws", 300, "--seed", 7, "--level", "80%")
    found = vc.simulate(clinic.chain, 300, 7, 0.8)
    assert done.out == f"{found}\n"
    assert ", 80 % sure)" in done.out
    assert "300 draws (seed 7)" in done.out


def test_more_processes_change_nothing_but_the_time(clinic):
    done = subprocess.run(
        [sys.executable, "-m", "valuechain", "simulate", str(clinic.path), "--jobs", "2"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, clinic.simulate.out, "")
    assert said("simulate", clinic.path, "--jobs", 2).out == clinic.simulate.out


@pytest.mark.parametrize(("jobs", "workers"), [(1, 0), (2, 2)])
def test_as_many_processes_compute_as_are_asked_for(jobs, workers, clinic, monkeypatch):
    told = []
    monkeypatch.setattr(
        "valuechain.cli.simulate.simulate", lambda *arguments: told.append(arguments[4]) or "done"
    )
    assert said("simulate", clinic.path, "--jobs", jobs).out == "done\n"
    assert getattr(told[0], "_max_workers", 0) == workers


def test_processes_leave_an_interruption_to_the_command(monkeypatch, clinic):
    told = []
    monkeypatch.setattr("signal.signal", lambda *what: told.append(what))
    processes._quiet()
    assert told == [(signal.SIGINT, signal.SIG_IGN)]
    monkeypatch.setattr(
        "valuechain.cli.simulate.simulate", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    done = said("simulate", clinic.path)
    assert (done.status, done.out, done.err) == (130, "", "")


@pytest.mark.parametrize("can_wait", [True, False])
def test_an_interruption_ends_the_processes_at_once(can_wait, monkeypatch):
    monkeypatch.setattr("threading.excepthook", threading.excepthook)
    processes._say_nothing(None)
    if not can_wait:
        monkeypatch.delattr("signal.pthread_sigmask", raising=False)

    def begun_and_interrupted():
        with processes.processes(2) as executor:
            tasks = [executor.submit(time.sleep, 3600) for _ in range(20)]
            while not tasks[0].running():
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begun_and_interrupted()
    for _ in range(100):  # the pool's own thread waits for them too, and may be told first
        if not multiprocessing.active_children():
            break
        time.sleep(0.05)
    assert not multiprocessing.active_children()


def test_what_goes_wrong_leaves_no_process():
    def begun_and_wrong():
        with processes.processes(2) as executor:
            executor.submit(time.sleep, 0)
            raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        begun_and_wrong()
    assert not multiprocessing.active_children()


def test_a_chain_comes_from_standard_input_too(clinic, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(clinic.path.read_bytes())))
    assert said("simulate", "-").out == clinic.simulate.out
