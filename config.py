"""Settings from the environment, checked at boot.

`load()` turns environment variables into Flask's configuration. Whatever is wrong is said at
once, all of it, in words that name the variable and what to put there; in production nothing
weak starts. `.env` files are not read: deploy/env.example shows what a service unit sets.
"""

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("development", "testing", "production")
MIB = 1024 * 1024
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 (compared with, and bound only when HOST says so)
DEVELOPMENT_SENDER = "NSCL <khong-tra-loi@localhost.localdomain>"

# Values that stand in guides, images and examples; anyone can sign a session with them.
KNOWN_SECRETS = frozenset(
    {"changeme", "secret", "secretkey", "development", "dev", "test", "testing", "password"}
)
SECRET_LENGTH = 32
SECRET_VARIETY = 10


class ConfigError(RuntimeError):
    """The environment does not make a service that may start; the text says what to set."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("The service cannot start:\n" + "\n".join(f"  - {f}" for f in faults))
        self.faults = faults


class _Reader:
    """Reads variables and collects what is wrong with them, so that all faults show at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        raw = self.text(name, str(default))
        if raw.isascii() and raw.isdigit() and lowest <= int(raw) <= highest:
            return int(raw)
        self.faults.append(f"{name} must be a whole number from {lowest} to {highest}.")
        return default

    def switch(self, name: str, default: bool) -> bool:
        raw = self.text(name, "1" if default else "0").lower()
        if raw in {"1", "true", "yes", "on"}:
            return True
        if raw not in {"0", "false", "no", "off"}:
            self.faults.append(f"{name} must be 1 or 0.")
        return False


def load(environ: Mapping[str, str]) -> dict[str, object]:
    """Return Flask's configuration for `environ`.

    Raises `ConfigError` naming every variable that is missing or unsafe.
    """
    read = _Reader(environ)
    environment = read.text("NSCL_ENV")
    if environment not in ENVIRONMENTS:
        raise ConfigError(["Set NSCL_ENV to development, testing or production."])
    instance = Path(read.text("INSTANCE_DIR", str(ROOT / "instance"))).resolve()
    if environment == "development":
        instance.mkdir(parents=True, exist_ok=True)
    config: dict[str, object] = {
        "ENVIRONMENT": environment,
        "TESTING": environment == "testing",
        "DEBUG": False,
        "INSTANCE_DIR": str(instance),
        "DEMO": read.switch("DEMO", default=environment == "development"),
        "SECRET_KEY": _secret(read, environment, instance),
    }
    config |= _address(read, environment)
    config |= _database(read, environment, instance)
    config |= _mail(read, environment)
    config |= _places(read, environment, instance)
    config |= _web(read, environment)
    if environment == "production":
        read.faults += _unsafe_in_production(config, environ)
    read.faults += _unsafe_together(config)
    if read.faults:
        raise ConfigError(read.faults)
    return config


def warnings(config: Mapping[str, object]) -> list[str]:
    """Return what may run but should not stay so; printed at every start in production."""
    if config["ENVIRONMENT"] != "production":
        return []
    return ["staff have no second factor yet"]


def _secret(read: _Reader, environment: str, instance: Path) -> str:
    given = read.text("SECRET_KEY")
    if given or environment == "production":
        return given
    if environment == "testing":
        return secrets.token_hex(SECRET_LENGTH)
    kept = instance / "secret_key"
    if not kept.exists():
        written = instance / f"secret_key.{os.getpid()}"
        written.touch(mode=0o600)
        written.write_text(secrets.token_hex(SECRET_LENGTH) + "\n", encoding="ascii")
        # A link never replaces: of two commands started at once, both use the first one's key.
        with contextlib.suppress(FileExistsError):
            os.link(written, kept)
        written.unlink()
    return kept.read_text(encoding="ascii").strip()


