"""The commands of the stand-in: hands its name, its arguments and a script to the server, and says what that answers.

Usage: python -m tests.support.pbs_stand_in.command FOLDER VARIANT qsub|qstat|qdel|pbsnodes ARGUMENT...
"""

from __future__ import annotations

import json
import os
import pwd
import socket
import sys
from contextlib import suppress
from pathlib import Path

from tests.support.pbs_stand_in.words import VARIANTS

SOCKET = "server.socket"


def main(folder: Path, variant: str, command: str, arguments: list[str]) -> int:
    words = VARIANTS[variant]
    if arguments == ["--version"]:
        print(words.version_of_nodes if command == "pbsnodes" else words.version, end="")  # noqa: T201
        return 0
    script = None
    if command == "qsub" and arguments:
        with suppress(OSError):
            script = Path(arguments[-1]).read_text()  # at once: who submits may remove it
        if script is None:
            return _fail(1, words.no_script.format(it=arguments[-1]))
    asked = {
        "command": command,
        "arguments": arguments,
        "script": script,
        "user": pwd.getpwuid(os.geteuid()).pw_name,
        "folder": str(Path.cwd()),
    }
    try:
        answer = ask(folder, asked)
    except OSError:
        return _fail(1, words.no_server.format(command=command, it="stand-in"))
    sys.stdout.write(answer["out"])
    sys.stderr.write(answer["err"])
    return int(answer["code"])


def ask(folder: Path, asked: dict[str, object]) -> dict[str, str]:
    """Return what the server answers. Raises OSError when it is away."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(str(folder / SOCKET))
        connection.sendall(json.dumps(asked).encode())
        connection.shutdown(socket.SHUT_WR)
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    if not received:
        raise ConnectionError(folder)
    answer: dict[str, str] = json.loads(received)
    return answer


def _fail(code: int, text: str) -> int:
    sys.stderr.write(text)
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]))
