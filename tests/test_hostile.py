"""Files that would hang, crash or swell a loader: each is refused with its place, quickly and in little memory."""

import subprocess
import sys

import pytest

import valuechain as vc
from places import on_linux

HEAD = "valuechain: 1\n"


FILES = {
    "a list of a million where a text belongs": HEAD + "title: [" + "a," * 1_000_000 + "]",
    "a score with many keys": HEAD
    + "teams: {a: {serves: {c: {satisfaction: {"
    + "".join(f"k{i}: 1," for i in range(200_000))
    + "}}}}}",
    "a megabyte of an alias": HEAD + "title: *" + "x" * 1_000_000,
    "lines before control characters": "#\n" * 500_000 + "\x01\n" * 2000,
    "brackets 30,000 deep": HEAD + "teams: " + "[" * 30_000,
    "braces 30,000 deep": HEAD + "teams: " + "{a: " * 30_000,
    "blocks 30,000 deep": HEAD + "teams:\n" + "".join(" " * i + "a:\n" for i in range(1, 300)),
    "an alias bomb": HEAD
    + "a0: &a0 [x, x]\n"
    + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)),
    "a merge bomb": HEAD
    + "a0: &a0 {x: y}\n"
    + "".join(f"a{i}: &a{i}\n  <<: [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)),
    "a tag that runs code": HEAD + "teams: !!python/object/apply:os.system [ls]\n",
    "a tag that fails": HEAD + "title: !!int abc\n",
    "UTF-16": (HEAD + "teams:\n").encode("utf-16"),
    "UTF-16 without a mark": (HEAD + "teams:\n").encode("utf-16-le"),
    "Latin-1": HEAD.encode() + b"title: caf\xe9\n",
    "a program": bytes(range(256)) * 100,
    "digits": HEAD + "target: " + "9" * 10_000 + "\n",
    "not a number": HEAD + "target: nan\n",
    "infinity": HEAD + "dependence: .inf\n",
    "a huge exponent": HEAD + "target: 1e999\n",
    "a hundred thousand scenarios": HEAD
    + "scenarios:\n"
    + "".join(f"  s{i}: x\n" for i in range(100_000)),
    "a hundred thousand actions": HEAD
    + "teams: {a: {serves: {c: {improve: ["
    + "x," * 100_000
    + "]}}}}",
    "actions thirty deep": HEAD + "teams: {a: {serves: {c: {improve: [" + "[" * 30_000,
    "a hundred thousand unknown keys": HEAD + "".join(f"k{i}: x\n" for i in range(100_000)),
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_files_are_format_errors_with_a_place(name, tmp_path):
    content = FILES[name]
    path = tmp_path / "hostile.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(vc.FormatError) as caught:
        vc.load(path)
    for problem in caught.value.problems:
        assert problem.line >= 1
        assert problem.column >= 1
    assert len(str(caught.value)) < 50_000


@on_linux
@pytest.mark.parametrize("style", ["{}", "'{}'", '"{}"', "|\n  {}"])
def test_a_scalar_of_fifty_megabytes_in_300_megabytes(style, tmp_path):
    path = tmp_path / "large.yaml"
    path.write_text(HEAD + "title: " + style.format("x" * 50_000_000) + "\n", encoding="utf-8")
    script = (
        "import sys, valuechain as vc\n"
        "try:\n    vc.load(sys.argv[1])\n"
        "except vc.FormatError as error:\n    print([p.message for p in error.problems][0], error.problems[0].line)\n"
        # not getrusage: its high-water mark is inherited from the process that starts this one
        "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    message, memory = done.stdout.splitlines()
    assert message.startswith("a text of 50,000,0")
    assert message.endswith(" 2")
    assert int(memory) < 300


def test_a_file_too_large_is_not_even_read(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(257 * 2**20)
    with pytest.raises(vc.FormatError, match="more than 256 MB"):
        vc.load(path)


def test_a_thousand_unknown_parties_are_reported_quickly():
    parties = "".join(
        f"  party_number_{i}:\n    serves: {{partie_number_{i + 1}: x, customer: y}}\n"
        for i in range(3000)
    )
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(HEAD + "teams:\n" + parties + "customers:\n  customer:\n")
    assert len(caught.value.problems) == 1000
    assert "did you mean" in caught.value.problems[0].hint


def test_two_hundred_thousand_services_are_a_legitimate_file():
    lines = [
        f"  p{i}:\n    serves:\n" + "".join(f"      p{i + j}: x\n" for j in range(1, 21))
        for i in range(10_000)
    ]
    tail = "".join(f"  p{i}:\n    serves: {{customer: x}}\n" for i in range(10_000, 10_021))
    chain = vc.loads(HEAD + "teams:\n" + "".join(lines) + tail + "customers:\n  customer:\n")
    assert len(chain.services) == 200_021


def test_a_missing_file_is_the_os_error_it_is(tmp_path):
    with pytest.raises(FileNotFoundError):
        vc.load(tmp_path / "none.yaml")
    with pytest.raises(IsADirectoryError):
        vc.load(tmp_path)


def test_long_names_are_compared_quickly():
    name = "of_a_very_long_name_" * 5
    parties = "".join(
        f"  party_{name}{i}:\n    serves: {{partie_{name}{i}: x}}\n" for i in range(2000)
    )
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(HEAD + "teams:\n" + parties + "customers:\n  customer:\n")
    assert len(caught.value.problems) == 1000
