"""What lies in a file however deep: packages in packages, the words of a PDF, letters decoded."""

import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pypdfium2


def unpacked(data: bytes) -> Iterator[bytes]:
    """Yield a file's bytes, and those of everything within it: members with their names, pages, rows."""
    yield data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield name.encode()
                yield from unpacked(package.read(name))
    elif data.startswith(b"%PDF-"):
        yield from _pages(data)
    elif data.startswith(b"SQLite format 3"):
        yield from _rows(data)


def _pages(data: bytes) -> Iterator[bytes]:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        yield page.get_textpage().get_text_bounded().replace("\r\n", "").encode()
    yield str(document.get_metadata_dict()).encode()


def _rows(data: bytes) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.sqlite3"
        path.write_bytes(data)
        base = sqlite3.connect(path)
        tables = base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        for (table,) in tables.fetchall():
            for row in base.execute(f'SELECT * FROM "{table}"'):
                yield str(row).encode()
        base.close()


def letter_bytes(letter: Message) -> Iterator[bytes]:
    """Yield a letter's head and parts as they are read."""
    for name, value in letter.items():
        yield f"{name}: {value}".encode()
    for part in letter.walk():
        if not part.is_multipart():
            yield bytes(part.get_payload(decode=True))
            yield str(part.get_filename()).encode()
