"""The attack itself: every target for so many seconds, as many at once as there are cores.

Run as ``python tests/fuzz/drive.py SECONDS [TARGET ...]``; needs atheris. An input that fails is
printed as a line for ``tests/fuzz/corpus/TARGET.txt``, where it stays as a test.
"""

import importlib
import os
import pkgutil
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

NAMES = ("yaml", "tables", "exports", "scores", "languages", "trees")
SECONDS = 2.0
"""CPU time that one input may take."""
MEMORY = 300
"""MB by which one input may raise the most memory that the process ever had."""
FULL = 1500
"""MB at which a process makes room for another: atheris itself keeps a little of every input."""


def limited(one):
    """A target that may take neither long nor much."""

    def careful(data):
        started, before = time.process_time(), _peak()
        one(data)
        took, grown = time.process_time() - started, _peak() - before
        assert took <= SECONDS, f"{took:.1f} s"
        assert grown <= MEMORY, f"{grown} MB"

    return careful


def _peak():
    """The most memory that the process ever had, in MB; 0 where nobody counts it."""
    try:
        import resource
    except ImportError:  # on Windows
        return 0

    unit = 2**10 if sys.platform == "linux" else 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def making_room(one):
    """A target whose process ends before atheris has filled it; what was found is on disk."""

    def careful(data):
        one(data)
        if _peak() > FULL:
            os._exit(0)

    return careful


def attack(name, folder, seconds):
    """One target in this process, which libFuzzer ends."""
    import atheris

    started = time.monotonic()
    with atheris.instrument_imports(include=["valuechain"]):
        import valuechain

        for module in pkgutil.walk_packages(valuechain.__path__, "valuechain."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    from fuzz.seeds import kept, seeds
    from fuzz.targets import TARGETS

    for number, data in enumerate([*seeds(name), *kept(name)]):
        TARGETS[name](data)  # what is loaded at first use is not one input's doing
        (Path(folder) / f"start{number}").write_bytes(data)
    rest = max(1, round(seconds - (time.monotonic() - started)))
    options = [f"-max_total_time={rest}", "-max_len=8192", "-timeout=30", "-rss_limit_mb=2500"]
    options.append(f"-seed={os.environ.get('FUZZ_SEED', '0')}")  # 0 is another one every time
    prefix = f"-artifact_prefix={folder}/failed-"
    one = making_room(limited(TARGETS[name]))
    atheris.Setup([sys.argv[0], *options, prefix, folder], one)
    atheris.Fuzz()


def attacked(name, seconds, folder):
    """How an attack in processes of its own went: its status, and a report."""
    corpus = Path(folder) / name
    corpus.mkdir(parents=True, exist_ok=True)
    until, count, status, said = time.monotonic() + seconds, 0, 0, ""
    while status == 0 and (rest := round(until - time.monotonic())) > 0:
        status, said = _in_a_process(name, rest, corpus)
        states = re.findall(r"^#(\d+).*?(cov: \d+ ft: \d+)", said, re.MULTILINE)
        more, reached = states[-1] if states else (0, "nothing reached")
        count += int(more)
    report = [f"{name}: {count:,} inputs in {seconds} s, {reached}"]
    if status:
        report += [line for line in said.splitlines() if not line.startswith(("INFO", "#"))]
        report += [repr(path.read_bytes()) for path in sorted(corpus.glob("failed-*"))]
    return status, "\n".join(report)


def _in_a_process(name, seconds, corpus):
    """The status of one process, and what it said."""
    done = subprocess.run(
        [sys.executable, __file__, str(seconds), name, "--in", str(corpus)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def main(words):
    """All targets, or those that are named; or one in this process."""
    seconds, names = int(words[0]), words[1:]
    if "--in" in names:
        attack(names[0], names[-1], seconds)
    keep = os.environ.get("FUZZ_CORPUS")  # where what was found is to stay
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        done = pool.map(lambda name: attacked(name, seconds, keep or folder), names or NAMES)
        failed = 0
        for status, report in done:
            print(report, flush=True)
            failed |= status != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
