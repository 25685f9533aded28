"""Pages of work as an office and two units use them."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.utils import timezone
from lxml import html

from cast import Cast
from lianxi.core.words import CHINA, day_of
from lianxi.exchange.actions import answer_receipt
from lianxi.exchange.models import Receipt
from lianxi.work.models import Arrangement, Return, Row
from lianxi.work.rules.periods import period_of
from web.signing_in import posts, seated, words
from work.making import filled, running

ROW = {"v_f1": "泉州甲厂", "v_f3": "2", "v_f4": "已整改"}


def _today() -> dict[str, str]:
    day = day_of(timezone.now())
    return {"period": period_of(day, 2).code, "v_f2": day.isoformat()}


def _owed(row: Arrangement) -> Return:
    return Return.objects.get(line_id=row.line_id, period=_today()["period"])


def test_the_office_makes_an_arrangement_of_six_fields_and_switches_it_on(cast: Cast) -> None:
    client = seated(Client(), cast.staff)
    page = client.get("/work/arrangements/new")
    assert "选一条条款" in words(page)
    fields = (("用人单位", "enterprise", ""), ("日期", "date", ""), ("问题数", "whole", "个"))
    more = (("处理", "choice", "已整改、未整改"), ("罚款", "money", "万元"), ("说明", "text", ""))
    told = {
        "clause": "QZ-3-11-2",
        "title": "行业检查",
        "cycle": "half-yearly",
        "pattern": "check",
        "nil_allowed": "on",
    }
    told["figure_1"] = "整改率|计数|处理=已整改|占"
    for place, (label, kind, extra) in enumerate((*fields, *more), 1):
        told |= {f"field_{place}_label": label, f"field_{place}_kind": kind, f"field_{place}_more": extra}
    told |= {"field_1_required": "on", "field_1_key": "on"}
    refused = client.post("/work/arrangements/new", told)
    assert refused.status_code == 422
    assert "报送单位至少一个" in words(refused)
    assert 'value="行业检查"' in refused.content.decode()
    units = [cast.unit(name).pk for name in ("市住建局", "市人社局")]
    made = client.post("/work/arrangements/new", {**told, "unit_ids": units})
    row = Arrangement.objects.get()
    assert made.headers["Location"] == f"/work/arrangements/{row.pk}"
    client.post(
        "/do/work.arrangement.switch_on", {"arrangement_ids": [row.pk], "next": made.headers["Location"]}
    )
    shown = words(client.get(f"/work/arrangements/{row.pk}"))
    assert "市住建局、市人社局" in shown
    assert Return.objects.count() == 2
    costs = words(client.get("/work/arrangements"))
    assert "现已启用142" not in costs
    assert "现已启用144" in costs


def test_a_unit_enters_a_row_hands_in_and_the_office_receives(cast: Cast) -> None:
    row = running(cast, timezone.now())
    client, url = seated(Client(), cast.member("市住建局")), f"/work/arrangements/{row.pk}/rows"
    wrong = client.post(f"{url}/add", {**ROW, **_today(), "v_f3": "两个"})
    assert wrong.status_code == 422
    assert "“问题数”须是数字" in words(wrong)
    assert 'value="泉州甲厂"' in wrong.content.decode()
    assert client.post(f"{url}/add", {**ROW, **_today()}).status_code == 302
    owed = _owed(row)
    page = client.get(f"/work/returns/{owed.pk}")
    assert "/do/work.return.hand_in" in posts(page)
    assert "/do/work.return.nil" not in posts(page)
    client.post(
        "/do/work.return.hand_in",
        {"return_id": owed.pk, "seen": owed.version, "next": f"/work/returns/{owed.pk}"},
    )
    office = seated(Client(), cast.staff)
    assert "1份已报送" in words(office.get("/"))
    assert "/do/work.return.receive" in posts(office.get(f"/work/returns/{owed.pk}"))
    office.post("/do/work.return.receive", {"return_id": owed.pk, "next": "/work"})
    assert "已接收" in words(client.get(f"/work/returns/{owed.pk}"))
    assert "100%1／1" in words(client.get(f"/work/units/{owed.unit_id}"))
    assert "●已报1行" in words(office.get("/work"))


def test_nil_is_one_tap_from_the_desk(cast: Cast) -> None:
    # Last month's return: this month's is not on the desk yet on its first days.
    last_month = timezone.now().astimezone(CHINA).replace(day=1, hour=9) - timedelta(days=1)
    row = running(cast, last_month, title="行业检查", cycle="monthly")
    client = seated(Client(), cast.member("市住建局"))
    owed = Return.objects.get(line_id=row.line_id)
    assert f'href="/work/returns/{owed.pk}"' in client.get("/").content.decode()
    assert "/do/work.return.nil" in posts(client.get(f"/work/returns/{owed.pk}"))
    client.post("/do/work.return.nil", {"return_id": owed.pk, "next": "/"})
    assert "已报送（本期无此类事项）" in words(client.get(f"/work/returns/{owed.pk}"))


def test_a_peer_sees_what_is_asked_but_not_what_came_in(cast: Cast) -> None:
    row = running(cast, timezone.now())
    client = seated(Client(), cast.member("市发改委"))
    assert client.get(f"/work/returns/{_owed(row).pk}").status_code == 404
    assert client.get(f"/work/arrangements/{row.pk}").status_code == 200
    assert "待报" not in words(client.get(f"/work/units/{cast.unit('市住建局').pk}"))
    assert words(client.get("/work/returns")).endswith("没有符合条件的报送。")


def test_a_sheet_comes_back_with_faults_by_row_and_then_whole(cast: Cast) -> None:
    row = running(cast, timezone.now())
    client, url = seated(Client(), cast.member("市住建局")), f"/work/arrangements/{row.pk}"
    out, day = client.get(f"{url}/template"), _today()
    bad = filled(out.content, [["甲厂", day["v_f2"], "x"], ["乙厂", day["v_f2"], 1]])
    sent = client.post(
        f"{url}/rows/upload", {"period": day["period"], "file": SimpleUploadedFile("表.xlsx", bad.content)}
    )
    assert sent.status_code == 422
    assert "第2行“问题数”须是数字" in words(sent)
    assert not Row.objects.exists()
    good = filled(out.content, [["甲厂", day["v_f2"], 2], ["乙厂", day["v_f2"], 1]])
    sent = client.post(
        f"{url}/rows/upload", {"period": day["period"], "file": SimpleUploadedFile("表.xlsx", good.content)}
    )
    assert sent.status_code == 302
    assert "甲厂" in words(client.get(f"{url}/rows?period={day['period']}"))
    listed = client.get(f"{url}/rows/file?form=csv&period={day['period']}")
    assert "乙厂" in b"".join(listed).decode()


def test_a_row_is_corrected_and_its_versions_are_shown(cast: Cast) -> None:
    row = running(cast, timezone.now())
    client = seated(Client(), cast.member("市住建局"))
    client.post(f"/work/arrangements/{row.pk}/rows/add", {**ROW, **_today()})
    entered = Row.objects.get()
    answer = client.post(
        f"/work/rows/{entered.pk}/correct", {**ROW, **_today(), "v_f3": "7", "seen": entered.version}
    )
    page = words(client.get(answer.headers["Location"]))
    assert "第2版" in page
    assert "第1版" in page
    peer = seated(Client(), cast.member("市发改委"))
    assert peer.get(f"/work/rows/{entered.pk}").status_code == 404


def test_odd_addresses_are_not_found_or_said(cast: Cast) -> None:
    row = running(cast, timezone.now())
    client = seated(Client(), cast.staff)
    assert client.get(f"/work/arrangements/{row.pk}/rows?period=2026H9").status_code == 404
    assert client.get("/work/units/999999").status_code == 404
    assert "不是日期" in words(client.get("/work?on=昨天"))
    for url in ("/work", "/work/arrangements", "/work/returns"):
        listed = client.get(f"{url}/export?form=csv" if url != "/work" else "/work/export?form=csv")
        assert "行业检查" in b"".join(listed).decode()


def test_rows_are_sent_and_what_came_back_stands_on_the_page(cast: Cast) -> None:
    row = running(cast, timezone.now(), receiver_ids=[cast.unit("市人社局").pk])
    client, url = seated(Client(), cast.member("市住建局")), f"/work/arrangements/{row.pk}"
    client.post(f"{url}/rows/add", {**ROW, **_today()})
    assert "送出（1行未送出）" in words(client.get(f"{url}/rows"))
    client.post("/do/work.row.send", {"arrangement_id": row.pk, "period": _today()["period"], "next": url})
    assert "/do/work.row.send" not in posts(client.get(f"{url}/rows"))
    receiver = cast.member("市人社局")
    answer_receipt(
        receiver, timezone.now(), receipt_id=Receipt.objects.get().pk, outcome="handled", text="已核查"
    )
    assert "已处理：已核查" in words(client.get(url))
    assert "已处理：已核查" in words(seated(Client(), receiver).get(url))
    assert "已核查" not in words(seated(Client(), cast.member("市发改委")).get(url))


def test_a_unit_sets_how_it_checks_on_its_own_page(cast: Cast) -> None:
    running(cast, timezone.now())
    client, page = seated(Client(), cast.member("市住建局")), f"/work/units/{cast.unit('市住建局').pk}"
    assert "/do/work.check.set" in posts(client.get(page))
    client.post("/do/work.check.set", {"mode": "seat", "next": page})
    owed = Return.objects.get()
    assert "/do/work.return.submit" in posts(client.get(f"/work/returns/{owed.pk}"))
    assert "/do/work.check.set" not in posts(seated(Client(), cast.staff).get(page))


def test_the_office_takes_suggested_receivers_in_one_step(cast: Cast) -> None:
    row = running(cast, timezone.now())
    models.QuerySet(Arrangement).filter(pk=row.pk).update(suggested=["市人社局", "市气象局"])
    client, page = seated(Client(), cast.staff), f"/work/arrangements/{row.pk}"
    assert "可加的接收单位（建议，未启用）市人社局、市气象局" in words(client.get(page))
    form = html.document_fromstring(client.get(page).content).xpath(
        "//form[.//button[.='采用建议的接收单位']]"
    )[0]
    told = {one.get("name"): one.get("value") for one in form.xpath(".//input[@name!='csrfmiddlewaretoken']")}
    answer = client.post(form.get("action"), told)
    new = Arrangement.objects.exclude(pk=row.pk).get()
    assert answer.headers["Location"] == f"/work/arrangements/{new.pk}"
    assert [one.unit.name for one in new.parties.filter(role="receiver")] == ["市人社局"]
    assert "采用建议的接收单位</button>" not in client.get(f"/work/arrangements/{new.pk}").content.decode()


def test_a_unit_finds_its_own_arrangements_open_and_the_others_folded(cast: Cast, client: Client) -> None:
    running(cast)
    running(cast, title="别的单位的事项", unit_ids=[cast.unit("市总工会").pk])
    page = seated(client, cast.member("市住建局")).get("/work/arrangements").content.decode()
    folds = [
        one.split(">")[0].strip() for one in page.split("<details")[1:] if "<h2" in one.split("</summary>")[0]
    ]
    assert folds.count("open") == 1
    assert len(folds) > 1
    for asked in ("open=all", f"unit={cast.unit('市住建局').pk}"):
        page = client.get(f"/work/arrangements?{asked}").content.decode()
        folds = [
            one.split(">")[0].strip()
            for one in page.split("<details")[1:]
            if "<h2" in one.split("</summary>")[0]
        ]
        assert set(folds) == {"open"}
