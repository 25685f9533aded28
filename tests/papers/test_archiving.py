"""The archive package: what it holds, and that verification without a database names what does not hold."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from lxml import etree
from python_calamine import CalamineWorkbook

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import RecordKind, record_kinds, rooms, stated
from lianxi.exchange.actions import register_incoming
from lianxi.journal.models import Span, Touch
from lianxi.journal.queries import list_history
from lianxi.journal.sight import seen
from lianxi.meetings.actions import issue_minutes
from lianxi.papers.actions import (
    attach_file,
    file_paper,
    issue_draft,
    make_archive,
    receive_paper,
    send_paper,
)
from lianxi.papers.archiving.filed import COLUMNS
from lianxi.papers.archiving.manifest import ELEMENTS, MANIFEST_JSON, SUMS
from lianxi.papers.archiving.records import archived_tables, year_records
from lianxi.papers.archiving.verifying import verify_package
from lianxi.papers.files import Upload, path_of
from lianxi.papers.models import ArchivePackage, Paper
from lianxi.papers.taking import NAMING
from meetings.stages import LATER, agreed_minutes
from papers.paths import TITLE, deputy, drafted, numbered

Parts = dict[str, bytes]


@pytest.fixture
def package(cast: Cast, tmp_path: Path) -> Path:
    """A year with a meeting's papers and one letter with an attachment, filed; as a file of its own."""
    from lianxi.papers.actions import number_draft, review_draft, sign_draft, submit_draft

    issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)
    draft = drafted(cast)
    attach_file(cast.staff, AT, draft_id=draft.pk, title="情况表", file=Upload("表.xlsx", b"PK a table"))
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    review_draft(deputy(cast), AT, draft_id=draft.pk)
    sign_draft(cast.convener, AT, draft_id=draft.pk)
    number_draft(cast.staff, AT, draft_id=draft.pk)
    issue_draft(cast.staff, AT, draft_id=draft.pk)
    draft = send_paper(cast.staff, AT, draft_id=draft.pk)
    assert draft.paper is not None
    receive_paper(cast.member("市住建局"), AT, recipient_id=draft.paper.recipients.get().pk)
    file_paper(cast.staff, AT, draft_id=draft.pk, retention="30")
    numbered(cast)
    row = make_archive(cast.staff, LATER, year=2026)
    return Path(shutil.copyfile(path_of(row.file.sha256), tmp_path / "package.zip"))


_packed: list[bytes] = []


@pytest.fixture
def packed(request: pytest.FixtureRequest, db: None, tmp_path: Path) -> Path:
    """The same package without its conference, made once: for what is asked of the file alone."""
    if not _packed:
        _packed.append(request.getfixturevalue("package").read_bytes())
    path = tmp_path / "packed.zip"
    path.write_bytes(_packed[0])
    return path


def manifest_of(package: Path) -> dict[str, object]:
    with zipfile.ZipFile(package) as opened:
        return dict(json.loads(opened.read("manifest.json")))


def changed(package: Path, change: Callable[[Parts], None]) -> Path:
    with zipfile.ZipFile(package) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    change(parts)
    target = package.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return target


def test_a_package_holds_papers_files_receipts_and_journal(package: Path, cast: Cast) -> None:
    manifest = manifest_of(package)
    papers = manifest["公文"]
    assert isinstance(papers, list)
    assert len(papers) == Paper.objects.count() == 3
    own = next(one for one in papers if one["核心元素"]["标题"] == TITLE)
    assert tuple(own["核心元素"]) == ELEMENTS
    assert len(ELEMENTS) == 18
    assert own["核心元素"]["发文字号"] == "泉职防联函〔2026〕1号"
    assert own["核心元素"]["成文日期"] == "2026-03-02"
    assert own["核心元素"]["附件说明"] == "情况表"
    assert own["归档元数据"]["保管期限"] == "30年"
    assert own["收文"] == [
        {"单位": "市住建局", "方式": "主送", "签收时间": AT.isoformat(), "签收人": "市住建局·成员"}
    ]
    assert [Path(path).name for path in own["文件"]] == [
        "paper.docx",
        "paper.pdf",
        "paper.ofd",
        "attachment-1.xlsx",
    ]
    register = manifest["字号登记簿"]
    assert isinstance(register, list)
    assert [(r["字号"], r["去向"]) for r in register if "函" in r["字号"]] == [
        ("泉职防联函〔2026〕1号", "已用"),
        ("泉职防联函〔2026〕2号", "已编号，待印发"),
    ]
    with zipfile.ZipFile(package) as opened:
        acts = [json.loads(json.loads(line)["body"])["action"] for line in opened.open("journal.ndjson")]
        names = etree.fromstring(opened.read("manifest.xml")).xpath("//项[@名称='核心元素']/项/@名称")
    assert {"papers.draft.sign", "papers.recipient.receive", "meetings.minutes.issue"} <= set(acts)
    assert names == list(ELEMENTS) * 3
    assert list(verify_package(package)) == []


def test_the_making_is_journalled_with_the_hashes(package: Path, cast: Cast) -> None:
    row = ArchivePackage.objects.select_related("file").get()
    entry = list_history(cast.conference.pk, f"papers.archivepackage:{row.pk}")[0]
    assert entry.entry.action == "papers.archive.make"
    assert row.file.sha256 in entry.entry.body
    assert row.file.sm3 in entry.entry.body


def _paper_pdf(parts: Parts) -> str:
    return next(name for name in sorted(parts) if name.endswith(".pdf"))


def _alter(parts: Parts) -> None:
    name = _paper_pdf(parts)
    parts[name] = parts[name][:-1] + b"x"


def _cut(parts: Parts) -> None:
    name = _paper_pdf(parts)
    parts[name] = parts[name][:-1]


def _drop(parts: Parts) -> None:
    del parts[_paper_pdf(parts)]


def _add(parts: Parts) -> None:
    parts["papers/extra.txt"] = b"x"


def _forge(parts: Parts) -> None:
    parts["manifest.json"] = parts["manifest.json"].replace("30年".encode(), "10年".encode())


def _rewrite_journal(parts: Parts) -> None:
    parts["journal.ndjson"] = parts["journal.ndjson"].replace(
        "市住建局·成员".encode(), "市住建局·他人".encode(), 1
    )


def _no_manifest(parts: Parts) -> None:
    del parts["manifest.xml"]


def _nonsense(parts: Parts) -> None:
    parts["manifest.json"] = b'{"format": "lianxi-archive-1", "files": [1]}'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_alter, "paper.pdf”的 SHA-256 校验值不符。"),
        (_cut, "paper.pdf”的大小不符"),
        (_drop, "paper.pdf”。"),
        (_add, "“papers/extra.txt”不在清单里。"),
        (_forge, "“manifest.json”的 SM3 校验值不符。"),
        (_rewrite_journal, "条的哈希不符。"),
        (_no_manifest, "缺少清单“manifest.xml”。"),
        (_nonsense, "清单读不通。"),
    ],
)
def test_verification_names_what_does_not_hold(
    packed: Path, change: Callable[[Parts], None], said: str
) -> None:
    faults = list(verify_package(changed(packed, change)))
    assert any(said in fault for fault in faults), faults


def test_what_is_no_package_is_said_so(tmp_path: Path) -> None:
    odd = tmp_path / "odd.zip"
    odd.write_bytes(b"not a zip")
    assert "不是可以读取的归档包" in next(iter(verify_package(odd)))


def test_verification_needs_no_database(packed: Path) -> None:
    code = "from lianxi.cli import main; main()"
    env = {**os.environ, "LIANXI_DATA": "/nowhere/at/all", "DATABASE_URL": "nonsense"}
    command = [sys.executable, "-c", code, "archive", "verify"]
    good = subprocess.run([*command, str(packed)], env=env, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stderr) == (0, "")
    bad = subprocess.run(
        [*command, str(changed(packed, _alter))], env=env, capture_output=True, text=True, check=False
    )
    assert bad.returncode == 1
    assert "SM3 校验值不符" in bad.stderr


