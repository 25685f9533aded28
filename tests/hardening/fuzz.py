"""Malformed inputs for every parser, two hundred a forked child: no crash, no hang over 10 s, no more than 512 MiB."""

import json
import os
import random
import re
import resource
import signal
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

TESTS = Path(__file__).parents[1]
A_CHILD, SECONDS, MEMORY = 200, 10, 512 * 1024
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 33>>stream\nBT /F 9 Tf 9 9 Td (Lianxi) Tj ET \nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
ODD = (
    b"",
    b"0",
    b"-1",
    b"nan",
    b"1e308",
    b"9" * 40,
    b"g 999999999 1",
    b"../../x",
    b"/",
    b"0 0 0 0 0 0",
    b"1 2",
    b"\xe7\x94\xb2",
)
Parser = Callable[[bytes], object]


@dataclass
class Found:
    """What came of a parser's inputs: read, refused with a sentence, or one of the faults."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        return sum(n for what, n in self.counts.items() if what not in ("read", "refused"))


def _files(pattern: str, most: int = 12) -> list[bytes]:
    return [one.read_bytes() for one in sorted(TESTS.rglob(pattern)) if one.stat().st_size < 200_000][:most]


def _ofds() -> list[bytes]:
    """Ours of three kinds, and those of other makers that the tests write by hand."""
    from law.reading.ofds import MAKERS
    from lianxi.papers.ofd import render_ofd
    from lianxi.papers.pdf import render_pdf
    from papers.layout.specimens import EVERY

    own = [render_ofd(render_pdf(EVERY[name])) for name in ("minutes", "annexes", "receipt")]
    return [*own, *(make() for make in MAKERS.values())]


def _parquet() -> bytes:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.parquet"
        duckdb.execute(f"COPY (SELECT range AS n, 'x' || range AS t FROM range(500)) TO '{path}'")
        return path.read_bytes()


def _read_parquet(data: bytes) -> None:
    import duckdb

    from lianxi.core.refusals import BadInput

    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(data)
        file.flush()
        try:
            duckdb.connect().execute(f"SELECT * FROM read_parquet('{file.name}')").fetchall()
        except duckdb.Error as error:
            # The store's own files only: what is wrong with one is told by `lianxi journal verify`.
            raise BadInput(str(error)) from error


def parsers() -> dict[str, tuple[list[bytes], Parser]]:
    """Each parser with valid files to begin from; it reads without the bound that the product puts around it."""
    from lianxi.law.reading.docxfile import docx_text
    from lianxi.law.reading.ofdfile import ofd_pages
    from lianxi.law.reading.pdffile import pdf_text
    from lianxi.papers.actions.signed import _fields
    from lianxi.tables.grids import _book, check_package, read_text

    def sheet(data: bytes) -> None:
        check_package("x.xlsx", data)
        _book("x.xlsx", data, 5000)

    words = "单位,日期,检测结果\n市住建局,2026-03-02,0.1\n".encode()
    given = json.dumps({"minutes_id": ["3"], "text": ["同意"]}, ensure_ascii=False).encode()
    return {
        "sheet": (_files("*.xlsx") + _files("*.xls"), sheet),
        "docx": (_files("*.docx"), docx_text),
        "ofd": (_ofds(), ofd_pages),
        "pdf": ([PDF, *_files("*.pdf")], pdf_text),
        "csv": ([words, words.decode().encode("gb18030"), *_files("*.csv", 6)],
                lambda data: read_text("x.csv", data, 5000, len)),
        "json": ([given], lambda data: _fields(data.decode("utf-8", "replace"))),
        "parquet": ([_parquet()], _read_parquet),
    }  # fmt: skip


def _harmed(seed: bytes, drawn: random.Random) -> bytes:
    """Harm a valid file: bytes changed, cut, doubled, filled; in an archive one member of it."""
    if seed[:2] == b"PK" and drawn.random() < 0.7:
        return _harmed_member(seed, drawn)
    return _harmed_bytes(seed, drawn)


def _harmed_bytes(seed: bytes, drawn: random.Random) -> bytes:
    data = bytearray(seed or b"x")
    how = drawn.randrange(5)
    place = drawn.randrange(len(data))
    if how == 0:
        for _ in range(drawn.randint(1, 20)):
            data[drawn.randrange(len(data))] = drawn.randrange(256)
    elif how == 1:
        del data[place:]
    elif how == 2:
        data[place:place] = data[: drawn.randint(1, 2000)]
    elif how == 3:
        data[place : place + drawn.randint(1, 200)] = bytes([drawn.choice([0, 255, 60, 34, 123])]) * 200
    else:
        del data[place : place + drawn.randint(1, 500)]
    return bytes(data)


def _harmed_member(seed: bytes, drawn: random.Random) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(seed)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        wanted = drawn.choice(names)
        for name in names:
            data = old.read(name)
            new.writestr(name, _harmed_part(data, drawn) if name == wanted else data)
    return made.getvalue()


def _harmed_part(data: bytes, drawn: random.Random) -> bytes:
    """Harm a part: as any bytes, or so that it stays XML, by odd values between its strokes."""
    found = list(re.finditer(rb'(?<==")[^"<]*(?=")', data))
    if not found or drawn.random() < 0.5:
        return _harmed_bytes(data, drawn)
    for one in sorted(drawn.sample(found, min(len(found), drawn.randint(1, 8))), reverse=True, key=_start):
        data = data[: one.start()] + drawn.choice(ODD) + data[one.end() :]
    return data


def _start(found: "re.Match[bytes]") -> int:
    return found.start()


def _child(read: Parser, inputs: list[bytes], out: int) -> None:
    """Read the inputs one by one, saying what came of each; an alarm ends one that hangs."""
    from lianxi.core.refusals import Refusal, Told

    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for data in inputs:
        signal.alarm(SECONDS)
        try:
            read(data)
            said = "read"
        except (Refusal, Told):
            said = "refused"
        except MemoryError:
            said = "memory"
        except Exception as error:  # noqa: BLE001 - whatever a parser raises is what is looked for
            said = f"{type(error).__name__}: {error}"[:200].replace("\n", " ")
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base > MEMORY:
            said = "memory"
        os.write(out, f"{said}\n".encode())


def _answers(read: Parser, inputs: list[bytes]) -> Iterator[str]:
    """Give what came of each input; a child that ended is said so, and the rest goes to another."""
    while inputs:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            _child(read, inputs[:A_CHILD], writing)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8", errors="replace") as lines:
            said = [line.rstrip("\n") for line in lines]
        _pid, status = os.waitpid(child, 0)
        yield from said
        done = len(said)
        if status:
            ended = os.waitstatus_to_exitcode(status)
            yield "hang" if ended == -signal.SIGALRM else f"crash {ended}"
            done += 1
        inputs = inputs[done:]


def fuzz(count: int, seed: int, only: str = "") -> list[Found]:
    """Try so many malformed inputs on every parser."""
    told = []
    for name, (seeds, read) in parsers().items():
        if only and name != only:
            continue
        drawn, found = random.Random(f"{seed}{name}"), Found(name)
        for said in _answers(read, [_harmed(drawn.choice(seeds), drawn) for _ in range(count)]):
            kind = said if said in ("read", "refused", "memory", "hang") else said.split(":")[0]
            found.counts[kind] += 1
            if kind not in ("read", "refused") and len(found.examples) < 3:
                found.examples.append(said)
        told.append(found)
    return told
