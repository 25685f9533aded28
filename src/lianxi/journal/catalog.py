"""The catalogue of actions as data: payloads read from the signatures, for doors, documents and tests."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from lianxi.core.rooms import rooms
from lianxi.journal.acting import Action, catalogue


def load_catalogue() -> None:
    """Import the actions of every installed room, each module of them, so that the catalogue is complete."""
    for room in rooms():
        _load_room(room.package)


@cache
def _load_room(package: str) -> None:
    # Once in a process: pages ask several times each, and looking for modules reads folders.
    if find_spec(f"{package}.actions"):
        actions = import_module(f"{package}.actions")
        for one in iter_modules(getattr(actions, "__path__", ())):
            import_module(f"{actions.__name__}.{one.name}")


def required_payload(action: Action[..., Any]) -> dict[str, Any]:
    """Return an empty value for every field that has no default; for probing refusals."""
    return {name: None for name, field in action.payload.items() if field.needed}


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
        fields = [f"`{name}` {field.words.describe()}" for name, field in action.payload.items()]
        who = describe(action.who) or "只能作为其他动作的一部分"
        lines.append(f"| `{id_}` | {action.title} | {who} | {'；'.join(fields) or '—'} |")
    return "\n".join(lines) + "\n"