@pytest.mark.parametrize(
    ("year", "said"), [(2020, "没有印发的公文"), (0, "也没有办理记录"), (-1, "也没有"), (2027, "还没有到")]
)
def test_a_year_without_papers_is_refused(cast: Cast, year: int, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        make_archive(cast.staff, AT, year=year)


@pytest.fixture
def _undone(db: None) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_undone")
def test_a_damaged_file_is_not_packed(package: Path, cast: Cast) -> None:
    paper = Paper.objects.select_related("file").order_by("pk")[0]
    path = path_of(paper.file.sha256)
    content = path.read_bytes()
    path.write_bytes(b"spoiled")
    with pytest.raises(BadInput, match="已损坏"):
        make_archive(cast.staff, LATER, year=2026)
    path.write_bytes(content)


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def repacked(package: Path, method: int) -> bytes:
    """The package as another program would pack it again."""
    made = io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(made, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_repacked_package_is_told_by_file_and_sum(packed: Path, method: int) -> None:
    """Forty places struck by turns: never a traceback, and never silence about what is damaged."""
    whole, damaged = repacked(packed, method), packed.with_suffix(".damaged.zip")
    damaged.write_bytes(whole)
    assert list(verify_package(damaged)) == []
    with zipfile.ZipFile(damaged) as held:
        members = [(one.header_offset + 30 + len(one.filename.encode()), one) for one in held.infolist()]
    for start, one in members[:40]:
        struck = bytearray(whole)
        place = start + one.compress_size // 2
        struck[place : place + 4] = bytes(255 - byte for byte in struck[place : place + 4])
        damaged.write_bytes(bytes(struck))
        told = list(verify_package(damaged))
        assert any(one.filename in line or "清单" in line for line in told), (one.filename, told)


@pytest.mark.parametrize("left", [0, 10, 0.3, 0.9, 0.999])
def test_a_package_that_is_cut_off_is_told(packed: Path, left: float) -> None:
    whole = repacked(packed, zipfile.ZIP_DEFLATED)
    cut = packed.with_suffix(".cut.zip")
    cut.write_bytes(whole[: int(left if left > 1 else len(whole) * left)])
    assert "不是可以读取的归档包" in next(verify_package(cut))


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"files": 3}', b"null", b"\xff"])
def test_lists_that_say_nothing_are_told(packed: Path, content: bytes) -> None:
    with zipfile.ZipFile(packed) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name in (MANIFEST_JSON, SUMS):
        with zipfile.ZipFile(packed, "w") as new:
            for one, held in (parts | {name: content}).items():
                new.writestr(one, held)
        assert any("清单" in line or "格式" in line or "校验值" in line for line in verify_package(packed))


def test_the_list_of_filed_documents_has_a_line_for_each_piece(packed: Path) -> None:
    listed = manifest_of(packed)["归档文件目录"]
    assert isinstance(listed, list)
    assert [row["件号"] for row in listed] == [str(place) for place in range(1, len(listed) + 1)]
    kept = {row["备注"]: row["保管期限"] for row in listed}
    assert {"30年", "未定"} == set(kept.values())
    assert {name.partition(":")[0] for name in kept} == {
        "meetings.meeting", "meetings.topic", "papers.paper", "papers.paperdraft", "ledger.obligation"
    }  # fmt: skip
    assert [row["日期"] for row in listed] == sorted(row["日期"] for row in listed)
    with zipfile.ZipFile(packed) as opened:
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(opened.read("归档文件目录.xlsx")))
    rows = sheets.get_sheet_by_index(0).to_python()
    heading = rows.index(list(COLUMNS))
    assert [dict(zip(COLUMNS, row, strict=True)) for row in rows[heading + 1 :]] == listed