def _address(read: _Reader, environment: str) -> dict[str, object]:
    """Where people reach the service: letters and the Host check follow it."""
    local = environment != "production"
    port = read.number("PORT", 5000, 0, 65535)
    host = read.text("HOST", "127.0.0.1")
    if ":" in host:
        read.faults.append("HOST must be a name or an IPv4 address, for example 127.0.0.1.")
        host = "127.0.0.1"
    base_url = read.text("BASE_URL", local_url(host, port) if local else "").rstrip("/")
    parts = urlsplit(base_url)
    if base_url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        read.faults.append("BASE_URL must look like https://nscl.example.vn.")
    if parts.path or parts.query or parts.fragment or parts.username:
        read.faults.append("BASE_URL must be scheme and host only, without a path.")
    trusted = [parts.hostname] if parts.hostname else []
    trusted += [name.strip() for name in read.text("TRUSTED_HOSTS").split(",") if name.strip()]
    if local:
        trusted += ["127.0.0.1", "localhost"]
    return {
        "BASE_URL": base_url,
        "TRUSTED_HOSTS": list(dict.fromkeys(trusted)),
        "PREFERRED_URL_SCHEME": parts.scheme or "http",
        "PROXY_HOPS": read.number("PROXY_HOPS", 0 if local else 1, 0, 5),
    }


def local_url(host: str, port: int) -> str:
    """Return the address a person on this machine types for a server bound to `host`."""
    return f"http://{'127.0.0.1' if host == EVERY_ADDRESS else host}:{port}"


