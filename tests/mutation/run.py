"""Does a test notice? Mutants of the parts that compute and read, one after the other.

Run as ``python tests/mutation/run.py [--sample N] [--seed S] [--seconds T] [PART ...]``, where a part
is a folder, a file such as ``solve/loops.py``, or a line of one. A mutant meets the tests that run its
line: the fastest of those near it, then the fastest of the others, each up to so many seconds. Who
survives is either killed by a new test or explained in ``survivors.toml``; the exit status is 1 where
one is neither.
"""

import argparse
import contextlib
import random
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

from mutation.mutants import mutants
from mutation.reach import reach
from mutation.trials import Trials

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
SUITE = (
    *("src/valuechain/model", "tests/analysis", "tests/files", "tests/model", "tests/optimise"),
    *("tests/questions", "tests/reports", "tests/sampling", "tests/solve", "tests/survey"),
    *("tests/test_hostile.py", "tests/test_mistakes.py", "tests/test_one_truth.py"),
    *("tests/test_oracle.py", "tests/test_plans_in_files.py", "tests/test_problems.py"),
    *("tests/test_properties.py", "tests/test_values.py", "tests/test_walks.py"),
)
"""The tests that faults meet."""
COPIED = ("src", "tests", "examples", "docs", "benchmarks", "pyproject.toml", "README.md")


def in_scope(parts):
    """Every mutant, or those of these parts, one part after the other."""
    paths = [
        path
        for patterns in SCOPE.values()
        for pattern in patterns
        for path in sorted((ROOT / SOURCES).glob(pattern))
    ]
    found = [
        mutant
        for path in paths
        for mutant in mutants(
            path.read_text(encoding="utf-8"), path.relative_to(ROOT / SOURCES).as_posix()
        )
    ]
    if not parts:
        return found
    return [mutant for part in parts for mutant in found if _within(mutant, part)]


def _within(mutant, part):
    name, _, number = part.partition(":")
    if number:
        return mutant.path == name and mutant.number == int(number)
    return mutant.path == name or mutant.path.startswith(f"{name}/")


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
        self.folder = Path(folder).resolve()
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, self.folder / name)

    def path(self, mutant):
        """The file that has the fault."""
        return self.folder / SOURCES / mutant.path

    @contextlib.contextmanager
    def in_place(self, mutant):
        """With the fault in its file: for processes that tests start."""
        path = self.path(mutant)
        kept = path.with_suffix(".kept")
        path.rename(kept)
        try:
            path.write_text(mutant.source, encoding="utf-8")
            yield
        finally:
            kept.replace(path)  # with the time at which it was written


def main(words):
    """Try mutants and say who survived."""
    parser = argparse.ArgumentParser(description="Does a test notice?")
    parser.add_argument("parts", nargs="*", metavar="PART", help="solve, solve/loops.py or ...:12")
    parser.add_argument("--sample", type=int, metavar="N", help="so many, by chance (all)")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6, help="of the sample")
    parser.add_argument("--seconds", type=float, default=10, help="of near tests, and of others")
    asked = parser.parse_args(words)
    found, known = in_scope(asked.parts), explained()
    chosen = found
    if asked.sample:
        chosen = random.Random(asked.seed).sample(found, min(asked.sample, len(found)))
    print(f"{len(chosen)} of {len(found)} mutants, seed {asked.seed}", flush=True)
    said = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(folder)
        reached = reach(copy.folder, ROOT / ".mutation", SUITE)
        trials = Trials(copy, reached, asked.seconds)
        for mutant in chosen:
            what, why = (
                ("explained", known[mutant.key]) if mutant.key in known else _tried(trials, mutant)
            )
            said[what] += 1
            place = f"{mutant.path}:{mutant.number}: {mutant.before} -> {mutant.after}"
            print(f"{what:<9} {place}: {why}", flush=True)
    share = 100 * (said["killed"] + said["explained"]) / max(1, len(chosen))
    print(
        f"{said['killed']} killed, {said['explained']} explained,"
        f" {said['SURVIVED']} survived: {share:.1f} % accounted for"
    )
    return int(said["SURVIVED"] > 0)


def _tried(trials, mutant):
    killer = trials.killer(mutant)
    if killer:
        return "killed", killer
    original = (ROOT / SOURCES / mutant.path).read_text(encoding="utf-8")
    return "SURVIVED", f"\n{mutant.diff(original)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
