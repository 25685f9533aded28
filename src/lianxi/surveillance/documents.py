"""The warning as an official document: the situation, what the unit is asked to do, by which clause."""

from collections.abc import Sequence

from lianxi.core.words import long_date, moment_text
from lianxi.papers.layout import Block, Heading, OfficialDocument, Paragraph, Table
from lianxi.surveillance.kinds import WARNING
from lianxi.surveillance.models import HazardWarning, Signal
from lianxi.surveillance.rules.machines import LEVEL_LABELS


def warning_document(
    signal: Signal, warning: HazardWarning, units: Sequence[tuple[str, str, str]]
) -> OfficialDocument:
    """Build the warning; `units` are name, citation of the clause and the clause's words."""
    level = LEVEL_LABELS[warning.level]
    found = f"{moment_text(signal.detected_at)}监测发现：{signal.sentence}。发生日期{long_date(signal.happened_on)}。"
    rests = f"依据规则“{signal.rule_title}”发现；经办公室核实、评估，级别为{level}。"
    body: list[Block] = [
        Heading(1, "一、情况"),
        Paragraph(found, refs=(f"surveillance.signal:{signal.pk}",)),
        Paragraph(rests),
        Heading(1, "二、要求"),
        *[Paragraph(line.strip()) for line in warning.text.splitlines() if line.strip()],
        Heading(1, "三、责任单位和依据"),
        Table(("单位", "条款", "原文"), tuple(units), (3, 4, 7)),
        Paragraph("特此预警。"),
    ]
    return OfficialDocument(
        kind=WARNING,
        title=warning.title,
        recipients=tuple(dict.fromkeys(name for name, _, _ in units)),
        body=tuple(body),
        refs=(f"surveillance.signal:{signal.pk}",),
    )
