"""Texts for the tests of the reader, read once."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import lianxi.law
from lianxi.law.reading import Reading, read_text

DATA = Path(__file__).parent / "data"
SEEDS = Path(lianxi.law.__file__).parent / "instruments"


@lru_cache
def seed_text(code: str) -> str:
    """Give the text of a shipped instrument (QZ, GD)."""
    return (SEEDS / f"{code}.txt").read_text("utf-8")


@lru_cache
def seed_reading(code: str) -> Reading:
    """Give the automatic reading of a shipped instrument."""
    return read_text(seed_text(code), code=code)


@pytest.fixture(scope="session")
def seeds() -> dict[str, tuple[Reading, list[dict[str, Any]]]]:
    """The reading of each shipped instrument beside its reviewed records."""
    return {
        code: (seed_reading(code), json.loads((SEEDS / f"{code}.clauses.json").read_text("utf-8")))
        for code in ("QZ", "GD")
    }


@pytest.fixture(scope="session")
def qz() -> Reading:
    """The reading of Quanzhou's founding document."""
    return seed_reading("QZ")


@pytest.fixture(scope="session")
def style() -> Any:
    """Read a made-up document of data/styles by its name."""
    return lru_cache(lambda name: read_text((DATA / "styles" / f"{name}.txt").read_text("utf-8"), code="ST"))


@pytest.fixture(scope="session")
def gold() -> Any:
    """Give reading and gold of a document of data/gold by its number."""

    def load(number: str) -> tuple[Reading, dict[str, Any]]:
        text = (DATA / "gold" / f"{number}.txt").read_text("utf-8")
        return read_text(text, code=number), json.loads(
            (DATA / "gold" / f"{number}.gold.json").read_text("utf-8")
        )

    return lru_cache(load)
