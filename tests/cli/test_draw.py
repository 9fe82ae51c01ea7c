"""Tests of `cli.draw`: ``valuechain draw FILE -o OUT``: the chain, or what is said of it, as a picture."""

import types

import pytest

import valuechain as vc
from helpers.drawn import FLOWER
from helpers.verbs import PLAIN, holds, said
from valuechain.cli.main import main
from valuechain.drawing.style import HALO

# The command line


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "mmd", "dot", "graphml"])
def test_the_command_draws(kind, tmp_path, capsys):
    out = tmp_path / f"chain.{kind}"
    assert main(["draw", str(FLOWER), "-o", str(out), "--view", "pyramid", "--focus", "clerk"]) == 0
    assert out.stat().st_size > 500
    assert capsys.readouterr() == ("", f"written: {out}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "chain.gif"], "must end in one of .svg"),
        (["-o", "chain"], "must end in one of .svg"),
        (
            ["-o", "chain.svg", "--view", "map", "--focus", "clerk"],
            "for the views chain and pyramid",
        ),
        (["-o", "chain.svg", "--focus", "clerc"], "did you mean 'clerk'"),
        (["-o", "chain.mmd", "--view", "walk"], "a walk is no graph"),
    ],
)
def test_wrong_usage_is_a_sentence(arguments, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["draw", str(FLOWER), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_a_sentence(tmp_path, capsys):
    assert main(["draw", str(FLOWER), "-o", str(tmp_path / "no" / "chain.svg")]) == 1
    assert "No such file" in capsys.readouterr().err


# Pictures of a simulation


def test_the_verb_draws_with_and_without_the_intervals(clinic, here):
    assert said("draw", clinic.path, "-o", "sure.svg", "--simulate") == types.SimpleNamespace(
        status=0, out="", err="written: sure.svg\n"
    )
    assert said("draw", clinic.path, "-o", "plain.svg").status == 0
    vc.export(clinic.simulation, "own.svg")
    files = holds(here)
    assert files["sure.svg"] == files["own.svg"]
    assert all(HALO.encode() in files[name] for name in ("plain.svg", "sure.svg"))


def test_only_chains_diagnoses_and_simulations_are_drawn(clinic):
    with pytest.raises(vc.ArgumentError, match="Simulation"):
        vc.draw(clinic.simulation.services)
    with pytest.raises(vc.ArgumentError, match="scores"):
        vc.draw(vc.simulate(vc.loads(PLAIN), 100), view="map")


def test_a_focus_is_as_deep_and_as_small_as_asked(tmp_path, capsys):
    def drawn(*more):
        out = tmp_path / "x.svg"
        assert (
            main(["draw", str(FLOWER), "-o", str(out), "--focus", "Clerk", "--force", *more]) == 0
        )
        capsys.readouterr()
        return " ".join(out.read_text(encoding="utf-8").split())

    assert "at least 5 % of its trouble" in drawn()
    assert "at least 20 % of its trouble" in drawn("--least", "0.2")
    assert "1 step away at most" in drawn("--depth", "1", "--least", "0")
    assert main(["draw", str(FLOWER), "-o", str(tmp_path / "y.svg"), "--depth", "1"]) == 2
    assert "name a focus" in capsys.readouterr().err
    assert not (tmp_path / "y.svg").exists()
