"""How far what is entered may be shared: said once a version, with its ground; what is not shared does not leave."""

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput, WrongState
from lianxi.exchange.models import Sending
from lianxi.work.actions import add_row, hand_in_return, revise_arrangement, send_rows, set_sharing
from lianxi.work.queries.rows import Span
from lianxi.work.queries.sent import tally_of
from lianxi.work.rules.periods import read_period
from lianxi.work.rules.sharing import NotShared
from work.making import due, running

ROW = ("f1=泉州甲厂", "f2=2026-03-02", "f3=2", "f4=已整改")


def test_a_class_needs_its_ground_and_is_said_once(cast: Cast) -> None:
    row = running(cast)
    with pytest.raises(BadInput, match="须写明依据"):
        set_sharing(cast.staff, AT, arrangement_id=row.pk, share="conditional", via="file")
    with pytest.raises(BadInput, match="可选范围"):
        set_sharing(cast.staff, AT, arrangement_id=row.pk, share="free", via="传真")
    said = set_sharing(cast.staff, AT, arrangement_id=row.pk, share="free", via="page")
    assert (said.share, said.via) == ("free", "page")
    with pytest.raises(WrongState, match="已写明共享属性"):
        set_sharing(cast.staff, AT, arrangement_id=row.pk, share="refused", via="file", ground="某条")
    new = revise_arrangement(cast.staff, AT, arrangement_id=row.pk, reason="改名", title="检查情况")
    assert new.share == ""


def test_what_is_not_shared_does_not_leave(cast: Cast) -> None:
    row = running(cast, receiver_ids=[cast.unit("市人社局").pk])
    own = cast.member("市住建局")
    set_sharing(cast.staff, AT, arrangement_id=row.pk, share="refused", via="file", ground="某法第九条")
    add_row(own, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    with pytest.raises(NotShared, match="某法第九条"):
        send_rows(own, AT, arrangement_id=row.pk, period="2026H1")
    hand_in_return(own, AT, return_id=due(row).pk)
    assert not Sending.objects.exists()
    year = read_period("2026")
    assert tally_of(row, Span(year.first, year.last)) is None


def test_what_was_sent_is_tallied_without_rating_anybody(cast: Cast) -> None:
    row = running(cast, receiver_ids=[cast.unit("市人社局").pk])
    own, year = cast.member("市住建局"), read_period("2026")
    add_row(own, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    send_rows(own, AT, arrangement_id=row.pk, period="2026H1")
    found = tally_of(row, Span(year.first, year.last))
    assert found is not None
    assert (found.sent, found.signed, found.answered, found.waiting) == (1, 0, 0, 0)
