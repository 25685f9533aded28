"""Steps 3 to 8 in a real browser, with the seats of the office, a unit, another unit and the convener."""

import re
from datetime import datetime, timedelta

import pytest

from browser.conftest import OUT, Seat
from lianxi.core.words import CHINA

pytestmark = pytest.mark.browser
Seats = dict[str, Seat]
# What five people do from a topic to the circular, pages opened by address not counted.
CLICKS, FIELDS = 75, 30


def _number(seat: Seat, kind: str) -> int:
    found = re.search(rf"/{kind}/(\d+)", seat.page.url)
    assert found, seat.page.url
    return int(found[1])


def _topic(seats: Seats) -> int:
    liaison, office, union = seats["liaison"], seats["office"], seats["union"]
    liaison.open("/topics/new")
    liaison.submit(
        "meetings.topic.propose",
        title="隧道施工粉尘防护",
        text="隧道施工粉尘较重，建议明确防护要求。",
        clause="QZ-3-11-2",
    )
    topic = _number(liaison, "topics")
    liaison.shot("03-topic-phone")
    office.open(f"/topics/{topic}")
    office.submit("meetings.topic.accept")
    due = (datetime.now(CHINA) + timedelta(days=7)).date().isoformat()
    office.submit("meetings.opinion.ask", unit_ids=["市总工会"], due_on=due)
    union.open(f"/topics/{topic}")
    union.submit("meetings.opinion.give", stance="amend", text="建议增加职工代表参与。")
    union.done("建议增加职工代表参与")
    union.shot("03-opinion")
    return topic


def _attend(office: Seat, units: tuple[str, ...]) -> None:
    """Marks the units present on the one sheet; the others are taken for absent when the meeting ends."""
    sheet = office.page.locator("form[action='/do/meetings.attendance.record_sheet']")
    for unit in units:
        row = sheet.locator("tr").filter(
            has=office.page.get_by_role("rowheader", name=re.compile(f"^{unit}"))
        )
        row.get_by_label("成员出席").check()
        row.get_by_label(f"{unit}到会人员姓名").fill(f"{unit}代表")
    office.shot("04-attendance")
    office.submit("meetings.attendance.record_sheet")


def _meeting(seats: Seats, topic: int) -> int:
    office, liaison = seats["office"], seats["liaison"]
    office.open("/meetings/new")
    start = (datetime.now(CHINA) + timedelta(days=1)).strftime("%Y-%m-%dT09:00")
    office.submit(
        "meetings.meeting.plan",
        kind="special",
        title="隧道粉尘专题会议",
        starts_at=start,
        place="会议室",
        topic_ids=[str(topic)],
    )
    meeting = _number(office, "meetings")
    office.submit("meetings.meeting.call")
    office.shot("04-notice")
    liaison.open(f"/meetings/{meeting}")
    liaison.submit("meetings.notice.reply", reply="张科长参加")
    liaison.shot("04-reply-phone")
    office.open(f"/meetings/{meeting}")
    office.submit("meetings.meeting.open")
    _attend(office, ("市住建局", "市总工会"))
    office.submit("meetings.item.record_outcome", text="会议议定明确防护要求。", result="settled")
    due = (datetime.now(CHINA) + timedelta(days=60)).date().isoformat()
    office.submit(
        "meetings.decision.record",
        text="由市住建局牵头，市总工会配合，制定隧道施工粉尘防护要求。",
        title="隧道施工粉尘防护要求",
        lead_unit_id="市住建局",
        co_unit_ids=["市总工会"],
        due_on=due,
        evidence_wanted="防护要求文本",
    )
    office.shot("04-sitting")
    office.submit("meetings.meeting.close")
    office.submit("meetings.minutes.draft")
    return _number(office, "minutes")


