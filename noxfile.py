#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2024.10.9"]
# ///
"""Everything the project checks about itself; `nox -s tests` is the one to run first."""

from __future__ import annotations

import sys
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "venv"

PROJECT = nox.project.load_toml("pyproject.toml")
ROOT = Path(__file__).parent
EVERYTHING = ("-e", ".[completion,excel,pandas,plan,slides,word]")
PYPARSING = "pyparsing==3.1.1"
"""The last that says nothing to matplotlib 3.8 about names that will go."""

PYARROW = "pyarrow==17.0.0"
"""One that takes numpy 1 as well; the newest do not."""
ON_ALL_CORES = ("-n", "auto")
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""For linear algebra: threads of several tests that wait for one another take ten times as long."""
MERMAIDS = ("11.4.1", "11.9.0")
"""Versions that pages still use, beside the newest."""


def group(name: str) -> list[str]:
    """What pyproject.toml lists for this kind of work."""
    return list(nox.project.dependency_groups(PROJECT, name))


def lowest() -> list[str]:
    """The lowest versions that pyproject.toml declares, extras included."""
    project = PROJECT["project"]
    declared = [project["dependencies"], *project["optional-dependencies"].values()]
    return [each.replace(">=", "==") for requirements in declared for each in requirements]


@nox.session
def tests(session: nox.Session) -> None:
    """The tests, with every line and branch covered."""
    session.install(*EVERYTHING, *group("test"))
    report = "--cov-report=term-missing"
    session.run("pytest", *ON_ALL_CORES, "--cov", report, *session.posargs, env=ONE_THREAD)


@nox.session(python="3.11", default=False)
def oldest(session: nox.Session) -> None:
    """The tests with the lowest declared versions of everything."""
    session.install(*EVERYTHING, *group("test"), *lowest(), PYPARSING, PYARROW)
    session.run("pytest", *ON_ALL_CORES, *session.posargs, env=ONE_THREAD)


@nox.session
def lint(session: nox.Session) -> None:
    """Style and format."""
    session.install(*group("lint"))
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Types: strict inside, complete outside."""
    session.install(*EVERYTHING, *group("types"), *group("test"), "nox")
    session.run("mypy")
    session.run("pyright", "--verifytypes", "valuechain", "--ignoreexternal")


@nox.session
def architecture(session: nox.Session) -> None:
    """Who may import whom."""
    session.install("-e", ".", *group("architecture"))
    session.run("lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """The pages say what the library does: their examples run and their links lead somewhere."""
    session.install("-e", ".[excel,pandas]")
    session.run("python", "docs/check.py")


@nox.session
def workflows(session: nox.Session) -> None:
    """What runs on other people's machines: actions by their hash, no rights to spare."""
    session.install(*group("workflows"))
    session.run("zizmor", "--offline", "--no-progress", str(ROOT))


@nox.session(python="3.11", default=False)
def fuzz(session: nox.Session) -> None:
    """Every target of tests/fuzz attacked for a minute, or so many seconds: `-- 3600`."""
    session.install("-e", ".[plan]")
    session.run("python", "-m", "pip", "install", "-q", *group("fuzz"), success_codes=(0, 1))
    there = "import importlib.util as found; print(found.find_spec('atheris') is not None)"
    if "True" not in str(session.run("python", "-c", there, silent=True)):
        session.skip("atheris cannot be installed here")
    session.run("python", "tests/fuzz/drive.py", *(session.posargs or ["60"]), env=ONE_THREAD)


@nox.session(default=False)
def everything(session: nox.Session) -> None:
    """Generated chains through all there is: `-- 10000 --seed 1 --seconds 3600`."""
    session.install(*EVERYTHING, *group("test"))
    words = session.posargs or ["100"]
    session.run("python", "tests/everything.py", *words, env=ONE_THREAD)


@nox.session(default=False)
def bounds(session: nox.Session) -> None:
    """The stated errors of loops against fractions: `-- 10000 --seed 1`."""
    session.install(*EVERYTHING, *group("test"))
    words = session.posargs or ["1000"]
    session.run("python", "tests/loop_bounds.py", *words, env=ONE_THREAD)


@nox.session(default=False)
def mutate(session: nox.Session) -> None:
    """Whether a test notices small faults, one at a time: `-- --sample 40`, or all for hours."""
    session.install(*EVERYTHING, *group("test"))
    env = ONE_THREAD | {"PYTHONPATH": str(ROOT / "tests")}
    session.run("python", "tests/mutation/run.py", *session.posargs, env=env)


@nox.session(default=False)
def interrupts(session: nox.Session) -> None:
    """How soon every verb ends at large sizes when interrupted; `-- simulate` for some."""
    session.install(*EVERYTHING)
    session.run("python", "tests/interrupts.py", *session.posargs, env=ONE_THREAD)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Ratios and growth, measured in one run; nothing here passes or fails."""
    session.install("-e", ".[excel,plan]", "distributed>=2024.8")
    session.run("python", str(ROOT / "benchmarks" / "all.py"), *session.posargs)


@nox.session(default=False)
def editor(session: nox.Session) -> None:
    """What a YAML language server makes of the schema; needs Node.js."""
    session.run(
        "npm",
        "install",
        "--no-save",
        "--prefix",
        session.create_tmp(),
        "yaml-language-server",
        external=True,
    )
    session.run(
        sys.executable, str(ROOT / "tests" / "editor.py"), session.create_tmp(), external=True
    )


@nox.session(default=False)
def mermaid(session: nox.Session) -> None:
    """What Mermaid itself, new and older, shows of the flowcharts; needs npm and Chromium."""
    session.install(*EVERYTHING, *group("test"))
    session.run(
        "npm",
        "install",
        "--no-save",
        "--prefix",
        session.create_tmp(),
        "mermaid",
        *(f"mermaid-{old}@npm:mermaid@{old}" for old in MERMAIDS),
        external=True,
    )
    session.run("python", str(ROOT / "tests" / "mermaid.py"), session.create_tmp())


@nox.session(default=False)
def accessibility(session: nox.Session) -> None:
    """What axe-core finds in the page of a report, in a browser; needs npm and Chromium."""
    session.install(*EVERYTHING, *group("test"))
    folder = session.create_tmp()
    session.run("npm", "install", "--no-save", "--prefix", folder, "axe-core", external=True)
    session.run("python", str(ROOT / "tests" / "accessibility.py"), folder, *session.posargs)


@nox.session(default=False)
def review(session: nox.Session) -> None:
    """The scientific-Python community's list of good practice."""
    session.install("sp-repo-review[cli]")
    session.run("repo-review", ".")


if __name__ == "__main__":
    nox.main()
