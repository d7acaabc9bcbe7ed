"""What `make run` starts: one terminal, and nothing left behind.

It takes the port first, migrates, loads what is shipped, then runs the web process, the letter
worker, the worker of long imports and a local SMTP sink, and ends all of them when one dies or
when it is told to stop.
"""

import contextlib
import errno
import http.client
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import config
from app.devserver.supervisor import (
    ROOT,
    TICK_SECONDS,
    CannotStart,
    Stopped,
    Supervisor,
    die_with,
    say,
)

FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


def take_port(host: str, port: int) -> socket.socket:
    """Listen before anything else is done, so that a busy port costs nothing.

    Raises `CannotStart` in words when the address cannot be had.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            other = f"make run PORT={port + 1}"
            raise CannotStart(f"Port {port} on {host} is in use. Choose another: {other}") from None
        raise CannotStart(f"Cannot listen on {host}:{port}: {error.strerror or error}.") from None
    return listener


def own_names(host: str) -> list[str]:
    """Return the names under which others reach this machine when it serves every address."""
    if host != config.EVERY_ADDRESS:
        return []
    names = [socket.gethostname()]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing: only asks which address would be used
        names.append(probe.getsockname()[0])
    return names


def development(environ: Mapping[str, str], host: str, port: int, smtp_port: int) -> dict[str, str]:
    """Return the children's environment; letters go to the sink whatever is set outside."""
    instance = Path(environ.get("INSTANCE_DIR", "") or ROOT / "instance")
    ours = {k: v for k, v in environ.items() if k not in {"MAIL_USERNAME", "MAIL_PASSWORD"}}
    trusted = [environ.get("TRUSTED_HOSTS", ""), *own_names(host)]
    return ours | {
        "NSCL_ENV": "development",
        "HOST": host,
        "PORT": str(port),
        "BASE_URL": environ.get("BASE_URL", "") or config.local_url(host, port),
        "TRUSTED_HOSTS": ",".join(name for name in trusted if name),
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(smtp_port),
        "MAIL_USE_TLS": "0",
        "MAILBOX_DIR": environ.get("MAILBOX_DIR", "") or str(instance / "mailbox"),
        "WEB_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
    }


def prepare(supervisor: Supervisor) -> list[str]:
    """Bring the database up to date; return the demonstration sign-ins, one line a role."""
    supervisor.finish("schema", [*FLASK, "db", "upgrade"], quiet=True)
    supervisor.finish("load", [*FLASK, "catalogue", "load"])
    if not config.load(supervisor.environ)["DEMO"]:
        return []
    accounts = [*FLASK, "demo", "accounts"]
    lines = supervisor.finish("demo", accounts, quiet=True)
    if not lines:  # once: what anyone changed since then is kept
        supervisor.finish("demo", [*FLASK, "demo", "load"])
        lines = supervisor.finish("demo", accounts, quiet=True)
    return [line for line in lines if line.count("\t") == 2]


def serve(supervisor: Supervisor, web: socket.socket, smtp: socket.socket) -> None:
    """Start the four processes and hand them their sockets."""
    mailbox = supervisor.environ["MAILBOX_DIR"]
    sink = [sys.executable, "-m", "app.mailbox.sink", str(smtp.fileno()), mailbox]
    supervisor.start("mailbox", sink, keep=[smtp.fileno()])
    supervisor.start("letters", [*FLASK, "outbox", "send", "--forever"])
    supervisor.start("work", [*FLASK, "work", "--forever"])
    supervisor.environ["BIND"] = f"fd://{web.fileno()}"
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    supervisor.start("web", gunicorn, keep=[web.fileno()])
    web.close()
    smtp.close()


def answers(port: int, host: str) -> bool:
    """Tell whether the web process answers; any status will do."""
    target = "127.0.0.1" if host == config.EVERY_ADDRESS else host
    connection = http.client.HTTPConnection(target, port, timeout=TICK_SECONDS)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def announce(base_url: str, accounts: Sequence[str]) -> None:
    say(f"\n  Ready:    {base_url}\n  Letters:  {base_url}/hop-thu")
    if accounts:
        say("\n  Demonstration sign-ins (DEMO=1), one per role:")
    for line in accounts:
        role, email, password = line.split("\t")
        say(f"    {role:<16} {email:<36} {password}")
    say("\n  Ctrl-C ends everything.\n")


def watch(supervisor: Supervisor, host: str, port: int, accounts: Sequence[str]) -> None:
    """Announce once the web process answers, then wait for the first child to die."""
    announced = False
    while (dead := supervisor.dead()) is None:
        if not announced and answers(port, host):
            announce(supervisor.environ["BASE_URL"], accounts)
            announced = True
        supervisor.turn()
    raise CannotStart(f"'{dead.name}' ended (status {dead.process.returncode}); all is stopped.")


def main(environ: Mapping[str, str]) -> int:
    die_with(os.getppid())  # when make is killed outright, nothing of ours goes on
    supervisor = None
    try:
        settings = config.load({**environ, "NSCL_ENV": "development"})
        host = environ.get("HOST", "").strip() or "127.0.0.1"
        web = take_port(host, int(environ.get("PORT", "").strip() or "5000"))
        port = web.getsockname()[1]
        smtp = take_port("127.0.0.1", 0)
        Path(str(settings["INSTANCE_DIR"])).mkdir(parents=True, exist_ok=True)
        supervisor = Supervisor(development(environ, host, port, smtp.getsockname()[1]))
        accounts = prepare(supervisor)
        serve(supervisor, web, smtp)
        watch(supervisor, host, port, accounts)
    except Stopped:
        say("Stopping.")
        return 0
    except (CannotStart, config.ConfigError) as error:
        say(str(error).strip())
        return 1
    finally:
        if supervisor:
            supervisor.stop_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
