"""Tests of `cli.completion`: ``valuechain completion SHELL``: what makes a shell complete verbs, options and files."""

import sys

import pytest

from valuechain.cli.main import main
from valuechain.cli.verbs import VERBS


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_shell_learns_every_verb(shell, capsys):
    assert main(["completion", shell]) == 0
    said = capsys.readouterr().out
    assert all(verb.name in said for verb in VERBS)


def test_without_shtab_the_extra_is_named(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 1
    assert "install 'valuechain[completion]'" in capsys.readouterr().err
