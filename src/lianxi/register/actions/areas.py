"""The list of areas by which a conference counts: proposed, switched on and off, added to."""

from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.core.actors import INSTALLER_ONLY, OFFICE
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import One, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import on
from lianxi.register.models import Area
from lianxi.register.rules import AREA
from lianxi.register.rules.areas import ADDED, propose_areas
from lianxi.register.rules.places import divisions


@action("register.area.propose", "生成地区清单建议", who=OFFICE | INSTALLER_ONLY)
def propose_area_list(
    act: Act, *, addressees: Annotated[str, Words("建立文件的主送", 2000, may_be_blank=True)] = ""
) -> list[Area]:
    """Enter the areas that table and document propose and that are not listed yet.

    Raises BadInput where nothing is new, which is so for a region that is no division of the table.
    """
    conference = Conference.objects.select_for_update(no_key=True).get(pk=act.chain)
    act.subject = record_name(conference)
    told = short_enough(addressees, "建立文件的主送", 2000)
    # What was read from the addressees stays readable, whatever of it is an area.
    act.remark = f"建立文件的主送：{told}" if told else ""
    made = enter_proposed(act, conference, told)
    if not made:
        raise BadInput(
            "没有新的地区可以建议。",
            rule="按区划表中本地区的下一级和建立文件主送的管委会生成",
            next_step="区划表没有下一级的，请自行增补。",
        )
    return made


def enter_proposed(act: Act, conference: Conference, addressees: str) -> list[Area]:
    """Enter what is proposed and not listed yet, as part of another act; nothing where nothing is."""
    rows = Area.objects.filter(conference=conference)
    there, count = set(rows.values_list("name", flat=True)), rows.count()
    fresh = [one for one in propose_areas(conference.region, addressees) if one.name not in there]
    made = []
    for ordinal, one in enumerate(fresh, count + 1):
        row = Area(conference=conference, name=one.name[:60], code=one.code, kind=one.kind, ordinal=ordinal)
        row.origin, row.reason, row.state = one.origin, one.why_off, "off" if one.why_off else AREA.initial
        made.append(act.create(row))
    return made


@action(
    "register.area.switch_on",
    "计入地区",
    who=OFFICE,
    deciding=on(Area, "area_id", stands(AREA, "register.area.switch_on")),
)
def switch_on_area(
    act: Act, *, area_id: Annotated[int, One("地区")], reason: Annotated[str, Words("理由", 200)]
) -> Area:
    """Count by an area from now on."""
    row = act.lock(Area, area_id)
    return act.move(row, AREA, reason=filled(reason, "理由", 200))


@action(
    "register.area.switch_off",
    "不计入地区",
    who=OFFICE,
    deciding=on(Area, "area_id", stands(AREA, "register.area.switch_off")),
)
def switch_off_area(
    act: Act, *, area_id: Annotated[int, One("地区")], reason: Annotated[str, Words("理由", 200)]
) -> Area:
    """Leave an area out of every denominator and of what is missing; its data stay."""
    row = act.lock(Area, area_id)
    return act.move(row, AREA, reason=filled(reason, "理由", 200))


@action("register.area.add", "增补地区", who=OFFICE)
def add_area(
    act: Act,
    *,
    name: Annotated[str, Words("名称", 60)],
    reason: Annotated[str, Words("依据", 200)],
    code: Annotated[str, Words("区划代码", 6, may_be_blank=True)] = "",
) -> Area:
    """Add an area that neither table nor document gave, with the code of the table if it has one.

    Raises BadInput for a name or a code that is listed already, and for a code the table does not know.
    """
    conference = Conference.objects.select_for_update(no_key=True).get(pk=act.chain)
    rows, written = Area.objects.filter(conference=conference), code.strip()
    wanted = filled(name, "名称", 60)
    if rows.filter(name=wanted).exists() or (written and rows.filter(code=written).exists()):
        raise BadInput("清单里已有这个地区。", next_step="已停用的，请启用。")
    if written and written not in divisions():
        raise BadInput(f"区划表没有代码 {written}。", next_step="请填六位代码；没有代码的（如管委会）留空。")
    row = Area(conference=conference, name=wanted, code=written, ordinal=rows.count() + 1, state=AREA.initial)
    row.kind, row.origin = divisions()[written][1] if written else "body", ADDED
    row.reason = filled(reason, "依据", 200)
    return act.create(row)
