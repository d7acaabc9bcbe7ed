"""One parent for several processes: what they say is shown, and each of them ends.

One thread only: children are made with `preexec_fn`, which is safe only without threads.
"""

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 10
TICK_SECONDS = 0.3
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_libc = ctypes.CDLL(None, use_errno=True)


class CannotStart(Exception):
    """Said to the person in one line; nothing has been started or everything has ended."""


class Stopped(Exception):
    """A signal asked everything to end."""


def die_with(parent: int) -> None:
    """Ask the kernel to end this process when `parent` dies, even by SIGKILL."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the kernel was asked
        os._exit(1)


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    quiet: bool = False
    lines: list[str] = field(default_factory=list)
    partial: bytes = b""

    def take(self, data: bytes) -> None:
        """Show whole lines under the child's name; keep a begun line for the next call."""
        *whole, self.partial = (self.partial + data).split(b"\n")
        for raw in whole:
            line = raw.decode(errors="replace")
            self.lines.append(line)
            del self.lines[:-200]
            if not self.quiet:
                say(f"{self.name:<8}| {line}")


def say(text: str) -> None:
    # Whoever closed the pipe (`make run | head`) does not need the words, and still a clean end.
    with contextlib.suppress(OSError):
        print(text, flush=True)


class Supervisor:
    """Starts children, passes on what they say, and sees each of them end."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = dict(environ)
        self.children: list[Child] = []
        self.stopping = 0
        self.selector = selectors.DefaultSelector()
        self.woken, writer = os.pipe()
        os.set_blocking(self.woken, False)
        os.set_blocking(writer, False)
        self.selector.register(self.woken, selectors.EVENT_READ)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only to wake the selector
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping += 1

    def start(
        self, name: str, command: Sequence[str], *, keep: Sequence[int] = (), quiet: bool = False
    ) -> Child:
        """Start `command` in a session of its own: Ctrl-C reaches only the supervisor."""
        supervisor = os.getpid()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            pass_fds=keep,
            start_new_session=True,
            preexec_fn=lambda: die_with(supervisor),  # noqa: PLW1509 (no threads here)
        )
        child = Child(name, process, quiet)
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self.selector.register(process.stdout, selectors.EVENT_READ, child)
        self.children.append(child)
        return child

    def turn(self) -> None:
        """Pass on output for at most one tick.

        Raises `Stopped` when a signal has come.
        """
        for key, _ in self.selector.select(TICK_SECONDS):
            if key.data is None:
                os.read(self.woken, 4096)
            else:
                self._listen(key.data)
        if self.stopping:
            raise Stopped

    def _listen(self, child: Child) -> None:
        assert child.process.stdout is not None
        data = child.process.stdout.read(65536)
        if data:
            child.take(data)
        elif data == b"":
            self.selector.unregister(child.process.stdout)

    def finish(self, name: str, command: Sequence[str], *, quiet: bool = False) -> list[str]:
        """Run a command to its end and return its lines.

        Raises `CannotStart` when it fails.
        """
        child = self.start(name, command, quiet=quiet)
        while child.process.poll() is None:
            self.turn()
        self._drain(child)
        self.children.remove(child)
        if child.process.returncode:
            said = "\n".join(child.lines) if quiet else ""
            raise CannotStart(f"{said}\n'{' '.join(command[2:])}' failed; nothing is running.")
        return child.lines

    def _drain(self, child: Child) -> None:
        """Read what a child said last; a grandchild holding the pipe is not waited for."""
        stdout = child.process.stdout
        assert stdout is not None
        with contextlib.suppress(OSError):
            child.take((stdout.read() or b"") + b"\n" * bool(child.partial))
        with contextlib.suppress(KeyError):
            self.selector.unregister(stdout)
        stdout.close()

    def dead(self) -> Child | None:
        return next((c for c in self.children if c.process.poll() is not None), None)

    def stop_all(self) -> None:
        """End every child: politely, and after `GRACE_SECONDS` or a second signal by force."""
        asked = self.stopping
        for child in self.children:
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while any(c.process.poll() is None for c in self.children):
            if time.monotonic() > deadline or self.stopping > asked:
                break
            with contextlib.suppress(Stopped):
                self.turn()
        for child in self.children:
            # The whole session: a web worker whose master was killed must not keep the port.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
            self._drain(child)
