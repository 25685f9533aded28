"""Papers: our PDF against bare Typst, our DOCX against bare python-docx, on the same text in the same process.

Usage: python bench/papers.py [documents]. Prints rates, shares with their limits, what the OFD adds to a PDF, the
time of 16 extracts, and the memory held over a thousand documents. Every document is another text, so that no cache can answer.
"""

import io
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import typst
from docx import Document
from docx.shared import Mm, Pt

ROOT = Path(__file__).parent.parent
# In place of this folder, whose papers.py would hide the package of the tests.
sys.path[0:1] = [str(ROOT / "src"), str(ROOT / "tests")]

from lianxi.core.rooms import kind_of
from lianxi.papers.layout import OfficialDocument, Paragraph, Table, render_docx
from lianxi.papers.ofd import render_ofd
from lianxi.papers.pdf import render_pdf
from lianxi.papers.pdf.fonts import font_folders
from papers.layout.samples import MINUTES

SENTENCE = "会议议定，由市卫健委牵头，市应急局、市工信局配合，于2026年6月30日前完成第{}号企业摸底调查。"
MEMORY_RUNS = 1000
BARE = """#set page(width: 210mm, height: 297mm, margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set document(date: datetime(year: 2026, month: 11, day: 21))
#set text(font: "FandolFang R", size: 16pt, lang: "zh", region: "cn", fallback: false)
#set par(justify: true, leading: 13pt, first-line-indent: (amount: 2em, all: true))
"""


def minutes(number: int) -> OfficialDocument:
    """Three pages of minutes; every number gives another text."""
    body = tuple(
        Paragraph("".join(SENTENCE.format(number * 100 + place + step) for step in range(4)))
        for place in range(6)
    )
    return replace(MINUTES, body=body, demonstration=False, copies=(), recipients=MINUTES.recipients)


def texts(document: OfficialDocument) -> list[str]:
    """The paragraphs of a document for the bare peers."""
    lists = [f"{item.label}：{'、'.join(item.entries)}" for item in document.attendance]
    blocks = [block.text for block in document.body if isinstance(block, Paragraph)]
    return [
        document.mark,
        document.title,
        *blocks,
        *lists,
        "、".join(document.recipients),
        document.printed_by,
    ]


def bare_typst(*, fonts: bool) -> Callable[[OfficialDocument], bytes]:
    """A warm compiler that sets the same paragraphs on the same page without roles, marks or rules.

    With `fonts` mark, title and lists take the fonts they have in ours: every font is cut to size for each file.
    """
    compiler = typst.Compiler(font_paths=[str(path) for path in font_folders()], ignore_system_fonts=True)

    def render(document: OfficialDocument) -> bytes:
        lines = texts(document)
        if fonts:
            lines[:2] = [f'#text(font: "Noto Serif SC")[{line}]' for line in lines[:2]]
            lines[-5] = f'#text(font: "Noto Sans SC")[{lines[-5][:3]}]{lines[-5][3:]}'
        source = BARE + "\n\n".join(lines)
        made = compiler.compile(input=source.encode(), format="pdf", timestamp=0, pdf_standards=["a-2u"])
        assert isinstance(made, bytes)
        return made

    return render


def bare_docx(document: OfficialDocument) -> bytes:
    """python-docx with its own template: paragraphs, sizes and margins."""
    made = Document()
    section = made.sections[0]
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for text in texts(document):
        run = made.add_paragraph().add_run(text)
        run.font.size = Pt(16)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def seconds(render: Callable[[OfficialDocument], bytes], document: OfficialDocument) -> float:
    """The time of one document."""
    start = time.perf_counter()
    render(document)
    return time.perf_counter() - start


def resident() -> float:
    """The memory now held, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def compare(
    name: str, ours: Callable[..., bytes], peer: Callable[..., bytes], count: int, limit: float
) -> None:
    """Print both rates and our share; both take turns document by document, so that other load falls on both.

    The median document counts: a pause of the machine falls on one of them alone.
    """
    mine, other = [], []
    ours(minutes(0))
    peer(minutes(0))
    for place in range(1, 2 * count, 2):
        mine.append(seconds(ours, minutes(place)))
        other.append(seconds(peer, minutes(place + 1)))
    own, bare = median(mine), median(other)
    share = bare / own
    verdict = "ok" if share >= limit else "MISSED"
    print(f"{name:<28}{1 / own:8.1f}/s{1 / bare:10.1f}/s{share:8.2f}   ≥ {limit}  {verdict}")


def beside(count: int) -> None:
    """Print what each file of a paper takes in the same run, and how large it is; the OFD is made from the PDF."""
    took: dict[str, list[float]] = {"DOCX": [], "PDF": [], "OFD": []}
    sizes: dict[str, list[int]] = {name: [] for name in took}

    def make(name: str, render: Callable[..., bytes], given: object) -> bytes:
        start = time.perf_counter()
        made = render(given)
        took[name].append(time.perf_counter() - start)
        sizes[name].append(len(made))
        return made

    for place in range(count):
        document = minutes(50_000 + place)
        make("DOCX", render_docx, document)
        make("OFD", render_ofd, make("PDF", render_pdf, document))
    told = [f"{name} {median(took[name]) * 1000:.1f} ms {median(sizes[name]) / 1024:.1f} KB" for name in took]
    print(f"{'files of a paper, each':<28}{'   '.join(told)}")


def main(count: int) -> None:
    """Print the table."""
    print(f"{'3-page minutes':<28}{'ours':>10}{'bare':>12}{'share':>8}   limit")
    compare("PDF, Typst, one font", render_pdf, bare_typst(fonts=False), count, 0.8)
    compare("PDF, Typst, the same fonts", render_pdf, bare_typst(fonts=True), count, 0.8)
    compare("DOCX, python-docx", render_docx, bare_docx, count, 0.75)
    beside(count)
    rows = tuple((SENTENCE.format(place), "牵头", "2026年6月30日", "—") for place in range(6))
    table = Table(("议定事项", "承担", "期限", "佐证"), rows, (60, 22, 34, 40))
    units = [
        replace(minutes(9000 + place), kind=kind_of("minutes_extract"), recipients=(f"第{place}单位",))
        for place in range(16)
    ]
    units = [replace(unit, body=(*unit.body[:3], table), attendance=()) for unit in units]
    start = time.perf_counter()
    for unit in units:
        render_docx(unit), render_pdf(unit)
    spent = time.perf_counter() - start
    print(
        f"{'extracts of 16 units, both':<28}{spent:9.2f} s{'':>20}   ≤ 2 s  {'ok' if spent <= 2 else 'MISSED'}"
    )
    held = [resident()]
    for place in range(MEMORY_RUNS):
        render_pdf(minutes(20_000 + place)), render_docx(minutes(20_000 + place))
        if place % 250 == 249:
            held.append(resident())
    print(
        "memory over 1000 documents  "
        + " ".join(f"{amount:.0f}" for amount in held)
        + " MB   flat after the first 250"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
