"""Who may check: subjects with their published authority, item lists, officers, caps; each unit enters its own."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.bodies.queries import in_force, member_unit_ids
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import Choice, Choices, Day, File, Number, One, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.inspections.actions.entering import words_of
from lianxi.inspections.actions.refusing import refuse_rows
from lianxi.inspections.models import CapRule, CapUse, CheckItem, EnforcementSubject, Officer
from lianxi.inspections.queries.check_facts import on_officer, on_subject
from lianxi.inspections.rules import check_guards as guards
from lianxi.inspections.rules.check_guards import AUTHORITY
from lianxi.inspections.rules.plans import LEVELS, SUBJECT_KINDS, SYSTEMS
from lianxi.inspections.rules.requests import TEAM
from lianxi.inspections.sheets import read_items
from lianxi.journal.acting import Act, action
from lianxi.papers.files import Upload

ENTERING = OFFICE | UNIT_SPEAKERS
LAW = "行政处罚法第四十二条：执法人员不少于两人，并持有执法证件"
OWN = on_subject(guards.own, guards.in_force)


@action("inspections.subject.enter", "登记检查主体", who=ENTERING)
def enter_subject(
    act: Act,
    *,
    body: Annotated[str, Words("检查主体（单位全称）", 80)],
    kind: Annotated[str, Choice("类别", SUBJECT_KINDS)],
    system: Annotated[str, Choice("系统", SYSTEMS)],
    level: Annotated[str, Choice("层级", LEVELS)],
    unit_id: Annotated[int | None, OneUnit("由哪个成员单位的席位办理")] = None,
    authority: Annotated[str, Words("公布的执法主体（网址或文号）", 300)] = "",
    areas: Annotated[Sequence[str], Choices("管辖地区（不选为全市）")] = (),
    cap: Annotated[int, Number("对每家企业每年检查次数上限")] = 0,
    cap_source: Annotated[str, Words("上限在哪里公布", 300)] = "",
    visits_per_week: Annotated[int, Number("每周能去几家企业")] = 0,
) -> EnforcementSubject:
    """Enter a body that checks; one that was entered under the name before ends. Raises BadInput, NotPermitted."""
    if kind not in SUBJECT_KINDS or system not in SYSTEMS or level not in LEVELS:
        raise BadInput("请从列出的选项中选择类别、系统和层级。")
    unit = unit_id if act.actor.is_office and unit_id is not None else act.actor.unit_id
    if unit not in member_unit_ids(act.chain, day_of(act.at)):
        raise BadInput("没有选择成员单位。", next_step="县级机关由其上级的席位办理。")
    named = words_of(act, body, "检查主体", 80)
    if "联席会议" in named:
        raise BadInput("联席会议及其办公室不是检查主体。", rule=AUTHORITY, next_step="请登记有执法权的单位。")
    told = words_of(act, authority, "公布的执法主体", 300, needed=False)
    if kind == "enforcement" and not told:
        raise BadInput("没有写执法主体在哪里公布。", rule=AUTHORITY, next_step="请填写公布的网址或文号。")
    if not 0 <= cap <= 100 or not 0 <= visits_per_week <= 1000:
        raise BadInput("次数上限填 0 到 100，每周企业数填 0 到 1000。")
    source = words_of(act, cap_source, "上限的公布依据", 300, needed=False)
    if kind == "enforcement" and cap:
        _require_published(source)
    day = day_of(act.at)
    for earlier in EnforcementSubject.objects.filter(in_force(day), conference_id=act.chain, body=named):
        end_subject.within(act, subject_id=earlier.pk)
    row = EnforcementSubject(
        conference_id=act.chain, unit_id=unit, body=named, kind=kind, system=system, level=level
    )
    row.authority, row.areas = told, [one for one in areas if one.strip()]
    row.cap, row.cap_source, row.visits_per_week, row.starts_on = cap, source, visits_per_week, day
    return act.create(row)


def _require_published(source: str) -> None:
    if not source:
        raise BadInput(
            "没有写次数上限在哪里公布。",
            rule="国家没有统一的次数上限，以各单位公布的为准",
            next_step="请填写公布的网址或文号。",
        )


@action("inspections.subject.end", "停用检查主体", who=ENTERING, deciding=OWN)
def end_subject(act: Act, *, subject_id: Annotated[int, One("检查主体")]) -> EnforcementSubject:
    """End a subject from today on; what it did stays."""
    row = act.lock(EnforcementSubject, subject_id)
    return act.change(row, ends_before=max(day_of(act.at), row.starts_on))


@action("inspections.checkitem.publish", "登记检查事项", who=ENTERING, deciding=OWN)
def publish_item(
    act: Act,
    *,
    subject_id: Annotated[int, One("检查主体")],
    code: Annotated[str, Words("事项编码", 60)],
    name: Annotated[str, Words("检查事项", 200)],
    basis: Annotated[str, Words("法律依据", 300)],
    published_on: Annotated[date, Day("清单公布日期")],
    checked_by: Annotated[str, Choice("由哪一级检查", {"": "没有另定", **LEVELS})] = "",
) -> CheckItem:
    """Enter an item of a body's published list; a former row of the code ends. Raises BadInput."""
    subject = act.lock(EnforcementSubject, subject_id)
    if published_on > day_of(act.at):
        raise BadInput(f"公布日期（{long_date(published_on)}）还没有到。", next_step="公布以后再登记。")
    if checked_by not in ("", *LEVELS):
        raise BadInput("请选择由哪一级检查。")
    return _put_item(act, subject, {
        "code": words_of(act, code, "事项编码", 60), "name": words_of(act, name, "检查事项", 200),
        "basis": words_of(act, basis, "法律依据", 300), "published_on": published_on, "checked_by": checked_by,
    })  # fmt: skip


