"""The office's rulings: recorded with their basis, journalled, told to the units, and never of another conference."""

from typing import Any

import pytest

from cast import AT
from lianxi.bodies.models import Conference, Tenure, Unit
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.acting import catalogue
from lianxi.journal.models import Entry, Notice
from lianxi.journal.queries import list_history
from lianxi.journal.recorded import UnrecordedWrite
from lianxi.law.actions import record_ruling
from lianxi.law.cases import list_rulings
from lianxi.law.models import Ruling
from lianxi.stories.founding import found_shipped

FACTS = ("matter:aid:true", "sector:urban_rail:true", "employer_status:defunct:true", "sector:mining:false")


@pytest.fixture
def gd(db: None) -> Conference:
    return found_shipped("GD", AT, is_demo=True)


def seat(conference: Conference, kind: SeatKind) -> Actor:
    rows = Tenure.objects.select_related("seat__unit").filter(conference=conference, seat__kind=kind)
    return actor_for(rows.order_by("pk")[0])


def unit(name: str) -> int:
    return Unit.objects.get(name=name).pk


def given(**changed: Any) -> dict[str, Any]:
    return {
        "text": "地铁工地的矽肺病人，单位已注销",
        "facts": FACTS,
        "unit_ids": (unit("省民政厅"),),
        "considered_ids": (unit("省医保局"), unit("省民政厅")),
        "reason": "申请的是生活救助。",
        "clause": "GD-06-01",
    } | changed


@pytest.mark.parametrize("kind", [SeatKind.OFFICE_DIRECTOR, SeatKind.CONVENER])
def test_a_ruling_is_kept_with_its_case_units_reason_and_clause(gd: Conference, kind: SeatKind) -> None:
    ruling = record_ruling(seat(gd, kind), AT, **given())
    (row,) = list_rulings(gd.pk)
    assert row == ruling
    assert [one["name"] for one in row.answering] == ["省民政厅"]
    assert {one["name"] for one in row.considered} == {"省医保局", "省民政厅"}
    assert row.facts[3] == {"dimension": "sector", "code": "mining", "state": "false"}
    assert (row.basis.instrument, row.basis.version, row.basis.clause) == ("GD", 1, "GD-06-01")
    assert row.decided_by.startswith("省卫生健康委")


def test_it_is_journalled_with_its_basis_and_told_to_the_units(gd: Conference) -> None:
    ruling = record_ruling(seat(gd, SeatKind.OFFICE_DIRECTOR), AT, **given())
    (line,) = list_history(gd.pk, f"law.ruling:{ruling.pk}")
    assert (line.entry.action, line.title) == ("law.ruling.record", "记录职责裁定")
    assert [basis["clause"] for basis in line.bases] == ["GD-06-01"]
    assert line.changes[0]["new"]["reason"] == "申请的是生活救助。"
    told = set(Notice.objects.filter(entry=line.entry).values_list("to_unit_id", flat=True))
    assert told == {unit("省医保局"), unit("省民政厅")}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"clause": "QZ-3-07-1"}, "条款"),
        ({"clause": ""}, "条款"),
        ({"facts": ()}, "事实"),
        ({"facts": ("sector:moon:true",)}, "moon"),
        ({"facts": ("sector:mining:perhaps",)}, "perhaps"),
        ({"unit_ids": ()}, "由哪个单位"),
        ({"reason": " "}, "理由"),
        ({"text": ""}, "案情"),
    ],
)
def test_what_is_missing_or_foreign_is_refused(gd: Conference, changed: dict[str, Any], said: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(BadInput) as refusal:
        record_ruling(seat(gd, SeatKind.OFFICE_DIRECTOR), AT, **given(**changed))
    assert said in refusal.value.sentence()
    assert Entry.objects.count() == before
    assert not Ruling.objects.exists()


def test_a_unit_of_another_conference_cannot_be_ruled_on(gd: Conference) -> None:
    found_shipped("QZ", AT)
    with pytest.raises(BadInput):
        record_ruling(seat(gd, SeatKind.OFFICE_DIRECTOR), AT, **given(unit_ids=(unit("市民政局"),)))


def test_a_member_does_not_rule(gd: Conference) -> None:
    with pytest.raises(NotPermitted) as refusal:
        record_ruling(seat(gd, SeatKind.MEMBER), AT, **given())
    assert "召集人" in refusal.value.rule


def test_rulings_stay_in_their_conference(gd: Conference) -> None:
    qz = found_shipped("QZ", AT, is_demo=True)
    record_ruling(seat(gd, SeatKind.OFFICE_DIRECTOR), AT, **given())
    assert list_rulings(qz.pk) == []


def test_a_ruling_is_never_changed(gd: Conference) -> None:
    ruling = record_ruling(seat(gd, SeatKind.OFFICE_DIRECTOR), AT, **given())
    with pytest.raises(UnrecordedWrite):
        ruling.save()
    assert {id_ for id_ in catalogue if id_.startswith("law.ruling.")} == {"law.ruling.record"}
