"""The suite's fixtures, by subject, in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.run",
    "tests.fixtures.isolation",
    "tests.fixtures.database",
    "tests.fixtures.letters",
    "tests.fixtures.application",
    "tests.fixtures.serving",
    "tests.fixtures.browsing",
    "tests.factories",
]
