"""Talks to a YAML language server as an editor does: the examples are fine, mistakes are marked, keys are completed.

Run by ``nox -s editor``, which installs the server; the folder it is installed in is the only argument.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCHEMA = (ROOT / "src" / "valuechain" / "schema" / "valuechain-1.json").as_uri()


class Server:
    """A language server on standard input and output."""

    def __init__(self, folder: Path) -> None:
        command = [
            "node",
            str(folder / "node_modules" / ".bin" / "yaml-language-server"),
            "--stdio",
        ]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.number = 0
        self.ask("initialize", {"processId": None, "rootUri": ROOT.as_uri(), "capabilities": {}})
        self.send("initialized", {})

    def send(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params} | (
            {} if number is None else {"id": number}
        )
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length"):
                length = int(line.split(b":")[1])
        message = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:  # the server asks for its configuration
            answer = {
                "jsonrpc": "2.0",
                "id": message["id"],
                "result": [{} for _ in message["params"].get("items", [])],
            }
            if message["method"] == "workspace/configuration":
                answer["result"] = [
                    {"validate": True, "completion": True, "schemaStore": {"enable": False}}
                    if item.get("section") == "yaml"
                    else {}
                    for item in message["params"]["items"]
                ]
            body = json.dumps(answer).encode()
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            self.process.stdin.flush()
        return message

    def ask(self, method, params):
        self.number += 1
        self.send(method, params, self.number)
        while (message := self.receive()).get("id") != self.number or "method" in message:
            pass
        return message.get("result")

    def open(self, uri, text):
        """Open a document and return what the server finds wrong with it."""
        self.send(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        while (message := self.receive()).get(
            "method"
        ) != "textDocument/publishDiagnostics" or message["params"]["uri"] != uri:
            pass
        return message["params"]["diagnostics"]

    def complete(self, uri, line, character):
        """Labels offered at a place, from 0."""
        found = self.ask(
            "textDocument/completion",
            {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}},
        )
        return {item["label"] for item in (found["items"] if isinstance(found, dict) else found)}


def main() -> int:
    server = Server(Path(sys.argv[1]))
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        text = f"# yaml-language-server: $schema={SCHEMA}\n" + path.read_text(
            encoding="utf-8"
        ).removeprefix(
            "# yaml-language-server: $schema=../src/valuechain/schema/valuechain-1.json\n"
        )
        found = server.open(path.as_uri(), text)
        assert not found, (path.name, found)
        print(f"{path.name}: nothing wrong")
    head = f"# yaml-language-server: $schema={SCHEMA}\nvaluechain: 1\nteams:\n  clerk:\n    serves:\n      customer:\n        "
    uri = "file:///mistakes.yaml"
    found = server.open(
        uri,
        head
        + "wieght: 2\n        satisfaction: good\n        critical: maybe\ncustomers:\n  customer:\n",
    )
    lines = sorted(item["range"]["start"]["line"] for item in found)
    assert lines == [6, 7, 8], found
    print(
        "mistakes are marked in their lines:",
        [item["message"].split("\n")[0][:60] for item in found],
    )
    uri = "file:///unfinished.yaml"
    server.open(uri, head + "\ncustomers:\n  customer:\n")
    offered = server.complete(uri, 6, 8)
    wanted = {"delivers", "satisfaction", "quality", "weight", "dependence", "critical", "target"}
    assert wanted <= offered, offered
    print("keys of a service are completed:", ", ".join(sorted(offered)))
    server.process.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