def _database(read: _Reader, environment: str, instance: Path) -> dict[str, object]:
    threads = read.number("WEB_THREADS", 8, 1, 64)
    given = read.text("DATABASE_URL")
    if not given and environment == "testing":
        read.faults.append("Set DATABASE_URL: tests never fall back to a database of yours.")
    if not given and environment == "production":
        read.faults.append("Set DATABASE_URL, for example postgresql://nscl@/nscl.")
    url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", given)
    url = url or f"sqlite:///{instance / 'nscl.sqlite3'}"
    if not url.startswith(("postgresql+psycopg://", "sqlite:///")):
        read.faults.append("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    options: dict[str, object] = {"pool_size": threads, "max_overflow": 2, "pool_timeout": 10}
    if url.startswith("postgresql"):
        options["connect_args"] = {"connect_timeout": 10}
    return {
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": options,
        "WEB_THREADS": threads,
        "WEB_WORKERS": read.number("WEB_WORKERS", 1, 1, 64),
        "RATELIMIT_STORAGE_URI": read.text("RATELIMIT_STORAGE_URI", "memory://"),
        "RATELIMIT_HEADERS_ENABLED": True,
    }


def _mail(read: _Reader, environment: str) -> dict[str, object]:
    sender = "" if environment == "production" else DEVELOPMENT_SENDER
    return {
        "MAIL_SERVER": read.text("MAIL_SERVER", "127.0.0.1"),
        "MAIL_PORT": read.number("MAIL_PORT", 25, 1, 65535),
        "MAIL_USE_TLS": read.switch("MAIL_USE_TLS", default=False),
        "MAIL_USERNAME": read.text("MAIL_USERNAME") or None,
        "MAIL_PASSWORD": read.text("MAIL_PASSWORD") or None,
        # From which hour of the day, in Vietnam, the daily digest leaves (`flask lapse`).
        "DIGEST_HOUR": read.number("DIGEST_HOUR", 7, 0, 23),
        "MAIL_DEFAULT_SENDER": read.text("MAIL_DEFAULT_SENDER", sender) or None,
        # Flask-Mail must really speak SMTP in tests too: they have a sink of their own.
        "MAIL_SUPPRESS_SEND": False,
    }


def _places(read: _Reader, environment: str, instance: Path) -> dict[str, object]:
    mailbox = read.text("MAILBOX_DIR")
    if mailbox and environment == "production":
        read.faults.append("Unset MAILBOX_DIR: the development mailbox shows everyone's letters.")
    files = read.text("FILES_DIR")
    if not files and environment == "production":
        read.faults.append("Set FILES_DIR to the folder that keeps uploaded files.")
    return {
        "FILES_DIR": files or str(instance / "files"),
        "TRUST_ROOTS_DIR": read.text("TRUST_ROOTS_DIR"),
        "MAILBOX_DIR": mailbox if environment != "production" else "",
        "EXPORT_DAYS": read.number("EXPORT_DAYS", 7, 1, 90),  # how long a made file is kept
    }


def _web(read: _Reader, environment: str) -> dict[str, object]:
    production, testing = environment == "production", environment == "testing"
    return {
        # __Host-: the browser itself refuses the cookie without Secure, or from a subdomain.
        "SESSION_COOKIE_NAME": "__Host-nscl" if production else "nscl",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        # The sign-in row ends a session after 12 hours; the cookie outlives it, so that a form
        # posted the next morning is kept and sent after signing in again.
        "PERMANENT_SESSION_LIFETIME": 7 * 24 * 3600,
        # A token dies with its session; a form left open over lunch is not lost.
        "WTF_CSRF_TIME_LIMIT": None,
        # One file of 10 MB, its form and the boundaries around them.
        "MAX_CONTENT_LENGTH": 12 * MIB,
        "MAX_FORM_MEMORY_SIZE": 1 * MIB,
        "MAX_FORM_PARTS": 500,
        "TEMPLATES_AUTO_RELOAD": environment == "development",
        "SEND_FILE_MAX_AGE_DEFAULT": 0 if environment == "development" else 3600,
        "SQLALCHEMY_TRACK_MODIFICATIONS": False,
        # 19 MiB and two passes (OWASP); the library's default of 64 MiB starves sign-in.
        "ARGON2_TIME": 1 if testing else 2,
        "ARGON2_MEMORY_KIB": 8 if testing else 19456,
    }


def _unsafe_in_production(config: Mapping[str, object], environ: Mapping[str, str]) -> list[str]:
    faults = [weak_secret(str(config["SECRET_KEY"])) or ""]
    if not str(config["BASE_URL"]).startswith("https://"):
        faults.append("Set BASE_URL to the public address, beginning with https://.")
    if environ.get("FLASK_DEBUG", "0").lower() not in {"", "0", "false", "no"}:
        faults.append("Unset FLASK_DEBUG: the debugger runs any code a visitor sends.")
    if config["DEMO"]:
        faults.append("Unset DEMO: the demonstration sign-ins are printed in the manual.")
    if not config["MAIL_DEFAULT_SENDER"]:
        faults.append("Set MAIL_DEFAULT_SENDER to the address that letters come from.")
    return [fault for fault in faults if fault]


def _unsafe_together(config: Mapping[str, object]) -> list[str]:
    """Several web processes share neither memory nor SQLite's single writer."""
    if config["WEB_WORKERS"] == 1:
        return []
    faults = []
    if str(config["RATELIMIT_STORAGE_URI"]).startswith("memory:"):
        faults.append(
            "Set RATELIMIT_STORAGE_URI to redis://…, or WEB_WORKERS to 1: "
            "memory:// counts attempts in each process apart."
        )
    if str(config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite"):
        faults.append(
            "Set DATABASE_URL to PostgreSQL, or WEB_WORKERS to 1: "
            "SQLite serves one web process only."
        )
    return faults


def weak_secret(key: str) -> str | None:
    """Return what is wrong with a SECRET_KEY, or None when it is good enough."""
    how = 'make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
    if not key:
        return f"Set SECRET_KEY; {how}."
    plain = re.sub(r"[^a-z0-9]", "", key.lower())
    if plain in KNOWN_SECRETS or plain.startswith("changeme") or "replacewith" in plain:
        return f"SECRET_KEY is a value everyone knows; {how}."
    if len(key) < SECRET_LENGTH:
        return f"SECRET_KEY is shorter than {SECRET_LENGTH} characters; {how}."
    if len(set(key)) < SECRET_VARIETY or _repeats(key):
        return f"SECRET_KEY is easy to guess; {how}."
    return None


def _repeats(key: str) -> bool:
    """A short piece written over and over is as weak as the piece."""
    return key in (key + key)[1:-1]
