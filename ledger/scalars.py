"""What records are made of, and what a single value may look like: a text, an id, a day, a number, a path, names.

The reader hands over text; each type here says which text it takes. Errors carry the codes of `ledger.sentences`.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator
from pydantic import BaseModel
from pydantic import BeforeValidator
from pydantic import ConfigDict
from pydantic import Field
from pydantic import StringConstraints
from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?").fullmatch
_COUNT = re.compile(r"[0-9]{1,9}").fullmatch
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE).fullmatch
_NAME = re.compile(r"(?!.*\.\Z)[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._]{0,39}").fullmatch


def _day(value: object) -> date:
    """Read a day only as it is written in a ledger; pydantic alone would take seconds since 1970 as well."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (day := _iso(value)):
        return day
    raise PydanticCustomError("bad-date", "not a day")


@lru_cache(maxsize=5_000)  # a large ledger names the same days again and again
def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY(text) else None
    except ValueError:
        return None


def as_day(typed: str) -> date | None:
    """Return the day that a person means who types 2024-6-28, 2024/6/28, 2024.6.28, 20240628 or 2024年6月28日.

    The wide digits and signs of a Chinese keyboard are the narrow ones.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    match = re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?|(\d\d)(\d\d))", plain)
    try:
        return date(*(int(part) for part in match.groups() if part)) if match else None
    except ValueError:
        return None


def as_month(typed: str) -> date | None:
    """Return the first day of the month that a person means who types 2024-6, 2024/06, 202406 or 2024年6月."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    match = re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d\d))", plain)
    try:
        return date(int(match[1]), int(match[2] or match[3]), 1) if match else None
    except ValueError:
        return None


def short(version: str) -> str:
    """Return the id of a version in git as it is shown, ten digits of it."""
    return version[:10]


def _number(value: object) -> int | float:
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, str) and _NUMBER(value):
        return float(value) if "." in value else int(value)
    raise PydanticCustomError("bad-number", "not a number")


def _count(value: object) -> object:
    """Take digits alone; pydantic alone would take 1_5 and 15.0 as well."""
    if isinstance(value, str) and not _COUNT(value):
        raise PydanticCustomError("bad-count", "not a whole number")
    return value


def _id(value: str) -> str:
    """Take what is safe as a folder's name on any system: Windows drops a dot at the end and has devices."""
    if _DEVICE(value) or not _NAME(value):
        raise PydanticCustomError("bad-id", "not an id")
    return value


def _inside(path: str) -> str:
    """Refuse a path that could leave the ledger's folder on any system (Windows' drives and backslashes too)."""
    parts = path.split("/")
    if re.search(r"[\\:\x00-\x1f]", path) or any(part in {"", ".", ".."} for part in parts):
        raise PydanticCustomError("outside-folder", "not inside the folder")
    return path


def _listed(value: object) -> object:
    """Read a key without a value as an empty list."""
    return () if value is None else value


def _one_or_more(value: object) -> object:
    """Read a single text as a list of one."""
    return (value,) if isinstance(value, str) else _listed(value)


# Editors read `title: 2024` as a number; the ledger reads it as the text it is.
_SCALAR_SCHEMA: dict[str, object] = {"type": ["string", "number", "boolean"]}
_SCALAR = WithJsonSchema(_SCALAR_SCHEMA, mode="validation")
_NAMES = WithJsonSchema({"anyOf": [{"type": "array", "items": _SCALAR_SCHEMA}, _SCALAR_SCHEMA]}, mode="validation")

Text = Annotated[str, StringConstraints(pattern=r"\S"), _SCALAR]
Id = Annotated[str, AfterValidator(_id), _SCALAR]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[int | float, BeforeValidator(_number)]
Count = Annotated[int, BeforeValidator(_count), Field(ge=0)]
Names = Annotated[tuple[Text, ...], BeforeValidator(_one_or_more), _NAMES]
Path = Annotated[Text, AfterValidator(_inside)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]\S*$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Absent = BeforeValidator(_listed)


class Record(BaseModel):
    """What all entries of a ledger's files have in common."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
