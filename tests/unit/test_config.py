"""The settings: what each environment gives, and what production refuses, in words."""

import stat
from pathlib import Path

import pytest

import config
from tests.fixtures.application import SECRET_KEY

PRODUCTION = {
    "NSCL_ENV": "production",
    "SECRET_KEY": SECRET_KEY,
    "BASE_URL": "https://nscl.example.vn",
    "DATABASE_URL": "postgresql://nscl@/nscl",
    "RATELIMIT_STORAGE_URI": "redis://127.0.0.1/0",
    "MAIL_DEFAULT_SENDER": "nscl@example.vn",
    "FILES_DIR": "/srv/nscl/files",
    "WEB_WORKERS": "4",
}


@pytest.fixture
def development(tmp_path: Path) -> dict[str, str]:
    return {"NSCL_ENV": "development", "INSTANCE_DIR": str(tmp_path)}


def faults(environ: dict[str, str]) -> str:
    with pytest.raises(config.ConfigError) as refused:
        config.load(environ)
    return str(refused.value)


def test_an_unnamed_environment_is_refused_so_that_no_server_runs_as_development() -> None:
    assert "Set NSCL_ENV to development, testing or production" in faults({})


def test_production_with_everything_set_starts() -> None:
    settings = config.load(PRODUCTION)
    assert settings["SESSION_COOKIE_NAME"] == "__Host-nscl"
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["TRUSTED_HOSTS"] == ["nscl.example.vn"]
    assert settings["PROXY_HOPS"] == 1
    assert settings["DEMO"] is False
    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://nscl@/nscl"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "change-me"}, "everyone knows"),
        ({"SECRET_KEY": "replace-with-the-output-of-secrets"}, "everyone knows"),
        ({"SECRET_KEY": "k3J9x"}, "shorter than 32"),
        ({"SECRET_KEY": "a" * 40}, "easy to guess"),
        ({"SECRET_KEY": "0123456789ab" * 4}, "easy to guess"),
        ({"BASE_URL": ""}, "Set BASE_URL"),
        ({"BASE_URL": "http://nscl.example.vn"}, "beginning with https://"),
        ({"BASE_URL": "https://nscl.example.vn/app"}, "without a path"),
        ({"BASE_URL": "nscl.example.vn"}, "must look like"),
        ({"FLASK_DEBUG": "1"}, "Unset FLASK_DEBUG"),
        ({"DEMO": "1"}, "Unset DEMO"),
        ({"MAILBOX_DIR": "/tmp/letters"}, "Unset MAILBOX_DIR"),
        ({"MAIL_DEFAULT_SENDER": ""}, "Set MAIL_DEFAULT_SENDER"),
        ({"FILES_DIR": ""}, "Set FILES_DIR"),
        ({"DATABASE_URL": ""}, "Set DATABASE_URL"),
        ({"DATABASE_URL": "mysql://nscl@/nscl"}, "must begin with postgresql"),
        ({"RATELIMIT_STORAGE_URI": ""}, "counts attempts in each process apart"),
        ({"DATABASE_URL": "sqlite:////srv/nscl.sqlite3"}, "SQLite serves one web process only"),
        ({"WEB_WORKERS": "many"}, "WEB_WORKERS must be a whole number from 1 to 64"),
        ({"MAIL_USE_TLS": "perhaps"}, "MAIL_USE_TLS must be 1 or 0"),
    ],
)
def test_production_refuses_what_is_unsafe_in_its_own_words(
    change: dict[str, str], words: str
) -> None:
    assert words in faults(PRODUCTION | change)


def test_all_faults_are_told_at_once() -> None:
    said = faults({"NSCL_ENV": "production", "WEB_WORKERS": "2"})
    assert all(name in said for name in ("SECRET_KEY", "BASE_URL", "DATABASE_URL", "FILES_DIR"))


def test_one_web_process_may_use_sqlite_and_count_in_memory() -> None:
    alone = {"DATABASE_URL": "sqlite:////srv/a.sqlite3", "WEB_WORKERS": "1"}
    assert config.load(PRODUCTION | alone | {"RATELIMIT_STORAGE_URI": ""})["WEB_WORKERS"] == 1


def test_production_warns_that_staff_have_no_second_factor() -> None:
    assert config.warnings(config.load(PRODUCTION)) == ["staff have no second factor yet"]


def test_development_keeps_a_random_key_that_only_its_owner_reads(
    development: dict[str, str], tmp_path: Path
) -> None:
    first = config.load(development)["SECRET_KEY"]
    assert config.load(development)["SECRET_KEY"] == first
    assert config.weak_secret(str(first)) is None
    kept = tmp_path / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["secret_key"]


def test_the_base_url_and_the_trusted_hosts_follow_host_and_port(
    development: dict[str, str],
) -> None:
    settings = config.load(development | {"HOST": "nscl.localhost", "PORT": "8080"})
    assert settings["BASE_URL"] == "http://nscl.localhost:8080"
    assert settings["TRUSTED_HOSTS"] == ["nscl.localhost", "127.0.0.1", "localhost"]


def test_serving_every_address_still_gives_links_that_open(development: dict[str, str]) -> None:
    settings = config.load(development | {"HOST": "0.0.0.0", "TRUSTED_HOSTS": "desk, 10.0.0.7"})
    assert settings["BASE_URL"] == "http://127.0.0.1:5000"
    assert settings["TRUSTED_HOSTS"] == ["127.0.0.1", "desk", "10.0.0.7", "localhost"]


def test_an_ipv6_host_is_refused_in_words(development: dict[str, str]) -> None:
    assert "HOST must be a name or an IPv4 address" in faults(development | {"HOST": "::1"})


def test_development_uses_a_sqlite_file_of_its_own_unless_told(
    development: dict[str, str], tmp_path: Path
) -> None:
    expected = f"sqlite:///{tmp_path / 'nscl.sqlite3'}"
    assert config.load(development)["SQLALCHEMY_DATABASE_URI"] == expected


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_a_postgresql_address_uses_psycopg(
    development: dict[str, str], scheme: str
) -> None:
    given = development | {"DATABASE_URL": f"{scheme}://nscl@db/nscl"}
    assert config.load(given)["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://nscl@db/nscl"


def test_tests_never_fall_back_to_a_database_of_the_developer() -> None:
    assert "Set DATABASE_URL" in faults({"NSCL_ENV": "testing"})


def test_the_example_of_a_real_service_lacks_nothing_but_its_secret() -> None:
    lines = (config.ROOT / "deploy" / "env.example").read_text(encoding="utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert faults(example).count("\n  - ") == 1
    assert "SECRET_KEY is a value everyone knows" in faults(example)
    assert config.load(example | {"SECRET_KEY": SECRET_KEY})["WEB_WORKERS"] == 3
