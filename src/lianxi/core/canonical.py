"""Canonical text and hashes: the one form in which a record is hashed, chained and compared."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

# One encoder for all: making one costs more than a short value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

Json = None | bool | int | float | str | list[Any] | dict[str, Any]


def jsonable(value: object) -> Json:
    """Turn a value into plain JSON; dates and moments become ISO 8601 text.

    Raises TypeError for a type nobody has decided on, so that nothing enters the journal by accident.
    """
    if isinstance(value, Enum):
        return jsonable(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, Chinese unescaped."""
    return _ENCODER.encode(jsonable(value))


def encoded(value: Json) -> str:
    """Return the canonical text of a value that is plain JSON already."""
    return _ENCODER.encode(value)


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text (as UTF-8) or of bytes, as 64 hex digits."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
