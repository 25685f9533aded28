"""Twenty pages read as they were recorded: laying a template out anew must not change a character.

The texts in texts/ were read before the templates were laid out anew. Who changes words on purpose records them again:
LIANXI_RECORD=1 python -m pytest tests/browser/test_texts.py -m browser
"""

import os
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from browser.reading import Reader
from lianxi.bodies.queries import actor_for, list_seats
from lianxi.core.actors import SeatKind
from lianxi.core.words import CHINA, day_of
from lianxi.stories.half_year import play_half_year
from web.signing_in import seated

pytestmark = pytest.mark.browser
TEXTS = Path(__file__).parent / "texts"
# A fixed moment: what is due, late and provisional on these pages depends on the day.
AT = datetime(2026, 11, 25, 10, 0, tzinfo=CHINA)
PAGES = (
    *("/", "/conference", "/settings", "/documents/1", "/documents/1/review", "/topics", "/topics/1"),
    *(
        "/meetings/1",
        "/minutes/1",
        "/papers/2",
        "/papers/register",
        "/ledger",
        "/ledger/2",
        "/ledger/3/delegate",
    ),
    *("/circulars/1", "/slips", "/delegations", "/signals", "/ask", "/work"),
)
# A blank before a full-width mark is never meant; one that showed there is no loss.
LOST = re.compile(r" (?=[，。：；、！？）”》])")


@pytest.fixture
def reader(browser: Browser, db: None, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    conference = play_half_year(AT, with_district=True)
    director = next(
        row.tenure
        for row in list_seats(conference, day_of(AT))
        if row.tenure and row.seat.kind == SeatKind.OFFICE_DIRECTOR
    )
    return Reader(browser, seated(Client(), actor_for(director)))


def plain(text: str) -> str:
    lines = [LOST.sub("", line.strip()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


def test_twenty_pages_read_as_recorded(reader: Reader) -> None:
    assert len(set(PAGES)) == 20
    changed = []
    for address in PAGES:
        path = TEXTS / f"{address.strip('/').replace('/', '-') or 'desk'}.txt"
        text = plain(reader.read(address))
        if os.environ.get("LIANXI_RECORD") == "1":
            path.write_text(text, encoding="utf-8")
        if text != path.read_text(encoding="utf-8"):
            changed.append(address)
    assert changed == []
