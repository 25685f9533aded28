"""Pages and commands of the clocks: limits, notices with a preview, and how a date came out."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from clocks.notices import NOTICE
from ledger.steps import acknowledged, at, entered, fresh
from lianxi.cli.commands import run
from lianxi.clocks.actions import replace_limit
from lianxi.clocks.models import CalendarNotice, CalendarRun, TimeLimit
from lianxi.core.actors import Actor
from lianxi.core.workdays import count_workdays
from lianxi.ledger.actions import ask_extension, grant_extension, pause_clock
from lianxi.ledger.models import ClockPause, Obligation
from web.signing_in import seated


def sign_in(actor: Actor) -> Client:
    return seated(Client(), actor)


# So many working days from 2 March 2026 lead to 4 February 2027 as long as 2027 is not announced.
FAR = count_workdays(date(2026, 3, 2), date(2027, 2, 4))


def ruled(cast: Cast, **values: object) -> Obligation:
    return entered(cast, due_on=None, limit_code="ledger.rework", **values)


def far(cast: Cast) -> Obligation:
    told = {"code": "ledger.rework", "unit": "workdays", "source_text": "测试", "starts_on": date(2026, 3, 2)}
    replace_limit(cast.director, at(), amount=FAR, **told)
    return ruled(cast)


def test_limits_print_what_is_to_be_confirmed_and_are_replaced(cast: Cast) -> None:
    client = sign_in(cast.director)
    page = client.get("/clocks").content.decode()
    assert "工伤保险条例第二十条" in page
    assert page.count("设定，待确认") > 10
    told = {
        "code": "ledger.rework",
        "amount": "7",
        "unit": "days",
        "source_text": "主任会议",
        "starts_on": "2090-01-01",
    }
    sent = client.post("/do/clocks.limit.replace", {**told, "restarts": ["returned"], "next": "/clocks"})
    assert sent.status_code == 302
    assert TimeLimit.objects.count() == 2
    assert "2090年1月1日起" in client.get("/clocks").content.decode()
    assert "另立…" not in sign_in(cast.member("市住建局")).get("/clocks").content.decode()


def test_a_notice_is_previewed_without_a_write_and_then_loaded(cast: Cast) -> None:
    row = far(cast)
    client = sign_in(cast.director)
    shown = client.post("/clocks/calendar/preview", {"text": NOTICE, "paper": "通知"}).content.decode()
    assert "1 项在办事项的时限变动" in shown
    assert "2027年2月4日（周四）" in shown
    assert "2027年2月3日（周三）" in shown
    assert not CalendarNotice.objects.exists()
    assert client.post("/do/clocks.calendar.load", {"text": NOTICE, "paper": "通知"}).status_code == 302
    assert fresh(row).due_on.isoformat() == "2027-02-03"
    moved = client.get(f"/clocks/runs/{CalendarRun.objects.get().pk}").content.decode()
    assert "2027年2月4日（周四）" in moved
    assert "2027年：通知" in client.get("/clocks/calendar").content.decode()


def test_who_may_not_load_a_notice_previews_none(cast: Cast) -> None:
    sent = sign_in(cast.member("市住建局")).post(
        "/clocks/calendar/preview", {"text": NOTICE, "paper": "通知"}
    )
    assert sent.status_code == 404


def test_a_contradicting_notice_is_refused_once_and_what_was_typed_stays(cast: Cast) -> None:
    text = "2027年放假安排\n一、元旦：1月1日至3日放假。1月2日上班。"
    sent = sign_in(cast.director).post("/clocks/calendar/preview", {"text": text, "paper": "某号通知"})
    shown = sent.content.decode()
    assert sent.status_code == 422
    assert shown.count("2027年1月2日既写了放假，又写了上班。") == 1
    assert "1月2日上班。</textarea>" in shown
    assert 'value="某号通知"' in shown
    assert not CalendarNotice.objects.exists()


def test_a_bad_file_is_refused_with_a_sentence(cast: Cast) -> None:
    client = sign_in(cast.director)
    for content in (b"\xff\xfe\x00", b"x" * 300_000, b"date,kind,name\n2027-01-04,work,x"):
        sent = client.post(
            "/clocks/calendar/preview", {"file": SimpleUploadedFile("a.csv", content), "paper": "x"}
        )
        assert sent.status_code == 422
        assert "未能办理" in sent.content.decode()


def test_a_derivation_opens_with_every_day_pause_and_change(
    cast: Cast, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    row = acknowledged(cast, ruled(cast))
    told = {"obligation_id": row.pk, "reason": "等待上级机关答复", "note": "已请示"}
    pause_clock(
        cast.staff, at(2), starts_on=at(3).date(), ends_on=at(4).date(), **told
    )  # Thursday and Friday
    asked = ask_extension(
        cast.member("市住建局"),
        at(30),
        obligation_id=row.pk,
        asked_on=at(60).date(),
        reason="晚了",
        progress="一半",
    )
    grant_extension(cast.staff, at(30), extension_id=asked.pk)
    client = sign_in(cast.staff)
    with django_assert_max_num_queries(15):
        page = client.get(f"/ledger/{row.pk}/due").content.decode()
    assert "2026年3月5日（周四）至2026年3月6日（周五）：暂停：等待上级机关答复" in page
    assert "仍按原时限计算" in page
    assert "设定，待确认" in page
    assert "严重逾期起" in page
    assert "推算过程" in client.get(f"/ledger/{row.pk}").content.decode()
    form = sign_in(cast.staff).get(f"/ledger/{ruled(cast).pk}/pause").content.decode()
    assert "等待上级机关答复" in form
    assert ClockPause.objects.count() == 1


def test_a_provisional_date_says_so_in_the_list(cast: Cast) -> None:
    far(cast)
    page = sign_in(cast.staff).get("/ledger").content.decode()
    assert "2027年2月4日（周四）（暂定）" in page


def test_the_commands_preview_load_and_list(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from lianxi.cli import commands

    monkeypatch.setattr(commands, "start_django", lambda: None)
    row, file = far(cast), tmp_path / "notice.txt"
    file.write_text(NOTICE, encoding="utf-8")
    assert run(["calendar", "preview", str(file)]) == 0
    assert "2027-02-04 → 2027-02-03" in capsys.readouterr().out
    assert fresh(row).due_on.isoformat() == "2027-02-04"
    assert run(["calendar", "load", str(file), "--paper", "通知"]) == 0
    assert "1 项在办时限变动" in capsys.readouterr().out
    assert fresh(row).due_on.isoformat() == "2027-02-03"
    assert run(["calendar", "load", str(file), "--paper", "通知"]) == 2
    assert run(["calendar", "preview", str(tmp_path / "none.csv")]) == 2
    capsys.readouterr()
    assert run(["limits"]) == 0
    assert "设定，待确认" in capsys.readouterr().out
