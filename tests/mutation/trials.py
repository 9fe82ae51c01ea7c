"""One fault meets the tests that run it: near ones first, then a wider part, each so many seconds."""

import multiprocessing
import os
import sys
from collections import Counter, defaultdict
from importlib import import_module

from mutation import suite
from mutation.forks import forked, settle
from mutation.swap import OnImportError, swap

_PATIENCE = 3
"""Times as long as without a fault may tests take, and as many seconds: then it is noticed, too."""
_LOADING = 30
"""Seconds that loading a part of the tests may take."""
_AGAIN = "again, from the start"
_HEAVY = ("matplotlib.pyplot", "networkx", "numpy", "pandas", "scipy.optimize", "yaml")


class Trials:
    """Faults in a copy of the project, and what its tests say of them."""

    def __init__(self, copy, reach, seconds):
        for name in _HEAVY:
            import_module(name)  # once, for all forks
        self.copy, self.reach, self.seconds = copy, reach, seconds
        self.killers, self.sound = defaultdict(Counter), set()
        self.ours, theirs = multiprocessing.Pipe()
        if not os.fork():
            self.ours.close()
            _serve(copy.folder, reach.names, theirs)
        theirs.close()
        self.ours.recv()  # all is loaded, before a fault is in any file

    def killer(self, mutant):
        """The test that fails with this fault in place, or nothing."""
        found = self._found(mutant)
        if found in self.reach.names and found not in self.sound:
            self.sound.add(found)
            original = self.copy.path(mutant).read_text(encoding="utf-8")
            if self._loaded(mutant, original, [found], 600):
                sys.exit(f"without a fault this fails: {found}")
        return found

    def _found(self, mutant):
        tests = self.reach.tests(mutant)
        near = {test: seconds for test, seconds in tests.items() if _near(test, mutant)}
        far = {test: seconds for test, seconds in tests.items() if test not in near}
        with self.copy.in_place(mutant):
            for stage in (near, far):
                chosen = self._some(mutant, stage)
                limit = _PATIENCE * (1 + sum(stage[test] for test in chosen))
                found = chosen and self._fails(mutant, chosen, limit)
                if found:
                    self.killers[mutant.path][found] += 1
                    return found
        return ""

    def _some(self, mutant, tests):
        """As many of the fastest as there is time for, those that killed a neighbour first."""
        chosen, left = [], self.seconds
        for test, seconds in tests.items():
            left -= seconds
            if chosen and left < 0:
                break
            chosen.append(test)
        return sorted(chosen, key=lambda test: -self.killers[mutant.path][test])

    def _fails(self, mutant, tests, seconds):
        found = _AGAIN
        if not self.reach.is_loaded(mutant):
            found = self._loaded(mutant, mutant.source, tests, seconds)
        if found == _AGAIN:
            found = forked(lambda: _anew(self.copy.folder, tests), _LOADING + seconds)
        return found

    def _loaded(self, mutant, source, tests, seconds):
        """In a fork of the process that has everything loaded."""
        path = self.copy.path(mutant)
        self.ours.send((str(path), self.reach.sources[mutant.path], source, tests, seconds))
        return self.ours.recv()


def _near(test, mutant):
    """Whether it is of the same folder."""
    folder = mutant.path.partition("/")[0]
    return test.startswith((f"tests/{folder}/", f"src/valuechain/{folder}/"))


def _anew(folder, tests):
    """Load the library with its fault, and run tests."""
    settle(folder)
    chosen = suite.Chosen(tests)
    status = suite.run(chosen, _files(tests))
    return _first(chosen) or (status and "cannot be loaded")


def _files(tests):
    return sorted({test.partition("::")[0] for test in tests})


def _first(plugin):
    return plugin.failed[0] if plugin.failed else ""


def _serve(folder, tests, pipe):
    """Answer, from a process that has loaded all tests, which fails; ends with who asks."""
    settle(folder)

    def answer(items, functions, plugin):
        pipe.send("ready")
        while True:
            try:
                *fault, chosen, seconds = pipe.recv()
            except EOFError:
                os._exit(0)
            plugin.tests = chosen
            pipe.send(forked(lambda: _swapped(fault, items, functions, plugin), seconds))

    suite.run(suite.Loaded(answer), _files(tests))


def _swapped(fault, items, functions, plugin):
    try:
        swap(*fault, functions)
    except OnImportError:
        return _AGAIN
    plugin.run(items)
    return _first(plugin)
