"""A real browser that does as a person does: it is told by its devtools protocol, over pipes."""

import itertools
import json
import os
import subprocess

from helpers.browser import CHROMIUM, SWITCHES

_KEYS = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "Space": (32, " "),
    "ArrowLeft": (37, ""),
    "ArrowUp": (38, ""),
    "ArrowRight": (39, ""),
    "ArrowDown": (40, ""),
}
"""The codes of keys, and what they write."""
_SHIFT = 8


class Devtools:
    """A page in a browser; its own policy on scripts stays in force."""

    def __init__(self, folder, size=(1280, 900)):
        told, self._say = _pipe()
        self._hear, answers = _pipe()
        words = [f"--user-data-dir={folder / 'user'}", "--remote-debugging-pipe", "about:blank"]
        command = f'exec "$@" 3<&{told} 4>&{answers}'
        self._process = subprocess.Popen(
            ["bash", "-c", command, "bash", CHROMIUM, *SWITCHES, *words],
            pass_fds=(told, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(told)
        os.close(answers)
        self._answers, self._numbers, self._session = _messages(self._hear), itertools.count(1), {}
        self.said = []
        """What the page wrote on the console, and what went wrong in it."""
        targets = self.ask("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        attached = self.ask("Target.attachToTarget", targetId=page, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        for part in ("Page", "Runtime", "Log"):
            self.ask(f"{part}.enable")
        self.resize(*size)
        self.medium("screen", "light")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._say)
        self._process.wait(timeout=60)
        os.close(self._hear)

    def ask(self, method, **parameters):
        """Call a method of the protocol and wait for its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters, **self._session}
        _write(self._say, message)
        while (answer := next(self._answers)).get("id") != number:
            self._note(answer)
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]

    def _note(self, event):
        if event["method"] in {
            "Runtime.consoleAPICalled",
            "Runtime.exceptionThrown",
            "Log.entryAdded",
        }:
            self.said.append(event["params"])

    def open(self, page, state=""):
        """Show a file, and wait until it is there."""
        self.ask("Page.navigate", url="about:blank")
        self.ask("Page.navigate", url=page.as_uri() + state)
        while self.run("document.readyState !== 'complete' || location.protocol !== 'file:'"):
            pass

    def run(self, script):
        """What an expression of the page comes to, awaited, as JSON."""
        done = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def resize(self, width, height):
        """As wide and high as this, in CSS pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **metrics)

    def medium(self, media, scheme):
        """On a screen or on paper, in light or dark; for a person who wants nothing to glide."""
        wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in wanted.items()]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)

    def press(self, key, *, shift=False):
        """Press a key and let it go."""
        code, text = _KEYS[key]
        name = " " if key == "Space" else key
        what = {"key": name, "code": key, "windowsVirtualKeyCode": code}
        what["modifiers"] = _SHIFT if shift else 0
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.ask("Input.dispatchKeyEvent", **down, **what)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **what)


def _pipe():
    """Both ends of a pipe; the numbers 3 and 4 are left to the browser."""
    import fcntl  # not on Windows

    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high


def _write(end, message):
    data = json.dumps(message).encode() + b"\0"
    while data:
        data = data[os.write(end, data) :]


def _messages(end):
    """What comes out of a pipe, message by message."""
    left = b""
    while part := os.read(end, 1 << 20):
        *whole, left = (left + part).split(b"\0")
        yield from map(json.loads, whole)
