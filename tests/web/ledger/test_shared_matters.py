"""Pages of matters between units and conferences: evidence, handbacks, delegation, re-checks, handovers."""

from datetime import date

import pytest
from django.test import Client

from cast import Cast, found_cast
from ledger.steps import acknowledged, at, closed, entered, fresh
from lianxi.bodies.actions import place_conference
from lianxi.core.actors import Actor
from lianxi.ledger.actions import (
    accept_delegation,
    add_evidence,
    draw_rechecks,
    give_handover,
    hand_back,
    offer_delegation,
)
from lianxi.ledger.models import CoUnit, Evidence, Handback, Recheck
from web.ledger.test_lists import bar, main, post, read, sign_in

pytestmark = pytest.mark.django_db


def _client(actor: Actor) -> Client:
    return sign_in(actor)


def test_units_show_what_is_received_worked_on_and_finished(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市人社局",)))
    part = CoUnit.objects.get()
    page = read(_client(cast.staff), f"/ledger/{row.pk}")
    assert "待签收" in main(page)
    link = f"/ledger/{row.pk}/part?part={part.pk}"
    assert page.xpath(f"//a[@href='{link}']/text()") == ["免予配合"]
    assert "免予配合的理由" in main(read(_client(cast.staff), link))
    post(_client(cast.staff), "ledger.part.waive", part_id=part.pk, reason="无需", next=f"/ledger/{row.pk}")
    assert "免予配合：无需" in main(read(_client(cast.staff), f"/ledger/{row.pk}"))


def test_evidence_is_added_and_shown_by_type(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, evidence_kinds=("number",)))
    lead = _client(cast.member("市住建局"))
    assert "申请办结还缺：登记编号" in main(read(lead, f"/ledger/{row.pk}/evidence"))
    post(lead, "ledger.evidence.add", obligation_id=row.pk, kind="number", register="申报系统", number="7",
         taken_on="", next=f"/ledger/{row.pk}")  # fmt: skip
    assert Evidence.objects.get().kind == "number"
    assert "申报系统，编号7" in main(read(lead, f"/ledger/{row.pk}"))


def test_a_handback_is_answered_from_the_pages(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    lead, named = _client(cast.member("市住建局")), _client(cast.member("市发改委"))
    form = read(lead, f"/ledger/{row.pk}/handback")
    assert form.xpath("//select[@name='clause']//option/@value")
    unit = cast.unit("市发改委").pk
    post(lead, "ledger.handback.ask", obligation_id=row.pk, named_unit_id=unit, clause="QZ-4-1",
         reason="属发改委职责", next=f"/ledger/{row.pk}")  # fmt: skip
    page = read(named, f"/ledger/{row.pk}")
    assert bar(page)[:2] == ["接收", "不接收"]
    assert "市住建局认为应由市发改委承办" in main(page)
    assert "属发改委职责" in main(read(named, f"/ledger/{row.pk}/handback-answer"))
    post(named, "ledger.handback.accept", handback_id=Handback.objects.get().pk, next=f"/ledger/{row.pk}")
    assert fresh(row).lead_unit_id == unit


def test_the_office_rules_with_facts_that_can_be_taken_out(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    given = {"named_unit_id": cast.unit("市发改委").pk, "clause": "QZ-4-1", "reason": "x"}
    hand_back(cast.member("市住建局"), at(2), obligation_id=row.pk, **given)
    page = read(_client(cast.staff), f"/ledger/{row.pk}/rule")
    assert page.xpath("//input[@name='facts']/@value")


def test_a_crowded_page_of_shared_work_stays_within_its_queries(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市人社局", "市总工会")))
    below = found_cast("晋江市职业病防治工作联席会议", "JJ")
    place = {"conference_id": below.conference.pk, "above_id": cast.conference.pk, "reason": "市县"}
    place_conference(below.director, at(), **place)
    offer = offer_delegation(
        cast.director, at(1), obligation_id=row.pk, to_conference_id=below.conference.pk, note="请排查"
    )
    lead = below.unit("市住建局").pk
    shown = _client(below.director)
    assert "完成在建工地粉尘危害排查" in main(read(shown, "/delegations"))
    preview = read(shown, f"/delegations/{offer.pk}")
    assert preview.xpath("//form[contains(@action, 'delegation.return')]")
    accept_delegation(below.director, at(2), delegation_id=offer.pk, lead_unit_id=lead)
    member = cast.member("市住建局")
    number = {"kind": "number", "register": "申报系统", "number": "7"}
    add_evidence(member, at(2), obligation_id=row.pk, **number)
    named = cast.unit("市发改委").pk
    hand_back(member, at(2), obligation_id=row.pk, named_unit_id=named, clause="QZ-4-1", reason="x")
    client = _client(cast.staff)
    page = read(client, f"/ledger/{row.pk}")
    assert "晋江市职业病防治工作联席会议" in main(page)
    assert _client(cast.member("市发改委")).get(f"/delegations/{offer.pk}").status_code == 404


def test_rechecks_are_drawn_and_recorded_from_the_pages(cast: Cast) -> None:
    closed(cast, entered(cast))
    days = {"closed_from": date(2026, 3, 1), "closed_before": date(2026, 3, 9)}
    draw_rechecks(cast.director, at(7), size=1, seed="甲", **days)
    office = _client(cast.director)
    assert "1项等待复核" in main(read(office, "/rechecks"))
    row = Recheck.objects.get()
    assert "复核不通过" in main(read(office, f"/rechecks/{row.pk}"))
    post(
        office, "ledger.recheck.fail", recheck_id=row.pk, text="未整改", due_on="2099-01-01", next="/rechecks"
    )
    assert "复核整改" in main(read(office, "/rechecks"))


def test_a_handover_waits_on_the_page_of_who_follows(cast: Cast) -> None:
    acknowledged(cast, entered(cast))
    member, liaison = cast.member("市住建局"), cast.liaison("市住建局")
    assert "2026-001" in main(read(_client(member), "/handover"))
    give_handover(member, at(3), seat_id=member.seat_id or 0, to_seat_id=liaison.seat_id or 0, note="调离")
    page = read(_client(liaison), "/handover")
    assert page.xpath("//form[contains(@action, 'handover.take')]")
    assert "接手移交的事项" in main(read(_client(liaison), "/", most=23))
