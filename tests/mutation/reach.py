"""Which tests run which line, and how long each takes: a fault meets those that run it.

What was found is kept in ``.mutation``, and looked for again where a test changes. Lines are known
by what they say, so that it still holds when the library has changed elsewhere.
"""

import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path, PurePosixPath

import coverage

from mutation import suite
from mutation.forks import forked, settle


class Reach:
    """Seconds of every test, and by file and line the numbers of those that run it."""

    def __init__(self, parts, library, on_import):
        self.names, self.seconds = [], []
        self.lines = defaultdict(lambda: defaultdict(set))
        for part in parts:
            first = len(self.names)
            self.names += part["tests"]
            self.seconds += part["tests"].values()
            for path, lines in part["lines"].items():
                for line, tests in lines.items():
                    self.lines[path][line].update(first + test for test in tests)
        self.on_import = on_import
        self.sources = {
            path.relative_to(library).as_posix(): path.read_text(encoding="utf-8")
            for path in library.rglob("*.py")
        }
        self.told = {path: told_apart(source) for path, source in self.sources.items()}

    def is_loaded(self, mutant):
        """Whether a fault counts only where it is there before the library is loaded."""
        if not self.on_import[mutant.path].isdisjoint(mutant.lines):
            return True
        lines = self.lines[mutant.path]
        return not any(line in lines for line in self._statement(mutant))

    def tests(self, mutant):
        """Those that run its statement, or what uses the constant that it sets, else its file.

        Fastest first, with the seconds of each.
        """
        lines = self.lines[mutant.path]
        wanted = self._uses(mutant) if self.is_loaded(mutant) else self._statement(mutant)
        found = _all(lines.get(line, ()) for line in wanted) or _all(lines.values())
        if self.is_loaded(mutant):
            found |= self._of_its_name(mutant)
        times = {self.names[test]: self.seconds[test] for test in found}
        return dict(sorted(times.items(), key=lambda each: (each[1], each[0])))

    def _of_its_name(self, mutant):
        """The tests of its module: they may look at a constant without running a line."""
        path = PurePosixPath("tests", mutant.path)
        begin = f"{path.with_name(f'test_{path.name}')}::"
        return {number for number, name in enumerate(self.names) if name.startswith(begin)}

    def _uses(self, mutant):
        """The lines that name the constant that it sets, if it sets one."""
        statement = self._statement(mutant)
        name = re.match(r"(\w+)(: .*)? = ", statement[0]) if statement else None
        used = name and re.compile(rf"\b{name[1]}\b")
        return [line for line in self.told[mutant.path] if used and used.search(line)]

    def _statement(self, mutant):
        return [self.told[mutant.path][line - 1] for line in mutant.lines]


def _all(sets):
    return set().union(*sets)


def told_apart(source):
    """What each line says, and how often it has been said before."""
    said, found = Counter(), []
    for line in map(str.strip, source.splitlines()):
        found.append(f"{line} #{said[line]}")
        said[line] += 1
    return found


def reach(copy, kept, places):
    """What the tests of these files and folders run; only what has changed is run again."""
    sources = sorted(
        each for each in copy.glob("[st][re]*/**/*.py") if "mutation" not in each.parts
    )
    names = {each: each.relative_to(copy).as_posix() for each in sources}
    tests = [path for path in sources if _has_tests(path) and _below(names[path], places)]
    rest = _digest(path for path in sources if not _has_tests(path))
    where = {names[path]: kept / f"{_digest([path], rest + names[path])}.json" for path in tests}
    unknown = {name: place for name, place in where.items() if not place.exists()}
    if unknown:
        kept.mkdir(exist_ok=True)
        failed = forked(lambda: _measured(copy, unknown))
        if failed:
            sys.exit(f"without a fault these fail: {failed}")
    parts = [json.loads(place.read_text(encoding="utf-8")) for place in where.values()]
    library = copy / "src" / "valuechain"
    on_import = {path: set(lines) for path, lines in forked(lambda: _on_import(copy)).items()}
    return Reach(parts, library, on_import)


def _has_tests(path):
    return path.name.startswith("test_") or "src" in path.parts


def _below(name, places):
    return any(name == each or name.startswith(f"{each}/") for each in places)


def _digest(paths, more=""):
    found = hashlib.sha256(more.encode())
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()[:24]


def _on_import(copy):
    """By file of the library, the lines that loading it runs."""
    settle(copy)
    library = copy / "src" / "valuechain"
    watched = coverage.Coverage(data_file=None, config_file=False, include=[f"{library}/*"])
    watched.start()
    suite.load_all()
    watched.stop()
    data = watched.get_data()
    return {_name(path, library): data.lines(path) for path in data.measured_files()}


def _name(path, library):
    return Path(path).relative_to(library).as_posix()


def _measured(copy, places):
    """Run files of tests with every line watched, and keep what each runs; who fails."""
    settle(copy)
    library = copy / "src" / "valuechain"
    watched = coverage.Coverage(data_file=None, config_file=False, include=[f"{library}/*"])
    watched.start()
    watcher = suite.Watcher(watched)
    suite.run(watcher, [*places])
    watched.stop()
    if watcher.failed:
        return watcher.failed
    for name, found in _by_file(watched.get_data(), watcher, library, places).items():
        places[name].write_text(json.dumps(found), encoding="utf-8")
    return []


def _by_file(data, watcher, library, names):
    """By file of tests, the seconds of each and the lines it runs."""
    found = {name: {"tests": {}, "lines": {}} for name in names}
    for test, seconds in watcher.seconds.items():
        found[_file(test)]["tests"][test] = round(seconds, 4)
    numbers = {test: i for part in found.values() for i, test in enumerate(part["tests"])}
    for path in data.measured_files():
        name = _name(path, library)
        told = told_apart(Path(path).read_text(encoding="utf-8"))
        for number, contexts in data.contexts_by_lineno(path).items():
            line = told[number - 1]
            for test in watcher.tests_of(contexts):
                lines = found[_file(test)]["lines"].setdefault(name, {})
                lines.setdefault(line, []).append(numbers[test])
    return found


def _file(test):
    return test.partition("::")[0]
