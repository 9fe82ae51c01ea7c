"""The tests of the project in this process: watched line by line, or with a fault in place."""

import gc
import pkgutil
import time
import types
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import Phase, settings

settings.register_profile(
    "mutation",
    deadline=None,
    derandomize=True,  # the same examples for every fault
    database=None,
    phases=(Phase.explicit, Phase.generate),  # which example is the smallest nobody asks
)
_USUAL = ("-q", "-x", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "--capture=sys")


def run(plugin, files):
    """Run pytest in this process."""
    return pytest.main([*_USUAL, f"--basetemp={Path.cwd()}/basetemp", *files], plugins=[plugin])


def load_all():
    """Load every module of the library."""
    library = import_module("valuechain")
    for module in pkgutil.walk_packages(library.__path__, "valuechain."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


class Plugin:
    """What all runs have in common: the same examples, and who fails."""

    def __init__(self):
        self.failed = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self):
        settings.load_profile("mutation")

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report):
        if report.failed:
            self.failed.append(report.nodeid)


def one_by_one(items):
    """Run tests in an order of one's own."""
    for item, after in zip(items, [*items[1:], None], strict=True):
        yield item
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)


class Watcher(Plugin):
    """Says to the tracer which test runs; what a shared fixture runs counts for all that use it."""

    def __init__(self, watched):
        super().__init__()
        self.watched, self.seconds = watched, {}
        self.users, self.now, self.shared = defaultdict(list), "", 0.0

    def pytest_runtestloop(self, session):
        for item in session.items:
            for fixtures in item._fixtureinfo.name2fixturedefs.values():
                for fixture in fixtures:
                    self.users[_context(fixture)].append(item.nodeid)
        self.seconds = {item.nodeid: 0.0 for item in session.items}
        started = time.process_time()
        for item in one_by_one(session.items):
            self._ended(started)
            self.now, started, self.shared = item.nodeid, time.process_time(), 0.0
            self.watched.switch_context(self.now)
        self._ended(started)
        return True

    def _ended(self, started):
        """A shared fixture takes its time for each test: any may be the first that needs it."""
        if self.now:
            self.seconds[self.now] += time.process_time() - started - self.shared

    def tests_of(self, contexts):
        """Those that run in these contexts."""
        found = set()
        for context in filter(None, contexts):
            found.update(self.users.get(context, [context]))
        return found & set(self.seconds)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef):
        if fixturedef.scope == "function":
            return (yield)
        self.watched.switch_context(_context(fixturedef))
        started = time.process_time()
        try:
            return (yield)
        finally:
            self.watched.switch_context(self.now)
            self._shared(fixturedef, time.process_time() - started)

    def _shared(self, fixture, seconds):
        self.shared += seconds
        for test in self.users[_context(fixture)]:
            self.seconds[test] += seconds


def _context(fixture):
    return f"fixture {fixture.baseid} {fixture.argname}"


class Chosen(Plugin):
    """Runs some of the tests, in this order, until one fails."""

    def __init__(self, tests):
        super().__init__()
        self.tests = tests

    def pytest_runtestloop(self, session):
        self.run({item.nodeid: item for item in session.items})
        return True

    def run(self, items):
        for _ in one_by_one([items[test] for test in self.tests if test in items]):
            if self.failed:
                break


class Loaded(Chosen):
    """Has all tests loaded and answers what comes: each time in a fork, with a fault put in."""

    def __init__(self, answer):
        super().__init__([])
        self.answer = answer

    def pytest_runtestloop(self, session):
        items = {item.nodeid: item for item in session.items}
        load_all()
        gc.collect()
        functions = [each for each in gc.get_objects() if isinstance(each, types.FunctionType)]
        gc.set_threshold(0)  # or every fork copies all that it does not touch
        self.answer(items, functions, self)
        return True
