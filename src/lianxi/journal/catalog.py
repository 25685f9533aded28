"""The catalogue of actions as data: payloads read from the signatures, for doors, documents and tests."""

import inspect
import types
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Union, get_args, get_origin, get_type_hints

from lianxi.core.rooms import rooms
from lianxi.journal.acting import Action, catalogue


def load_catalogue() -> None:
    """Import the actions of every installed room, so that the catalogue is complete."""
    for room in rooms():
        if find_spec(f"{room.package}.actions"):
            import_module(f"{room.package}.actions")


def payload_of(action: Action[..., Any]) -> dict[str, inspect.Parameter]:
    """Return an action's payload: name → parameter with its resolved type and default."""
    hints = get_type_hints(action.body)
    parameters = list(inspect.signature(action.body).parameters.values())[1:]
    return {p.name: p.replace(annotation=hints[p.name]) for p in parameters}


def required_payload(action: Action[..., Any]) -> dict[str, Any]:
    """Return an empty value for every field that has no default; for probing refusals."""
    payload = payload_of(action)
    return {name: None for name, field in payload.items() if field.default is inspect.Parameter.empty}


def type_name(annotation: Any) -> str:
    """Write a payload type for people: int, date, str, list of int, …"""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return " 或 ".join(type_name(part) for part in get_args(annotation) if part is not type(None))
    if origin is not None:
        inner = [type_name(part) for part in get_args(annotation) if part is not Ellipsis]
        return f"{getattr(origin, '__name__', origin)}[{', '.join(inner)}]"
    return getattr(annotation, "__name__", str(annotation))


def catalogue_markdown() -> str:
    """Write docs/actions.md: every action with who may do it and what it takes."""
    from lianxi.core.actors import describe

    lines = [
        "# 动作目录",
        "",
        "由代码生成（`lianxi docs`），测试核对。页面、命令行调用的是同一个动作；权限在动作之内。",
        "",
        "| 动作 | 说明 | 谁可以办理 | 内容 |",
        "| --- | --- | --- | --- |",
    ]
    for id_ in sorted(catalogue):
        action = catalogue[id_]
        fields = [f"`{n}`: {type_name(p.annotation)}" for n, p in payload_of(action).items()]
        who = describe(action.who) or "只能作为其他动作的一部分"
        lines.append(f"| `{id_}` | {action.title} | {who} | {'；'.join(fields) or '—'} |")
    return "\n".join(lines) + "\n"
