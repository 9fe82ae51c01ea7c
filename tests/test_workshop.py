"""What the project promises about itself."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

import valuechain as vc
from places import ROOT

SHOP = ROOT / "examples" / "flower_shop.yaml"
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
EXPECTING = ("pytest.raises", "pytest.warns")


def tracked():
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode or not done.stdout:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_address_of_a_package_registry_is_tracked():
    hosts = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "npm" + "js.org",
        "npm" + "js.com",
        "deb.deb" + "ian.org",
        "shields" + ".io",
        "un" + "pkg.com",
        "js" + "delivr.net",
        "cdn" + "js.",
    ]
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not [host for host in hosts if host in text], path


def test_one_version_of_the_linter():
    with (ROOT / "pyproject.toml").open("rb") as file:
        (pinned,) = tomllib.load(file)["dependency-groups"]["lint"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    (hook,) = [repo for repo in hooks if repo["repo"].endswith("/ruff-pre-commit")]
    assert pinned == f"ruff=={hook['rev'].removeprefix('v')}"


def test_import_costs_nothing_that_is_not_used():
    script = "import sys, valuechain; print(*sorted(m for m in ('networkx', 'matplotlib', 'pandas', 'jsonschema', 'argparse', 'scipy') if m in sys.modules))"
    assert (
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout.strip()
        == ""
    )
    script = script.replace(
        "import sys, valuechain;",
        "import sys, valuechain as vc; str(vc.diagnose(vc.loads('{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}')));",
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout.strip()
        == ""
    )


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        (["check", SHOP], {"numpy", "networkx", "matplotlib"}),
        (["new", "{folder}/new.yaml"], {"numpy", "networkx", "matplotlib"}),
        (["diagnose", SHOP], {"networkx", "matplotlib"}),
        (["draw", SHOP, "-o", "{folder}/chain.mmd"], {"networkx", "matplotlib"}),
        (["draw", SHOP, "-o", "{folder}/chain.dot"], {"matplotlib"}),
        (["draw", SHOP, "-o", "{folder}/chain.graphml"], {"matplotlib"}),
        (["draw", SHOP, "-o", "{folder}/chain.svg"], {"matplotlib"}),
    ],
)
def test_a_verb_loads_what_it_needs(words, needless, tmp_path):
    """Once, whatever the tests have loaded: in a process of its own."""
    script = (
        "import sys; from valuechain.cli.main import main; status = main(sys.argv[1:]); "
        "print(status, *sorted(sys.modules), file=sys.stderr)"
    )
    words = [str(word).format(folder=tmp_path) for word in words]
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True, input=""
    )
    status, *loaded = done.stderr.splitlines()[-1].split()
    assert status == "0"
    assert needless.isdisjoint(loaded)


def test_the_public_surface_is_what_is_listed():
    assert dir(vc) == sorted(vc.__all__)
    for name in vc.__all__:
        assert getattr(vc, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = vc.nothing


def test_every_public_name_has_a_docstring():
    for name in vc.__all__:
        if name != "__version__":
            assert (getattr(vc, name).__doc__ or "").strip(), name


def test_nothing_outside_the_command_line_prints():
    for path in (ROOT / "src").rglob("*.py"):
        if "cli" in path.parts:
            continue
        calls = [
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert not {"print", "input", "exit"} & set(calls), path


def test_the_readme_examples_run(capsys, tmp_path, monkeypatch):
    """Every Python block of the README, one after the other."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    names: dict = {}
    for block in blocks:
        exec(compile(block.replace('"examples/', f'"{ROOT}/examples/'), "README.md", "exec"), names)
    assert "Start with Inventory keeper -> Designer" in capsys.readouterr().out


def asserts(function):
    """Whether a test says itself what it expects; that something is called is not enough."""
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in EXPECTING)
        for node in ast.walk(function)
    )


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_every_test_asserts(path):
    silent = [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not asserts(node)
    ]
    assert not silent


def test_a_test_without_an_assertion_is_seen():
    def function(body):
        return ast.parse(f"def test_it():\n    {body}").body[0]

    assert asserts(function("assert 1"))
    assert asserts(function("with pytest.raises(ValueError): call()"))
    assert not asserts(function("check(1)"))
    assert not asserts(function("np.testing.assert_allclose(1, 1)"))


def test_no_file_of_tests_is_long():
    for path in (ROOT / "tests").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 600, path
