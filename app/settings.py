"""The settings that services and letters need, without reaching for Flask.

`create_app` calls `use()` once; one process serves one application.
"""

from collections.abc import Mapping
from typing import Any

_current: dict[str, Any] = {}


def use(config: Mapping[str, Any]) -> None:
    """Take the application's settings as those of this process."""
    _current.clear()
    _current.update(config)


def get(name: str, default: Any = None) -> Any:
    """Return the setting `name`, or `default`."""
    return _current.get(name, default)
