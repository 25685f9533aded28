"""The 版头: everything above and including the red rule (7.2, 10.3)."""

from collections.abc import Iterator
from dataclasses import replace

from lianxi.papers.layout.joining import joined
from lianxi.papers.layout.model import Kind, OfficialDocument
from lianxi.papers.layout.numbers import format_date
from lianxi.papers.layout.pieces import Line, Run, plain, ruled
from lianxi.papers.layout.roles import CHARACTER, LINE, TEXT_WIDTH, Face, Role
from lianxi.papers.layout.text import width

# The mark's top edge is 35 mm under the top of the type area (7.2.4).
_MARK_DROP = 1984
_MARK_LARGEST, _MARK_SMALLEST = 88, 44
_END_TAB = TEXT_WIDTH - CHARACTER


def head(document: OfficialDocument) -> Iterator[Line]:
    """This function will give the lines of the head; without a mark there is no red rule either."""
    secret = list(_classification(document))
    yield from secret
    if document.mark:
        size = mark_size(document.mark)
        yield Line(Role.MARK, (Run(document.mark),), before=_MARK_DROP - len(secret) * LINE, size=size)
    lines = list(_identity(document))
    if document.mark and not lines:
        # The rule needs a line to stand under even while a draft has no number.
        lines = [plain(Role.NUMBER, "")]
    if lines and document.mark:
        lines[-1] = ruled(lines[-1])
    yield from lines


def mark_size(mark: str) -> int:
    """This function will give the largest size (half-points, 44-88) at which the mark fits one line."""
    fitting = int(TEXT_WIDTH / 10 / max(width(mark), 1))
    return max(_MARK_SMALLEST, min(_MARK_LARGEST, fitting))


def _classification(document: OfficialDocument) -> Iterator[Line]:
    secret = document.classification
    if secret.copy_number:
        yield plain(Role.COPY_NUMBER, secret.copy_number)
    for text in (secret.secrecy, secret.urgency):
        if text:
            yield plain(Role.SECRECY, text)


def _identity(document: OfficialDocument) -> Iterator[Line]:
    number = str(document.number) if document.number else ""
    if document.kind is Kind.REPORT:
        if number or document.signer:
            yield _number_and_signer(number, document.signer)
        return
    if number:
        yield plain(Role.NUMBER, number)
    if document.period is not None:
        period = plain(Role.NUMBER, f"第{document.period}期")
        yield replace(period, before=0) if number else period
    if document.is_minutes:
        yield from _minutes_line(document)


def _number_and_signer(number: str, signer: str) -> Line:
    runs = (Run(number), Run("\t签发人："), Run(signer, Face.KAI)) if signer else (Run(number),)
    return Line(Role.NUMBER_UP, runs, end_tab=_END_TAB)


def _minutes_line(document: OfficialDocument) -> Iterator[Line]:
    # Minutes carry organ and date above the rule instead of a signature: practice, which 10.3 leaves open.
    day = format_date(document.issued_on) if document.issued_on else ""
    if document.signed_by or day:
        text = joined(document.signed_by) + (f"\t{day}" if day else "")
        yield Line(Role.HEAD_LINE, (Run(text),), end_tab=_END_TAB)
