"""The settings that services and letters need, without reaching for Flask.

`create_app` calls `use()` once; one process serves one application.
"""

from collections.abc import Callable, Mapping
from typing import Any

_current: dict[str, Any] = {}
_sources: dict[str, Callable[[], Any]] = {}
_last: dict[str, Any] = {}


def use(config: Mapping[str, Any]) -> None:
    """Take the application's settings as those of this process."""
    _current.clear()
    _current.update(config)


def provide(name: str, source: Callable[[], Any]) -> None:
    """Let the setting `name` be asked from `source`: it is kept in the database."""
    _sources[name] = source


def get(name: str, default: Any = None) -> Any:
    """Return the setting `name`, or `default`."""
    if name in _sources:
        _last[name] = _sources[name]()
        return _last[name]
    return _current.get(name, default)


def last(name: str, default: Any = None) -> Any:
    """Return what `get` answered last, for pages that may not ask the database."""
    return _last.get(name, default)
