"""Read a YAML file into typed records; every fault is told with its file, its place and why.

The dataclasses in `shapes.py` are the schema. An unknown key is a fault: a misspelt optional
key would otherwise be lost in silence.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from app.errors import Invalid
from app.text import _, nfc

MAX_BYTES = 2_000_000


class Fault(Exception):
    """What is wrong at `place`, e.g. contents[3].unit; `refusal` adds the name of the file."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


T = TypeVar("T")


def load(shape: type[T], path: Path) -> T:
    """Return the file at `path` as `shape`, or raise `Invalid` (422) naming file, place, reason."""
    try:
        record: T = _convert(shape, _parse(path), "")
    except Fault as fault:
        raise refusal(path, fault) from fault
    return record


def refusal(path: Path, fault: Fault) -> Invalid:
    """Return the refusal of the file at `path` for `fault`."""
    return Invalid(
        _(
            "Tệp %(file)s, mục %(place)s: %(reason)s",
            file=path.name,
            place=fault.place or _("đầu tệp"),
            reason=fault.reason,
        )
    )


def _parse(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Fault("", _("tệp lớn quá 2 MB"))
        return yaml.safe_load(nfc(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Fault("", _("không đọc được tệp (%(why)s)", why=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise Fault("", _("tệp không phải văn bản UTF-8")) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise Fault(_("dòng %(line)s", line=line), _("không đúng cú pháp YAML")) from error
    except (yaml.YAMLError, ValueError) as error:
        raise Fault("", _("không đúng cú pháp YAML")) from error


def _convert(kind: Any, value: Any, place: str) -> Any:
    """Return `value` as `kind`, one of the few kinds the shapes use."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(kind, value, place)
    if origin is tuple:
        return _items(get_args(kind)[0], value, place)
    if is_dataclass(kind):
        return _record(kind, value, place)
    if issubclass(kind, StrEnum):
        return _choice(kind, value, place)
    return _plain(kind, value, place)


def _optional(kind: Any, value: Any, place: str) -> Any:
    if value is None:
        return None
    (inner,) = (option for option in get_args(kind) if option is not types.NoneType)
    return _convert(inner, value, place)


def _items(kind: Any, value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise Fault(place, _("phải là một danh sách"))
    return tuple(_convert(kind, item, f"{place}[{at}]") for at, item in enumerate(value))


def _choice(kind: type[StrEnum], value: Any, place: str) -> StrEnum:
    try:
        return kind(value)
    except ValueError as error:
        known = ", ".join(kind)
        raise Fault(
            place, _("“%(value)s” không thuộc: %(known)s", value=value, known=known)
        ) from error


def _name_of(kind: type) -> str:
    """Return what a value of a plain kind is called in a message."""
    names = {
        str: _("chữ"),
        int: _("số nguyên"),
        bool: _("true hoặc false"),
        date: _("ngày, ví dụ 2021-04-05"),
        datetime: _("ngày giờ có múi giờ, ví dụ 2026-11-01T00:00:00+07:00"),
    }
    return names[kind]


def _plain(kind: type, value: Any, place: str) -> Any:
    fits = type(value) is kind  # exact: True is an int to Python, but not to the Sở
    if kind is datetime:
        fits = fits and value.tzinfo is not None
    if not fits:
        raise Fault(place, _("phải là %(kind)s", kind=_name_of(kind)))
    if kind is str and not value.strip():
        raise Fault(place, _("không được để trống"))
    return value.strip() if kind is str else value


def _record(shape: Any, value: Any, place: str) -> Any:
    if not isinstance(value, Mapping):
        raise Fault(place, _("phải gồm các cặp tên: giá trị"))
    kinds = get_type_hints(shape)
    known = {each.name: each for each in fields(shape)}
    for key in value:
        if key not in known:
            raise Fault(_inside(place, str(key)), _("tên mục không có trong mẫu"))
    given = {
        name: _convert(kinds[name], value[name], _inside(place, name))
        for name in known
        if name in value
    }
    for name, each in known.items():
        if name not in given and _has_no_default(each):
            raise Fault(_inside(place, name), _("còn thiếu"))
    try:
        return shape(**given)
    except Fault as fault:
        raise Fault(_inside(place, fault.place), fault.reason) from fault


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place and name else place or name


def _has_no_default(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING
