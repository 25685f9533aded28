"""Names and numbers planted through every kind of input are in nothing that leaves: backup, mails, archive, files, pages."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.urls.exceptions import NoReverseMatch
from django.utils import timezone
from lxml import html

from lianxi.bodies.actions import set_rule
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import Refusal
from lianxi.core.rooms import record_kinds
from lianxi.core.words import day_of
from lianxi.exchange.actions import send_out
from lianxi.guests.actions import open_task, submit_task
from lianxi.journal.backup.making import make_backup
from lianxi.ledger.actions import acknowledge_obligation, enter_obligation, report_progress
from lianxi.ledger.models import Obligation
from lianxi.outbox.actions import add_channel
from lianxi.outbox.daily import build_digests, send_deliveries
from lianxi.outbox.models import Digest
from lianxi.papers.actions import make_archive, take_file
from lianxi.papers.files import Upload, path_of, read_file
from lianxi.protection.actions import ask_recognition
from lianxi.protection.daily import run_patients
from lianxi.protection.rules.sheets import template_headings
from protection.played import HEALTH, HR, Played, sheet
from protection.test_planting import NAMES, NUMBERS, PLANTED, copied, described, found_in
from protection.unpacking import letter_bytes, unpacked
from web.signing_in import seated

TOLD = ("患者陈大文来访", "王小虎，男，52岁", "关于王小虎的工伤认定", NUMBERS[0])
VISITOR = Actor(kind=SeatKind.VISITOR, label="持链接的单位")


def found_within(data: bytes) -> list[str]:
    return [one for part in unpacked(data) for one in found_in(part)]


def workbook(words: str) -> bytes:
    """A workbook's package as far as the scanner reads it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/sharedStrings.xml", f"<sst><si><t>姓名</t></si><si><t>{words}</t></si></sst>")
    return out.getvalue()


