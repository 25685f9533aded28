"""The table of invitations: many links at once, filled from a spreadsheet, never a code in a file."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from cast import AT, Cast
from lianxi.bodies.actions import invite_holders
from lianxi.bodies.models import Invitation, Seat
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.journal.models import Entry
from web.signing_in import seated, words

TABLE = "/settings/invitations"


def _client(actor: Actor) -> Client:
    return seated(Client(), actor)


def _seats(cast: Cast, *units: str) -> list[int]:
    rows = Seat.objects.filter(conference=cast.conference, kind="member", unit__name__in=units)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def test_many_links_are_made_in_one_act_and_wait_for_release(cast: Cast) -> None:
    seats, before = _seats(cast, "市人社局", "市总工会"), Entry.objects.count()
    sent = {f"rows/{pk}/chosen": "on" for pk in seats} | {f"rows/{seats[0]}/email": "a@example.test"}
    answer = _client(cast.director).post(TABLE, sent)
    assert "2个邀请待放行" in words(answer)
    assert set(Invitation.objects.values_list("seat_id", "state")) == {(pk, "waiting") for pk in seats}
    assert Entry.objects.count() == before + 1
    assert "待放行" in words(_client(cast.director).get(TABLE))


def test_a_fault_in_one_row_names_the_seat_and_makes_no_link(cast: Cast) -> None:
    seats = _seats(cast, "市人社局", "市总工会")
    rows = [f"{pk}/chosen=on" for pk in seats] + [f"{seats[1]}/name={'长' * 90}"]
    with pytest.raises(BadInput, match="市总工会·成员：姓名太长"):
        invite_holders(cast.director, AT, rows=rows)
    with pytest.raises(BadInput, match="还没有选择席位"):
        invite_holders(cast.director, AT, rows=[f"{seats[0]}/name=甲"])
    assert not Invitation.objects.exists()


def test_the_file_goes_out_without_codes_and_comes_back_filled_in(cast: Cast) -> None:
    office, (seat, _) = _client(cast.director), _seats(cast, "市人社局", "市总工会")
    invite_holders(cast.director, AT, rows=[f"{seat}/chosen=on"])
    sent = b"".join(office.get(f"{TABLE}/export?form=xlsx").streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sent)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["编号", "席位", "姓名", "职务", "邮箱", "状态", "有效至"]
    filled = SimpleUploadedFile(
        "表.csv", f"编号,姓名,职务,邮箱\n{seat},甲,科长,b@example.test\n99999,乙,,\n".encode()
    )
    page = office.post(TABLE, {"table": filled}).content.decode()
    assert 'value="b@example.test"' in page
    assert "表里的编号 99999 不是本联席会议的席位" in page
    assert re.search(rf'id="s{seat}"[^>]*checked', page)
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("content", [b"\x00\x01", b"", "姓名,职务\n甲,乙\n".encode()])
def test_a_file_that_is_no_such_table_is_refused_with_a_sentence(cast: Cast, content: bytes) -> None:
    answer = _client(cast.director).post(TABLE, {"table": SimpleUploadedFile("表.csv", content)})
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_only_the_office_invites(cast: Cast) -> None:
    member = _client(cast.member("市人社局"))
    assert "邀请多个席位人员由办公室办理" in words(member.get(TABLE))
    (seat, _) = _seats(cast, "市人社局", "市总工会")
    assert member.post(TABLE, {f"rows/{seat}/chosen": "on"}).status_code == 422
    assert not Invitation.objects.exists()


def test_a_unit_sees_its_own_seats_alone(cast: Cast) -> None:
    (seat, _) = _seats(cast, "市人社局", "市总工会")
    invite_holders(cast.director, AT, rows=[f"{seat}/chosen=on", f"{seat}/email=hr@example.test"])
    unit = _client(cast.member("市总工会"))
    assert "市人社局" not in unit.get(TABLE).content.decode()
    sent = b"".join(unit.get(f"{TABLE}/export?form=csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "市总工会" in sent
    assert "市人社局" not in sent
    assert "hr@example.test" not in sent
