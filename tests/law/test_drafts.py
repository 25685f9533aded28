"""A draft of a document put right by people and adopted by other eyes."""

from datetime import date, timedelta

import pytest

from cast import AT
from law.office import Office, drafted, holders_on, reissued, row_of, units_on
from law.reissued import reissue
from lianxi.bodies.models import ConferenceRule, Membership, Seat, Tenure
from lianxi.core.actors import INSTALLER
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_chains
from lianxi.law.actions import (
    adopt_version,
    correct_draft,
    draft_version,
    drop_seat,
    drop_unit,
    put_rule,
    put_saying,
    put_seat,
    put_unit,
)
from lianxi.law.models import InstrumentVersion
from lianxi.law.queries import (
    draft_of,
    find_words,
    head_of,
    open_parts,
)
from lianxi.law.shipped import shipped_text

JUNE = date(2025, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def test_a_correction_keeps_the_reading_and_says_who_when_and_why(office: Office) -> None:
    version = drafted(office, reissue())
    before = row_of(version)
    correct_draft(
        office.deputy,
        AT,
        version_id=version.pk,
        field="issuer",
        value="泉州市人民政府",
        reason="落款前的全称",
    )
    own, clauses = row_of(version)
    assert own["reading"] == before[0]["reading"]
    assert own["reading"]["issuer"] == "泉州市人民政府办公室"
    assert (own["text"], clauses) == (before[0]["text"], before[1])
    (one,) = own["corrections"]
    assert (one["was"], one["said"], one["reason"]) == (
        "泉州市人民政府办公室",
        "泉州市人民政府",
        "落款前的全称",
    )
    assert (one["by"], one["person"], one["at"]) == (
        office.deputy.label,
        office.deputy.person_id,
        AT.isoformat(),
    )
    version.refresh_from_db()
    assert head_of(version).issuer == draft_of(version).reading.issuer == "泉州市人民政府"
    entry = Entry.objects.filter(action="law.draft.correct").latest("pk")
    assert entry.subject == f"law.instrumentversion:{version.pk}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("date", "六月一日"),
        ("date", "2025-13-01"),
        ("office_host_unit", "市气象局"),
        ("doc_number", "长" * 61),
        ("text", "改原文"),
        ("clauses", "改条款"),
    ],
)
def test_a_field_is_corrected_to_something_that_fits_or_not_at_all(
    office: Office, field: str, value: str
) -> None:
    version = drafted(office, reissue())
    before = row_of(version)
    with pytest.raises(BadInput):
        correct_draft(office.deputy, AT, version_id=version.pk, field=field, value=value, reason="试")
    with pytest.raises(BadInput):
        correct_draft(office.deputy, AT, version_id=version.pk, field="issuer", value="甲", reason=" ")
    assert row_of(version) == before


def test_a_corrected_value_is_given_its_words_where_they_stand(office: Office) -> None:
    version = drafted(office, reissue())
    say = {"version_id": version.pk, "reason": "核对原文"}
    correct_draft(office.deputy, AT, field="meeting_frequency", value="每半年召开一次", **say)
    version.refresh_from_db()
    draft = draft_of(version)
    rule = next(rule for rule in draft.reading.rules if rule.code == "meeting_frequency")
    assert version.text[rule.start : rule.end] == rule.value == "每半年召开一次"
    assert rule.clause_id == "QZ-4-1"
    assert draft.reading.sources["meeting_frequency"][0].rule == "corrected"


def test_units_seats_and_rules_are_put_dropped_and_renamed(office: Office) -> None:
    version = drafted(office, reissue())
    say = {"version_id": version.pk, "reason": "读错了"}
    put_unit(office.deputy, AT, name="市气象局", aliases="气象局、泉州市气象局", words="省卫健委", **say)
    put_unit(office.deputy, AT, was="市交通运输局", name="市交通局", **say)
    drop_unit(office.deputy, AT, name="市国资委", **say)
    put_seat(office.deputy, AT, kind="member", unit="市气象局", person="周五", title="副局长", **say)
    place = next(seat.place for seat in draft_of(version).seats if seat.person == "郑二")
    drop_seat(office.deputy, AT, place=place, **say)
    put_rule(office.deputy, AT, code="tracking", value="", **say)
    put_rule(office.deputy, AT, code="report_to", value="省卫健委", words="抄送：省卫健委", **say)
    version.refresh_from_db()
    draft = draft_of(version)
    units = {unit.name: unit for unit in draft.reading.units}
    assert "市国资委" not in units
    assert "市交通运输局" in units["市交通局"].aliases
    assert units["市气象局"].printed == "省卫健委"
    assert [unit.name for unit in draft.reading.units][4] == "市交通局"
    seats = {(seat.unit, seat.person) for seat in draft.seats}
    assert {("市气象局", "周五"), ("市交通局", "林一")} <= seats
    assert not {"市国资委", "市交通运输局"} & {seat.unit for seat in draft.seats}
    assert "郑二" not in {seat.person for seat in draft.seats}
    rules = {rule.code: rule for rule in draft.reading.rules}
    assert "tracking" not in rules
    assert version.text[rules["report_to"].start : rules["report_to"].end] == "抄送：省卫健委"
    assert len(version.corrections) == 7


def test_words_that_do_not_stand_in_the_text_are_refused(office: Office) -> None:
    version = drafted(office, reissue())
    say = {"version_id": version.pk, "reason": "补充"}
    with pytest.raises(BadInput, match="原文里没有"):
        put_unit(office.deputy, AT, name="市气象局", words="市气象局", **say)
    with pytest.raises(BadInput, match="草稿里已有"):
        put_unit(office.deputy, AT, name="市民政局", **say)
    with pytest.raises(BadInput, match="草稿里没有"):
        drop_unit(office.deputy, AT, name="市气象局", **say)
    with pytest.raises(BadInput):
        put_rule(office.deputy, AT, code="consent", value="silence", **say)
    with pytest.raises(BadInput):
        put_seat(office.deputy, AT, kind="office_staff", unit="市民政局", **say)
    with pytest.raises(BadInput):
        drop_seat(office.deputy, AT, place="r99", **say)


def test_who_drafted_or_corrected_does_not_adopt(office: Office) -> None:
    version = drafted(office, reissue())
    correct_draft(office.deputy, AT, version_id=version.pk, field="region", value="泉州市", reason="核对")
    for actor in (office.director, office.deputy):
        with pytest.raises(NotPermitted) as refusal:
            adopt_version(actor, AT, version_id=version.pk)
        assert refusal.value.rule == "审阅与起草须为两人"
    adopt_version(office.third, AT, version_id=version.pk)
    version.refresh_from_db()
    assert version.adopted_by == office.third.label


MISREAD = """某某市尘肺病防治联席会议制度

为加强尘肺病防治工作，建立某某市尘肺病防治联席会议制度。

一、组成
由甲乙两家牵头，卫生口和工会口参加。

二、规则
联席会议每季度召开一次会议，以纪要形式明确议定事项，经与会单位同意后印发。
"""


def test_a_document_that_was_misread_is_founded_without_code(office: Office) -> None:
    version = draft_version(office.director, AT, code="MM", text=MISREAD, as_founding=True)
    say = {"version_id": version.pk, "reason": "原文只写简称"}
    reading = draft_of(version).reading
    for unit in reading.units:
        drop_unit(office.deputy, AT, name=unit.name, **say)
    correct_draft(office.deputy, AT, field="region", value="某某市", **say)
    put_unit(office.deputy, AT, name="市卫健委", words="卫生口", **say)
    put_unit(office.deputy, AT, name="市总工会", words="工会口", **say)
    put_seat(office.deputy, AT, kind="convener", unit="市卫健委", person="赵甲", title="主任", **say)
    put_seat(office.deputy, AT, kind="office_director", unit="市卫健委", **say)
    conference = adopt_version(office.third, AT, version_id=version.pk)
    assert conference.pk != office.conference.pk
    assert units_on(conference, date(2026, 3, 2)) == ["市卫健委", "市总工会"]
    first = Membership.objects.filter(conference=conference).earliest("ordinal")
    words = find_words(first.basis)
    assert words is not None
    assert words.cited == "卫生口"
    convener = Tenure.objects.get(conference=conference, seat__kind="convener")
    assert (convener.person.name, convener.title) == ("赵甲", "主任")
    version.refresh_from_db()
    assert "市总工会" not in {unit["name"] for unit in version.reading["units"]}
    assert list(verify_chains()) == []


def test_a_text_without_a_conference_needs_a_persons_word(office: Office) -> None:
    with pytest.raises(BadInput):
        draft_version(office.director, AT, code="XX", text="西红柿炒鸡蛋。\n" * 20)
    assert not InstrumentVersion.objects.filter(instrument__code="XX").exists()


def test_parts_left_open_stay_open(office: Office) -> None:
    conference = office.conference
    office_seats = Seat.objects.filter(conference=conference, kind__startswith="office").count()
    version = reissued(office, parts=("units", "office"))
    assert version.open_parts == ["roster", "rules"]
    assert open_parts(version) == ["成员名单", "工作规则"]
    assert "市交通运输局" in units_on(conference, JUNE)
    # The roster was left open: civil affairs keeps its member, transport has a vacant seat.
    assert holders_on(conference, JUNE)["市民政局"][0] == "颜建安"
    assert "市交通运输局" not in holders_on(conference, JUNE)
    assert Seat.objects.filter(conference=conference, kind="member", unit__name="市交通运输局").exists()
    frequency = ConferenceRule.objects.filter(conference=conference, code="meeting_frequency")
    assert frequency.get().ends_before is None
    assert Seat.objects.filter(conference=conference, kind__startswith="office").count() == office_seats + 1


def test_a_founding_with_open_parts_invents_no_person_and_no_rule(db: None) -> None:
    version = draft_version(INSTALLER, AT, code="QZ", text=shipped_text("QZ"))
    conference = adopt_version(INSTALLER, AT, version_id=version.pk, parts=("units",))
    assert Membership.objects.filter(conference=conference).count() == 16
    assert not Tenure.objects.filter(conference=conference).exists()
    assert not ConferenceRule.objects.filter(conference=conference).exists()
    assert conference.office_unit is None
    kinds = set(Seat.objects.filter(conference=conference).values_list("kind", flat=True))
    assert kinds == {"convener", "member", "office_director", "office_member"}
    with pytest.raises(BadInput):
        adopt_version(INSTALLER, AT, version_id=_other_draft().pk, parts=("units", "annex"))


def _other_draft() -> InstrumentVersion:
    return draft_version(INSTALLER, AT, code="QZ", text=reissue())


def test_how_people_say_a_clause_is_kept_with_it_until_it_is_taken_away(office: Office) -> None:
    version = drafted(office, reissue())
    own = {"version_id": version.pk, "clause": "QZ-3-03-1", "reason": "来信的说法"}
    put_saying(office.deputy, AT, words="立项公示、批不批", **own)
    put_saying(office.deputy, AT, words="项目批文，立项公示", **own)
    version.refresh_from_db()
    assert draft_of(version).sayings == {"QZ-3-03-1": ("项目批文", "立项公示")}
    assert version.corrections[-1]["was"] == "立项公示、批不批"
    put_saying(office.deputy, AT, words="", **own)
    version.refresh_from_db()
    assert draft_of(version).sayings == {}


@pytest.mark.parametrize(
    ("clause", "words"),
    [("QZ-9-9", "批文"), ("QZ-3-03-1", "批"), ("QZ-3-03-1", "、".join(f"说法{n}" for n in range(21)))],
)
def test_sayings_that_do_not_fit_are_refused(office: Office, clause: str, words: str) -> None:
    version = drafted(office, reissue())
    with pytest.raises(BadInput):
        put_saying(office.deputy, AT, version_id=version.pk, clause=clause, words=words, reason="来信的说法")
