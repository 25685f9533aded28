"""Any founding document founds a conference that can work, without code; a text that founds none is refused."""

import json
from pathlib import Path

import pytest

from cast import AT
from lianxi.bodies.models import Conference, Membership, Seat
from lianxi.core.actors import SeatKind
from lianxi.core.refusals import BadInput
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_chains
from lianxi.law.models import InstrumentVersion
from lianxi.stories.founding import found_text

GOLD = Path(__file__).parent / "reading" / "data" / "gold"
FOUNDING = ("01", "02", "12", "14", "15", "22", "28", "31", "36", "38", "40", "45")
REGULATIONS = ("03", "04", "05", "06", "07", "08")


def _text(name: str) -> str:
    return (GOLD / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FOUNDING)
def test_an_unseen_document_founds_a_working_conference(db: None, name: str) -> None:
    conference = found_text(f"D{name}", _text(name), AT)
    gold = json.loads((GOLD / f"{name}.gold.json").read_text(encoding="utf-8"))
    assert Membership.objects.filter(conference=conference).count() == len(gold["units"])
    seats = Seat.objects.filter(conference=conference)
    assert seats.filter(kind=SeatKind.CONVENER).exists()
    assert seats.filter(kind=SeatKind.OFFICE_DIRECTOR).count() == 1
    spoken = set(seats.filter(kind__in=("office_member", "office_deputy")).values_list("unit_id", flat=True))
    assert spoken == set(Membership.objects.filter(conference=conference).values_list("unit_id", flat=True))
    assert not conference.name.startswith(("关于", "建立", "成立"))
    version = InstrumentVersion.objects.get()
    for seat in seats.exclude(basis_clause=""):
        assert version.text[seat.basis_start : seat.basis_end].strip()
    assert list(verify_chains()) == []


@pytest.mark.parametrize("name", REGULATIONS)
def test_a_regulation_founds_nothing_and_nothing_is_stored(db: None, name: str) -> None:
    with pytest.raises(BadInput, match="没有读到建立联席会议的内容"):
        found_text(f"D{name}", _text(name), AT)
    assert (Conference.objects.count(), InstrumentVersion.objects.count(), Entry.objects.count()) == (0, 0, 0)
