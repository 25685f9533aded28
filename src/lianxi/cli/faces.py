"""docs/rooms.md: what each room shows to the house, and what it refuses, generated from the faces."""

from dataclasses import fields
from typing import Any

from lianxi.core.rooms import RecordKind, Refused, Room, rooms
from lianxi.core.sight import Grant, Level, Sees, Who

_NAMED = ("table", "label", "title", "url", "code", "indicator", "kind", "name")
_FACETS = [field.name for field in fields(Room) if field.name not in ("name", "title", "package")]


def rooms_markdown() -> str:
    """Write every face as a table: facet, and what is stated or why it is refused."""
    parts = [
        "# 房间",
        "",
        "由代码生成（`lianxi docs`），测试核对。每个房间对外的一面：菜单、记录、待办、导出、每日工作等，"
        "或为什么没有。见 building.md。",
        "",
    ]
    for room in rooms():
        parts += [
            f"## {room.title}（`{room.package}`）",
            "",
            "| facet | stated, or why not |",
            "| --- | --- |",
        ]
        parts += [f"| {facet} | {_shown(getattr(room, facet))} |" for facet in _FACETS]
        parts.append("")
        parts += [*_kept(room), "", *_sights(room), ""]
    return "\n".join(parts)


def _shown(facet: Any) -> str:
    if isinstance(facet, Refused):
        return f"— {facet.why}"
    return "、".join(_named(one) for one in facet) if isinstance(facet, tuple) else f"`{facet}`"


def _named(one: Any) -> str:
    if isinstance(one, str):
        return f"`{one}`"
    return next(str(getattr(one, name)) for name in _NAMED if hasattr(one, name))


def _kept(room: Room) -> list[str]:
    kinds: tuple[RecordKind, ...] = () if isinstance(room.records, Refused) else room.records
    archived = "、".join(kind.table for kind in kinds if kind.archived) or "—"
    in_file = "、".join(kind.table for kind in kinds if kind.in_file) or "—"
    return [f"年度归档：{archived}", "", f"全卷：{in_file}"]


_LEVELS = {Level.COUNT: "只见数目", Level.STATUS: "只见结果", Level.EMPLOYER: "只见用人单位", Level.ROW: ""}


def _sights(room: Room) -> list[str]:
    """Write who sees which record, from the same grants that the pages ask."""
    kinds: tuple[RecordKind, ...] = () if isinstance(room.records, Refused) else room.records
    rows = [f"| {kind.table} | {_sight(kind.sight)} |" for kind in kinds]
    return ["| 记录 | 谁可以看 |", "| --- | --- |", *rows] if rows else []


def _sight(sees: Sees) -> str:
    told = "；".join(_grant(one) for one in sees.capped) or f"— {sees.why}"
    own = "；".join(
        f"其中 {name}：{'、'.join(_grant(one) for one in grants)}" for name, grants in sees.fields.items()
    )
    return "；".join(filter(None, (told, own)))


def _grant(grant: Grant) -> str:
    named = {
        Who.PUBLIC: "公开",
        Who.MEMBERS: "全体席位",
        Who.OFFICE: "办公室和召集人",
        Who.CONVENERS: "召集人",
        Who.OPERATOR: "运维管理员",
        Who.UNIT: "单位",
        Who.SEAT: "席位",
        Who.PERSON: "本人",
        Who.WHOLE: "随",
        Who.RULE: "按规则",
    }[grant.who]
    paths = "".join(f" `{path}`" for path in grant.paths)
    cases = [f"{name} = {'/'.join(str(one) for one in values)}" for name, values in grant.cases]
    cases += [f"{name} ≠ {'/'.join(str(one) for one in values)}" for name, values in grant.barred]
    if grant.since:
        cases.append(f"自 {grant.since} 起")
    if grant.home:
        cases.append(f"{grant.home} 的席位")
    if _LEVELS[grant.level]:
        cases.append(_LEVELS[grant.level])
    told = "（" + "，".join(cases) + "）" if cases else ""
    return f"{named}{paths}{told}"
