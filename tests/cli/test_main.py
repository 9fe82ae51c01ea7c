"""Tests of `cli.main`: ``valuechain VERB FILE``: parse the words, run the verb, turn every error a user can cause into a sentence and a status."""

import gc
import importlib
import io
import json
import os
import runpy
import subprocess
import sys
import types
from pathlib import Path

import pytest

import valuechain as vc
from places import ROOT, on_linux, on_posix
from valuechain.cli.main import main

SHOP = str(ROOT / "examples" / "flower_shop.yaml")


BAD = "valuechain: 1\nteams:\n  a: {serves: {custmer: x}}\ncustomers:\n  customer:\n"


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    return str(path)


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "valuechain", *arguments],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_check_says_what_the_file_holds(capsys):
    assert main(["check", SHOP]) == 0
    assert (
        capsys.readouterr().out
        == f"{SHOP}: fine. Flower shop: 8 services among 6 parties, ending at Customer\n"
    )


def test_check_prints_warnings_with_their_place(tmp_path, capsys):
    path = tmp_path / "shop.yaml"
    path.write_text(
        Path(SHOP).read_text(encoding="utf-8").replace("customers:", "  lost:\n\ncustomers:"),
        encoding="utf-8",
    )
    assert main(["check", str(path)]) == 0
    assert ": warning: the team 'lost' neither serves anyone" in capsys.readouterr().err
    assert main(["check", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["warnings"][0]["line"] > 40


@pytest.mark.parametrize("verb", ["check", "diagnose", "explain"])
def test_problems_go_to_standard_error_with_status_1(verb, bad, capsys):
    assert main([verb, bad, *(["x->y"] if verb == "explain" else [])]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{bad}:3:16: no party 'custmer' is defined")


def test_check_as_json(bad, capsys):
    assert main(["check", bad, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["hint"] == "did you mean 'customer'?"


def test_diagnose_as_text_and_json(capsys):
    assert main(["diagnose", SHOP]) == 0
    screen = capsys.readouterr().out
    assert "Start with Inventory keeper -> Designer (flowers and vases in" in screen
    assert len(screen.splitlines()) <= 20
    assert main(["diagnose", SHOP, "--detail"]) == 0
    detail = capsys.readouterr().out
    assert detail.startswith(screen.rstrip())
    assert main(["diagnose", SHOP, "--detail", "--format", "markdown"]) == 0
    assert "## Likely root causes" in capsys.readouterr().out
    assert main(["diagnose", SHOP, "--format", "markdown"]) == 0
    assert "## Likely root causes" not in capsys.readouterr().out
    assert "Likely root causes" in detail
    assert main(["diagnose", SHOP, "--format", "json", "--full"]) == 0
    assert json.loads(capsys.readouterr().out) == vc.diagnose(vc.load(SHOP)).to_dict()


def test_diagnose_for_one_customer_group(tmp_path, capsys):
    path = tmp_path / "two.yaml"
    text = (
        "valuechain: 1\nteams:\n  a: {serves: {b: {satisfaction: 60%}, c: {satisfaction: 80%}}}\n"
    )
    path.write_text(text + "customers: {b: {name: Big}, c: {name: Small}}\n", encoding="utf-8")
    assert main(["diagnose", str(path), "--customer", "small"]) == 0
    assert "Customers 80 % (target 75 %)." in capsys.readouterr().out
    assert main(["diagnose", str(path), "--customer", "nobody"]) == 2
    assert "no party 'nobody'" in capsys.readouterr().err
    assert main(["diagnose", str(path), "--customer", "a"]) == 2
    assert "external customers are 'b', 'c'" in capsys.readouterr().err


@pytest.mark.parametrize(("limit", "status"), [("64%", 0), ("0.64", 0), ("64.5%", 3), ("75%", 3)])
def test_fail_below(limit, status, capsys):
    assert main(["diagnose", SHOP, "--fail-below", limit]) == status
    assert ("the outcome is 64 %" in capsys.readouterr().err) == (status == 3)


def test_fail_below_where_nothing_is_known(capsys):
    assert main(["diagnose", str(Path(SHOP).parent / "first_shop.yaml"), "--fail-below", "1%"]) == 3
    assert "unknown" in capsys.readouterr().err


def test_of_an_upper_bound_that_is_above_the_limit_it_is_said_to_be_one(tmp_path, capsys):
    path = tmp_path / "bound.yaml"
    path.write_text(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 80%}}}, b: {serves: {c: x}}}, customers: {c: }}"
    )
    assert main(["diagnose", str(path), "--fail-below", "75%"]) == 0
    said = "valuechain: the outcome is at most 90 %: what nobody measured may lower it\n"
    assert capsys.readouterr().err == said
    assert main(["diagnose", SHOP, "--fail-below", "1%"]) == 0
    assert capsys.readouterr().err == ""


def test_explain(capsys):
    assert main(["explain", SHOP, "delivery->customer"]) == 0
    assert "64.0 = 100 - 3.6 own - 32.4 inherited" in capsys.readouterr().out
    assert main(["explain", SHOP, "delivery->customer", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sources"][0]["id"] == "inventory->designer"
    assert main(["explain", SHOP, "delivery->custmer"]) == 2
    assert "did you mean 'delivery->customer'?" in capsys.readouterr().err


def test_schema(capsys):
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Value chain, version 1"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["check"],
        ["diagnose", SHOP, "--format", "xml"],
        ["diagnose", SHOP, "--fail-below", "75"],
    ],
)
def test_wrong_usage_is_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["check", "diagnose"])
def test_files_that_cannot_be_read(verb, tmp_path, capsys):
    assert main([verb, str(tmp_path / "none.yaml")]) == 1
    assert main([verb, str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert "none.yaml: No such file or directory" in err
    assert "Is a directory" in err
    assert "Traceback" not in err


def test_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(SHOP).read_bytes())))
    assert main(["check", "-"]) == 0
    assert "8 services" in capsys.readouterr().out


def test_streams_that_are_closed_become_silent(monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert main(["check", SHOP]) == 0
    assert sys.stderr.errors == "backslashreplace"
    sys.stdout.close()


@on_posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_closed_streams(closed, tmp_path):
    for verb in (
        f"check {SHOP}",
        f"diagnose {SHOP}",
        "schema",
        f"new {tmp_path / 'x.yaml'}",
        "check -",
    ):
        done = subprocess.run(
            f"{sys.executable} -m valuechain {verb} {closed} </dev/null"
            if closed != "<&-"
            else f"{sys.executable} -m valuechain {verb} <&-",
            shell=True,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert done.returncode in (0, 1)
        (tmp_path / "x.yaml").unlink(missing_ok=True)


def test_an_outcome_just_below_is_told_with_its_digits(tmp_path, capsys):
    path = tmp_path / "chain.yaml"
    path.write_text(
        "valuechain: 1\nteams:\n  a: {serves: {c: {satisfaction: 74.9999%}}}\ncustomers:\n  c:\n",
        encoding="utf-8",
    )
    assert main(["diagnose", str(path), "--fail-below", "75%"]) == 3
    assert "the outcome is 74.9999 %; at least 75 % is asked for" in capsys.readouterr().err


def test_other_errors_are_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(
        "valuechain.questions.diagnosis.diagnose",
        lambda *_, **__: (_ for _ in ()).throw(vc.ValueChainError("too much")),
    )
    assert main(["diagnose", SHOP]) == 1
    assert capsys.readouterr().err == "valuechain: too much\n"
    monkeypatch.setattr(
        "valuechain.questions.diagnosis.diagnose",
        lambda *_, **__: (_ for _ in ()).throw(BrokenPipeError),
    )
    monkeypatch.setattr("os.dup2", lambda *_: None)
    monkeypatch.setattr("sys.stdout", types.SimpleNamespace(fileno=lambda: 1))
    assert main(["diagnose", SHOP]) == 0


@on_posix
def test_a_reader_that_has_seen_enough():
    done = subprocess.run(
        f"{sys.executable} -m valuechain schema | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_precision_warnings_are_a_sentence(tmp_path, capsys):
    path = tmp_path / "loop.yaml"
    path.write_text(
        "valuechain: 1\ndependence: 0.999999999999\nteams:\n  a: {serves: {b: {quality: 99%}}}\n  b: {serves: {a: x, c: y}}\ncustomers:\n  c:\n",
        encoding="utf-8",
    )
    assert main(["diagnose", str(path)]) == 0
    assert capsys.readouterr().err.startswith(
        "valuechain: warning: loops depend on themselves almost completely"
    )


def test_a_terminal_without_the_characters(tmp_path):
    path = tmp_path / "chain.yaml"
    path.write_text(
        "valuechain: 1\ntitle: Caf\u00e9 \u82b1\nteams:\n  a: {serves: {c: x}}\ncustomers:\n  c:\n",
        encoding="utf-8",
    )
    done = run("diagnose", str(path), env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "Caf\\xe9" in done.stdout


@on_linux
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "words",
    [["--version"], ["--help"], ["plan", "--help"], ["diagnose", SHOP], ["schema"]],
    ids=str,
)
def test_no_room_for_what_is_printed_is_a_sentence(words, unbuffered):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "valuechain", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "valuechain: standard output: No space left on device\n"


@pytest.fixture
def command(as_in_the_foreground):  # noqa: ARG001  it leaves the signals as they were
    """What the command runs, loaded anew: ``python -m`` warns of what is loaded already."""
    yield importlib.import_module("valuechain.__main__").main
    del sys.modules["valuechain.__main__"]
    gc.enable()


def test_the_command_runs(command, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["valuechain", "schema"])
    assert command() == 0
    assert capsys.readouterr().out.startswith("{")


@on_linux
def test_what_was_left_to_print_goes_nowhere(monkeypatch, capsys):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        assert main(["schema"]) == 1
        full.flush()
    assert capsys.readouterr().err == "valuechain: standard output: No space left on device\n"


def test_it_can_be_interrupted_while_it_is_loaded(command, monkeypatch):
    def ended(status):
        raise SystemExit(status)

    class Interrupted:
        def find_spec(self, name, *_):
            if name == "valuechain.cli.main":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "valuechain.cli.main")
    monkeypatch.setattr("sys.meta_path", [Interrupted(), *sys.meta_path])
    monkeypatch.setattr("os._exit", ended)  # it would end the tests
    with pytest.raises(SystemExit) as caught:
        command()
    assert caught.value.code == 130


@pytest.mark.usefixtures("as_in_the_foreground")
def test_the_module_runs(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["valuechain", "schema"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("valuechain", run_name="__main__")
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("{")


@pytest.mark.skipif(os.name == "nt", reason="such names are none there")
def test_what_a_terminal_would_obey_in_names_of_files_is_told_not_done(tmp_path, capsys):
    odd = tmp_path / "a\x1b[31mb.yaml"
    odd.write_bytes(Path(SHOP).read_bytes())
    assert main(["check", str(odd)]) == 0
    assert main(["convert", str(odd), str(odd.with_suffix(".xlsx"))]) == 0
    assert main(["check", str(odd.with_suffix(".yml"))]) == 1
    odd.write_text("teams: {", encoding="utf-8")
    assert main(["check", str(odd)]) == 1
    told = "".join(capsys.readouterr())
    assert "\x1b" not in told
    assert told.count(r"a\x1b[31mb.") >= 4


def test_a_backend_that_is_not_there_does_not_matter(tmp_path):
    """No window is opened."""
    picture, nowhere = tmp_path / "shop.png", {**os.environ, "MPLBACKEND": "nonsense"}
    done = run("draw", str(SHOP), "-o", str(picture), env=nowhere)
    assert done.returncode == 0, done.stderr
    assert picture.stat().st_size > 1000
