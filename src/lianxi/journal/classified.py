"""Texts and files with a mark of secrecy are refused, unless the operator declared a classified installation."""

from collections.abc import Iterable

from django.conf import settings

from lianxi.core.refusals import BadInput
from lianxi.core.secrecy import secrecy_mark

NOTE = "本系统不得处理涉密信息。"


def refuse_classified(what: str, texts: Iterable[str]) -> None:
    """Refuse texts that bear a mark of secrecy. Raises BadInput naming it; `what` says where it stands."""
    if settings.CLASSIFIED:
        return
    if mark := next((mark for text in texts if (mark := secrecy_mark(text))), ""):
        raise BadInput(
            f"{what}标有密级“{mark[:20]}”。",
            rule=NOTE.rstrip("。"),
            next_step="请按保密规定在涉密系统或纸面办理；并非涉密、误标的，请去掉标注后再提交。",
        )
