"""Reading the fields of a JSON object, each of the right type, with the path of whatever is not.

`Fields` is a door: values go in as whatever a parser made of a file, and come out typed, or an `InputError` says where
(`translations[12].outcomes[0].status`), what is there and what should be.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self, TypeVar

from translate.errors import InputError

Quad = tuple[int, int, int, int]
_Choice = TypeVar("_Choice", bound=StrEnum)
_NAMES = {dict: "object", list: "array", str: "string", int: "integer", float: "number", bool: "boolean"}


class Fields:
    """One object of a document and the path that leads to it; `source` names the document, `mend` how to mend it."""

    __slots__ = ("_mend", "_path", "_source", "_values")

    def __init__(self, value: object, *, source: str, path: str = "", mend: str = "") -> None:
        """Take an object. Raises `InputError` when it is none."""
        self._source = source
        self._path = path
        self._mend = mend
        if not isinstance(value, dict):
            raise self.error("", f"expected an object, found {_kind(value)}")
        self._values: dict[str, object] = value

    def error(self, path: str, what: str) -> InputError:
        """Return an error about a field of this object, or, with an empty path, about the object."""
        joint = "." if self._path and path else ""
        place = f"{self._path}{joint}{path}"
        return InputError(what, where=": ".join(filter(None, (self._source, place))), mend=self._mend)

    def only(self, *names: str) -> Self:
        """Return these fields. Raises `InputError` when there is one of another name."""
        for name in self._values:
            if name not in names:
                raise self.error("", f'unknown field "{name}"')
        return self

    def text(self, name: str, default: str | None = None) -> str:
        """Return a string; where the field is missing, the default, if there is one."""
        value = self._values.get(name, default)
        if not isinstance(value, str):
            raise self._expected(name, "a string")
        return value

    def optional_text(self, name: str) -> str | None:
        """Return a string, or None where the field is missing or null."""
        return None if self._values.get(name) is None else self.text(name)

    def integer(self, name: str) -> int:
        """Return an integer, zero or more."""
        value = self._values.get(name)
        if type(value) is not int or value < 0:
            raise self._expected(name, "an integer, zero or more")
        return value

    def optional_integer(self, name: str) -> int | None:
        """Return an integer, zero or more, or None where the field is missing or null."""
        return None if self._values.get(name) is None else self.integer(name)

    def scalar(self, name: str) -> str | float:
        """Return a string or a number."""
        value = self._values.get(name)
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise self._expected(name, "a string or a number")
        return value

    def share(self, name: str) -> float:
        """Return a number from 0 to 1."""
        value = self._values.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise self._expected(name, "a number from 0 to 1")
        return float(value)

    def span(self, start: str, end: str, bounds: range) -> tuple[int, int]:
        """Return two integers that are a span within bounds."""
        found = self.integer(start), self.integer(end)
        if not bounds.start <= found[0] <= found[1] <= bounds.stop:
            raise self.error(start, f"{found[0]}-{found[1]} is no span within {bounds.start}-{bounds.stop}")
        return found

    def flag(self, name: str) -> bool:
        """Return a boolean; where the field is missing, false."""
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            raise self._expected(name, "true or false")
        return value

    def choice(self, name: str, choices: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Return a member of an enumeration; where the field is missing, the default, if there is one."""
        value = self.text(name, default)
        return self._member(name, value, choices)

    def choices(self, name: str, choices: type[_Choice]) -> tuple[_Choice, ...]:
        """Return members of an enumeration; where the field is missing, none."""
        return tuple(self._member(f"{name}[{i}]", value, choices) for i, value in enumerate(self.texts(name)))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return strings; where the field is missing, none."""
        values: list[str] = []
        for i, value in enumerate(self._items(name)):
            if not isinstance(value, str):
                raise self.error(f"{name}[{i}]", f"expected a string, found {_kind(value)}")
            values.append(value)
        return tuple(values)

    def texts_by_name(self, name: str) -> dict[str, str]:
        """Return an object of strings."""
        inside = self.inner(name)
        return {key: inside.text(key) for key in inside}

    def scalars_by_name(self, name: str) -> dict[str, str | float]:
        """Return an object of strings and numbers; where the field is missing, an empty one."""
        if name not in self:
            return {}
        inside = self.inner(name)
        return {key: inside.scalar(key) for key in inside}

    def inner(self, name: str) -> "Fields":
        """Return an object."""
        return Fields(self._values.get(name), source=self._source, path=self._join(name), mend=self._mend)

    def optional_inner(self, name: str) -> "Fields | None":
        """Return an object, or None where the field is missing or null."""
        return None if self._values.get(name) is None else self.inner(name)

    def objects(self, name: str) -> Iterator["Fields"]:
        """Yield the objects of an array; where the field is missing, none."""
        for i, value in enumerate(self._items(name)):
            yield Fields(value, source=self._source, path=self._join(f"{name}[{i}]"), mend=self._mend)

    def quads(self, name: str, first: range, second: range | None = None) -> list[Quad]:
        """Return rows of four integers, zero or more, where the field is missing, none.

        The first two are a span within `first`, the other two a span within `second`; without it, any two in order.
        """
        first_stop, second_stop = first.stop, second.stop if second is not None else None
        rows: list[Quad] = []
        for i, row in enumerate(self._items(name)):
            if not isinstance(row, list) or len(row) != 4 or not all(type(number) is int for number in row):
                raise self.error(f"{name}[{i}]", "expected four integers")
            start, end, other_start, other_end = row
            if not first.start <= start <= end <= first_stop:
                raise self.error(f"{name}[{i}]", f"{start}-{end} is no span within {first.start}-{first_stop}")
            if not 0 <= other_start <= other_end or (second_stop is not None and other_end > second_stop):
                bounds = f"within 0-{second_stop}" if second_stop is not None else "of time"
                raise self.error(f"{name}[{i}]", f"{other_start}-{other_end} is no span {bounds}")
            rows.append((start, end, other_start, other_end))
        return rows

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the fields."""
        return iter(self._values)

    def __contains__(self, name: str) -> bool:
        """Say whether a field is there."""
        return name in self._values

    def _items(self, name: str) -> list[object]:
        value = self._values.get(name, [])
        if not isinstance(value, list):
            raise self._expected(name, "an array")
        return value

    def _member(self, path: str, value: str, choices: type[_Choice]) -> _Choice:
        try:
            return choices(value)
        except ValueError:
            known = ", ".join(choices)
            raise self.error(path, f'unknown value "{value}" (one of: {known})') from None

    def _join(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def _expected(self, name: str, what: str) -> InputError:
        if name not in self._values:
            return self.error("", f'the field "{name}" is missing')
        return self.error(name, f"expected {what}, found {_kind(self._values[name])}")


def _kind(value: object) -> str:
    """Name a JSON value's type, and show it where it is short."""
    if value is None:
        return "null"
    shown = f" {value!r}" if isinstance(value, int | float) else ""
    return f"{_NAMES.get(type(value), type(value).__name__)}{shown}"
