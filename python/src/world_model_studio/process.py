"""The studio as a child process, asked by frames over two named pipes. What they hold: docs/python.md."""

from __future__ import annotations

import json
import os
import select
import shutil
import struct
import subprocess
import tempfile
import time
import weakref
from pathlib import Path
from typing import Any

from .errors import StudioError
from .home import LAUNCHER, node_program

HEADER = struct.Struct("<BBHI")
RESULT_BYTES = 16
OPEN, RESET, STEP, DRAW = 1, 2, 3, 4
OK = 0
SLOT = 0
"""Each child plays one thing, of however many copies."""
START_SECONDS = 300.0
"""For the first answer: dependencies may have to be installed before."""
END_SECONDS = 5.0
"""A child sees its requests end and ends by itself; after this it is killed."""
PIPE_BYTES = 1 << 20
"""What a pipe is asked to hold (Linux), so that a batch of pictures goes through at once."""
LOG_CHARACTERS = 2000


class StudioProcess:
    """A studio that was told what to play. Made, used and closed by one process."""

    def __init__(self, home: Path, asked: dict[str, Any]) -> None:
        if os.name == "nt":
            raise StudioError(
                "The studio's environments cannot be played from Python on Windows.",
                "They are reached by named pipes of Unix.",
                "Use WSL, with the studio's checkout inside it.",
            )
        self._folder = Path(tempfile.mkdtemp(prefix="studio-environments-"))
        running = _Running(self._folder)
        self._running = running
        self._finalizer = weakref.finalize(self, running.end)
        self._batch = bytearray()
        try:
            running.start(home)
            self.description: dict[str, Any] = json.loads(self.ask(OPEN, json.dumps(asked).encode()))
        except BaseException:
            self.close()
            raise

    def ask(self, kind: int, payload: bytes) -> bytearray:
        """Sends a request and waits; the answer's payload is the caller's. Raises StudioError with what is wrong."""
        self.send(kind, payload)
        return self.receive()

    def send(self, kind: int, payload: bytes) -> None:
        """Holds a request back until the next `receive`, so that several go out together."""
        self._batch += HEADER.pack(kind, 0, SLOT, len(payload))
        self._batch += payload

    def receive(self) -> bytearray:
        """The next answer's payload, the caller's."""
        if self._batch:
            self._write(self._batch)
            self._batch = bytearray()
        if self._running.holder >= 0:
            self._await_child()
        status, _, _, length = HEADER.unpack(self._read(HEADER.size))
        payload = self._read(length)
        if status == OK:
            return payload
        wrong = json.loads(payload)
        raise StudioError(wrong["what"], wrong["why"], wrong["next"], wrong["code"])

    def close(self) -> None:
        self._finalizer()

    @property
    def closed(self) -> bool:
        return not self._finalizer.alive

    def _await_child(self) -> None:
        """Until the child's first answer; from then on the pipe ends where the child does."""
        until = time.monotonic() + START_SECONDS
        running = self._running
        while not select.select([running.answers], [], [], 0.1)[0]:
            if running.child is None or running.child.poll() is not None or time.monotonic() > until:
                raise self._gone()
        os.set_blocking(running.answers, True)
        os.close(running.holder)
        running.holder = -1

    def _write(self, data: bytearray) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._running.requests, view) :]

    def _read(self, length: int) -> bytearray:
        data = bytearray(length)
        view = memoryview(data)
        while view:
            count = os.readv(self._running.answers, [view])
            if count == 0:
                raise self._gone()
            view = view[count:]
        return data

    def _gone(self) -> StudioError:
        log = self._folder / "log"
        said = log.read_text(errors="replace")[-LOG_CHARACTERS:].strip() if log.exists() else ""
        return StudioError(
            "The studio that plays this environment has ended.",
            f"It said: {said}" if said else "It said nothing.",
            "Run `npm run doctor` in its folder; it tells what is missing.",
        )


class _Running:
    """What a studio's process holds here, apart from it, so that it is given back whatever becomes of the process's object."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owner = os.getpid()
        self.child: subprocess.Popen[bytes] | None = None
        self.requests = self.answers = self.holder = -1

    def start(self, home: Path) -> None:
        requests, answers, log = (str(self.folder / name) for name in ("requests", "answers", "log"))
        os.mkfifo(requests, 0o600)
        os.mkfifo(answers, 0o600)
        # What is opened for both ways is open at once; the holder stands for the child's end until the child has opened it.
        self.requests = os.open(requests, os.O_RDWR)
        self.holder = os.open(answers, os.O_RDWR)
        self.answers = os.open(answers, os.O_RDONLY | os.O_NONBLOCK)
        _enlarge(self.requests)
        _enlarge(self.answers)
        words = [node_program(), str(home / LAUNCHER), "studio", "environments", "--serve", str(self.folder)]
        with open(log, "wb") as file:
            self.child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=file, stderr=file)

    def end(self) -> None:
        for file in (self.requests, self.answers, self.holder):
            if file >= 0:
                os.close(file)
        self.requests = self.answers = self.holder = -1
        # A process that was forked off has copies of all this, and none of it is its own.
        if os.getpid() != self.owner:
            return
        if self.child is not None:
            try:
                self.child.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self.child.terminate()
                self.child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _enlarge(file: int) -> None:
    try:
        import fcntl

        fcntl.fcntl(file, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    except (ImportError, AttributeError, OSError):
        # Only Linux has it, and a system may allow less; a smaller pipe is slower, no more.
        pass
