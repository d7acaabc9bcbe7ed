"""The suite's fixtures, by subject, in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.isolation",
    "tests.fixtures.run",
    "tests.fixtures.database",
    "tests.fixtures.letters",
    "tests.fixtures.application",
    "tests.fixtures.serving",
    "tests.fixtures.browsing",
    "tests.factories",
]
