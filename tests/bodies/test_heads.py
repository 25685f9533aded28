"""What a document left open is set afterwards; a conference is renamed, absorbed and ended by acts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from cast import AT, Cast, plan
from lianxi.bodies.actions import (
    end_conference,
    found_conference,
    keep_conference,
    rename_conference,
    set_convener,
    set_host,
    set_rule,
)
from lianxi.bodies.models import Conference, ConferenceRule, Seat, Tenure
from lianxi.bodies.queries import actor_for, rule_value
from lianxi.core.actors import INSTALLER, SeatKind
from lianxi.core.refusals import BadInput, NotFound, NotPermitted
from lianxi.journal.models import Entry
from web.signing_in import posts, seated, words

OFFICE = (SeatKind.OFFICE_DIRECTOR, SeatKind.OFFICE_STAFF)
LEFT = ("office_host", "report_to")


@pytest.fixture
def bare(db: None) -> Conference:
    """A conference whose document names neither host nor convener nor whom to copy."""
    whole = plan("某市示例工作联席会议", "OPEN")
    seats = tuple(one for one in whole.seats if one.kind not in {*OFFICE, SeatKind.CONVENER})
    rules = tuple(one for one in whole.rules if one.code not in LEFT)
    return found_conference(INSTALLER, AT, plan=replace(whole, office_unit=None, seats=seats, rules=rules))


def _of(conference: Conference, *kinds: SeatKind) -> list[Seat]:
    rows = Seat.objects.filter(conference=conference, kind__in=kinds, ends_before__isnull=True)
    return list(rows.select_related("unit").order_by("pk"))


def _set(doing: object, conference: Conference, unit: str) -> object:
    return doing(INSTALLER, AT, conference_id=conference.pk, unit=unit, reason="市政府专题会议明确")  # type: ignore[operator]


def test_host_and_convener_are_set_where_the_document_is_silent(bare: Conference) -> None:
    _set(set_host, bare, "市住建局")
    bare.refresh_from_db()
    assert bare.office_unit is not None
    assert bare.office_unit.name == "市住建局"
    assert [(one.kind, one.unit.name) for one in _of(bare, *OFFICE)] == [
        (kind.value, "市住建局") for kind in OFFICE
    ]
    rule = ConferenceRule.objects.get(conference=bare, code="office_host")
    assert (rule.value, rule.source) == ("市住建局", "configured")
    _set(set_convener, bare, "市人民政府")
    assert [one.unit.name for one in _of(bare, SeatKind.CONVENER)] == ["市人民政府"]
    with pytest.raises(BadInput, match="已经"):
        _set(set_convener, bare, "市人民政府")
    with pytest.raises(BadInput, match="已经"):
        _set(set_host, bare, "市住建局")


def test_what_was_set_can_be_set_anew(bare: Conference) -> None:
    for unit in ("市住建局", "市总工会"):
        _set(set_host, bare, unit)
        _set(set_convener, bare, unit)
    assert {one.unit.name for one in _of(bare, *OFFICE, SeatKind.CONVENER)} == {"市总工会"}
    assert ConferenceRule.objects.filter(conference=bare, code="office_host").count() == 2


def test_what_a_clause_says_is_not_set_over(cast: Cast) -> None:
    own = {"conference_id": cast.conference.pk, "reason": "口头通知"}
    with pytest.raises(BadInput, match="建立文件写明"):
        set_host(cast.director, AT, unit="市住建局", **own)
    with pytest.raises(BadInput, match="建立文件写明"):
        set_convener(cast.director, AT, unit="市住建局", **own)
    with pytest.raises(BadInput, match="建立文件写明"):
        set_rule(cast.director, AT, code="report_to", value="市委")


def test_copies_go_where_the_office_says_where_no_clause_does(cast: Cast, bare: Conference) -> None:
    assert rule_value(bare, "report_to", AT.date()) == ""
    assert rule_value(cast.conference, "report_to", AT.date()) == "市人民政府"
    whole = plan("另一示例工作联席会议", "CC")
    silent = replace(whole, rules=tuple(one for one in whole.rules if one.code not in LEFT))
    conference = found_conference(INSTALLER, AT, plan=silent)
    director = Tenure.objects.get(conference=conference, seat__kind=SeatKind.OFFICE_DIRECTOR)
    set_rule(actor_for(director), AT, code="report_to", value="市人大常委会")
    assert rule_value(conference, "report_to", AT.date()) == "市人大常委会"


def test_a_conference_is_renamed_with_its_basis(cast: Cast) -> None:
    own = {"conference_id": cast.conference.pk, "reason": "泉政办〔2026〕1号"}
    with pytest.raises(BadInput, match="没有变化"):
        rename_conference(
            cast.director, AT, name=cast.conference.name, short_name=cast.conference.short_name, **own
        )
    row = rename_conference(cast.director, AT, name="泉州市职业健康工作联席会议", **own)
    assert (row.name, row.short_name) == ("泉州市职业健康工作联席会议", "泉州市职业健康工作联席会议")
    assert "更名为" in Entry.objects.get(action="bodies.conference.rename").body


def test_after_its_end_nothing_is_done_and_all_is_read(cast: Cast) -> None:
    own = {"conference_id": cast.conference.pk, "reason": "机构改革"}
    for day in (AT.date(), AT.date() - timedelta(days=1), AT.date() + timedelta(days=400)):
        with pytest.raises(BadInput, match="撤销的日期"):
            end_conference(cast.director, AT, ends_before=day, **own)
    with pytest.raises(BadInput, match="不能并入自己"):
        end_conference(cast.director, AT, ends_before=date(2026, 3, 10), into=cast.conference.name, **own)
    end_conference(cast.director, AT, ends_before=date(2026, 3, 10), into="市卫生健康工作领导小组", **own)
    set_rule(cast.director, AT + timedelta(days=7), code="near_due_days", value="4")
    for kind, late in ((cast.director, 8), (cast.convener, 30)):
        with pytest.raises(NotPermitted, match="并入"):
            end_conference(kind, AT + timedelta(days=late), ends_before=date(2026, 5, 1), **own)
    assert seated(Client(), cast.director).get("/conference").status_code == 200


def test_an_end_is_taken_back_before_its_day(cast: Cast) -> None:
    own = {"conference_id": cast.conference.pk, "reason": "继续保留"}
    with pytest.raises(BadInput, match="没有登记撤销"):
        keep_conference(cast.director, AT, **own)
    end_conference(cast.director, AT, ends_before=date(2026, 3, 10), **own)
    keep_conference(cast.convener, AT + timedelta(days=2), **own)
    set_rule(cast.director, AT + timedelta(days=20), code="near_due_days", value="4")


def test_another_conferences_head_is_out_of_reach(cast: Cast, bare: Conference) -> None:
    with pytest.raises(NotFound):
        rename_conference(cast.director, AT, conference_id=bare.pk, name="另一个", reason="误操作")
    with pytest.raises(NotPermitted):
        rename_conference(cast.staff, AT, conference_id=cast.conference.pk, name="另一个", reason="误操作")


def test_the_settings_offer_it_to_the_heads(cast: Cast) -> None:
    page = seated(Client(), cast.director).get("/settings")
    assert {"/do/bodies.conference.rename", "/do/bodies.conference.end"} <= set(posts(page))
    # The document names host and convener: the page says so, as the act would.
    assert "/do/bodies.office.set" not in posts(page)
    assert "办公室所在单位由建立文件写明" in words(page)
    assert "召集人由建立文件写明" in words(page)
    staff = seated(Client(), cast.staff).get("/settings")
    assert "/do/bodies.conference.end" not in posts(staff)
    assert "撤销联席会议" in words(staff)
