"""`make run`, really started, in a copy of the tree: what it says, keeps, and leaves behind."""

import os
import queue
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from tests.fixtures.cluster import ROOT

START_SECONDS = 90
END_SECONDS = 20
MARK = "NSCL_DRILL"
ROLES = {"applicant", "clerk", "officer", "lead", "director", "auditor", "admin"}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project as it stands, without anything that git would not keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    copy = tmp_path_factory.mktemp("tree")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    return copy


@dataclass
class Run:
    """One `make run` in a session of its own, as in a terminal of its own."""

    process: subprocess.Popen[str]
    mark: str
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._said: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self._said.put(line.rstrip("\n"))
        self._said.put(None)

    def _next_line(self, seconds: float) -> str | None:
        """Return the next line, or None when there is none any more or not in time."""
        try:
            line = self._said.get(timeout=max(seconds, 0))
        except queue.Empty:
            return None
        if line is not None:
            self.lines.append(line)
        return line

    def wait_for(self, words: str) -> None:
        """Read on until a line has `words`; fail when the run ends or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while (line := self._next_line(deadline - time.monotonic())) is not None:
            if words in line:
                return
        pytest.fail(f"never said {words!r}:\n" + "\n".join(self.lines))

    def ready(self) -> str:
        """Return the address it serves, once everything it has to say at the start is said."""
        self.wait_for("Ctrl-C ends everything")
        found = re.search(r"Ready: +(http://\S+)", "\n".join(self.lines))
        assert found
        return found[1]

    def ended(self) -> int:
        """Wait for the end; return make's status. Nothing that it started may be alive."""
        self.process.wait(END_SECONDS)
        deadline = time.monotonic() + END_SECONDS
        while (left := processes(self.mark)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not left, left
        while self._next_line(END_SECONDS) is not None:
            pass
        return self.process.returncode


def processes(mark: str) -> dict[int, str]:
    """Return what runs with this mark in its environment, whatever its session or parent."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"{MARK}={mark}".encode() in (
                (entry / "environ").read_bytes().split(b"\0")
            ):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if command:  # an ended process that nobody has fetched yet has none
                    found[int(entry.name)] = command
        except OSError:
            continue  # it ended while we looked
    return found


def pid_of(run: Run, words: str) -> int:
    """Return the oldest process of the run whose command has `words`."""
    return min(pid for pid, command in processes(run.mark).items() if words in command)


@pytest.fixture
def make_run(tree: Path) -> Iterator[Callable[..., Run]]:
    """Return a starter of `make run`; whatever still runs after the test is killed.

    What processes do in the end is the same without the demonstration, which takes long to load.
    """
    runs: list[Run] = []

    def start(port: int = 0, *, demo: bool = False) -> Run:
        mark = uuid4().hex
        without = [] if demo else ["DEMO=0"]
        environ = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
        process = subprocess.Popen(
            ["make", "run", f"VENV={sys.prefix}", f"PORT={port}", *without],
            cwd=tree,
            env=environ | {MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        runs.append(Run(process, mark))
        return runs[-1]

    yield start
    for run in runs:
        for pid in processes(run.mark):
            os.kill(pid, signal.SIGKILL)
        run.process.wait()


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=20) as response:
        return response.status, response.read().decode()


def free(url: str) -> bool:
    """Tell whether the port of `url` can be had again."""
    with closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return listener.bind(("127.0.0.1", int(url.rsplit(":", 1)[1]))) is None


def people(tree: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tree / "instance" / "nscl.sqlite3")) as connection:
        return connection.execute("SELECT * FROM person ORDER BY id").fetchall()


def test_it_serves_tells_the_sign_ins_and_a_second_run_keeps_the_data(
    tree: Path, make_run: Callable[..., Run]
) -> None:
    first = make_run(demo=True)
    url = first.ready()
    assert get(url + "/")[0] == 200
    assert "Hộp thư thử" in get(url + "/hop-thu")[1]
    sign_ins = [re.match(r" {4}(\w+) +\S+@\S+ +\S+", line) for line in first.lines]
    told = {sign_in[1] for sign_in in sign_ins if sign_in}
    assert told >= ROLES
    os.killpg(first.process.pid, signal.SIGINT)  # Ctrl-C reaches the whole foreground group
    first.ended()
    assert free(url)
    before = people(tree)

    second = make_run(demo=True)
    assert get(second.ready() + "/")[0] == 200
    second.process.send_signal(signal.SIGTERM)  # to make alone
    assert second.ended() != 0
    assert people(tree) == before


def test_a_busy_port_gets_one_clear_line_and_nothing_is_started(
    make_run: Callable[..., Run],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = make_run(port)
        assert run.ended() != 0
    ours = [line for line in run.lines if not line.startswith("make")]
    assert ours == [f"Port {port} on 127.0.0.1 is in use. Choose another: make run PORT={port + 1}"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("gunicorn", "web"),
        ("outbox send", "letters"),
        ("work --forever", "work"),
        ("mailbox.sink", "mailbox"),
    ],
)
def test_when_one_process_dies_all_end_and_it_says_which(
    make_run: Callable[..., Run], words: str, name: str
) -> None:
    run = make_run()
    url = run.ready()
    os.kill(pid_of(run, words), signal.SIGKILL)
    assert run.ended() != 0
    assert f"'{name}' ended" in "\n".join(run.lines)
    assert free(url)


@pytest.mark.parametrize("words", ["make run", "app.devserver"])
def test_even_a_killed_supervisor_or_make_leaves_nothing_behind(
    make_run: Callable[..., Run], words: str
) -> None:
    run = make_run()
    url = run.ready()
    os.kill(pid_of(run, words), signal.SIGKILL)
    assert run.ended() != 0
    assert free(url)