def _consent(seats: Seats, minutes: int) -> None:
    office, member, union = seats["office"], seats["member"], seats["union"]
    office.submit("meetings.minutes.circulate")
    office.shot("05-circulated")
    seats["convener"].open(f"/minutes/{minutes}")
    seats["convener"].done("不能印发")
    member.open(f"/minutes/{minutes}")
    member.shot("05-consent-phone")
    member.submit("meetings.objection.raise", text="请写明适用范围。")
    union.open(f"/minutes/{minutes}")
    union.submit("meetings.consent.give", "", "同意")
    office.open(f"/minutes/{minutes}")
    office.submit("meetings.objection.reply", reply="已写明适用于全部在建隧道。")
    edit = office.page.locator(
        "form[action='/do/meetings.paragraph.revise']", has_text="制定隧道施工粉尘防护要求"
    )
    key = edit.locator("[name='key']").first.get_attribute("value")
    office.submit(
        "meetings.paragraph.revise",
        f"[name='key'][value='{key}']",
        text="由市住建局牵头，市总工会配合，制定隧道施工粉尘防护要求，适用于全部在建隧道。",
    )
    office.shot("05-revised")
    for seat in (member, union):
        seat.open(f"/minutes/{minutes}")
        seat.submit("meetings.consent.give", "", "同意")
    union.open(f"/minutes/{minutes}/compare?from=1&to=2")
    union.shot("05-compare")


def _issue(seats: Seats, minutes: int) -> int:
    convener, liaison = seats["convener"], seats["liaison"]
    convener.open(f"/minutes/{minutes}")
    convener.submit("meetings.minutes.issue")
    convener.done("纪要〔")
    convener.shot("06-issued")
    convener.open("/papers")
    convener.follow(convener.page.get_by_role("link", name=re.compile("隧道粉尘专题会议纪要")).first)
    paper = _number(convener, "papers")
    liaison.open(f"/papers/{paper}")
    liaison.submit("papers.recipient.receive")
    liaison.shot("06-received-phone")
    link = liaison.page.locator("a[href*='/extract/']").first
    with liaison.page.expect_download() as download:
        link.click()
    path = OUT / "07-extract.docx"
    download.value.save_as(path)
    assert path.read_bytes()[:2] == b"PK"
    return paper


def _follow_up(seats: Seats) -> None:
    liaison, office, union = seats["liaison"], seats["office"], seats["union"]
    liaison.open("/ledger?text=隧道施工")
    liaison.follow(liaison.page.locator("a[href^='/ledger/']", has_text="隧道").first)
    obligation = _number(liaison, "ledger")
    liaison.submit("ledger.obligation.acknowledge")
    union.open(f"/ledger/{obligation}")
    union.submit("ledger.obligation.acknowledge")
    union.shot("08-obligation")
    union.open(f"/ledger/{obligation}/report")
    union.submit("ledger.progress.report", text="已配合征求一线职工意见，本单位部分完成。", done=True)
    evidence = OUT / "防护要求.txt"
    evidence.write_text("隧道施工粉尘防护要求", encoding="utf-8")
    liaison.open(f"/ledger/{obligation}/report")
    liaison.submit("ledger.progress.report", text="要求已印发，申请办结。", files=str(evidence), done=True)
    liaison.shot("08-report-phone")
    office.open(f"/ledger/{obligation}")
    office.submit("ledger.obligation.verify")
    office.done("核验通过")
    office.shot("08-closed")
    office.open("/circulars")
    office.submit("ledger.circular.draft")
    office.submit("ledger.circular.show")
    office.submit("ledger.circular.issue", reason="急需印发")
    office.done("通报〔")
    office.shot("08-circular")
    office.open("/journal?verify=1")
    office.shot("09-journal")


def test_from_topic_to_circular(seats: Seats) -> None:
    topic = _topic(seats)
    minutes = _meeting(seats, topic)
    _consent(seats, minutes)
    _issue(seats, minutes)
    _follow_up(seats)
    done = {key: (seat.steps.clicks, seat.steps.fields) for key, seat in seats.items()}
    (OUT / "steps.txt").write_text(
        "".join(f"{key} {clicks} 次点击 {fields} 栏\n" for key, (clicks, fields) in done.items()),
        encoding="utf-8",
    )
    assert sum(clicks for clicks, _fields in done.values()) <= CLICKS
    assert sum(fields for _clicks, fields in done.values()) <= FIELDS
