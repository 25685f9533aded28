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


WHOLE = GOLD.parent / "whole"
LEADERS = {"72": "周守琪", "73": "尤文洁", "78": "章立峰", "93": "乐正阳"}


@pytest.mark.parametrize("number", sorted(LEADERS))
def test_a_leading_group_a_committee_and_a_task_force_work_as_conferences_do(db: None, number: str) -> None:
    (path,) = WHOLE.glob(f"{number}_*.txt")
    gold = json.loads((WHOLE / f"{number}.gold.json").read_text(encoding="utf-8"))
    conference = found_text(f"W{number}", path.read_text(encoding="utf-8"), AT)
    assert Membership.objects.filter(conference=conference).count() == len(gold["units"])
    leader = Seat.objects.get(conference=conference, kind=SeatKind.CONVENER)
    assert leader.tenures.get().person.name == LEADERS[number]
    assert Seat.objects.filter(conference=conference, kind=SeatKind.DEPUTY_CONVENER).exists()
    assert not conference.name.startswith(("关于", "建立", "成立"))
    assert list(verify_chains()) == []


@pytest.mark.parametrize("name", ["amendment1", "amendment2", "rules1", "rules6", "other1", "other4"])
def test_a_text_of_another_kind_is_refused_with_what_to_do(db: None, name: str) -> None:
    text = (GOLD.parent / "kinds" / f"{name}.txt").read_text(encoding="utf-8")
    with pytest.raises(BadInput, match="没有读到建立联席会议的内容") as refused:
        found_text("K1", text, AT)
    said = {"amendment": "逐项办理增补", "rules": "工作规则或机制", "other": "请确认"}[
        name.rstrip("0123456789")
    ]
    assert said in refused.value.next_step
    assert Conference.objects.count() == 0


def test_an_impossible_day_is_left_open_and_said(db: None) -> None:
    text = (GOLD.parent / "faults" / "feb30.txt").read_text(encoding="utf-8")
    conference = found_text("FEB30", text, AT)
    version = InstrumentVersion.objects.get()
    assert (version.instrument.issued_on, conference.pk is not None) == (None, True)
    assert "date_impossible" in {one["code"] for one in version.reading["findings"]}
