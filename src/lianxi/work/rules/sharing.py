"""How far what an arrangement gathers may be shared by law, and by which way it goes: no exchange platform is built here."""

from datetime import date
from typing import Protocol

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, Refusal, WrongState

FREE, CONDITIONAL, REFUSED = "free", "conditional", "refused"
# The three classes that rules on sharing government information know; their articles are still to be read: 设定，待确认.
SHARE_LABELS = {FREE: "无条件共享", CONDITIONAL: "有条件共享", REFUSED: "不予共享"}
VIA_LABELS = {"platform": "共享平台", "file": "文件", "page": "页面"}
UNSAID = {"": "没有写明"}


class NotShared(Refusal):
    """What is to be sent may not be shared by the class that the office set."""

    code = "not_shared"


class Shared(Protocol):
    """What decides whether the class of an arrangement may be said."""

    @property
    def state(self) -> str: ...
    @property
    def share(self) -> str: ...


def may_say(facts: Shared, _actor: Actor, _day: date) -> Refusal | None:
    """Let the class of a version be said once, while it is proposed or on."""
    if facts.state in ("proposed", "on") and not facts.share:
        return None
    return WrongState(
        "这一版已写明共享属性，或已停用、改版。",
        rule="安排改版，不改旧版",
        next_step="需要改的，请先改版，再在新版上写明。",
    )


def check_sharing(share: str, ground: str, via: str) -> None:
    """Refuse a class or a way that is none, and a narrowed class without its ground. Raises BadInput."""
    if share not in SHARE_LABELS or via not in VIA_LABELS:
        raise BadInput(
            "共享属性或送达方式不在可选范围内。",
            next_step=f"共享属性：{'、'.join(SHARE_LABELS.values())}；方式：{'、'.join(VIA_LABELS.values())}。",
        )
    if share != FREE and not ground.strip():
        raise BadInput(
            f"{SHARE_LABELS[share]}须写明依据。",
            rule="有条件共享、不予共享的写明法律、行政法规或党中央、国务院政策依据",
            next_step="请填写依据的文件和条款。",
        )


def may_send(share: str, ground: str, title: str) -> Refusal | None:
    """Let rows leave unless they are not to be shared."""
    if share != REFUSED:
        return None
    return NotShared(
        f"“{title}”属不予共享（{ground}），不能送出。",
        rule="不予共享的不送其他单位",
        next_step="依据有变化的，请办公室改版安排。",
    )
