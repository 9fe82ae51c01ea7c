"""Tests of `cli.report`: the client's copy, one document."""

from helpers.drawn import FLOWER
from valuechain.cli.main import main


def test_a_report_is_written_and_nothing_is_replaced_unasked(tmp_path, capsys):
    target = tmp_path / "report.html"
    after = FLOWER.with_name("flower_shop_after.yaml")
    words = ["report", str(after), "--after", str(FLOWER), "-o", str(target)]
    assert main(words) == 0
    assert capsys.readouterr().err == f"written: {target}\n"
    text = target.read_text(encoding="utf-8")
    assert "What changed" in text
    assert main(words) == 1
    assert "exists already" in capsys.readouterr().err
    assert main([*words, "--force"]) == 0
    assert target.read_text(encoding="utf-8") == text


def test_without_an_earlier_state_nothing_changed(tmp_path):
    target = tmp_path / "report.html"
    assert main(["report", str(FLOWER), "-o", str(target)]) == 0
    assert "What changed" not in target.read_text(encoding="utf-8")


def test_an_earlier_state_that_is_not_there_leaves_no_report(tmp_path, capsys):
    target = tmp_path / "report.html"
    assert main(["report", str(FLOWER), "--after", "none.yaml", "-o", str(target)]) == 1
    assert "none.yaml: No such file" in capsys.readouterr().err
    assert not target.exists()


def test_a_language_is_shipped_or_of_ones_own(tmp_path, capsys):
    target, own = tmp_path / "report.md", tmp_path / "own.yaml"
    assert main(["report", str(FLOWER), "-o", str(target), "--lang", "de"]) == 0
    assert "## Was zuerst zu tun ist" in target.read_text(encoding="utf-8")
    assert main(["language", str(own), "--lang", "de"]) == 0
    assert f"--lang {own}" in capsys.readouterr().out
    text = own.read_text(encoding="utf-8").replace('"Was zuerst zu tun ist"', '"Montag"')
    own.write_text(text, encoding="utf-8")
    words = ["report", str(FLOWER), "-o", str(target), "--force"]
    assert main([*words, "--lang", str(own)]) == 0
    assert "## Montag" in target.read_text(encoding="utf-8")
    assert main([*words, "--lang", "xx"]) != 0
    assert "no language (there are de, en, or your own .yaml) 'xx'" in capsys.readouterr().err
    own.write_text("language: de\ntemplates: {a: b}\n", encoding="utf-8")
    assert main([*words, "--lang", str(own)]) == 1
    assert "own.yaml:2:13" in capsys.readouterr().err
    assert "## Montag" in target.read_text(encoding="utf-8")
