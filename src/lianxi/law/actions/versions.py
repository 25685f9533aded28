"""Founding documents enter, are reviewed and adopted: four eyes, and an adopted version never changes."""

from dataclasses import asdict
from datetime import date

from lianxi.bodies.actions import found_conference
from lianxi.bodies.models import Conference
from lianxi.core.actors import INSTALLER_ONLY, OFFICE, SeatKind
from lianxi.core.canonical import digest
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.law.founding import PlanOptions, plan_from
from lianxi.law.models import Clause, ClauseAct, Instrument, InstrumentVersion
from lianxi.law.queries import reading_of
from lianxi.law.reading import Reading, read_text
from lianxi.law.rules import VERSION
from lianxi.law.shipped import SHIPPED, load_shipped


@action("law.version.draft", "读取文件", who=OFFICE | INSTALLER_ONLY)
def draft_version(act: Act, *, code: str, text: str) -> InstrumentVersion:
    """This function will read a document's decoded text and keep the reading as a draft for review.

    Raises BadInput with a sentence where the text founds no conference or the code is taken; nothing is
    stored then.
    """
    code = code.strip().upper()
    if not (1 <= len(code) <= 20 and code.replace("-", "").isalnum()):
        raise BadInput("文件代号须为 20 个以内的字母、数字或短横。")
    reading = read_text(text, code=code)
    if not reading.founds_conference or not reading.units:
        raise BadInput(
            "这份文件里没有读到建立联席会议的内容（成员单位、职责）。",
            next_step="请确认是建立联席会议的文件；法规、通知正文等不能据以建立联席会议。",
        )
    return enter_version(act, reading)


@action("law.version.draft_shipped", "读取随附文件", who=OFFICE | INSTALLER_ONLY)
def draft_shipped_version(act: Act, *, code: str) -> InstrumentVersion:
    """This function will enter a shipped document with its reviewed clauses and acts as a draft."""
    try:
        reading = load_shipped(code)
    except KeyError as error:
        raise BadInput(f"没有随附代号为“{code}”的文件。", next_step=f"随附的有：{'、'.join(SHIPPED)}。") from error
    return enter_version(act, reading)


def enter_version(act: Act, reading: Reading) -> InstrumentVersion:
    """This function will store a reading as the next version of its instrument, with clauses and acts."""
    instrument = Instrument.objects.filter(code=reading.code).first()
    if instrument is None:
        instrument = Instrument(code=reading.code, title=reading.title or "（无标题）")
        instrument.issuer, instrument.doc_number = reading.issuer or "", reading.doc_number or ""
        instrument.issued_on = date.fromisoformat(reading.date) if reading.date else None
        instrument.region = reading.region or ""
        act.create(instrument)
    digest_of_text = digest(reading.text)
    known = InstrumentVersion.objects.filter(instrument=instrument, sha256=digest_of_text)
    if known.exclude(state="discarded").exists():
        raise BadInput("这份文件已经读取过，内容完全相同。", next_step="请在文件列表中打开它。")
    plain = {key: value for key, value in asdict(reading).items() if key != "text"}
    version = InstrumentVersion(
        instrument=instrument, number=instrument.versions.count() + 1, text=reading.text
    )
    version.sha256, version.reading, version.state = digest_of_text, plain, VERSION.initial
    version.drafted_by, version.drafted_person_id = act.actor.label, act.actor.person_id
    act.create(version)
    act.subject = f"law.instrumentversion:{version.pk}"
    for ordinal, clause in enumerate(reading.clauses, 1):
        row = Clause(instrument_version=version, ordinal=ordinal, code=clause.id, unit=clause.unit or "")
        row.number, row.kind, row.text = clause.number or "", clause.kind, clause.text
        row.start, row.end, row.citation = clause.start, clause.end, clause.citation
        act.create(row)
        for part in clause.acts:
            own = ClauseAct(clause=row, code=part.id, text=part.text, start=part.start, end=part.end)
            own.roles = list(part.roles)
            act.create(own)
    return version


@action("law.version.adopt", "采用文件并建立联席会议", who=OFFICE | INSTALLER_ONLY)
def adopt_version(act: Act, *, version_id: int, is_demo: bool = False) -> Conference:
    """This function will adopt a reviewed draft and found its conference in the same act.

    Who adopts is not who drafted (the installer excepted: its adoption shows as awaiting the office's
    confirmation). Raises NotPermitted for the drafter, WrongState for a version already adopted.
    """
    version = act.lock(InstrumentVersion, version_id)
    installer = act.actor.kind is SeatKind.INSTALLER
    if not installer and version.drafted_person_id == act.actor.person_id:
        raise NotPermitted(
            "起草人不能自己采用。", rule="审阅与起草须为两人", next_step="请办公室另一位同事审阅采用。"
        )
    act.move(version, VERSION, adopted_by=act.actor.label, adopted_at=act.at)
    reading = reading_of(version)
    issued = version.instrument.issued_on
    options = PlanOptions(version=version.number, starts_on=issued or day_of(act.at), is_demo=is_demo)
    conference = found_conference.within(act, plan=plan_from(reading, options))
    if not installer:
        act.change(conference, confirmed_at=act.at)
    return conference


@action("law.version.discard", "放弃文件草稿", who=OFFICE)
def discard_version(act: Act, *, version_id: int) -> InstrumentVersion:
    """This function will put a draft aside; it stays on record and is never adopted."""
    return act.move(act.lock(InstrumentVersion, version_id), VERSION)
