"""Minutes that come back as an edited DOCX: a revision like any other, consent void where the text changed."""

import io
import zipfile
from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.meetings.actions import issue_minutes, upload_minutes
from lianxi.meetings.actions.issue import CannotIssueMinutes
from lianxi.meetings.facts import consent_facts, decisions_of, present_revision
from lianxi.meetings.models import Minutes
from lianxi.meetings.queries.documents import MinutesParts, attendance_lists, minutes_document
from lianxi.meetings.rules.aligning import Edits, align, owners
from lianxi.meetings.rules.consent import consent_table
from lianxi.meetings.rules.machines import ROLES
from lianxi.meetings.rules.reckoned import standing
from lianxi.papers.files import Upload
from lianxi.papers.layout import OfficialDocument, Stage, render_docx
from lianxi.papers.models import StoredFile
from meetings.stages import LATER, agreed_minutes
from web.signing_in import posts, seated

KEY_WORDS = "完成房屋建筑和市政工程粉尘危害检查"


def as_generated(minutes: Minutes) -> OfficialDocument:
    units = ("市卫健委", "市人社局", "市住建局", "市总工会", "市发改委")
    parts = MinutesParts(
        meeting=minutes.meeting,
        paragraphs=standing(present_revision(minutes).paragraphs),
        attendance=attendance_lists(list(minutes.meeting.attendances.order_by("pk")), ROLES),
        recipients=units,
        copies_up=("市人民政府",),
    )
    return minutes_document(parts, day_of(LATER))


def edited(minutes: Minutes, *changes: tuple[str, str], stage: Stage = Stage.FINAL) -> Upload:
    """The DOCX the page gives, with words replaced as an editor would; with a stage, one that is still marked."""
    made = render_docx(replace(as_generated(minutes), stage=stage))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                for wrong, right in changes:
                    assert wrong.encode() in content, wrong
                    content = content.replace(wrong.encode(), right.encode())
            new.writestr(name, content)
    return Upload("纪要改.docx", buffer.getvalue())


def upload(cast: Cast, minutes: Minutes, *changes: tuple[str, str]) -> Minutes:
    return upload_minutes(
        cast.staff, LATER, minutes_id=minutes.pk, file=edited(minutes, *changes), seen=minutes.revision
    )


def test_a_changed_decision_voids_consent_and_changes_the_decision(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    assert consent_table(consent_facts(minutes, LATER.date())).complete()
    after = upload(cast, minutes, (KEY_WORDS, KEY_WORDS + "并上报"))
    assert after.revision == 2
    assert any(KEY_WORDS + "并上报" in p["text"] for p in present_revision(after).paragraphs)
    assert any(KEY_WORDS + "并上报" in one.text for one in decisions_of(after.meeting))
    assert not consent_table(consent_facts(after, LATER.date())).complete()
    with pytest.raises(CannotIssueMinutes):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    assert StoredFile.objects.filter(name="纪要改.docx").exists()


def test_what_the_system_writes_cannot_be_changed_by_an_upload(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    with pytest.raises(BadInput, match="改了正文以外的文字"):
        upload(cast, minutes, ("市人民政府。", "省人民政府。"))
    with pytest.raises(BadInput, match="你改的是第9版"):
        upload_minutes(cast.staff, LATER, minutes_id=minutes.pk, file=edited(minutes), seen=9)
    minutes.refresh_from_db()
    assert consent_table(consent_facts(minutes, LATER.date())).complete()


def test_issued_minutes_take_no_upload(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    file = edited(minutes, (KEY_WORDS, KEY_WORDS + "并上报"))
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    with pytest.raises(BadInput, match="已印发"):
        upload_minutes(cast.staff, LATER, minutes_id=minutes.pk, file=file, seen=minutes.revision)


BEFORE = ["纪要", "甲。", "乙。", "丙。", "2026年3月2日印发"]
OWNED = owners(BEFORE, [("a", "甲。"), ("b", "乙。"), ("c", "丙。")])


@pytest.mark.parametrize(
    ("after", "edits"),
    [
        (["纪要", "甲。", "乙改。", "丙。", "2026年3月2日印发"], Edits(reworded={"b": "乙改。"})),
        (["纪要", "甲。", "丙。", "2026年3月2日印发"], Edits(removed=["b"])),
        (["纪要", "甲。", "乙。", "新。", "丙。", "2026年3月2日印发"], Edits(added=[("b", "新。")])),
        (["公报", "甲。", "乙。", "丙。", "2026年3月2日印发"], Edits(elsewhere=["公报"])),
        (["纪要", "前。", "甲。", "乙。", "丙。", "2026年3月2日印发"], Edits(elsewhere=["前。"])),
        (["纪要", "甲。", "乙。", "丙。", "2026年3月9日印发"], Edits()),
    ],
)
def test_edits_are_told_by_paragraph(after: list[str], edits: Edits) -> None:
    assert align(BEFORE, after, OWNED, "2026年3月2日") == edits


@given(st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=6, unique=True))
def test_a_text_is_equal_to_itself(texts: list[str]) -> None:
    lines = ["题", *texts, "尾"]
    owned = owners(lines, [(text, text) for text in texts])
    assert align(lines, lines, owned) == Edits()
    assert sorted(owned) == list(range(1, len(texts) + 1))


def test_the_page_offers_the_upload_until_the_issue(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    url, client = f"/minutes/{minutes.pk}", seated(Client(), cast.staff)
    assert "/do/meetings.minutes.upload" in posts(client.get(url))
    assert "/do/meetings.minutes.upload" not in posts(seated(Client(), cast.member("市住建局")).get(url))
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    client = seated(Client(), cast.staff)
    assert "/do/meetings.minutes.upload" not in posts(client.get(url))


def test_a_number_of_another_register_is_no_line_to_leave_out(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    typed = "<w:p><w:r><w:t>{}</w:t></w:r></w:p><w:sectPr"
    with pytest.raises(BadInput, match="改了正文以外"):
        upload(cast, minutes, ("<w:sectPr", typed.format("泉政办〔2025〕3号")))
    own = typed.format("泉职防联纪要〔2026〕1号")
    with pytest.raises(BadInput, match="改了正文以外"):
        upload(cast, minutes, ("<w:sectPr", own.replace("<w:sectPr", own)))


def test_no_day_but_that_of_issue_may_differ(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    assert upload(cast, minutes, ("2026年3月9日印发", "2026年3月12日印发")).revision == 1
    with pytest.raises(BadInput, match="改了正文以外"):
        upload(cast, minutes, ("市总工会代表", "2026年1月1日"))


def test_a_footnote_is_refused_at_the_upload(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    note = '</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>'
    with pytest.raises(BadInput, match="里有脚注"):
        upload(cast, minutes, (KEY_WORDS, KEY_WORDS + note))
    minutes.refresh_from_db()
    assert (minutes.upload_id, minutes.revision) == (None, 1)
