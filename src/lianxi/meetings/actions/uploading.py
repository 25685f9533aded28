"""Minutes edited in WPS or Word come back: the file becomes that of record, its words the text as by any edit."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import File, One, Seen
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.meetings.actions.minutes import paragraph_row, revise, reworded, taken_out
from lianxi.meetings.facts import present_revision
from lianxi.meetings.models import Minutes
from lianxi.meetings.queries.documents import minutes_document, minutes_parts
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.aligning import Edits, align, owners
from lianxi.meetings.rules.kinds import MINUTES
from lianxi.meetings.rules.reckoned import standing
from lianxi.papers.files import Upload, keep_own_pdf, store_file
from lianxi.papers.incoming import docx_lines, open_docx
from lianxi.papers.layout import (
    OfficialDocument,
    format_date,
    number_problem,
    parse_number,
    render_docx,
)
from lianxi.papers.letterhead import prefix_on
from lianxi.papers.pdfchild import look_into
from lianxi.papers.whole import read_docx, require_same_text, require_whole

Row = dict[str, Any]


@action(
    "meetings.minutes.upload",
    "上传修改后的纪要",
    who=OFFICE,
    deciding=on(Minutes, "minutes_id", steps.editable),
)
def upload_minutes(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    file: Annotated[Upload, File("DOCX")],
    seen: Annotated[int, Seen()],
    pdf: Annotated[Upload | None, File("本单位输出的 PDF")] = None,
) -> Minutes:
    """Take an edited DOCX of the minutes as the file of record, its words as their text.

    Changed words make the next revision, in which consent to every changed paragraph is void; where only the
    layout or the number differs, the revision and its consents stand. `pdf` is the unit's own PDF of it. `seen` is
    the revision that was downloaded. Raises BadInput for a file that could do harm or prints more than its
    paragraphs, for changes outside the paragraphs or to a decision's existence, and for a PDF of another text.
    """
    minutes = act.lock(Minutes, minutes_id)
    if minutes.revision != seen:
        raise BadInput(
            f"纪要已改到第{minutes.revision}版，你改的是第{seen}版。",
            rule="不得覆盖他人的改动",
            next_step="请下载现在的版本，把改动移过去后再上传。",
        )
    incoming = act.read(read_docx, file)
    looked = act.read(look_into, pdf.content) if pdf is not None else None
    rows: list[Row] = list(present_revision(minutes).paragraphs)
    day = day_of(act.at)
    document = minutes_document(minutes_parts(minutes, rows, day), day)
    require_whole(file.name, incoming, document)
    edits = _edits(document, standing(rows), _without_number(minutes, day, list(incoming.lines)))
    stored = store_file(act, minutes.conference_id, file)
    own = keep_own_pdf(act, minutes.conference_id, pdf)
    if pdf is not None:
        require_same_text(pdf.name, looked, incoming)
    if edits.reworded or edits.added or edits.removed:
        changed = _changed(act, minutes, rows, edits)
        revise(act, minutes, changed, f"上传修改稿“{stored.name[:80]}”（文件 {stored.pk}）")
    else:
        act.remark = "文字没有改动，已有的会签仍有效"
    return act.change(minutes, upload=stored, upload_pdf=own, upload_revision=minutes.revision)


@action(
    "meetings.minutes.withdraw_upload",
    "改回系统生成的纪要",
    who=OFFICE,
    deciding=on(Minutes, "minutes_id", steps.editable, steps.uploaded),
)
def withdraw_minutes_upload(act: Act, *, minutes_id: Annotated[int, One("纪要")]) -> Minutes:
    """Set an uploaded file aside; its words stay the text, the file stays in the record."""
    minutes = act.lock(Minutes, minutes_id)
    return act.change(minutes, upload=None, upload_pdf=None, upload_revision=None)


def _without_number(minutes: Minutes, day: date, lines: list[str]) -> list[str]:
    """Leave out the one line that is a number of the minutes' register, which the generated text has not yet."""
    prefix = prefix_on(minutes.conference, MINUTES, day)
    own = [line for line in lines if number_problem(line) is None and parse_number(line).organ_code == prefix]
    place = lines.index(own[0]) if own else len(lines)
    return lines[:place] + lines[place + 1 :]


def _edits(document: OfficialDocument, rows: list[Row], after: list[str]) -> Edits:
    before = docx_lines(open_docx(Upload("minutes.docx", render_docx(document))))
    try:
        owned = owners(before, [(row["key"], row["text"]) for row in rows])
    except ValueError as error:
        raise BadInput("这份纪要的段落不能与上传稿对照。", next_step="请在页面上逐段修改。") from error
    dated = format_date(document.issued_on) if document.issued_on else ""
    # Terms stand behind their paragraph: what is added after them is added after it.
    bound = {row["key"] for row in rows if row["binding"]}
    behind = {place + 1: key for place, key in owned.items() if key in bound}
    edits = align(before, after, owned, dated, behind)
    if edits.elsewhere:
        raise BadInput(
            f"上传稿改了正文以外的文字：“{edits.elsewhere[0][:40]}”。",
            rule="标题、承办要求、到会名单、收文单位由系统按登记生成",
            next_step="请只改正文段落；承办要求请在“议定事项”里改，名单等请在会议页面更正。",
        )
    return edits


def _changed(act: Act, minutes: Minutes, rows: list[Row], edits: Edits) -> list[Row]:
    binding = [row for row in rows if row["key"] in edits.removed and row["binding"]]
    if binding:
        raise BadInput(
            f"上传稿删去了议定事项“{binding[0]['text'][:40]}”。",
            rule="议定事项不能直接删去",
            next_step="请撤销该议定事项并写明理由，再上传。",
        )
    made: list[Row] = []
    for row in rows:
        made += _row(act, minutes, row, edits)
        made += _added(minutes, row, edits)
    return made


def _row(act: Act, minutes: Minutes, row: Mapping[str, Any], edits: Edits) -> list[Row]:
    key = str(row["key"])
    if key in edits.reworded:
        text = filled(edits.reworded[key], "段落内容", 20_000)
        return [paragraph_row(key, text, row["item"], reworded(act, row["binding"], text))]
    return taken_out(minutes, dict(row), "删去一段") if key in edits.removed else [dict(row)]


def _added(minutes: Minutes, row: Mapping[str, Any], edits: Edits) -> list[Row]:
    texts = [(place, text) for place, (after, text) in enumerate(edits.added, 1) if after == row["key"]]
    return [
        paragraph_row(f"a{minutes.revision + 1}-{place}", filled(text, "段落内容", 20_000), row["item"])
        for place, text in texts
    ]