def _put_item(act: Act, subject: EnforcementSubject, values: dict[str, object]) -> CheckItem:
    for former in CheckItem.objects.filter(subject=subject, code=values["code"], ends_before__isnull=True):
        act.change(former, ends_before=max(day_of(act.at), former.published_on))
    return act.create(CheckItem(conference_id=act.chain, subject=subject, **values))


@action("inspections.checkitem.upload", "上传检查事项清单", who=ENTERING, deciding=OWN)
def upload_items(
    act: Act,
    *,
    subject_id: Annotated[int, One("检查主体")],
    file: Annotated[Upload, File("公布的事项清单")],
) -> list[CheckItem]:
    """Take a published list as a sheet, whole or not at all. Raises RowsRefused with every fault by row."""
    told = act.read(read_items, file.name, file.content, day_of(act.at))
    subject = act.lock(EnforcementSubject, subject_id)
    if told.faults:
        raise refuse_rows(told.faults)
    if not told.rows:
        raise BadInput(f"“{file.name}”里没有一行事项。", next_step="请填写后再上传。")
    return [_put_item(act, subject, values) for _where, values in told.rows]


@action("inspections.officer.enter", "登记执法人员", who=ENTERING, deciding=OWN)
def enter_officer(
    act: Act,
    *,
    subject_id: Annotated[int, One("检查主体")],
    certificate_no: Annotated[str, Words("执法证号（只登记号码，不写姓名）", 40)],
    valid_until: Annotated[date, Day("有效至")],
) -> Officer:
    """Enter an officer's certificate; a former line of the number ends. Raises BadInput for one that ran out."""
    subject = act.lock(EnforcementSubject, subject_id)
    number = words_of(act, certificate_no, "执法证号", 40)
    if sum(one.isdigit() for one in number) < 4 or any(one.isspace() for one in number):
        raise BadInput("执法证号不像号码。", next_step="请只写证件上的号码，不写姓名。")
    if valid_until < day_of(act.at):
        raise BadInput(f"证件已于{long_date(valid_until)}到期。", rule=LAW, next_step="请换证后登记。")
    for former in Officer.objects.filter(subject=subject, certificate_no=number, ends_before__isnull=True):
        act.change(former, ends_before=day_of(act.at))
    return act.create(
        Officer(conference_id=act.chain, subject=subject, certificate_no=number, valid_until=valid_until)
    )


@action(
    "inspections.officer.end",
    "停用执法人员",
    who=ENTERING,
    deciding=on_officer(guards.own, guards.not_ended),
)
def end_officer(act: Act, *, officer_id: Annotated[int, One("执法人员")]) -> Officer:
    """End an officer's line from today on."""
    row = act.lock(Officer, officer_id)
    return act.change(row, ends_before=day_of(act.at))


@action("inspections.caprule.set", "登记系统检查上限", who=OFFICE)
def set_cap_rule(
    act: Act,
    *,
    system: Annotated[str, Choice("系统", SYSTEMS)],
    number: Annotated[int, Number("市县合计对每家企业每年的次数上限")],
    year: Annotated[int, Number("年份")],
    source: Annotated[str, Words("在哪里公布", 300)],
) -> CapRule:
    """Enter the published cap of a whole line; the former one of the year ends. Raises BadInput."""
    if system not in SYSTEMS or not 0 <= number <= 100 or not 2024 <= year <= 2100:
        raise BadInput("请选择系统，次数填 0 到 100，年份填 2024 以后。")
    for former in CapRule.objects.filter(conference_id=act.chain, system=system, year=year, is_ended=False):
        act.change(former, is_ended=True)
    row = CapRule(conference_id=act.chain, system=system, number=number, year=year)
    row.source = words_of(act, source, "在哪里公布", 300)
    return act.create(row)


def note_use(
    act: Act, subject: EnforcementSubject, firm: str, year: int, *, count: int, source: str
) -> CapUse:
    """Note how many counted checks a body made at a firm in a year, as it tells; a later word takes its place."""
    row: CapUse | None = CapUse.objects.filter(subject=subject, firm=firm, year=year).first()
    if row is not None:
        return act.change(row, count=count, source=source[:200])
    return act.create(
        CapUse(
            conference_id=act.chain, subject=subject, firm=firm, year=year, count=count, source=source[:200]
        )
    )


def valid_team(officers: Sequence[Officer], day: date) -> list[Officer]:
    """Return the officers whose certificates hold on a day. Raises BadInput where they are fewer than two."""
    out = [one for one in officers if one.valid_until < day or (one.ends_before and one.ends_before <= day)]
    held = [one for one in officers if one not in out]
    if len(held) < TEAM:
        ran_out = "".join(f"证件{one.masked}有效至{long_date(one.valid_until)}。" for one in out)
        raise BadInput(
            f"检查那天（{long_date(day)}）证件有效的不足两人。{ran_out}",
            rule=LAW,
            next_step="请换人，或换证后再批准；仍不足两人的，这一部分不能去。",
        )
    return held
