"""docs/rooms.md: what each room shows to the house, and what it refuses, generated from the faces."""

from dataclasses import fields
from typing import Any

from lianxi.core.rooms import RecordKind, Refused, Room, rooms

_NAMED = ("label", "title", "url", "code", "table", "indicator", "kind", "name")
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
        parts += [*_kept(room), ""]
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
