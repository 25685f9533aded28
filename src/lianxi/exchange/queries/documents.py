"""What comes of a collection as documents: all texts in one DOCX in the order of the units, and the table of opinions.

Both are working papers without number or seal. What of a unit's files could not be taken over is said under its name.
"""

from collections.abc import Iterator, Mapping

from lianxi.core.bounded import bounded, too_much
from lianxi.core.refusals import BadInput
from lianxi.exchange.models import CollectedOpinion, Reply
from lianxi.exchange.queries.pages import CollectionPage
from lianxi.exchange.rules.words import ADOPTIONS, NO_OPINION
from lianxi.papers.files import Upload, read_file
from lianxi.papers.kinds import PLAN
from lianxi.papers.layout import Block, Heading, OfficialDocument, Paragraph, Table, heading_label
from lianxi.papers.models import Attachment

MOST_FILES = 60
HEADS = ("单位", "条款", "意见", "采纳", "理由")


def merged_document(page: CollectionPage) -> OfficialDocument:
    """Put every unit's text and DOCX under its name, in the printed order; who is missing stands at the end."""
    body: list[Block] = []
    given = [row for row in page.replies if row.state == "given" and not row.is_nil]
    read = 0
    for place, reply in enumerate(given, 1):
        body.append(Heading(1, f"{heading_label(1, place)}{reply.unit.name}"))
        body += [Paragraph(line.strip()) for line in reply.text.splitlines() if line.strip()]
        body += _opinions_of(page, reply)
        for one in page.files.get(f"exchange.reply:{reply.pk}", []):
            read += 1
            body += _of_file(one, too_many=read > MOST_FILES)
    body += list(_ending(page))
    return OfficialDocument(kind=PLAN, title=f"{page.collection.title}汇编", body=tuple(body))


def _opinions_of(page: CollectionPage, reply: Reply) -> list[Block]:
    return [Paragraph(f"{one.passage}：{one.text}") for one in page.opinions_of(reply)]


def _of_file(one: Attachment, *, too_many: bool) -> list[Block]:
    if too_many or not one.title.lower().endswith(".docx"):
        why = "文件太多" if too_many else "不是 DOCX"
        return [Paragraph(f"（另有文件“{one.title}”，{why}，没有并入，见全部文件。）")]
    # Loaded before the child is forked, and not before there is a file to take in.
    from lianxi.exchange.queries.taking_in import read_blocks

    try:
        found = bounded(
            lambda: read_blocks(Upload(one.title, read_file(one.file))), too_much(f"“{one.title}”")
        )
    except (BadInput, ValueError, OSError) as error:
        told = error.message if isinstance(error, BadInput) else "读不出内容"
        return [Paragraph(f"（文件“{one.title}”没有并入：{told}）")]
    note = [Paragraph(f"（{found.left_out}）")] if found.left_out else []
    return [*found.blocks, *note]


def _ending(page: CollectionPage) -> Iterator[Block]:
    nil = [row.unit.name for row in page.replies if row.is_nil]
    missing = [row.unit.name for row in page.replies if row.state != "given"]
    if nil:
        yield Paragraph(f"{NO_OPINION}：{'、'.join(nil)}。")
    if missing:
        yield Paragraph(f"未报：{'、'.join(missing)}。")


def opinion_rows(page: CollectionPage) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table of opinions in the order of the units, those without any among them."""
    by_reply: Mapping[int, list[CollectedOpinion]] = {row.pk: page.opinions_of(row) for row in page.replies}
    for reply in page.replies:
        name = reply.unit.name
        for one in by_reply[reply.pk]:
            yield name, one.passage, one.text, ADOPTIONS.get(one.adoption, ""), one.reason
        if not by_reply[reply.pk]:
            said = NO_OPINION if reply.is_nil else "未报" if reply.state != "given" else "见所报材料"
            yield name, "", said, "", ""


def opinion_document(page: CollectionPage) -> OfficialDocument:
    """Draw the table of opinions: unit, clause, opinion, adoption, reason."""
    table = Table(HEADS, tuple(opinion_rows(page)), widths=(3, 3, 8, 2, 5))
    return OfficialDocument(kind=PLAN, title=f"{page.collection.title}意见汇总表", body=(table,))
