"""Making an archive package: a year's papers with files, attachments, receipts and the journal's entries on them.

Beside them the records of the year with the files they hold, and the list of filed documents over all of it.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lianxi.bodies.models import Conference
from lianxi.core.actors import Actor
from lianxi.core.canonical import canonical, encoded
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import kind_of
from lianxi.core.words import day_of
from lianxi.journal.models import Entry
from lianxi.journal.queries import touching
from lianxi.papers.archiving.filed import CATALOGUE, Piece, catalogue, catalogue_sheet
from lianxi.papers.archiving.manifest import (
    FORMAT,
    JOURNAL,
    MANIFEST_JSON,
    MANIFEST_XML,
    STANDING,
    SUMS,
    PackedFile,
    elements_of,
    manifest_xml,
)
from lianxi.papers.archiving.records import YearKind, year_records
from lianxi.papers.digests import digests_of
from lianxi.papers.files import read_file
from lianxi.papers.models import DraftAttachment, Paper, PaperDraft, Recipient, StoredFile
from lianxi.papers.register import STANDINGS, list_register
from lianxi.papers.rules import RETENTIONS

_MOMENT = (1980, 1, 1, 0, 0, 0)
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Names that one look-up of the journal takes.
_GROUP = 100


def write_package(actor: Actor, conference: Conference, year: int, path: Path) -> int:
    """Write the package of a year to a path and give the number of its papers.

    The same rows give the same bytes. Raises BadInput where a file no longer is what was stored: a package that
    vouches for damaged files is not made.
    """
    rows = Paper.objects.filter(conference=conference, year=year).select_related(
        "file", "pdf", "ofd", "draft", "corrects"
    )
    papers = list(rows.order_by("pk"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        packer = _Packer(package)
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "联席会议": conference.name,
            "年度": str(year),
            "所依标准": STANDING,
            "公文": [_paper(packer, conference, paper) for paper in papers],
            "字号登记簿": [
                {"字号": line.number, "去向": STANDINGS[line.standing], "标题或理由": line.words}
                for line in list_register(conference.pk, year)
            ],
        }
        pieces = [piece for kind in year_records(actor, year) for piece in _records(packer, kind)]
        packer.put(JOURNAL, "日志摘录", b"".join(_journal(conference.pk, papers)))
        manifest["归档文件目录"] = listed = catalogue(pieces)
        sheet = catalogue_sheet(listed, f"{conference.name}{year}年归档文件目录")
        packer.put(CATALOGUE, "归档文件目录", sheet, media_type=SPREADSHEET)
        manifest["files"] = [file.as_dict() for file in packer.files]
        _finish(package, manifest)
    return len(papers)


def _records(packer: "_Packer", kind: YearKind) -> list[Piece]:
    """Pack the lines of a kind and, once each, the files that its records hold; give its pieces."""
    lines = []
    for line in kind.lines:
        told: dict[str, Any] = {"记录": line.record, "内容": line.values}
        if line.files:
            stem = f"originals/{line.record.replace(':', '/')}"
            told["原件"] = [
                packer.put_once(f"{stem}-{place}{Path(row.name).suffix}", f"原件：{kind.words}", row)
                for place, row in enumerate(line.files, 1)
            ]
        lines.append(f"{canonical(told)}\n")
    packer.put(f"records/{kind.table}.ndjson", f"年度记录：{kind.words}", "".join(lines).encode())
    return kind.pieces


def _finish(package: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    xml = manifest_xml(manifest)
    sums = {}
    for name, held in ((MANIFEST_JSON, content), (MANIFEST_XML, xml)):
        sha256, sm3 = digests_of(held)
        sums[name] = {"SHA-256": sha256, "SM3": sm3}
        _write(package, name, held)
    _write(package, SUMS, json.dumps(sums, indent=1).encode())


def _write(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.create_system = 0
    package.writestr(entry, content)


@dataclass(slots=True)
class _Packer:
    """The package under way and the list of what it holds so far."""

    package: zipfile.ZipFile
    files: list[PackedFile] = field(default_factory=list)
    kept: dict[int, str] = field(default_factory=dict)

    def put(
        self, path: str, role: str, content: bytes, name: str = "", media_type: str = "application/x-ndjson"
    ) -> str:
        """Write a file and note it, with the name under which it was kept where that is another one."""
        sha256, sm3 = digests_of(content)
        _write(self.package, path, content)
        self.files.append(PackedFile(path, role, name or path, media_type, len(content), sha256, sm3))
        return path

    def put_once(self, path: str, role: str, row: StoredFile) -> str:
        """Write a kept file unless it is in the package already; give where it lies."""
        return self.kept.get(row.pk) or self.put_stored(path, role, row)

    def put_stored(self, path: str, role: str, row: StoredFile) -> str:
        """Write a kept file. Raises BadInput where it no longer is what was kept."""
        try:
            content = read_file(row)
        except (ValueError, OSError) as error:
            raise BadInput(
                f"文件“{row.name}”（{row.sha256[:12]}…）已损坏或不见了。",
                rule="归档包里的文件须与登记的校验值一致",
                next_step="请先从备份恢复，运行 lianxi journal verify 核对后再归档。",
            ) from error
        self.kept[row.pk] = path
        return self.put(path, role, content, row.name, row.media_type)


def _paper(packer: _Packer, conference: Conference, paper: Paper) -> dict[str, Any]:
    folder = f"papers/{paper.pk:06d}"
    draft: PaperDraft | None = getattr(paper, "draft", None)
    kept = [(paper.file, "正本（DOCX）", "paper.docx")]
    kept += [(paper.pdf, "正本（PDF）", "paper.pdf")] if paper.pdf else []
    kept += [(paper.ofd, "正本（OFD）", "paper.ofd")] if paper.ofd else []
    rows = (
        DraftAttachment.objects.filter(draft=draft, is_dropped=False)
        if draft
        else DraftAttachment.objects.none()
    )
    for place, row in enumerate(rows.select_related("file").order_by("pk"), 1):
        kept.append(
            (row.file, f"附件{place}：{row.title}", f"attachment-{place}{Path(row.file.name).suffix}")
        )
    paths = [packer.put_stored(f"{folder}/{name}", role, row) for row, role, name in kept]
    receipts = [_receipt(row) for row in paper.recipients.order_by("pk")]
    own = {
        "公文标识": f"{conference.pk}-{paper.pk}",
        "文种": kind_of(paper.kind).label,
        "发文字号": paper.number,
        "标题": paper.title,
        "印发日期": day_of(paper.issued_at).isoformat(),
        "发布层次": "",
    }
    return {
        "核心元素": elements_of(paper.document, own),
        "归档元数据": _archival(conference, paper, draft),
        "收文": receipts,
        "文件": paths,
    }


def _archival(conference: Conference, paper: Paper, draft: PaperDraft | None) -> dict[str, str]:
    """Return the DA/T 46 fields this program knows; those the archive gives (档号, 全宗号 …) stay empty for it to fill."""
    return {
        "聚合层次": "件",
        "立档单位名称": conference.office_unit.name if conference.office_unit else conference.name,
        "全宗号": "",
        "目录号": "",
        "年度": str(paper.year),
        "保管期限": RETENTIONS.get(draft.retention, "") if draft else "",
        "机构或问题": conference.name,
        "件号": "",
        "页号": "",
        "题名": paper.title,
        "文件编号": paper.number,
        "责任者": "；".join(paper.document.get("signed_by", [])),
        "日期": str(paper.document.get("issued_on", "")),
        "文种": kind_of(paper.kind).label,
        "起草": draft.drafted_by if draft else "",
        "核稿": draft.reviewed_by if draft else "",
        "签发": draft.signed_by if draft else paper.issued_by,
        "印发": paper.issued_by,
        "印发时间": paper.issued_at.isoformat(),
        "所更正的公文": paper.corrects.number if paper.corrects else "",
        "来源记录": paper.subject,
        "生成方式": "上传的修改稿" if paper.source == "upload" else "按公文数据生成",
    }


def _receipt(row: Recipient) -> dict[str, str]:
    modes = {"main": "主送", "up": "抄报", "copy": "抄送"}
    at = row.received_at.isoformat() if row.received_at else ""
    return {
        "单位": row.name,
        "方式": modes.get(row.mode, row.mode),
        "签收时间": at,
        "签收人": row.received_by,
    }


def _journal(conference_id: int, papers: Iterable[Paper]) -> Iterator[bytes]:
    """Return the entries that touched a paper, its draft or a receipt, in their order, each with its links."""
    for entry in Entry.objects.filter(pk__in=_entries(conference_id, papers)).order_by("seq"):
        line = {"seq": entry.seq, "prev_hash": entry.prev_hash, "hash": entry.hash, "body": entry.body}
        yield encoded({**line}).encode() + b"\n"


def _entries(conference_id: int, papers: Iterable[Paper]) -> set[int]:
    names: list[str] = []
    for paper in papers:
        draft: PaperDraft | None = getattr(paper, "draft", None)
        names.append(f"papers.paper:{paper.pk}")
        names += [f"papers.paperdraft:{draft.pk}"] if draft else []
    recipients = Recipient.objects.filter(paper__in=[paper.pk for paper in papers]).values_list(
        "pk", flat=True
    )
    names += [f"papers.recipient:{pk}" for pk in recipients]
    found: set[int] = set()
    for at in range(0, len(names), _GROUP):
        rows = Entry.objects.filter(touching(*names[at : at + _GROUP]), chain_id=conference_id)
        found.update(rows.values_list("pk", flat=True))
    return found
