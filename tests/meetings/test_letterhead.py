"""The papers of meetings go out under the conference's letterhead: as it is set, else as the host unit's own."""

from cast import AT, Cast
from lianxi.bodies.actions import set_rule
from lianxi.meetings.actions import correct_minutes, issue_minutes
from lianxi.meetings.models import Minutes
from lianxi.meetings.queries import binds, issued_paragraphs
from lianxi.meetings.queries.documents import extract_document
from lianxi.papers.layout import OfficialDocument, from_dict
from lianxi.papers.models import Paper
from meetings.stages import LATER, agreed_minutes, called_meeting

HOST = "泉州市卫健委"
SET = {
    "issuing_organ": "泉州市职业健康领导机构",
    "paper_mark": "泉州市职业健康领导机构文件",
    "number_prefix": "泉职健",
}


def setting(cast: Cast) -> None:
    for code, value in SET.items():
        set_rule(cast.director, AT, code=code, value=value)


def under(paper: Paper | None) -> tuple[str, str, tuple[str, ...], bool, str]:
    """Number, mark, signature, whether the seal's place is left free, and the 印发机关."""
    assert paper is not None
    document = from_dict(paper.document)
    return paper.number, document.mark, document.signed_by, document.sealed, document.printed_by


def issued(cast: Cast) -> tuple[Minutes, Paper]:
    minutes = agreed_minutes(cast)
    return minutes, issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)


def extract(minutes: Minutes, paper: Paper) -> OfficialDocument:
    return extract_document(minutes.meeting, paper, "市住建局", binds(issued_paragraphs(minutes), "市住建局"))


def test_a_notice_is_the_hosts_unless_it_is_set(cast: Cast) -> None:
    seen = under(called_meeting(cast).notice)
    assert seen == ("泉职防联会议通知〔2026〕1号", f"{HOST}文件", (HOST,), True, HOST)
    setting(cast)
    organ = SET["issuing_organ"]
    assert under(called_meeting(cast).notice) == (
        "泉职健会议通知〔2026〕1号", SET["paper_mark"], (organ,), True, organ
    )  # fmt: skip


def test_minutes_bear_the_meetings_mark_and_no_seal(cast: Cast) -> None:
    setting(cast)
    _minutes, paper = issued(cast)
    organ = SET["issuing_organ"]
    assert under(paper) == ("泉职健纪要〔2026〕1号", f"{cast.conference.name}纪要", (organ,), False, organ)


def test_an_extract_stays_under_the_letterhead_of_its_minutes(cast: Cast) -> None:
    minutes, paper = issued(cast)
    before = extract(minutes, paper)
    assert (before.mark, before.signed_by) == (f"{cast.conference.name}纪要", (HOST,))
    setting(cast)
    assert extract(minutes, paper) == before
    corrected = correct_minutes(cast.convener, LATER, minutes_id=minutes.pk, wrong="6月", right="7月")
    organ = SET["issuing_organ"]
    assert under(corrected) == ("泉职健更正〔2026〕1号", SET["paper_mark"], (organ,), True, organ)
