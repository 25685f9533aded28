"""The kinds of paper that are drafted, or go with another one; other rooms state what their acts issue."""

from lianxi.core.papers import Form, PaperKind
from lianxi.core.rooms import paper_kinds

NOTICE = PaperKind("notice", "会议通知", 10, word="通知", drafted="通知", is_addressed=True, to_members=True)
# Its label is what its numbers bear where each kind has its register: 会议通知 would be no word for it.
MEMBER_NOTICE = PaperKind(
    "member_notice", "通知", 15, word="通知", drafted="成员名单调整通知", is_addressed=True, to_members=True
)
LETTER = PaperKind("letter", "函", 20, Form.LETTER, word="函", register="函", drafted="函", is_addressed=True)
REPORT = PaperKind(
    "report", "报告", 60, Form.UPWARD, word="报告", drafted="报告", is_addressed=True, to_members=True
)
REQUEST = PaperKind("request", "请示", 70, Form.UPWARD, word="请示", drafted="请示", is_addressed=True)
PLAN = PaperKind("plan", "会议方案", 100, Form.INNER, word="方案", drafted="会议方案", to_members=True)
ROSTER = PaperKind("roster", "名单", 110, Form.INNER, word="名单", drafted="名单", to_members=True)
# 工作简报 and 专报 have no title word that is always there; 会议材料 goes with the notice of its meeting.
BULLETIN = PaperKind("bulletin", "工作简报", 170, register="简报", drafted="工作简报", to_members=True)
SPECIAL = PaperKind(
    "special_report", "专报", 180, Form.UPWARD, register="专报", drafted="专报", is_addressed=True
)
MATERIAL = PaperKind("meeting_material", "会议材料", 190, Form.INNER, drafted="会议材料", to_members=True)
RECEIPT = PaperKind("receipt", "回执", 120, Form.INNER, word="回执")


def drafted_kinds() -> dict[str, PaperKind]:
    """Return the kinds that are drafted, by code; the others are born from an act of their room."""
    return {code: kind for code, kind in paper_kinds().items() if kind.drafted}
