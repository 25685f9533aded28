"""Names, identity numbers and phones planted through every field of every act: none is found anywhere afterwards."""

import io
import json
import sys
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from lianxi.core.actors import Actor, SeatKind
from lianxi.core.fields import File
from lianxi.core.refusals import Refusal
from lianxi.core.words import day_of
from lianxi.exchange.actions import send_out
from lianxi.guests.actions import open_task, submit_task
from lianxi.guests.models import GuestTask
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.payloads import parse_payload
from lianxi.papers.files import Upload
from lianxi.projects.actions import send_list as send_project_list
from lianxi.protection.actions import ask_recognition
from lianxi.protection.models import ListRow, PersonList, Recognition, RecognitionFact
from lianxi.protection.rules.sheets import template_headings
from lianxi.protection.rules.tokens import draw_tokens
from protection.played import HEALTH, HR, MEDICAL, Played, sheet
from web.signing_in import seated

# A made-up patient and a made-up relative: the numbers' regions and serials belong to nobody.
NAMES = ("陈大文", "王小虎", "欧阳若兰", "CHEN DAWEN", "chendawen")
NUMBERS = ("350582197003071212", "35058219700307121X", "13800138000", "0595-22345678")
PLANTED = (*NAMES, *NUMBERS)


def spellings(text: str) -> list[bytes]:
    """How a text may lie in a file: as it is, in UTF-8, escaped in JSON, without hyphens."""
    plain = text.replace("-", "").replace(" ", "")
    return [one.encode() for one in {text, plain, json.dumps(text).strip('"'), plain.upper(), plain.lower()}]


def found_in(data: bytes) -> list[str]:
    return [one for one in PLANTED if any(way in data for way in spellings(one))]


def whole_database() -> bytes:
    """Every row of every table as bytes, whichever database it is; an index of words by the tables that it is kept in."""
    out = io.StringIO()
    with connection.cursor() as cursor:
        indexes: set[str] = set()
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
            indexes = {name for (name,) in cursor.fetchall()}
        for table in sorted({*connection.introspection.table_names(cursor)} - indexes):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                out.write("\t".join(str(bytes(one) if isinstance(one, memoryview) else one) for one in row))
    return out.getvalue().encode() + out.getvalue().encode("unicode_escape")


RAW: dict[str, str] = {
    "kind": "L1", "month": "2026-11", "way": "sealed", "count": "2", "sha256": "a" * 64, "word": "applied",
    "area": "晋江市", "result": "gone", "cause": "other", "half": "2026H2", "counted": "2", "kinds": "L1",
    "purposes": "injury", "measures": "log", "risk": "low", "paper": "泉卫健函〔2026〕15号",
    "done_on": "2026-01-05", "size": "5",
}  # fmt: skip


def plant(played: Played, one: Action[..., Any], name: str, planted: str, keys: dict[str, int]) -> int:
    """Try an act from three seats with a planted text in one field, as a form would send it; give how many tries."""
    raw: dict[str, list[object]] = {}
    for other, field in one.payload.items():
        if other == name and isinstance(field.words, File):
            raw[other] = [sheet(template_headings("L1"), [(planted, planted, planted)], f"{planted}.csv")]
        elif other == name:
            raw[other] = [planted]
        elif field.needed or other in keys:
            raw[other] = [str(keys.get(other, RAW.get(other, "")))]
    for seat in (played.seat(HEALTH), played.seat(HR), played.office):
        try:
            one(seat, played.at, **parse_payload(one, raw))
        except Refusal as refused:
            assert found_in(refused.message.encode()) == [], (one.id, name)  # noqa: PT017 - it may pass as well
    return 3


# Committed, so that the database can be copied page by page.
@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_nothing_planted_is_found_anywhere(
    played: Played, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = files_held()
    row, tokens = played.listed(2)
    played.name_signer(HR)
    opinion = ask_recognition(played.seat(HR), played.at, token=tokens[0], area="晋江市")
    draft = played.draft()
    keys = {
        "list_id": row.pk, "row_id": ListRow.objects.filter(list=row)[0].pk, "recognition_id": opinion.pk,
        "fact_id": RecognitionFact.objects.filter(recognition=opinion)[0].pk, "unit_id": played.unit(HR).pk,
        "other_id": played.unit(HR).pk, "ruling_id": 1, "signer_id": 1, "pair_id": 1,
    }  # fmt: skip
    load_catalogue()
    acts = [one for id_, one in sorted(catalogue.items()) if id_.startswith("protection.")]
    fields = [(one, name, text) for one in acts for name in one.payload for text in PLANTED]
    assert sum(plant(played, *one, keys) for one in fields) > 1_000
    through_the_door(played, client, draft)
    assert found_in(whole_database()) == []
    assert found_in(raw_database()) == []
    assert found_in(caplog.text.encode()) == []
    assert found_in(every_file(before)) == []
    for unit in (HEALTH, HR, MEDICAL):
        assert found_in(every_page(seated(Client(), played.seat(unit)))) == []


PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + b"\0\0\0\rIHDR"
    + bytes(17)
    + b"%b"
    + b"\0\0\0\0IDAT\0\0\0\0"
    + b"\0\0\0\0IEND\0\0\0\0"
)


def described(words: str) -> bytes:
    """Make a picture beside which somebody wrote something."""
    told = b"Description\0" + words.encode()
    return PICTURE.replace(b"%b", len(told).to_bytes(4) + b"tEXt" + told + bytes(4))


