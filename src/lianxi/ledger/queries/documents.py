"""The ledger's papers as official documents: the circular with its figures, the report upward, the slips.

Organ and mark come from the letterhead, of circular and report when they are issued.
"""

from collections.abc import Sequence

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.words import long_date
from lianxi.journal.export import head_on_paper
from lianxi.ledger.kinds import CIRCULAR, REMINDER
from lianxi.ledger.models import Circular, Contest, Obligation
from lianxi.ledger.rows import SlipRow
from lianxi.ledger.rules import OBLIGATION, Figure, Standing
from lianxi.ledger.rules.figures import RANKING_FORMULA, rank_units
from lianxi.ledger.rules.slips import TO_CONVENER
from lianxi.papers.kinds import REPORT
from lianxi.papers.layout import Block, DocNumber, Heading, OfficialDocument, Paragraph, Table
from lianxi.papers.letterhead import letterhead_of

LISTED = 100
_CHINESE = "一二三四五"


def circular_document(
    circular: Circular,
    late: Sequence[Standing],
    units: dict[int, str],
    *,
    running: Sequence[Standing] = (),
    is_ranked: bool = False,
) -> OfficialDocument:
    """Build the circular: its text, the table of figures, what is under way item by item, and what is overdue.

    `running` and `late` are the overdue obligations as of the circular's moment, `units` names by id in printed order.
    Where the conference has switched it on, units are ranked, under the formula.
    """
    body: list[Block] = [
        *_paragraphs(circular.text),
        Heading(1, "一、台账数字"),
        _figure_table(circular, circular.figures),
    ]
    if running:
        body += [Heading(1, f"{_CHINESE[_headings(body)]}、逐项办理情况"), _item_table(running, units)]
        if len(running) > LISTED:
            body.append(Paragraph(f"以上列出{LISTED}项，其余{len(running) - LISTED}项见台账。"))
    if late:
        body += [Heading(1, f"{_CHINESE[_headings(body)]}、逾期事项"), _late_table(late, units)]
        if len(late) > LISTED:
            body.append(Paragraph(f"以上列出时限最早的{LISTED}项，其余{len(late) - LISTED}项见台账。"))
    contests = Contest.objects.filter(circular=circular).exclude(state="asked").select_related("unit")
    if rows := list(contests.order_by("pk")):
        body += [Heading(1, f"{_CHINESE[_headings(body)]}、单位异议和答复"), _contest_table(rows)]
    if is_ranked:
        title = f"{_CHINESE[_headings(body)]}、各单位逾期率"
        body += [Heading(1, title), Paragraph(RANKING_FORMULA), _ranking_table(circular, units)]
    if head := head_on_paper(circular.conference_id):
        body.append(Paragraph(head))
    # The signature stands with a sentence, never alone under a table (7.3.5.5).
    body.append(Paragraph("特此通报。"))
    return OfficialDocument(
        kind=CIRCULAR,
        title=circular.title,
        recipients=("各成员单位",),
        body=tuple(body),
        refs=(f"ledger.circular:{circular.pk}",),
    )


def report_document(obligation: Obligation, *, title: str, text: str, signer: str) -> OfficialDocument:
    """Build the report that answers an assigned matter to the body that assigned it."""
    ref = f"ledger.obligation:{obligation.pk}"
    opening = (
        f"{obligation.source_label or '有关事项'}（台账编号{obligation.number}），现将办理情况报告如下。"
    )
    return OfficialDocument(
        kind=REPORT,
        title=title,
        signer=signer,
        recipients=(obligation.upward_body,),
        body=(Paragraph(opening, refs=(ref,)), *_paragraphs(text), Paragraph("特此报告。")),
        refs=(ref,),
    )


def slip_document(conference: ConferenceRow, slip: SlipRow) -> OfficialDocument:
    """Draw a slip as a letter from its frozen words, with its own number and day.

    The title is the rung's own name as it is addressed; what goes to the convener is addressed to him.
    """
    _unit, _, body = slip.text.partition("\n")
    prefix = slip.number.partition("〔")[0]
    document = OfficialDocument(
        kind=REMINDER,
        title=slip.label,
        number=DocNumber(prefix, slip.year, slip.sequence),
        issued_on=slip.issued_on,
        recipients=("召集人" if slip.label == TO_CONVENER else slip.unit.name,),
        body=tuple(_paragraphs(body)),
        refs=(f"ledger.slip:{slip.pk}", f"ledger.obligation:{slip.obligation_id}"),
    )
    return letterhead_of(conference, slip.issued_on).put_on(document)


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def _figure_table(circular: Circular, figures: Sequence[Figure]) -> Table:
    rows = tuple((figure["label"], str(figure["value"])) for figure in figures)
    return Table(("项目", "数量（项）"), rows, (3, 1), refs=(f"ledger.circular:{circular.pk}",))


def _headings(body: Sequence[Block]) -> int:
    return sum(isinstance(block, Heading) for block in body)


def _ranking_table(circular: Circular, units: dict[int, str]) -> Table:
    rows = tuple(
        (str(row.place), row.name, str(row.running), str(row.late), f"{float(row.share):.1%}")
        for row in rank_units(circular.figures, units.items())
    )
    return Table(
        ("位次", "单位", "在办", "逾期", "逾期率"),
        rows,
        (1, 4, 2, 2, 2),
        refs=(f"ledger.circular:{circular.pk}",),
    )


def _contest_table(rows: Sequence[Contest]) -> Table:
    lines = tuple(
        (
            row.label,
            row.unit.name,
            row.reason,
            f"更正为{row.corrected}：{row.answer}" if row.corrected is not None else f"未采纳：{row.answer}",
        )
        for row in rows
    )
    return Table(("项目", "单位", "异议", "答复"), lines, (3, 2, 4, 4))


def _item_table(running: Sequence[Standing], units: dict[int, str]) -> Table:
    rows = tuple(
        (
            row.number,
            row.title,
            units.get(row.lead_unit_id, ""),
            long_date(row.due_on) if row.due_on else "未定",
            OBLIGATION.labels[row.state],
        )
        for row in running[:LISTED]
    )
    refs = tuple(f"ledger.obligation:{row.pk}" for row in running[:LISTED])
    return Table(("编号", "事项", "主办单位", "办理时限", "进展"), rows, (2, 5, 2, 3, 2), refs=refs)


def _late_table(late: Sequence[Standing], units: dict[int, str]) -> Table:
    rows = tuple(
        (row.number, row.title, units.get(row.lead_unit_id, ""), long_date(row.due_on) if row.due_on else "")
        for row in late[:LISTED]
    )
    refs = tuple(f"ledger.obligation:{row.pk}" for row in late[:LISTED])
    return Table(("编号", "事项", "主办单位", "办理时限"), rows, (2, 5, 2, 3), refs=refs)
