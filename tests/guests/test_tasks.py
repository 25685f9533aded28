"""A one-time link for one task: opened it changes nothing, posted it serves once, and no list of persons comes in."""

import io
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from law.reading import ofds
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.desk import Desk
from lianxi.core.refusals import BadInput, NotFound, WrongState
from lianxi.guests.actions import (
    accept_task,
    enter_task,
    open_task,
    renew_task,
    return_task,
    revoke_task,
    submit_task,
)
from lianxi.guests.models import GuestTask
from lianxi.guests.waiting import list_tasks
from lianxi.journal.models import Entry
from lianxi.journal.sight import seen
from lianxi.papers.files import Upload
from web.signing_in import posts, seated, words

DUE = date(2026, 3, 6)
LATER = AT + timedelta(hours=3)
GUEST = Actor(kind=SeatKind.VISITOR, label="安溪县卫健局（链接填报）")


def asked(cast: Cast, **values: Any) -> tuple[GuestTask, str]:
    told = {
        "body": "安溪县卫健局",
        "kind": "answer",
        "title": "核实一家企业是否仍在生产",
        "due_on": DUE,
        **values,
    }
    return open_task(cast.member("市卫健委"), AT, **told)


def test_a_link_serves_once_and_what_it_brought_is_looked_at(cast: Cast) -> None:
    row, token = asked(cast)
    given = submit_task(GUEST, LATER, token=token, text="已停产。")
    assert (given.state, given.text) == ("submitted", "已停产。")
    with pytest.raises(BadInput, match="不能用了"):
        submit_task(GUEST, LATER, token=token, text="再来一次。")
    assert accept_task(cast.member("市卫健委"), LATER, task_id=row.pk).looked_by == "市卫健委·成员"


def test_the_code_of_a_link_is_kept_nowhere(cast: Cast) -> None:
    row, token = asked(cast)
    stored = [str(GuestTask.objects.values().get(pk=row.pk)), *(str(one.body) for one in Entry.objects.all())]
    assert [text for text in stored if token in text] == []
    assert len(token) >= 22


@pytest.mark.parametrize("late", [timedelta(days=5), timedelta(days=400)])
def test_a_link_ends_with_the_day_asked_for_and_unknown_ones_look_alike(cast: Cast, late: timedelta) -> None:
    _row, token = asked(cast)
    assert submit_task(GUEST, AT + timedelta(days=4, hours=14), token=token, text="当日最后一小时。")
    _row, other = asked(cast)
    for code in (other, "no-such-code"):
        with pytest.raises(BadInput, match="不能用了"):
            submit_task(GUEST, AT + late, token=code, text="迟了。")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"text": ""}, "请填写填报内容"),
        ({"text": "王某某（52岁）"}, "填报内容里有姓名和年龄"),
        ({"file": Upload("名单.xlsx", b"PK")}, "不收这种文件（.xlsx）"),
        ({"file": Upload("说明.txt", "电话13800138000".encode())}, "文件第 1 段里有手机号码"),
    ],
)
def test_no_list_of_persons_comes_in_by_a_link(cast: Cast, values: dict[str, Any], says: str) -> None:
    row, token = asked(cast)
    with pytest.raises(BadInput, match=says):
        submit_task(GUEST, LATER, token=token, **values)
    assert GuestTask.objects.get(pk=row.pk).state == "open"


def test_a_document_is_read_for_personal_data_before_it_is_kept(cast: Cast) -> None:
    _row, token = asked(cast)
    for text, fine in (("身份证号11010519491231002X", False), ("企业已停产。", True)):
        document, out = docx.Document(), io.BytesIO()
        document.add_paragraph(text)
        document.save(out)
        file = Upload("情况.docx", out.getvalue())
        if fine:
            given = submit_task(GUEST, LATER, token=token, file=file)
            assert given.file is not None
        else:
            with pytest.raises(BadInput, match="文件第 1 段里有身份证号"):
                submit_task(GUEST, LATER, token=token, file=file)


def test_an_ofd_is_read_for_personal_data_before_it_is_kept(cast: Cast) -> None:
    _row, token = asked(cast)

    def ofd(words: str) -> Upload:
        code = f'<ofd:TextCode X="0" Y="5">{words}</ofd:TextCode>'
        return Upload("情况.ofd", ofds.packed(ofds.plain(ofds.text(code))))

    with pytest.raises(BadInput, match="文件第 1 段里有身份证号"):
        submit_task(GUEST, LATER, token=token, file=ofd("身份证号11010519491231002X"))
    assert submit_task(GUEST, LATER, token=token, file=ofd("企业已停产。")).file is not None


def test_a_returned_or_lost_link_is_made_anew_and_the_former_one_ends(cast: Cast) -> None:
    row, token = asked(cast)
    submit_task(GUEST, LATER, token=token, text="已停产。")
    return_task(cast.member("市卫健委"), LATER, task_id=row.pk, reason="请写停产日期")
    _row, fresh = renew_task(cast.member("市卫健委"), LATER, task_id=row.pk, due_on=DUE)
    with pytest.raises(BadInput):
        submit_task(GUEST, LATER, token=token, text="用旧链接。")
    assert submit_task(GUEST, LATER, token=fresh, text="2月1日停产。").state == "submitted"
    with pytest.raises(WrongState):
        revoke_task(cast.member("市卫健委"), LATER, task_id=row.pk)


