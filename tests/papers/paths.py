"""Drafts on their way, for the tests of drafts, registers, pages and archives."""

from datetime import timedelta
from typing import Any

from cast import AT, Cast
from lianxi.core.actors import Actor, SeatKind
from lianxi.papers.actions import (
    draft_paper,
    issue_draft,
    number_draft,
    review_draft,
    send_paper,
    sign_draft,
    submit_draft,
)
from lianxi.papers.models import PaperDraft
from staging import staged

TITLE = "关于报送2026年第一季度职业病防治工作情况的函"
TEXT = """为做好职业病防治工作，现将有关事项函告如下。
一、报送内容
请将本单位第一季度工作情况报送我办。
单位\t联系人
市住建局\t张三
特此函告。"""


def deputy(cast: Cast) -> Actor:
    """The seat that reviews what the staff drafts."""
    return cast.actor(SeatKind.OFFICE_DEPUTY, "市人社局")


@staged
def drafted(cast: Cast, kind: str = "letter", **more: Any) -> PaperDraft:
    fields = {"title": TITLE, "text": TEXT, "unit_ids": [cast.unit("市住建局").pk], **more}
    return draft_paper(cast.staff, AT, kind=kind, **fields)


@staged
def signed(cast: Cast, kind: str = "letter", **more: Any) -> PaperDraft:
    draft = drafted(cast, kind, **more)
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    review_draft(deputy(cast), AT, draft_id=draft.pk)
    return sign_draft(cast.convener, AT + timedelta(hours=1), draft_id=draft.pk)


@staged
def numbered(cast: Cast, kind: str = "letter", **more: Any) -> PaperDraft:
    return number_draft(cast.staff, AT, draft_id=signed(cast, kind, **more).pk)


@staged
def sent(cast: Cast, kind: str = "letter", **more: Any) -> PaperDraft:
    draft = numbered(cast, kind, **more)
    issue_draft(cast.staff, AT, draft_id=draft.pk)
    return send_paper(cast.staff, AT, draft_id=draft.pk)