def text_document(words: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
    return out.getvalue()


@pytest.fixture
def planted(played: Played, monkeypatch: pytest.MonkeyPatch) -> Played:
    """Records of several rooms with pictures that somebody described, after every other input was refused."""
    monkeypatch.setattr(timezone, "now", lambda: played.at)
    row, tokens = played.listed(3)
    played.name_signer(HR)
    ask_recognition(played.seat(HR), played.at, token=tokens[0], area="晋江市")
    health, hr = played.seat(HEALTH), played.seat(HR)
    picture = Upload("照片.png", described("；".join(PLANTED)), "image/png")
    own = {"unit_ids": [played.unit(HR).pk], "kind": "note", "title": "粉尘专项情况"}
    send_out(health, played.at, **own, text="见附件。", files=(picture,))
    matter = enter_obligation(
        played.office, played.at, title="排查在建工地粉尘危害", text="按职责办理。", lead_unit_id=played.unit(HR).pk,
        origin="assignment", source_label="领导批示", due_on=day_of(played.at) + timedelta(days=2),
    )  # fmt: skip
    acknowledge_obligation(hr, played.at, obligation_id=matter.pk)
    report_progress(hr, played.at, obligation_id=matter.pk, text="已查。", files=(picture,))
    ask = {
        "body": "某镇卫生院",
        "kind": "answer",
        "title": "情况",
        "due_on": day_of(played.at) + timedelta(days=3),
    }
    _task, token = open_task(health, played.at, **ask)
    for refused in refusals(played, matter, row.pk, token, ask):
        with pytest.raises(Refusal) as refusal:
            refused()
        assert found_in(refusal.value.message.encode()) == []
        said = f"{refusal.value.message}{refusal.value.rule}"
        assert any(word in said for word in ("姓名", "身份证", "个人信息", "人员代码")), said
    submit_task(VISITOR, played.at, token=token, text="见照片", file=picture)
    through_the_doors(played, matter)
    return played


def refusals(
    played: Played, matter: Obligation, list_id: int, token: str, ask: dict[str, Any]
) -> Iterator[Any]:
    """Everything planted that must be refused: sheets, texts, file names, notes, answers by link, words of files."""
    health, hr = played.seat(HEALTH), played.seat(HR)
    receivers = [played.unit(HR).pk]

    def sent(**more: Any) -> Any:
        return lambda: send_out(
            health,
            played.at,
            **{"kind": "note", "title": "通报", "text": "见附件", "unit_ids": receivers, **more},
        )

    def reported(*files: Upload) -> Any:
        return lambda: report_progress(hr, played.at, obligation_id=matter.pk, text="见附件", files=files)

    for text in TOLD:
        yield lambda text=text: open_task(health, played.at, **{**ask, "question": text})
        yield lambda text=text: submit_task(VISITOR, played.at, token=token, text=text)
        yield sent(text=text)
        yield sent(title=text)
        yield sent(files=(Upload(f"{text}.png", described("现场"), "image/png"),))
        yield reported(Upload(f"{text}.pdf", b"%PDF-1.4"))
        yield reported(Upload("名单.txt", text.encode()))
        yield reported(Upload("名单.csv", f"说明\n{text}\n".encode("gb18030")))
        yield reported(Upload("名单.docx", text_document(text)))
        yield reported(Upload("名单.xlsx", workbook(text)))
    for name in (*NAMES, *NUMBERS):
        upload = sheet(template_headings(""), [(name, "已申请", day_of(played.at), "", "")], f"{name}.csv")
        yield lambda upload=upload: played_answer(played, list_id, upload)


def played_answer(played: Played, list_id: int, upload: Upload) -> None:
    from lianxi.protection.actions import answer_sheet

    answer_sheet(played.seat(HR), played.at, list_id=list_id, file=upload)


def through_the_doors(played: Played, matter: Obligation) -> None:
    """Matters, topics and notes posted as forms: the door refuses what names a patient, in any room."""
    office, hr = seated(Client(), played.office), seated(Client(), played.seat(HR))
    for text in TOLD:
        posts = (
            (
                office,
                "ledger.obligation.enter",
                {"title": text, "lead_unit_id": matter.lead_unit_id, "origin": "assignment"},
            ),
            (hr, "ledger.progress.report", {"obligation_id": matter.pk, "text": text}),
            (hr, "meetings.topic.propose", {"title": text, "text": "请研究"}),
            (hr, "meetings.topic.propose", {"title": "请研究", "text": text}),
        )
        for person, act, fields in posts:
            assert person.post(f"/do/{act}", {**fields, "next": "/"}).status_code == 422, (act, text)


def test_a_scanner_finds_what_lies_deep() -> None:
    """The scanner can fail: a name within a package within a package, in a letter, and in a PDF's words."""
    inner = text_document("患者陈大文")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("原件/材料.docx", inner)
    assert found_within(out.getvalue()) == ["陈大文"] * 3
    letter = mail.EmailMessage("工作摘要", "王小虎", "a@example.org", ["b@example.org"]).message()
    assert [one for part in letter_bytes(letter) for one in found_in(part)] == ["王小虎"]


# Committed, so that the database can be copied page by page.
@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_no_backup_mail_archive_or_file_holds_what_was_planted(
    planted: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.MAIL_IS_SET, settings.PUBLIC_URL = True, "https://lx.example.gov.cn"
    letters = mails(planted)
    assert letters
    assert [one for letter in letters for part in letter_bytes(letter) for one in found_in(part)] == []
    office, at = planted.office, planted.at
    package = make_archive(office, at, year=at.year)
    archive = read_file(package.file)
    assert found_within(archive) == []
    assert any("排查在建工地粉尘危害".encode() in part for part in unpacked(archive))
    files = list(whole_files(planted))
    assert len(files) > 5
    assert [one for data in files for one in found_within(data)] == []
    if connection.vendor == "sqlite":
        data = backup(tmp_path, planted, monkeypatch)
        assert any(b"personlist" in part for part in unpacked(data))
        assert found_within(data) == []


def mails(planted: Played) -> list[Any]:
    """Let the day's work and the digests of the next days run, told in full by mail, and give the letters."""
    set_rule(planted.office, planted.at, code="told_mail", value="full")
    for unit in (HEALTH, HR):
        add_channel(
            planted.office, planted.at, kind="mail", channel_address=f"x{planted.unit(unit).pk}@example.gov.cn",
            unit_id=planted.unit(unit).pk,
        )  # fmt: skip
    for _day in range(3):
        planted.wait(1)
        run_patients(planted.at)
        build_digests(planted.at)
        send_deliveries(planted.at)
    assert Digest.objects.exists()
    return [one.message() for one in mail.outbox]


def whole_files(planted: Played) -> Iterator[bytes]:
    """Take the whole file of the records of every kind that makes one."""
    given = {"as_of": day_of(planted.at), "on_word": "市政府督查室主任", "reason": "巡察调阅"}
    for table in record_kinds():
        for pk in apps.get_model(table).objects.order_by("-pk").values_list("pk", flat=True)[:3]:
            try:
                yield read_file(take_file(planted.office, planted.at, record=f"{table}:{pk}", **given).file)
            except Refusal:
                continue


def backup(folder: Path, planted: Played, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Back the installation up as the command does; the tests' database lies in memory and is laid on disk for it."""
    held = folder / "installation"
    held.mkdir()
    copied(held / "live.sqlite3")
    for stored in apps.get_model("papers.storedfile").objects.all():
        place = held / "files" / path_of(stored.sha256).name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(path_of(stored.sha256).read_bytes())
    monkeypatch.setitem(configured.DATABASES["default"], "NAME", str(held / "live.sqlite3"))
    monkeypatch.setattr(configured, "DATA_DIR", held)
    made = make_backup(folder / "backup.zip", planted.at)
    assert made.files > 3
    return made.path.read_bytes()


@pytest.mark.long
@pytest.mark.parametrize("unit", [HEALTH, HR])
def test_no_page_that_a_seat_can_open_shows_what_was_planted(planted: Played, unit: str) -> None:
    """Every link from the desk, breadth-first, a few of each address; then every address that takes nothing."""
    person = seated(Client(raise_request_exception=False), planted.seat(unit))
    names, hits, broken = walk(person)
    assert hits == []
    assert broken == []
    assert len(names) > 90, len(names)
    print(f"\n{unit}: {len(names)} named addresses")


EACH = 3


def walk(person: Client) -> tuple[set[str], list[str], list[str]]:
    names: dict[str, int] = {}
    hits, broken, queue, met = [], [], ["/", *plain_addresses()], set[str]()
    while queue:
        url = queue.pop(0)
        name = named(url)
        if url in met or not name or "logout" in name or names.get(name, 0) >= EACH:
            continue
        met.add(url)
        names[name] = names.get(name, 0) + 1
        answer = person.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        hits += [f"{url}: {one}" for one in found_within(body)]
        broken += [url] if answer.status_code >= 500 else []
        if answer.status_code in (301, 302):
            queue.append(urljoin(url, answer["Location"]))
        elif answer.get("Content-Type", "").startswith("text/html") and body:
            queue += links(url, body)
    return set(names), hits, broken


def links(url: str, body: bytes) -> Iterator[str]:
    for link in html.document_fromstring(body).xpath("//a/@href"):
        parts = urlsplit(urljoin(url, link.strip()))
        if not parts.netloc and parts.scheme == "":
            yield parts._replace(fragment="").geturl()


def named(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name or ""
    except Resolver404:
        return ""


def plain_addresses() -> Iterator[str]:
    """Give every named address that takes nothing."""
    for name in sorted(one for one in get_resolver().reverse_dict if isinstance(one, str)):
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue
