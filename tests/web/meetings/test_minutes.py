"""Pages of minutes: a whole consent round through the browser's forms, and who sees what on the way."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import html

from cast import Cast, found_cast
from lianxi.core.actors import Actor
from lianxi.core.words import day_of
from lianxi.law.queries import citations_of
from lianxi.meetings.actions import revise_decision
from lianxi.meetings.facts import consent_facts, present_revision
from lianxi.meetings.models import Consent, Decision, Minutes, Objection
from lianxi.meetings.queries import get_minutes_page
from lianxi.web.shared.compare import paragraph_changes, word_changes
from meetings.stages import LATER, PRESENT, agreed_minutes, circulated_minutes, drafted_minutes
from web.signing_in import posts, seated, words


def sign_in(actor: Actor) -> Client:
    return seated(Client(), actor)


def see(actor: Actor, minutes: Minutes) -> HttpResponse:
    response = sign_in(actor).get(f"/minutes/{minutes.pk}")
    assert response.status_code == 200
    return response


def do(actor: Actor, action: str, **fields: Any) -> HttpResponse:
    return sign_in(actor).post(f"/do/meetings.{action}", {"next": "/minutes", **fields})


def paragraph(minutes: Minutes, prefix: str) -> dict[str, str]:
    minutes.refresh_from_db()
    return next(p for p in present_revision(minutes).paragraphs if p["key"].startswith(prefix))


def agree(actor: Actor, minutes: Minutes) -> None:
    minutes.refresh_from_db()
    assert do(actor, "consent.give", minutes_id=minutes.pk, revision=minutes.revision).status_code == 302


def test_a_whole_consent_round_through_the_pages(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    assert "meetings.minutes.circulate" in str(posts(see(cast.staff, minutes)))
    do(cast.staff, "minutes.circulate", minutes_id=minutes.pk)
    assert "3个参会单位中0个已同意；等你单位表态" in words(see(cast.member("市住建局"), minutes))
    for unit in PRESENT:
        agree(cast.member(unit), minutes)
    own = paragraph(minutes, "d")
    objection = {"minutes_id": minutes.pk, "paragraph": own["key"], "text": "应写明报送对象"}
    do(cast.member("市住建局"), "objection.raise", **objection)
    assert "你单位的异议等办公室答复" in words(see(cast.member("市住建局"), minutes))
    assert "1条异议等办公室答复" in words(see(cast.convener, minutes))
    row = Objection.objects.get()
    do(cast.staff, "objection.reply", objection_id=row.pk, reply="采纳")
    changed = {"key": own["key"], "text": own["text"] + "检查结果报办公室。", "seen": own["hash"]}
    do(cast.staff, "paragraph.revise", minutes_id=minutes.pk, **changed)
    text = words(see(cast.member("市总工会"), minutes))
    assert "等你单位对第3段的修改重新表态" in text
    assert "改动来自市住建局的异议" in text
    assert "检查结果报办公室。" in see(cast.member("市总工会"), minutes).content.decode().split("<ins>")[1]
    assert "不能印发：还差市卫健委、市住建局、市总工会" in words(see(cast.convener, minutes))
    for unit in PRESENT:
        agree(cast.member(unit), minutes)
    assert "可以由召集人印发" in words(see(cast.convener, minutes))
    do(cast.convener, "minutes.issue", minutes_id=minutes.pk)
    text = words(see(cast.member("市住建局"), minutes))
    assert "泉职防联纪要〔2026〕1号" in text or "纪要〔" in text
    assert "在台账中看办理情况" in text


def test_what_is_offered_depends_on_seat_and_state(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    assert "meetings.consent.give" in str(posts(see(cast.member("市住建局"), minutes)))
    absent = see(cast.member("市发改委"), minutes)
    assert "你单位没有到会" in words(absent)
    assert "meetings.consent.give" not in str(posts(absent))
    office = posts(see(cast.staff, minutes))
    assert "/do/meetings.consent.record_on_paper" in office
    assert "/do/meetings.paragraph.revise" in office
    assert "/do/meetings.minutes.issue" not in office
    for actor in (cast.convener, cast.member("市住建局")):
        assert "/do/meetings.paragraph.revise" not in posts(see(actor, minutes))


def test_the_convener_may_issue_only_when_all_agreed(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    assert "/do/meetings.minutes.issue" not in posts(see(cast.convener, minutes))
    refused = do(cast.convener, "minutes.issue", minutes_id=minutes.pk)
    assert refused.status_code == 422
    assert "纪要经与会单位同意后印发" in refused.content.decode()
    for unit in PRESENT:
        agree(cast.member(unit), minutes)
    assert "/do/meetings.minutes.issue" in posts(see(cast.convener, minutes))
    assert "纪要由召集人签发" in words(see(cast.staff, minutes))


def test_a_decision_that_binds_nobody_is_a_visible_error(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    revise_decision(cast.staff, LATER, decision_id=Decision.objects.get().pk, lead_unit_id=None)
    page = see(cast.staff, minutes)
    assert "没有约束任何单位" in words(page)
    assert "还不能送会签" in words(page)
    assert "/do/meetings.minutes.circulate" not in posts(page)


def test_a_late_unit_answers_only_for_its_items(cast: Cast) -> None:
    minutes = circulated_minutes(cast, late="市总工会")
    text = words(see(cast.member("市总工会"), minutes))
    assert "0/2" in text
    assert "代为出席，第2项起" in text


def test_due_units_and_silence_are_explained(cast: Cast) -> None:
    text = words(see(cast.staff, circulated_minutes(cast)))
    assert "第3个工作日" in text
    assert "列席、请假、缺席的不表态" in text
    assert "没有答复不算同意" in text
    assert "抄报市人民政府" in text


def test_consent_on_paper_shows_who_entered_it_and_the_scan(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    fields = {"minutes_id": minutes.pk, "revision": 1, "unit_id": cast.unit("市总工会").pk}
    scan = SimpleUploadedFile("会签页.pdf", b"%PDF-1.4 x", "application/pdf")
    do(cast.staff, "consent.record_on_paper", **fields, scan=scan)
    page = see(cast.member("市住建局"), minutes)
    consent = Consent.objects.get()
    assert "代录纸质会签" in words(page)
    assert f"/files/{consent.scan_id}" in page.content.decode()


def test_a_reservation_counts_and_stays_readable(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    own = {"minutes_id": minutes.pk, "revision": 1, "stance": "reserve", "reservation": "期限偏紧"}
    do(cast.member("市总工会"), "consent.give", **own)
    assert "保留意见：期限偏紧" in words(see(cast.convener, minutes))


def test_an_objection_is_replied_to_or_withdrawn_by_the_right_seat(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    key = paragraph(minutes, "d")["key"]
    do(cast.member("市住建局"), "objection.raise", minutes_id=minutes.pk, paragraph=key, text="期限太紧")
    assert "/do/meetings.objection.reply" in posts(see(cast.staff, minutes))
    assert "/do/meetings.objection.withdraw" in posts(see(cast.member("市住建局"), minutes))
    other = posts(see(cast.member("市总工会"), minutes))
    assert not {"/do/meetings.objection.reply", "/do/meetings.objection.withdraw"} & set(other)


def test_a_refused_objection_keeps_the_words_and_names_rule_and_step(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    fields = {"minutes_id": minutes.pk, "paragraph": "p0", "text": "我方认为应当分两步走"}
    answer = do(cast.member("市发改委"), "objection.raise", **fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "我方认为应当分两步走" in text
    assert "会签单位由到会情况算出" in text
    assert "如到会情况有误，请联系办公室" in text


def test_two_editors_of_a_paragraph_meet_on_the_merge_page(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    own = paragraph(minutes, "i")
    fields = {"minutes_id": minutes.pk, "key": own["key"], "seen": own["hash"]}
    do(cast.staff, "paragraph.revise", **fields, text="一、甲的写法。")
    answer = do(cast.director, "paragraph.revise", **fields, text="一、乙的写法。")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "一、甲的写法。" in text
    assert "一、乙的写法。" in text
    merged = {**fields, "seen": paragraph(minutes, "i")["hash"], "text": "一、两家的写法。"}
    assert do(cast.director, "paragraph.revise", **merged).status_code == 302
    assert paragraph(minutes, "i")["text"] == "一、两家的写法。"


def test_a_paragraph_being_typed_comes_back_with_its_mark(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    own = paragraph(minutes, "i")
    office = sign_in(cast.staff)
    office.post(f"/drafts/minutes-{minutes.pk}-{own['key']}", {"text": "写到一半", "seen": own["hash"]})
    do(cast.director, "paragraph.revise", minutes_id=minutes.pk, key=own["key"], seen=own["hash"], text="新")
    page = office.get(f"/minutes/{minutes.pk}").content.decode()
    assert "写到一半" in page
    assert f'name="seen" value="{own["hash"]}"' in page


def test_paragraphs_are_added_and_removed_but_decisions_only_dropped(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    do(cast.staff, "paragraph.add", minutes_id=minutes.pk, after="p0", text="会议强调。")
    added = paragraph(minutes, "a")
    assert "会议强调。" in words(see(cast.staff, minutes))
    do(cast.staff, "paragraph.remove", minutes_id=minutes.pk, key=added["key"], reason="重复")
    assert "议定事项不能直接删去" in words(see(cast.staff, minutes))
    do(cast.staff, "decision.drop", decision_id=Decision.objects.get().pk, reason="并入另一项")
    assert "没有议定事项" in words(see(cast.staff, minutes))


def test_a_changed_term_shows_old_and_new(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    decision = Decision.objects.get()
    terms = {"decision_id": decision.pk, "lead_unit_id": cast.unit("市总工会").pk, "due_on": "2026-06-30"}
    do(cast.staff, "decision.revise", **terms)
    page = see(cast.member("市住建局"), minutes).content.decode()
    assert "<del>牵头单位：市住建局" in page
    assert "<ins>牵头单位：市总工会" in page


def test_revisions_are_compared_in_line_and_side_by_side(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    own = paragraph(minutes, "d")
    changed = own["text"].replace("6月30日", "9月30日")
    do(cast.staff, "paragraph.revise", minutes_id=minutes.pk, key=own["key"], text=changed, seen=own["hash"])
    client = sign_in(cast.member("市发改委"))
    line = client.get(f"/minutes/{minutes.pk}/compare?from=1&to=2").content.decode()
    assert "<del>2026年6月30日</del><ins>2026年9月30日</ins>" in line
    assert "1 段有改动" in line
    sides = client.get(f"/minutes/{minutes.pk}/compare?from=1&to=2&view=sides").content.decode()
    assert "para-head two" in sides
    assert client.get(f"/minutes/{minutes.pk}/compare?from=1&to=9").status_code == 404


def test_the_draft_paper_is_marked_and_the_issued_one_is_the_file(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    client = sign_in(cast.member("市住建局"))
    draft = client.get(f"/minutes/{minutes.pk}/preview.docx")
    assert draft.content[:2] == b"PK"
    assert draft["Content-Disposition"].startswith("attachment")
    for unit in PRESENT:
        agree(cast.member(unit), minutes)
    do(cast.convener, "minutes.issue", minutes_id=minutes.pk)
    minutes.refresh_from_db()
    assert minutes.paper is not None
    assert client.get(f"/minutes/{minutes.pk}/preview.docx")["Location"] == f"/files/{minutes.paper.file_id}"


def test_issued_minutes_offer_a_correction_to_the_convener_alone(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    do(cast.convener, "minutes.issue", minutes_id=minutes.pk)
    assert "/do/meetings.minutes.correct" in posts(see(cast.convener, minutes))
    office = see(cast.staff, minutes)
    assert "/do/meetings.paragraph.revise" not in posts(office)
    assert "编号的更正" in words(office)
    fields = {"wrong": "2026年6月30日前", "right": "2026年7月31日前"}
    do(cast.convener, "minutes.correct", minutes_id=minutes.pk, **fields)
    assert "更正〔" in words(see(cast.staff, minutes))


def test_the_page_reckons_consent_as_the_action_does(cast: Cast) -> None:
    minutes = Minutes.objects.select_related("meeting").get(pk=agreed_minutes(cast).pk)
    day = day_of(timezone.now())
    facts = get_minutes_page(minutes, day).facts
    own = consent_facts(minutes, day)
    assert (facts.paragraphs, facts.presences, facts.silence_counts) == (
        own.paragraphs,
        own.presences,
        own.silence_counts,
    )
    assert (list(facts.words), list(facts.dissents)) == (list(own.words), list(own.dissents))


def test_another_conferences_minutes_are_not_found(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    stranger = sign_in(found_cast("另一个联席会议", "GD").staff)
    for tail in ("", "/compare", "/preview.docx"):
        assert stranger.get(f"/minutes/{minutes.pk}{tail}").status_code == 404


@pytest.mark.parametrize("stage", [drafted_minutes, circulated_minutes, agreed_minutes, "issued"])
def test_pages_stay_within_their_queries(cast: Cast, stage: Any, django_assert_max_num_queries: Any) -> None:
    minutes = (agreed_minutes if stage == "issued" else stage)(cast)
    if stage == "issued":
        do(cast.convener, "minutes.issue", minutes_id=minutes.pk)
    citations_of("QZ", 1)  # read once after the start, then kept: a version never changes
    for actor in (cast.staff, cast.member("市住建局"), cast.convener):
        client = sign_in(actor)
        closed = stage is drafted_minutes and actor == cast.member("市住建局")
        with django_assert_max_num_queries(15):
            assert client.get(f"/minutes/{minutes.pk}").status_code == (404 if closed else 200)
        with django_assert_max_num_queries(15):
            client.get(f"/minutes/{minutes.pk}/compare")


def test_words_are_compared_as_people_read_them() -> None:
    pieces = word_changes("于适时完成检查", "于2026年6月30日前完成检查")
    assert [(p.op, p.text) for p in pieces] == [
        ("same", "于"),
        ("del", "适时"),
        ("ins", "2026年6月30日前"),
        ("same", "完成检查"),
    ]
    assert word_changes("一样", "一样")[0].op == "same"
    assert word_changes("", "") == ()
    for old, new in (("甲乙丙丁戊", "甲丙己戊庚"), ("a b c", "a  c"), ("全换", "别的话")):
        shown = word_changes(old, new)
        assert "".join(p.text for p in shown if p.op != "ins") == old
        assert "".join(p.text for p in shown if p.op != "del") == new


def test_a_removed_paragraph_stands_where_it_stood() -> None:
    def row(key: str, text: str) -> dict[str, Any]:
        return {"key": key, "text": text, "binding": None}

    old, new = (
        [row("a", "甲"), row("b", "乙"), row("c", "丙")],
        [row("a", "甲"), row("x", "新"), row("c", "丙")],
    )
    changes = paragraph_changes(old, new)
    assert ["".join(p.text for p in one.pieces) for one in changes] == ["甲", "乙", "新", "丙"]
    assert [one.changed for one in changes] == [False, True, True, False]


def test_an_objection_is_raised_at_its_paragraph_and_adopted_with_its_terms(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unit objects below the paragraph; the office's form opens words, terms and reply; only it is read again."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    minutes = agreed_minutes(cast)
    own, member = paragraph(minutes, "d"), cast.member("市住建局")
    page = html.document_fromstring(see(member, minutes).content)
    (form,) = page.xpath(f"//*[@id='p-{own['key']}']//form[@action='/do/meetings.objection.raise']")
    assert form.xpath(".//input[@name='paragraph']/@value") == [own["key"]]
    assert not html.document_fromstring(see(cast.staff, minutes).content).xpath(
        "//form[@action='/do/meetings.objection.raise']"
    )
    do(member, "objection.raise", minutes_id=minutes.pk, paragraph=own["key"], text="期限太紧")
    assert "你单位对这一段提过异议" in words(see(member, minutes))
    page = html.document_fromstring(see(cast.staff, minutes).content)
    (form,) = page.xpath("//form[@action='/do/meetings.objection.adopt']")
    given = {one.name: one.value for one in form.inputs if one.name and one.value}
    assert given["text"].strip() == own["text"]
    assert given["reply"] == f"采纳你单位意见，第 {place(minutes, own)} 段已作修改。"
    ticked = form.xpath(".//input[@name='co_unit_ids'][@checked]/@value")
    assert ticked == [str(Decision.objects.get().co_units.get().unit_id)]
    names = ("objection_id", "seen", "reply", "lead_unit_id", "cycle", "evidence_wanted")
    sent = {name: given[name] for name in names} | {"co_unit_ids": ticked, "due_on": "2026-05-31"}
    text = own["text"].replace("6月30日", "5月31日")
    answer = do(cast.staff, "objection.adopt", **sent, text=text)
    assert answer.status_code == 302, words(answer)
    page = see(cast.member("市总工会"), minutes)
    assert f"只有第{place(minutes, own)}段变了（你单位看过第1版）" in words(page)
    shown = html.document_fromstring(page.content)
    folded = shown.xpath("//details[@class='para-rest']//div[@class='para']/@id")
    read = shown.xpath("//div[@class='paras']/div[@class='para']/@id")
    assert read == [f"p-{own['key']}"]
    assert len(folded) == len(present_revision(minutes).paragraphs) - 1
    assert not html.document_fromstring(see(cast.staff, minutes).content).xpath(
        "//details[@class='para-rest']"
    )


def place(minutes: Minutes, own: dict[str, str]) -> int:
    return [p["key"] for p in present_revision(minutes).paragraphs].index(own["key"]) + 1