# Committed, so that the database can be copied page by page.
@pytest.mark.django_db(transaction=True)
def test_nothing_planted_through_links_files_sheets_and_texts_is_kept_or_leaves(
    played: Played, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Numbers are refused wherever they stand, a name where an age or a disease stands beside it."""
    before, health = files_held(), played.seat(HEALTH)
    visitor = Actor(kind=SeatKind.VISITOR, label="持链接的单位")
    told = ("陈大文，男，52岁", "王小虎确诊矽肺病", NUMBERS[0], NUMBERS[2])
    ask = {
        "body": "某镇卫生院",
        "kind": "answer",
        "title": "情况",
        "due_on": day_of(played.at) + timedelta(days=3),
    }
    task, token = open_task(health, played.at, **ask)
    for text in told:
        texts = (
            {"text": text},
            {"text": "见附件", "file": Upload("说明.txt", text.encode())},
            {"text": "见附件", "file": Upload(f"{text}.png", described("现场"))},
            {"text": "见附件", "file": Upload(f"{text}.exe", b"x")},
        )
        for fields in texts:
            with pytest.raises(Refusal) as refusal:
                submit_task(visitor, played.at, token=token, **fields)
            assert found_in(refusal.value.message.encode()) == [], fields
        with pytest.raises(Refusal):
            open_task(health, played.at, **{**ask, "question": text})
        with pytest.raises(Refusal):
            send_out(health, played.at, kind="note", title="通报", text=text, unit_ids=[played.unit(HR).pk])
        rows = f"项目代码,项目名称,建设单位,备注\n2603-350582-04-02-123456,项目,某公司,{text}\n"
        if text in NUMBERS:
            with pytest.raises(Refusal):
                send_project_list(
                    played.office, played.at, kind="public", file=Upload("清单.csv", rows.encode())
                )
    submit_task(
        visitor, played.at, token=token, text="见照片", file=Upload("照片.png", described("；".join(PLANTED)))
    )
    assert GuestTask.objects.get(pk=task.pk).file is not None
    assert found_in(whole_database()) == []
    assert found_in(caplog.text.encode()) == []
    assert found_in(every_file(before)) == []
    pages = (
        "/exchange",
        "/exchange/export",
        "/projects",
        "/projects/lists",
        "/journal/export",
        "/search?q=项目",
        "/",
    )
    for unit in (HEALTH, HR):
        seat = seated(Client(), played.seat(unit))
        for page in pages:
            answer = seat.get(page)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert found_in(body) == [], page
    assert found_in(raw_database()) == []


def raw_database() -> bytes:
    """The database as a backup copies it, page by page with what was overwritten; the tables where it is no file."""
    if connection.vendor != "sqlite":
        return whole_database()
    with tempfile.TemporaryDirectory() as folder:
        told = copied(Path(folder) / "copy.sqlite3").read_bytes()
    assert b"personlist" in told
    return told


def copied(place: Path) -> Path:
    """Copy the tests' database, which lies in memory, page by page into a file."""
    live = connection.connection
    target = sys.modules[type(live).__module__].connect(str(place))  # type: ignore[attr-defined]
    try:
        live.backup(target)
    finally:
        target.close()
    return place


def files_held() -> dict[Path, int]:
    """The files in the installation's folders, with when each was last written; other tests use the folders too."""
    folders = {Path(settings.FILES_DIR), Path(settings.DATA_DIR)}
    paths = {path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()}
    return {path: path.stat().st_mtime_ns for path in paths}


def every_file(before: Mapping[Path, int]) -> bytes:
    """Everything that was written into the installation's folders since, with the names of the files."""
    written = sorted(path for path, at in files_held().items() if before.get(path) != at)
    return b"".join(path.read_bytes() + str(path).encode() for path in written)


def every_page(person: Client) -> bytes:
    """All pages of the room, its exports and the journal as one seat reads them."""
    told = b""
    for page in ("", "/unfinished", "/recognitions", "/checks", "/areas", "/pairs", "/settings", "/export"):
        answer = person.get(f"/patients{page}")
        told += b"".join(answer.streaming_content) if answer.streaming else answer.content
    return told + person.get("/journal").content + person.get("/").content


def through_the_door(played: Played, client: Client, draft: PersonList) -> None:
    """Post sheets with persons in every column and as file names; the door keeps nothing of a refused one."""
    seated(client, played.seat(HEALTH))
    token, day = draw_tokens(1)[0], day_of(played.at)
    kept = set(Path(settings.FILES_DIR).glob("kept/**/*.json"))
    for planted in PLANTED:
        for cells in ((planted, "晋江市", day), (token, planted, day), (token, "晋江市", planted)):
            upload: Upload = sheet(template_headings("L1"), [cells], f"{planted}.csv")
            file = io.BytesIO(upload.content)
            file.name = upload.name
            answer = client.post(
                "/do/protection.list.fill", {"list_id": draft.pk, "file": file, "next": "/patients"}
            )
            assert answer.status_code == 422
            assert found_in(answer.content) == []
    assert set(Path(settings.FILES_DIR).glob("kept/**/*.json")) == kept
    assert not ListRow.objects.filter(list=draft).exists()


def test_every_text_column_of_the_room_is_a_number_or_a_word_of_a_list(played: Played) -> None:
    """No column has room for words of one's own: what stands in one is generated, or was chosen."""
    played.listed(1)
    open_ended = [
        f"{model.__name__}.{column.name}"
        for model in (PersonList, ListRow, Recognition, RecognitionFact)
        for column in model._meta.concrete_fields
        if column.get_internal_type() in ("TextField", "JSONField") or (column.max_length or 0) > 64
    ]
    assert open_ended == []
