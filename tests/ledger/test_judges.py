"""A matter of the host, where the office sits in the host unit alone: who verifies it."""

from datetime import date

import pytest
from django.test import Client

from cast import AT, Cast
from ledger.steps import assert_explained, at, deputy, entered, fresh, submitted
from lianxi.bodies.actions import end_tenure
from lianxi.bodies.models import Seat
from lianxi.core.actors import OFFICE, Actor, SeatKind
from lianxi.core.refusals import NotPermitted
from lianxi.ledger.actions import return_obligation, verify_obligation
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries.judging import count_to_verify
from lianxi.papers.actions import confirm_signed, enter_signed
from web.signing_in import seated, words

HOST = "市卫健委"
DAY = date(2026, 3, 5)


def _leave(kinds: frozenset[SeatKind], cast: Cast) -> None:
    """Let the other units' seats of some kinds stand vacant, as where the document names none."""
    seats = Seat.objects.filter(kind__in=kinds, ends_before__isnull=True).exclude(unit=cast.unit(HOST))
    for seat in seats.filter(tenures__ends_before__isnull=True):
        end_tenure(cast.convener, AT, seat_id=seat.pk, reason="文件没有定这个席位")


def _refused(judge: Actor, row: Obligation) -> NotPermitted:
    with pytest.raises(NotPermitted) as refused:
        verify_obligation(judge, at(3), obligation_id=row.pk)
    assert_explained(refused.value)
    return refused.value


def test_another_units_seat_verifies_what_the_host_leads(cast: Cast) -> None:
    _leave(OFFICE, cast)
    row = entered(cast, lead=HOST)
    submitted(cast, row)
    for own in (cast.director, cast.staff, cast.convener, cast.member(HOST)):
        assert "主办" in _refused(own, row).message
    assert "成员单位席位核对材料" in _refused(cast.staff, row).next_step
    assert count_to_verify(row.conference_id, cast.member("市住建局"), DAY) == 1
    assert count_to_verify(row.conference_id, cast.convener, DAY) == 0
    return_obligation(cast.liaison("市发改委"), at(3), obligation_id=row.pk, reason="缺少汇总表")
    submitted(cast, row, at(4))
    verify_obligation(cast.member("市住建局"), at(5), obligation_id=row.pk)
    assert fresh(row).state == "closed"


def test_where_no_other_unit_has_a_seat_the_convener_verifies(cast: Cast) -> None:
    _leave(frozenset(SeatKind), cast)
    row = entered(cast, lead=HOST)
    submitted(cast, row)
    assert "召集人" in _refused(cast.staff, row).next_step
    assert count_to_verify(row.conference_id, cast.convener, DAY) == 1
    verify_obligation(cast.convener, at(3), obligation_id=row.pk)
    assert fresh(row).state == "closed"


def test_the_convener_verifies_on_paper(cast: Cast) -> None:
    _leave(frozenset(SeatKind), cast)
    row = entered(cast, lead=HOST)
    submitted(cast, row)
    signed = enter_signed(
        cast.staff,
        at(3),
        signed="ledger.obligation.verify",
        given=f'{{"obligation_id": ["{row.pk}"]}}',
        seat_id=cast.convener.seat_id or 0,
        post="主任",
        signed_on=DAY,
    )
    confirm_signed(cast.director, at(3), signed_id=signed.pk)
    assert fresh(row).state == "closed"


def test_the_office_verifies_wherever_another_unit_sits_in_it(cast: Cast) -> None:
    row = entered(cast, lead=HOST)
    submitted(cast, row)
    assert "由办公室核验" in _refused(cast.member("市住建局"), row).message
    assert count_to_verify(row.conference_id, cast.member("市住建局"), DAY) == 0
    verify_obligation(deputy(cast, "市总工会"), at(3), obligation_id=row.pk)
    assert fresh(row).state == "closed"


def test_what_another_unit_leads_is_the_offices_to_verify(cast: Cast) -> None:
    _leave(OFFICE, cast)
    row = entered(cast, lead="市住建局")
    submitted(cast, row)
    assert "由办公室核验" in _refused(cast.member("市发改委"), row).message
    verify_obligation(cast.staff, at(3), obligation_id=row.pk)
    assert fresh(row).state == "closed"


def test_the_page_offers_it_to_the_other_unit(cast: Cast) -> None:
    _leave(OFFICE, cast)
    row = entered(cast, lead=HOST)
    submitted(cast, row)
    page = words(seated(Client(), cast.member("市住建局")).get(f"/ledger/{row.pk}"))
    assert "核验通过" in page
    assert "核对材料" in words(seated(Client(), cast.member("市住建局")).get("/"))
