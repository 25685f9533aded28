"""Files on disk under their own hash: written and synced before the row that names them is stored."""

import io
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from lianxi.core import gb18030
from lianxi.core.canonical import digest
from lianxi.core.personal import find_personal
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.journal.classified import refuse_classified
from lianxi.journal.patients import refuse_patients
from lianxi.papers.digests import digests_of, digests_of_file
from lianxi.papers.models import StoredFile
from lianxi.papers.ofd.reading import read_ofd
from lianxi.papers.pictures import without_words
from lianxi.papers.rows import StoredFileRow
from lianxi.tables.sheets import SCANNER_TEST

MAX_BYTES = 20 * 1024 * 1024
# A mark of secrecy stands at the head of a paper.
_HEAD = 1024 * 1024
ALLOWED = {
    ".docx",
    ".doc",
    ".xlsx",
    ".xls",
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".txt",
    ".csv",
    ".wps",
    ".et",
    ".ofd",
    ".zip",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes through a door."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"


def path_of(sha256: str) -> Path:
    """Return where a stored file lies."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def store_file(act: Act, conference_id: int, upload: Upload, *, is_ours: bool = False) -> StoredFile:
    """Keep a file and record it; a picture without the words beside it. Raises BadInput for an empty or odd file, for one
    whose plain words name a patient, and for an OFD that cannot be read unless it `is_ours`.

    The bytes are on disk and synced before the row exists: a crash leaves at most an unused file.
    """
    given = Path(upload.name.replace("\\", "/"))
    name = f"{given.stem[:180]}{given.suffix[:15]}"
    if found := next(find_personal(given.stem, day_of(act.at)), None):
        raise BadInput(
            f"文件名里有{found.kind}。", rule="文件名不写个人信息", next_step="请改一个文件名后重新上传。"
        )
    if not upload.content:
        raise BadInput(f"“{name}”是空文件。")
    if len(upload.content) > MAX_BYTES:
        raise BadInput(f"“{name}”超过 20 MB。", next_step="请压缩或拆分后再上传。")
    if Path(name).suffix.lower() not in ALLOWED:
        raise BadInput(f"不接收“{name}”这种文件。", next_step="请上传文档、表格、图片、PDF 或压缩包。")
    if SCANNER_TEST.encode() in upload.content:
        raise BadInput(f"“{name}”里有病毒测试串。", next_step="请用杀毒软件检查这份文件，换一份再上传。")
    words = (given.stem, *_words_of(upload), *(() if is_ours else _ofd_words(act, upload)))
    refuse_classified(f"“{name}”", words)
    refuse_patients("文件的文字里，", (*words, *_sheet_words(upload)), day_of(act.at))
    # What a camera or a person wrote beside a picture is not asked for.
    content = without_words(name, upload.content)
    sha256, sm3 = digests_of(content)
    _write(path_of(sha256), content)
    row = StoredFile(conference_id=conference_id, sha256=sha256, name=name, size=len(content))
    row.sm3, row.media_type = sm3, upload.media_type
    return act.create(row)


def _words_of(upload: Upload) -> Iterator[str]:
    """Return the first words of a file that are plain to read; pictures, spreadsheets and PDF are not looked into."""
    suffix = Path(upload.name).suffix.lower()
    if suffix in (".txt", ".csv"):
        yield from (upload.content[:_HEAD].decode(one, "ignore") for one in ("utf-8", gb18030.NAME))
    elif suffix == ".docx":
        yield _docx_words(upload.content)


def _ofd_words(act: Act, upload: Upload) -> Iterator[str]:
    """Return the words of an OFD, a text a page. Raises BadInput for one that cannot be read or could do harm."""
    if Path(upload.name).suffix.lower() == ".ofd":
        yield from ("\n".join(lines) for lines in act.read(read_ofd, upload.name, upload.content))


def _docx_words(content: bytes) -> str:
    return re.sub("<[^<>]*>", "", _part(content, "word/document.xml").replace("</w:p>", "\n"))


def _sheet_words(upload: Upload) -> Iterator[str]:
    """Return the first words that the cells of a workbook share; a number longer than 15 digits is one of them."""
    if Path(upload.name).suffix.lower() == ".xlsx":
        yield re.sub("<[^<>]*>", "", _part(upload.content, "xl/sharedStrings.xml").replace("</si>", "\n"))


def _part(content: bytes, name: str) -> str:
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        with package, package.open(name) as body:
            return body.read(_HEAD).decode("utf-8", "ignore")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, RuntimeError, ValueError):
        return ""  # What cannot be read is refused where it is read.


def keep_file(act: Act, conference_id: int, made: Path, name: str, media_type: str) -> StoredFile:
    """Keep a file that this program made, of any size, and record it."""
    sha256, sm3 = digests_of_file(made)
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file, made.open("rb") as source:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(Path(temporary), path)
    row = StoredFile(conference_id=conference_id, sha256=sha256, sm3=sm3, name=name, media_type=media_type)
    row.size = made.stat().st_size
    return act.create(row)


def keep_own_pdf(act: Act, conference_id: int, pdf: Upload | None) -> StoredFile | None:
    """Keep the PDF a unit made of its own text. Raises BadInput for what is none."""
    if pdf is None:
        return None
    if not pdf.content.startswith(b"%PDF-"):
        raise BadInput(f"“{pdf.name}”不是 PDF。", next_step="请在 WPS 或 Word 中输出为 PDF 再上传，或不传。")
    return store_file(act, conference_id, pdf)


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _put_in_place(Path(temporary), path)


def _put_in_place(temporary: Path, path: Path) -> None:
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def read_file(row: StoredFileRow) -> bytes:
    """Read a stored file. Raises ValueError when its content is no longer its hash."""
    content = path_of(row.sha256).read_bytes()
    if digest(content) != row.sha256:
        raise ValueError(f"stored file {row.pk} was changed on disk")
    return content
