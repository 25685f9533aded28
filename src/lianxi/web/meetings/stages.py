"""The bar of steps above a meeting and its minutes: from topics to the ledger, each done, under way or to come."""

from lianxi.meetings.rows import MeetingRow, MinutesRow
from lianxi.web.meetings.shapes import StagesStep

ORDER = ("topics", "notice", "meeting", "minutes", "consent", "issue", "ledger")
LABELS = {
    "topics": "议题和意见",
    "notice": "通知",
    "meeting": "会议",
    "minutes": "纪要",
    "consent": "会签",
    "issue": "印发",
    "ledger": "台账",
}
# The step that a meeting, then its minutes, stand at.
OF_MEETING = {"planned": "notice", "called": "meeting", "in_progress": "meeting", "held": "minutes"}
OF_MINUTES = {"drafting": "minutes", "in_consent": "consent", "issued": "ledger"}


def stages_of(meeting: MeetingRow, minutes: MinutesRow | None) -> list[StagesStep]:
    """Return the steps of a meeting's course; none of one that was cancelled."""
    if meeting.state == "cancelled":
        return []
    now = OF_MINUTES[minutes.state] if minutes is not None else OF_MEETING[meeting.state]
    place, page = ORDER.index(now), f"/meetings/{meeting.pk}"
    paper = f"/minutes/{minutes.pk}" if minutes is not None else ""
    urls = {"topics": f"{page}#agenda", "notice": f"{page}#called", "meeting": page}
    urls |= dict.fromkeys(("minutes", "consent", "issue"), paper)
    urls["ledger"] = "/ledger" if now == "ledger" else ""
    return [
        {
            "label": LABELS[step],
            "url": urls[step],
            "is_done": at < place,
            "is_now": at == place,
        }
        for at, step in enumerate(ORDER)
    ]
