"""Does a test notice? Mutants of the parts that compute and read, one after the other.

Run as ``python tests/mutation/run.py [--sample N] [--seed S] [PART ...]``, where a part is a folder
or a file such as ``solve/loops.py``. A mutant first meets the tests near it, and those that are left
a wider part of the suite. Who survives is either killed by a new test or explained in
``survivors.toml``; the exit status is 1 where one is neither.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from mutation.mutants import mutants

ROOT = Path(__file__).parents[2]
SOURCES = Path("src") / "valuechain"
SCOPE = {
    "solve": ("solve/*.py",),
    "analysis": ("analysis/*.py",),
    "model": (
        *("model/rules.py", "model/action_rules.py", "model/time_rules.py", "model/values.py"),
        *("model/scales.py", "model/score.py", "model/short_form.py", "model/long_form.py"),
    ),
    "files": ("files/yaml_*.py", "files/nodes.py", "files/reader.py", "files/source.py"),
}
"""What is mutated, by folder."""
TESTS = {
    "solve": (
        ("tests/solve",),
        ("tests/analysis", "tests/sampling/test_ensemble.py", "tests/test_oracle.py"),
    ),
    "analysis": (
        ("tests/analysis", "tests/test_oracle.py"),
        ("tests/questions", "tests/test_properties.py", "tests/test_one_truth.py"),
    ),
    "model": (
        ("tests/model", "src/valuechain/model"),
        ("tests/test_mistakes.py", "tests/test_values.py", "tests/files", "tests/test_oracle.py"),
    ),
    "files": (
        ("tests/files/test_reader.py", "tests/test_mistakes.py", "tests/test_hostile.py"),
        ("tests/files", "tests/test_plans_in_files.py", "tests/test_values.py", "tests/fuzz"),
    ),
}
"""The tests near the mutants of a folder, and the wider part for those that survive them."""
COPIED = ("src", "tests", "examples", "docs", "benchmarks", "pyproject.toml", "README.md")
_PATIENCE = 3
"""Times as long as without a fault may tests take, and half a minute: then it is noticed, too."""


def in_scope(parts):
    """Every mutant of these parts, or of all."""
    paths = [
        path
        for patterns in SCOPE.values()
        for pattern in patterns
        for path in sorted((ROOT / SOURCES).glob(pattern))
    ]
    found = []
    for path in paths:
        name = path.relative_to(ROOT / SOURCES).as_posix()
        if not parts or any(name == part or name.startswith(f"{part}/") for part in parts):
            found += mutants(path.read_text(encoding="utf-8"), name)
    return found


def explained():
    """Why some survive, by what tells a mutant apart."""
    text = (Path(__file__).parent / "survivors.toml").read_text(encoding="utf-8")
    return {
        (each["path"], each["line"], each["before"], each["after"]): each["reason"]
        for each in tomllib.loads(text).get("survivor", [])
    }


class Copy:
    """The project, elsewhere: tests run there, and nothing here is touched."""

    def __init__(self, folder):
        self.folder = Path(folder)
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, self.folder / name)
        self.usual = {}

    def kills(self, mutant):
        """Whether any test fails with this fault in place."""
        for tests in TESTS[mutant.path.partition("/")[0]]:
            limit = _PATIENCE * self._usually(tests) + 30
            with self._in_place(mutant):
                if not self._passes(tests, limit):
                    return True
        return False

    @contextlib.contextmanager
    def _in_place(self, mutant):
        path = self.folder / SOURCES / mutant.path
        original = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(original, encoding="utf-8")

    def _usually(self, tests):
        """How many seconds tests take without a fault, which they must pass."""
        if tests not in self.usual:
            started = time.monotonic()
            if not self._passes(tests, None):
                sys.exit(f"without a fault these fail: {' '.join(tests)}")
            self.usual[tests] = time.monotonic() - started
        return self.usual[tests]

    def _passes(self, tests, seconds):
        """Whether tests pass in a process of its own, which is ended when it takes too long."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
        more = {"PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        with subprocess.Popen(
            command,
            cwd=self.folder,
            env=os.environ | more,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                return process.wait(seconds) == 0
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return False


def main(words):
    """Try mutants and say who survived."""
    parser = argparse.ArgumentParser(description="Does a test notice?")
    parser.add_argument("parts", nargs="*", metavar="PART", help="such as solve or solve/loops.py")
    parser.add_argument("--sample", type=int, metavar="N", help="so many, by chance (all)")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6, help="of the sample")
    asked = parser.parse_args(words)
    found, known = in_scope(asked.parts), explained()
    chosen = found
    if asked.sample:
        chosen = random.Random(asked.seed).sample(found, min(asked.sample, len(found)))
    print(f"{len(chosen)} of {len(found)} mutants, seed {asked.seed}", flush=True)
    killed, reasons, open_ones = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(folder)
        for mutant in chosen:
            place = f"{mutant.path}:{mutant.number}: {mutant.before} -> {mutant.after}"
            if mutant.key in known:
                reasons += 1
                print(f"explained {place}: {known[mutant.key]}", flush=True)
            elif copy.kills(mutant):
                killed += 1
                print(f"killed    {place}", flush=True)
            else:
                open_ones += 1
                original = (ROOT / SOURCES / mutant.path).read_text(encoding="utf-8")
                print(f"SURVIVED  {place}\n{mutant.diff(original)}", flush=True)
    share = 100 * (killed + reasons) / max(1, len(chosen))
    print(
        f"{killed} killed, {reasons} explained, {open_ones} survived: {share:.0f} % accounted for"
    )
    return int(open_ones > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