def test_a_year_with_records_and_no_paper_is_packed(cast: Cast) -> None:
    own = {"kind": "petition", "title": "反映粉尘大", "from_body": "", "received_on": AT.date()}
    register_incoming(cast.staff, AT, system_number="收1", gist="没有除尘设施。", is_petition=True, **own)
    row = make_archive(cast.staff, LATER, year=2026)
    path = path_of(row.file.sha256)
    assert [one["题名"] for one in manifest_of(path)["归档文件目录"]][-1].endswith("反映粉尘大")  # type: ignore[attr-defined]
    assert list(verify_package(path)) == []


def records_of(package: Path, table: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(package) as opened:
        return [json.loads(line) for line in opened.read(f"records/{table}.ndjson").splitlines()]


def test_a_package_holds_the_years_records_of_every_room_that_has_any(package: Path, cast: Cast) -> None:
    with zipfile.ZipFile(package) as opened:
        names = set(opened.namelist())
        held = {name[8:-7] for name in names if name.startswith("records/")}
    own = {"entry__chain_id": cast.conference.pk}
    touched = {
        name.partition(":")[0] for name in Touch.objects.filter(**own).values_list("record", flat=True)
    }
    touched |= set(Span.objects.filter(**own).values_list("table", flat=True))
    # What nobody sees whole, or what belongs to no conference, is in no package.
    missing = {table for table in set(archived_tables()) & touched - held if _seen(cast, table)}
    assert missing == set()
    assert {"meetings.minutes", "meetings.consent", "papers.paper", "papers.recipient"} <= held
    (paper, *_) = records_of(package, "papers.paper")
    assert set(paper["原件"]) <= names
    (row,) = records_of(package, "papers.draftattachment")
    assert row["原件"] == [one for one in names if "/attachment-1" in one]
    (minutes,) = records_of(package, "meetings.minutes")
    assert minutes["记录"].startswith("meetings.minutes:")
    assert minutes["内容"]["state"] == "issued"
    assert list(verify_package(package)) == []


def _seen(cast: Cast, table: str) -> bool:
    return seen(cast.staff, apps.get_model(table)._default_manager.all()).exists()


def test_another_year_and_sealed_columns_stay_out(cast: Cast) -> None:
    told = {"kind": "petition", "title": "反映粉尘大", "from_body": "", "received_on": AT.date()}
    wrote = "王某，鲤城区某路3号"
    register_incoming(
        cast.staff,
        AT,
        system_number="收1",
        gist="没有除尘设施。",
        complainant=wrote,
        is_petition=True,
        **told,
    )
    found = {kind.table: kind for kind in year_records(cast.staff, 2026)}
    (incoming,) = found["exchange.incoming"].lines
    assert wrote not in str(incoming)
    (piece,) = found["exchange.incoming"].pieces
    assert piece.title.endswith("：反映粉尘大")
    assert piece.day == AT.date().isoformat()
    assert list(year_records(cast.staff, 2025)) == []
    elsewhere = replace(cast.staff, conference_id=(cast.conference.pk + 1))
    assert list(year_records(elsewhere, 2026)) == []


KINDS = list(record_kinds().values())


@pytest.mark.parametrize("kind", [one for one in KINDS if one.in_file], ids=lambda kind: kind.table)
def test_a_kind_that_stands_in_whole_files_is_reached_by_one(kind: RecordKind) -> None:
    """By a key, by a column that names a record, or with a page of its own from which the file is taken."""
    tables = {one.table for one in KINDS if one.in_file}
    model = apps.get_model(kind.table)
    out = {
        column.related_model._meta.label_lower for column in model._meta.concrete_fields if column.is_relation
    }
    into = {
        one.table
        for one in KINDS
        if one.in_file
        and any(
            column.is_relation and column.related_model is model
            for column in apps.get_model(one.table)._meta.concrete_fields
        )
    }
    naming = {column.name for column in model._meta.concrete_fields} & set(NAMING)
    assert naming or (out | into) & tables or kind.url


def test_every_room_but_the_outbox_puts_records_into_the_archive() -> None:
    none = {room.name for room in rooms() if not any(one.archived for one in stated(room.records))}
    # What leaves is archived where it was made; addresses are secrets.
    assert none == {"outbox"}
