"""Interrupts every verb of the command line at large sizes, and says how soon each ends.

Run by ``nox -s interrupts``; what it is given are words that the names of cases have, all where
there are none, and ``--times N``. Each case is started anew for every moment; the signal goes to all
its processes, as from a terminal. It has to end with status 130 and to say nothing, to leave
the files as they were and no process behind. Needs Linux.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

STATUSES = (0, 130, -signal.SIGINT)
"""Done before, interrupted, and interrupted while Python itself starts or ends."""
SOON = 1.0
"""Seconds in which it has to end."""
PATIENCE = 60.0
LARGE, SOME, DRAWN = 100_000, 10_000, 3_000
"""Services in a file; of those in a file from which much is worked out; parties in a picture."""


class Case(NamedTuple):
    """What is typed, and within how many seconds it is interrupted."""

    words: str
    seconds: float


CASES: Mapping[str, Case] = {
    "check": Case("check large.yaml", 3),
    "diagnose": Case("diagnose large.yaml", 5),
    "diagnose, all": Case("diagnose some.yaml --detail --full", 8),
    "diagnose, critical": Case("diagnose critical.yaml --format json --full", 20),
    "explain": Case("explain large.yaml p1->p2", 5),
    "aspects": Case("aspects large.yaml", 5),
    "simulate": Case("simulate large.yaml --draws 1000", 20),
    "simulate, processes": Case("simulate some.yaml --draws 20000 --jobs 2", 15),
    "simulate, loops": Case("simulate loops.yaml --draws 20000", 15),
    "robustness": Case("robustness large.yaml", 20),
    "feedback": Case("feedback large.yaml", 8),
    "structure": Case("structure large.yaml", 8),
    "timing": Case("timing large.yaml", 8),
    "defects": Case("defects large.yaml", 6),
    "dependence": Case("dependence loops.yaml", 4),
    "what-if": Case("what-if large.yaml --set p1=90%", 6),
    "plan": Case("plan some.yaml --budget 200", 4),
    "plan, every budget": Case("plan some.yaml", 15),
    "money": Case("money some.yaml", 6),
    "promises": Case("promises large.yaml --target 80%", 8),
    "compare": Case("compare large.yaml later.yaml", 20),
    "portfolio": Case("portfolio site0.yaml site1.yaml site2.yaml site3.yaml --jobs 2", 10),
    "draw": Case("draw drawn.yaml -o out.svg", 15),
    "draw, matplotlib": Case("draw drawn.yaml -o out.png", 20),
    "draw, map": Case("draw large.yaml --view map -o out.svg", 15),
    "draw, graph": Case("draw large.yaml -o out.graphml", 10),
    "report": Case("report some.yaml -o out.html", 15),
    "report, words": Case("report small.yaml -o out.docx", 6),
    "report, slides": Case("report small.yaml -o out.pptx", 6),
    "survey": Case("survey answers.csv --into some.yaml -o out.yaml", 8),
    "survey-form": Case("survey-form some.yaml -o out.xlsx", 8),
    "convert": Case("convert large.yaml out.xlsx", 8),
    "convert, back": Case("convert large.xlsx out.yaml", 12),
}


@dataclass(frozen=True)
class Struck:
    """What came of one interruption."""

    moment: float
    seconds: float
    cpu: float
    status: int
    said: str
    left: frozenset[str]
    orphans: bool

    @property
    def done(self) -> bool:
        """Whether it had done what was asked; Python may still have been ending."""
        return self.status == 0 or self.said.startswith("written: ")

    @property
    def fault(self) -> str:
        """What was not as it should be, the worst first."""
        if self.status not in STATUSES:
            return f"status {self.status}: {self.said[-300:]}"
        if self.said and not self.done:
            return f"said: {self.said[-300:]}"
        if self.orphans:
            return "processes left behind"
        if self.left and not self.done:
            return f"left behind: {', '.join(sorted(self.left))}"
        return f"late: {self.seconds:.2f} s" if self.seconds > SOON else ""


# The files.


def text(services: int, parties: int, seed: int, fields: str, back: float = 0.0) -> str:
    """A file with so many services between so many parties, a share `back` of them in loops."""
    chance = random.Random(seed)
    serves: list[dict[str, str]] = [{} for _ in range(parties)]
    for number in range(services):
        at = number % parties
        far = min(parties, at + 1 + int(number >= parties) * int(chance.expovariate(0.1)))
        if number >= parties and chance.random() < back:
            far = max(0, at - 1 - int(chance.expovariate(0.1)))
        score, asked = chance.randrange(30, 99), chance.randrange(5, 40)
        if far != at:
            serves[at][f"p{far}"] = fields.format(score=score, asked=asked, number=number)
    lines = ["valuechain: 1", "teams:"]
    for at, served in enumerate(serves):
        lines += [f"  p{at}:", f"    group: g{at % 20}", "    serves:"]
        lines += [f"      {customer}: {{{values}}}" for customer, values in served.items()]
    last = f"  p{parties}: {{revenue: 1000, loyalty: 60%}}"
    return "\n".join([*lines, "customers:", last, ""])


SCORE = "satisfaction: {score}% ({asked} responses)"
TIMED = f"{SCORE}, takes: {{asked}} h, standard: 20 h"
OFFERED = f"{SCORE}, improve: [{{{{action: a{{number}}, cost: {{asked}}, quality: 99%}}}}]"


def make(folder: Path) -> None:
    """All files that the cases name."""
    made = {
        "large": text(LARGE, LARGE // 4, 1, TIMED),
        "later": text(LARGE, LARGE // 4, 2, TIMED),
        "some": text(SOME, SOME // 4, 3, OFFERED),
        "critical": text(SOME, SOME // 4, 3, f"{SCORE}, critical: true"),
        "loops": text(SOME // 10, SOME // 40, 4, SCORE, back=0.1),
        "small": text(300, 80, 5, SCORE),
        "drawn": text(DRAWN * 3 // 2, DRAWN, 6, SCORE),
        **{f"site{each}": text(2 * SOME, SOME // 2, 7 + each, SCORE) for each in range(4)},
    }
    for name, content in made.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    rows = (f"p{i % 2500},p{i % 2500 + 1},{i % 5 + 1},r{i % 997}" for i in range(3 * LARGE))
    answers = "\n".join(["provider,customer,score,respondent", *rows])
    (folder / "answers.csv").write_text(answers, encoding="utf-8")
    subprocess.run([*COMMAND, "convert", "large.yaml", "large.xlsx"], cwd=folder, check=True)


# The blow.

COMMAND = (sys.executable, "-m", "valuechain")


def struck(words: str, folder: Path, moment: float) -> Struck:
    """Start a command and interrupt all its processes at that moment."""
    before = _state(folder)
    used = _used()
    process = subprocess.Popen(
        [*COMMAND, *words.split()],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(moment)
    used += _of_group(process.pid)
    began = time.monotonic()
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    try:
        _, said = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        _, said = process.communicate()
    seconds = time.monotonic() - began
    left = frozenset(name for name, _ in _state(folder) - before)
    for name in left:
        (folder / name).unlink()
    cpu = max(0.0, _used() - used)
    return Struck(moment, seconds, cpu, process.returncode, said, left, _alive(process.pid))


def _state(folder: Path) -> set[tuple[str, int]]:
    """The files, and when each was written."""
    return {(path.name, path.stat().st_mtime_ns) for path in folder.iterdir()}


def _used() -> float:
    """CPU seconds of all processes that were started here and have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _group() -> Iterator[tuple[int, float]]:
    """Group and CPU seconds of every process."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        yield int(fields[2]), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _of_group(leader: int) -> float:
    return sum(seconds for group, seconds in _group() if group == leader)


def _alive(leader: int) -> bool:
    """Whether any process of the group outlives a moment."""
    for _ in range(20):
        try:
            os.killpg(leader, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    os.killpg(leader, signal.SIGKILL)
    return True


def main() -> int:
    """Strike every case chosen; 1 where anything was not as it should be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--times", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored
    chance, faults = random.Random(asked.seed), 0
    with tempfile.TemporaryDirectory() as place:
        make(Path(place))
        for name, case in CASES.items():
            if asked.names and not any(word in name for word in asked.names):
                continue
            found = [
                struck(case.words, Path(place), chance.uniform(0.05, case.seconds))
                for _ in range(asked.times)
            ]
            faults += sum(bool(each.fault) for each in found)
            sys.stdout.write(f"{_line(name, found)}\n")
            sys.stdout.flush()
    return int(faults > 0)


def _line(name: str, found: list[Struck]) -> str:
    interrupted = [each for each in found if not each.done]
    slowest = max((each.seconds for each in interrupted), default=0.0)
    cpu = max((each.cpu for each in interrupted), default=0.0)
    head = f"{name:22} {len(interrupted)} of {len(found)}, slowest {slowest:.2f} s, CPU {cpu:.2f} s"
    faults = [f"    at {each.moment:.2f} s: {each.fault}" for each in found if each.fault]
    return "\n".join([head, *faults])


if __name__ == "__main__":
    raise SystemExit(main())
