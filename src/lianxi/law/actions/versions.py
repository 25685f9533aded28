"""Founding documents enter, are reviewed and adopted: four eyes, and an adopted version never changes."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from lianxi.bodies.actions import found_conference
from lianxi.bodies.actions.renewing import Renewal, renew_conference
from lianxi.bodies.models import Conference
from lianxi.bodies.rules.founding import FoundingPlan
from lianxi.core.actors import INSTALLER_ONLY, OFFICE
from lianxi.core.canonical import digest
from lianxi.core.fields import Choice, Choices, Day, Flag, Inner, One, Words
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action
from lianxi.law.corrections import Draft, lay_over
from lianxi.law.facts import on_adoption, on_draft
from lianxi.law.founding import PlanOptions, plan_from
from lianxi.law.models import Clause, ClauseAct, Instrument, InstrumentVersion
from lianxi.law.queries import (
    draft_of,
    earlier_clauses,
    find_latest,
    reading_of,
    used_clause_ids,
)
from lianxi.law.reading import Reading, bounded_reading
from lianxi.law.rules import (
    FOUNDS_NONE_STEPS,
    PARTS,
    VERSION,
    VersionKind,
    follows_latest,
    lists_units,
    second_person,
)
from lianxi.law.selectors import is_code
from lianxi.law.shipped import SHIPPED, load_shipped
from lianxi.law.stable_ids import keep_ids, renamed_reading
from lianxi.register.actions.areas import enter_proposed

WHOLE = tuple(PARTS)


@action("law.version.draft", "读取文件", who=OFFICE | INSTALLER_ONLY)
def draft_version(
    act: Act,
    *,
    code: Annotated[str, Words("代号", 40)],
    text: Annotated[str, Words("全文", 1_000_000)],
    kind: Annotated[str, Choice("类别")] = "",
    holds_from: Annotated[date | None, Day("施行日期")] = None,
    as_founding: Annotated[bool, Flag("作为建立文件")] = False,
) -> InstrumentVersion:
    """Read a document's decoded text and keep the reading as a draft for review.

    A code that has an adopted version gets a further one, of `kind` reissue (also where none is named) or
    erratum. `as_founding` is a person's word that a text the reader does not recognise founds a conference.
    Raises BadInput with a sentence where the text founds none or the code is taken; nothing is stored then.
    """
    code = code.strip().upper()
    if not is_code(code):
        raise BadInput("文件代号须为 20 个以内的字母、数字，中间可用短横。")
    # A form sends every line with two end marks; the document has one.
    text = text.replace("\r\n", "\n")
    reading = act.read(bounded_reading, text, code=code, as_founding=as_founding)
    if kind == VersionKind.FURTHER:
        _require_further(act, reading)
    elif not reading.founds_conference:
        raise BadInput(
            "这份文件里没有读到建立联席会议的内容（成员单位、职责）。",
            next_step=FOUNDS_NONE_STEPS[reading.document_kind],
        )
    return enter_version(act, reading, kind=kind, holds_from=holds_from)


@action("law.version.draft_shipped", "读取随附文件", who=OFFICE | INSTALLER_ONLY)
def draft_shipped_version(act: Act, *, code: Annotated[str, Choice("代号")]) -> InstrumentVersion:
    """Enter a shipped document with its reviewed clauses and acts as a draft."""
    if code not in SHIPPED:
        raise BadInput(f"没有随附代号为“{code}”的文件。", next_step=f"随附的有：{'、'.join(SHIPPED)}。")
    return enter_version(act, act.read(load_shipped, code))


def enter_version(
    act: Act, reading: Reading, *, kind: str = "", holds_from: date | None = None
) -> InstrumentVersion:
    """Store a reading as the next version of its instrument, with clauses and acts.

    Clauses of a further version keep the ids they had in the version adopted last.
    """
    _require_own_document(act, reading.code)
    instrument = Instrument.objects.filter(code=reading.code).first()
    if instrument is None:
        instrument = act.create(Instrument(code=reading.code, **_head_of(reading)))
    latest = find_latest(reading.code)
    kind, sha256 = _kind_of(kind, latest), digest(reading.text)
    _refuse_known(instrument, latest, kind, sha256)
    version = InstrumentVersion(
        instrument=instrument,
        number=instrument.versions.count() + 1,
        text=reading.text,
        sha256=sha256,
        state=VERSION.initial,
        drafted_by=act.actor.label,
        drafted_person_id=act.actor.person_id,
        kind=kind,
        holds_from=holds_from,
    )
    if latest is not None and latest.sha256 == sha256:
        # The same words anew: what was read and put right then stands, until it is put right again.
        reading = reading_of(latest)
        version.corrections = [{**one, "carried": latest.number} for one in latest.corrections]
    elif latest is not None:
        ids = keep_ids(earlier_clauses(latest), reading.clauses, used_clause_ids(reading.code))
        reading = renamed_reading(reading, ids)
    version.follows = latest.number if latest else None
    version.reading = {key: value for key, value in asdict(reading).items() if key != "text"}
    act.create(version)
    act.subject = f"law.instrumentversion:{version.pk}"
    _enter_clauses(act, version, reading)
    return version


def _enter_clauses(act: Act, version: InstrumentVersion, reading: Reading) -> None:
    for ordinal, clause in enumerate(reading.clauses, 1):
        row = Clause(instrument_version=version, ordinal=ordinal, code=clause.id, unit=clause.unit or "")
        row.number, row.kind, row.text = clause.number or "", clause.kind, clause.text
        row.start, row.end, row.citation = clause.start, clause.end, clause.citation
        act.create(row)
        for part in clause.acts:
            own = ClauseAct(clause=row, code=part.id, text=part.text, start=part.start, end=part.end)
            own.roles = list(part.roles)
            act.create(own)


def _head_of(reading: Reading) -> dict[str, Any]:
    return {
        "title": (reading.title or "（无标题）")[:200],
        "issuer": (reading.issuer or "")[:120],
        "doc_number": (reading.doc_number or "")[:60],
        "issued_on": date.fromisoformat(reading.date) if reading.date else None,
        "region": (reading.region or "")[:60],
    }


def _require_own_document(act: Act, code: str) -> None:
    founded = Conference.objects.filter(instrument=code)
    own = act.actor.conference_id
    if own is not None and founded.exists() and not founded.filter(pk=own).exists():
        raise NotPermitted(
            f"代号 {code} 是另一联席会议的建立文件。",
            rule="只能办理本联席会议的文件",
            next_step="请换一个代号，或请那个联席会议的办公室办理。",
        )


def _require_further(act: Act, reading: Reading) -> None:
    if act.actor.conference_id is None:
        raise BadInput("其他文件须由本联席会议的办公室读取。")
    if reading.founds_conference:
        raise BadInput("这份文件建立联席会议，不是其他文件。", next_step="请在类别中选“首次采用”。")
    if Conference.objects.filter(instrument=reading.code).exists():
        raise BadInput(
            f"代号 {reading.code} 是建立文件的。", next_step="其他文件请另用一个代号，例如 QZ-XXTB。"
        )


def _kind_of(kind: str, latest: InstrumentVersion | None) -> VersionKind:
    if kind == VersionKind.FURTHER:
        return VersionKind.FURTHER
    if latest is None and kind in ("", VersionKind.FIRST):
        return VersionKind.FIRST
    if latest is None:
        raise BadInput("这个代号还没有采用过的版本，不能登记为重新印发或勘误。", next_step="请先采用第一版。")
    if kind not in ("", VersionKind.REISSUE, VersionKind.ERRATUM):
        raise BadInput("这个代号已有采用的版本，新版本只能是重新印发或勘误。")
    return VersionKind(kind or VersionKind.REISSUE)


def _refuse_known(instrument: Instrument, latest: InstrumentVersion | None, kind: str, sha256: str) -> None:
    known = InstrumentVersion.objects.filter(instrument=instrument, sha256=sha256).exclude(state="discarded")
    if kind == VersionKind.ERRATUM and latest is not None and latest.sha256 == sha256:
        # An erratum may put right how the latest version was read, its words unchanged.
        known = known.filter(state=VERSION.initial)
    if known.exists():
        raise BadInput("这份文件已经读取过，内容完全相同。", next_step="请在文件列表中打开它。")


@action(
    "law.version.adopt",
    "采用文件",
    who=OFFICE | INSTALLER_ONLY,
    deciding=on_adoption("law.version.adopt", second_person, lists_units, follows_latest),
)
def adopt_version(
    act: Act,
    *,
    version_id: Annotated[int, One("文件版本")],
    is_demo: Annotated[bool, Inner("是示例")] = False,
    parts: Annotated[tuple[str, ...], Choices("采用的内容")] = WHOLE,
    holds_from: Annotated[date | None, Day("施行日期")] = None,
) -> Conference:
    """Adopt a reviewed draft, and found its conference or renew it in the same act.

    Units are always taken; of roster, office and rules only what `parts` names, the rest stays open and is
    stored so. Who adopts is neither who drafted nor who corrected (the installer excepted: its adoption
    shows as awaiting the office's confirmation). Raises NotPermitted for those, WrongState for a version
    already adopted, BadInput where another version was adopted meanwhile or the day does not fit.
    """
    version = act.lock(InstrumentVersion, version_id)
    if version.kind == VersionKind.FURTHER:
        raise BadInput("这是其他文件，不建立联席会议。", next_step="请在审阅页面作为其他文件采用。")
    if act.actor.conference_id is not None:
        # What a demonstration founds is one too, and what a real conference founds never is.
        is_demo = Conference.objects.get(pk=act.actor.conference_id).is_demo
    _check_parts(parts)
    latest, draft = find_latest(version.instrument.code), draft_of(version)
    since = holds_from or version.holds_from or _own_day(version, draft) or day_of(act.at)
    _check_day(since, latest, day_of(act.at))
    left = [part for part in PARTS if part != "units" and part not in parts]
    values = {"adopted_by": act.actor.label, "adopted_at": act.at, "holds_from": since, "open_parts": left}
    act.move(version, VERSION, **values)
    act.change(version.instrument, **_head_of(draft.reading))
    plan = plan_from(draft, PlanOptions(version.number, since, is_demo, frozenset(left)))
    conference = _conference(act, version, is_demo) if latest else None
    if latest is None or conference is None:
        conference = found_conference.within(act, plan=plan)
        said = [clause.text for clause in draft.reading.clauses if clause.meta == "addressees"]
        enter_proposed(act, conference, "\n".join(said))
    else:
        act.chain = conference.pk
        before = _before(act, version, latest, draft, is_demo=is_demo)
        renewal = Renewal(plan, frozenset(PARTS) - frozenset(left), since, before)
        renew_conference(act, conference, renewal)
    # Whoever else adopted it, a conference waits until its own office has looked.
    own = act.actor.conference_id == conference.pk
    act.change(conference, confirmed_at=act.at if own else None)
    return conference


def _check_parts(parts: Sequence[str]) -> None:
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise BadInput(
            f"文件没有“{'、'.join(unknown)}”这一部分。", next_step=f"可选：{'、'.join(PARTS.values())}。"
        )


def _own_day(version: InstrumentVersion, draft: Draft) -> date | None:
    """Give the document's own date; an erratum's is that of the document it corrects, and says nothing."""
    said = draft.reading.date if version.kind != VersionKind.ERRATUM else None
    return date.fromisoformat(said) if said else None


def _check_day(since: date, latest: InstrumentVersion | None, today: date) -> None:
    if latest is None:
        return
    if latest.holds_from is not None and since < latest.holds_from:
        raise BadInput(f"施行日期不能早于上一版的施行日期（{long_date(latest.holds_from)}）。")
    if since > today:
        raise BadInput(
            f"这一版自{long_date(since)}起施行，现在还不能采用。", next_step="请到施行之日再采用。"
        )


def _conference(act: Act, version: InstrumentVersion, is_demo: bool) -> Conference | None:
    rows = Conference.objects.filter(instrument=version.instrument.code)
    own = act.actor.conference_id
    found = (rows.filter(is_demo=is_demo, is_simulated=False) if own is None else rows.filter(pk=own)).first()
    if found is None and rows.exists():
        _require_own_document(act, version.instrument.code)
    return act.lock(Conference, found.pk) if found is not None else None


def _before(
    act: Act, version: InstrumentVersion, latest: InstrumentVersion, draft: Draft, *, is_demo: bool
) -> FoundingPlan | None:
    """Give the plan an erratum is measured against; None for a re-issue, which stands for the whole.

    Other words are read on both sides by the same reader, so that only what the text itself changed counts.
    """
    if version.kind != VersionKind.ERRATUM:
        return None
    earlier = draft_of(latest)
    if latest.sha256 != version.sha256:
        earlier = lay_over(act.read(bounded_reading, latest.text, code=draft.reading.code), ())
    options = PlanOptions(latest.number, latest.holds_from or date.min, is_demo, frozenset(latest.open_parts))
    return plan_from(earlier, options)


@action("law.version.discard", "放弃文件草稿", who=OFFICE, deciding=on_draft("law.version.discard"))
def discard_version(act: Act, *, version_id: Annotated[int, One("文件版本")]) -> InstrumentVersion:
    """Put a draft aside; it stays on record and is never adopted."""
    return act.move(act.lock(InstrumentVersion, version_id), VERSION)