def test_the_superior_enters_what_was_said_by_telephone_and_by_which_post(cast: Cast) -> None:
    row, token = asked(cast)
    with pytest.raises(NotFound):
        enter_task(
            cast.member("市住建局"),
            LATER,
            task_id=row.pk,
            text="x",
            channel="phone",
            told_by="x",
            happened_on=DUE,
        )
    entered = enter_task(
        cast.member("市卫健委"),
        LATER,
        task_id=row.pk,
        text="已停产。",
        channel="phone",
        told_by="职业健康股股长",
        happened_on=AT.date(),
    )
    assert (entered.state, entered.told_by, entered.looked_by) == (
        "entered",
        "职业健康股股长",
        "市卫健委·成员",
    )
    with pytest.raises(BadInput):
        submit_task(GUEST, LATER, token=token, text="迟到的填报。")


def test_the_desk_names_answers_and_bodies_that_did_not_answer(cast: Cast) -> None:
    _row, token = asked(cast)
    asked(cast, body="惠安县卫健局")
    submit_task(GUEST, LATER, token=token, text="已停产。")

    def kinds(unit: str, days: int) -> list[str]:
        desk = Desk(cast.conference.pk, cast.member(unit), AT + timedelta(days=days), {})
        return [one.kind for one in list_tasks(desk)]

    assert kinds("市卫健委", 1) == ["接收链接填报"]
    assert kinds("市卫健委", 9) == ["接收链接填报", "联系未回的单位"]
    assert kinds("市住建局", 9) == []
    assert not seen(cast.member("市住建局"), GuestTask.objects.all()).exists()


def test_opening_the_page_changes_nothing_and_it_shows_the_task_alone(cast: Cast) -> None:
    row, token = open_task(
        cast.member("市卫健委"),
        timezone.now(),
        body="安溪县卫健局",
        kind="confirm",
        title="收到检查提示",
        due_on=timezone.now().date() + timedelta(days=3),
    )
    guest = Client()
    before = Entry.objects.count()
    for _ in range(2):
        shown = guest.get(f"/g/{token}")
    assert "请安溪县卫健局确认收到" in words(shown)
    text = shown.content.decode()
    assert [link for link in ("/ledger", "/exchange", "/guests", "市卫健委·成员") if link in text] == []
    assert Entry.objects.count() == before
    done = guest.post(f"/g/{token}", {"text": "已收到。"})
    assert "已送达" in words(done)
    assert guest.get(f"/g/{token}").status_code == 404
    page = seated(Client(), cast.member("市卫健委")).get(f"/guests/{row.pk}")
    assert "已收到。" in words(page)
    assert "/do/guests.task.accept" in posts(page)


def test_the_link_is_shown_once_to_who_makes_it(cast: Cast, client: Client) -> None:
    seated(client, cast.member("市卫健委"))
    day = (timezone.now() + timedelta(days=3)).date().isoformat()
    made = client.post(
        "/guests/send", {"body": "安溪县卫健局", "kind": "confirm", "title": "收到提示", "due_on": day}
    )
    assert "/g/" in made.content.decode()
    row = GuestTask.objects.get()
    assert "/g/" not in client.get(f"/guests/{row.pk}").content.decode()
    refused = client.post("/guests/send", {"body": "", "kind": "confirm", "title": "x", "due_on": day})
    assert refused.status_code == 422


def test_a_link_to_a_county_government_orders_nothing(cast: Cast) -> None:
    for word in ("责令", "限期", "必须", "考核"):
        with pytest.raises(BadInput, match=word):
            asked(cast, body="安溪县人民政府", question=f"{word}核实")
    assert asked(cast, body="安溪县人民政府", question="商请于3月6日前核实")[0].state == "open"
    assert asked(cast, question="限期核实")[0].body == "安溪县卫健局"


def test_a_link_for_numbers_takes_numbers_alone(cast: Cast) -> None:
    _row, token = asked(cast, kind="count", question="发病\n死亡")
    for text in ("发病：五\n死亡：0", "发病：5", "发病：-1\n死亡：0", "共5人"):
        with pytest.raises(BadInput):
            submit_task(GUEST, LATER, token=token, text=text)
    assert submit_task(GUEST, LATER, token=token, text="发病：5\n死亡：0").state == "submitted"
    with pytest.raises(BadInput, match="一行一个数"):
        asked(cast, kind="count", question="")


def test_the_page_of_numbers_asks_for_each(cast: Cast) -> None:
    row, token = asked(
        cast, kind="count", question="发病\n死亡", due_on=timezone.localdate() + timedelta(days=2)
    )
    page = Client().get(f"/g/{token}").content.decode()
    assert page.count('name="number"') == 2
    assert "textarea" not in page
    assert Client().post(f"/g/{token}", {"number": ["5", "x"]}).status_code == 422
    assert Client().post(f"/g/{token}", {"number": ["5", "0"]}).status_code == 200
    row.refresh_from_db()
    assert row.text == "发病：5\n死亡：0"
