"""The life of a document: drafts put right by people, adopted by other eyes, re-issued, corrected, looked up."""

from datetime import date, timedelta
from typing import Any

import pytest

from cast import AT, found_cast
from law.office import Office
from law.reissued import edited, erratum, reissue
from lianxi.bodies.actions import carry_out_succession, record_succession
from lianxi.bodies.models import Conference, ConferenceRule, Membership, Seat, Tenure
from lianxi.bodies.queries import in_force, list_memberships
from lianxi.core.actors import INSTALLER, Actor, SeatKind
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, Refusal, WrongState
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_chains
from lianxi.law.actions import (
    adopt_version,
    correct_draft,
    discard_version,
    draft_version,
    drop_seat,
    drop_unit,
    put_rule,
    put_seat,
    put_unit,
)
from lianxi.law.models import Clause, InstrumentVersion
from lianxi.law.queries import (
    draft_of,
    find_version_by,
    find_words,
    head_of,
    open_parts,
    succession_banners,
)
from lianxi.law.selectors import NoSuchVersion
from lianxi.law.shipped import shipped_text

JUNE = date(2025, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def _drafted(office: Office, text: str, **own: Any) -> InstrumentVersion:
    return draft_version(office.director, AT, code="QZ", text=text, **own)


def _reissued(office: Office, **own: Any) -> InstrumentVersion:
    version = _drafted(office, reissue())
    adopt_version(office.deputy, AT, version_id=version.pk, **own)
    version.refresh_from_db()
    return version


def _row(version: InstrumentVersion) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    own = InstrumentVersion.objects.filter(pk=version.pk).values().get()
    return own, list(Clause.objects.filter(instrument_version=version).order_by("pk").values())


def _units(conference: Conference, day: date) -> list[str]:
    return [row.unit.name for row in list_memberships(conference, day)]


def _holders(conference: Conference, day: date, kind: str = "member") -> dict[str, tuple[str, str]]:
    rows = Tenure.objects.filter(in_force(day), conference=conference, seat__kind=kind)
    return {t.seat.unit.name: (t.person.name, t.title) for t in rows.select_related("seat__unit", "person")}


# ---- review of a draft


def test_a_correction_keeps_the_reading_and_says_who_when_and_why(office: Office) -> None:
    version = _drafted(office, reissue())
    before = _row(version)
    correct_draft(
        office.deputy,
        AT,
        version_id=version.pk,
        field="issuer",
        value="泉州市人民政府",
        reason="落款前的全称",
    )
    own, clauses = _row(version)
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
    version = _drafted(office, reissue())
    before = _row(version)
    with pytest.raises(BadInput):
        correct_draft(office.deputy, AT, version_id=version.pk, field=field, value=value, reason="试")
    with pytest.raises(BadInput):
        correct_draft(office.deputy, AT, version_id=version.pk, field="issuer", value="甲", reason=" ")
    assert _row(version) == before


def test_a_corrected_value_is_given_its_words_where_they_stand(office: Office) -> None:
    version = _drafted(office, reissue())
    say = {"version_id": version.pk, "reason": "核对原文"}
    correct_draft(office.deputy, AT, field="meeting_frequency", value="每半年召开一次", **say)
    version.refresh_from_db()
    draft = draft_of(version)
    rule = next(rule for rule in draft.reading.rules if rule.code == "meeting_frequency")
    assert version.text[rule.start : rule.end] == rule.value == "每半年召开一次"
    assert rule.clause_id == "QZ-4-1"
    assert draft.reading.sources["meeting_frequency"][0].rule == "corrected"


def test_units_seats_and_rules_are_put_dropped_and_renamed(office: Office) -> None:
    version = _drafted(office, reissue())
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
    version = _drafted(office, reissue())
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
    version = _drafted(office, reissue())
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
    assert _units(conference, date(2026, 3, 2)) == ["市卫健委", "市总工会"]
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
    version = _reissued(office, parts=("units", "office"))
    assert version.open_parts == ["roster", "rules"]
    assert open_parts(version) == ["成员名单", "工作规则"]
    assert "市交通运输局" in _units(conference, JUNE)
    # The roster was left open: civil affairs keeps its member, transport has a vacant seat.
    assert _holders(conference, JUNE)["市民政局"][0] == "颜建安"
    assert "市交通运输局" not in _holders(conference, JUNE)
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


# ---- versions


def test_an_adopted_version_never_changes(office: Office) -> None:
    first = InstrumentVersion.objects.get(number=1)
    before = _row(first)
    say = {"version_id": first.pk, "reason": "试"}
    attempts = (
        lambda: correct_draft(office.deputy, AT, field="title", value="别名", **say),
        lambda: put_unit(office.deputy, AT, name="市气象局", **say),
        lambda: drop_unit(office.deputy, AT, name="市民政局", **say),
        lambda: put_seat(office.deputy, AT, kind="member", unit="市民政局", **say),
        lambda: drop_seat(office.deputy, AT, place="r1", **say),
        lambda: put_rule(office.deputy, AT, code="chair", value="甲", **say),
        lambda: adopt_version(office.deputy, AT, version_id=first.pk),
        lambda: discard_version(office.deputy, AT, version_id=first.pk),
    )
    for attempt in attempts:
        with pytest.raises(WrongState):
            attempt()
    second = _reissued(office)
    assert _row(first) == before
    kept = _row(second)
    third = _drafted(office, edited(reissue(), ("管理水。", "管理水平。")), kind="erratum")
    adopt_version(office.third, AT, version_id=third.pk)
    assert (_row(first), _row(second)) == (before, kept)


def test_a_reissue_renews_the_conference_from_its_day(office: Office) -> None:
    version = _reissued(office)
    conference = Conference.objects.get()
    assert (version.number, version.kind, version.follows) == (2, "reissue", 1)
    assert version.holds_from == JUNE
    assert conference.pk == office.conference.pk
    assert conference.instrument_version == 2
    before, after = _units(conference, JUNE - DAY), _units(conference, JUNE)
    assert (len(before), len(after)) == (16, 16)
    assert set(before) - set(after) == {"市科技局"}
    assert set(after) - set(before) == {"市交通运输局"}
    assert after[4] == "市交通运输局"
    joined = Membership.objects.get(conference=conference, unit__name="市交通运输局")
    words = find_words(joined.basis)
    assert (joined.starts_on, joined.basis.version, joined.basis.clause) == (JUNE, 2, "QZ-2-1")
    assert words is not None
    assert words.cited == "交通运输局"
    assert list(verify_chains()) == []


def test_old_days_keep_old_names_and_kept_ones_cite_the_version_of_their_day(office: Office) -> None:
    _reissued(office)
    conference = office.conference
    then, now = _holders(conference, JUNE - DAY), _holders(conference, JUNE)
    assert (then["市民政局"][0], now["市民政局"]) == ("颜建安", ("郑二", "副局长"))
    assert (then["市科技局"][0], now["市交通运输局"][0]) == ("孙中虎", "林一")
    assert "市科技局" not in now
    kept = {unit for unit in now if now[unit] == then.get(unit)}
    assert len(kept) == 14
    rows = Tenure.objects.filter(conference=conference, ends_before__isnull=True, seat__kind="member")
    versions = {row.seat.unit.name: row.basis.version for row in rows.select_related("seat__unit")}
    assert {versions[unit] for unit in kept} == {1}
    assert versions["市民政局"] == versions["市交通运输局"] == 2
    assert not Seat.objects.filter(unit__name="市科技局", ends_before__isnull=True).exists()
    stood = Membership.objects.get(conference=conference, unit__name="市民政局")
    assert (stood.basis.version, stood.starts_on) == (1, date(2021, 3, 17))


def test_rules_that_changed_end_and_start_anew(office: Office) -> None:
    _reissued(office)
    rows = ConferenceRule.objects.filter(conference=office.conference)
    old, new = rows.filter(code="meeting_frequency").order_by("starts_on")
    assert (old.value, old.ends_before, old.basis.version) == ("根据工作需要定期或不定期召开会议", JUNE, 1)
    assert (new.value, new.starts_on, new.basis.version) == ("每半年召开一次会议", JUNE, 2)
    assert new.ends_before is None
    others = rows.exclude(code="meeting_frequency")
    assert set(others.values_list("ends_before", "basis_version")) == {(None, 1)}


def test_the_people_who_act_keep_their_seats_and_accounts(office: Office) -> None:
    _reissued(office)
    for actor in (office.director, office.deputy, office.third):
        tenure = Tenure.objects.get(seat_id=actor.seat_id, ends_before__isnull=True)
        assert tenure.person_id == actor.person_id


def test_clauses_keep_their_ids_across_versions(office: Office) -> None:
    version = _reissued(office)
    texts = dict(version.clauses.values_list("code", "text"))
    assert texts["QZ-3-08-1"].startswith("统筹预算资金")
    assert "QZ-3-05-1" not in texts
    assert texts["QZ-3-05-1a"].startswith("督促交通运输企业")
    assert all(version.text[c.start : c.end] == c.text for c in version.clauses.all())


def test_an_erratum_changes_no_membership_unless_its_text_does(office: Office) -> None:
    conference, today = office.conference, date(2026, 3, 2)
    before = (_units(conference, today), _holders(conference, today))
    rows = [model.objects.count() for model in (Membership, Seat, Tenure, ConferenceRule)]
    version = _drafted(office, erratum(), kind="erratum")
    adopt_version(office.deputy, AT, version_id=version.pk)
    version.refresh_from_db()
    assert (version.kind, version.holds_from) == ("erratum", today)
    assert (_units(conference, today), _holders(conference, today)) == before
    assert [model.objects.count() for model in (Membership, Seat, Tenure, ConferenceRule)] == rows
    conference.refresh_from_db()
    assert conference.instrument_version == 2
    more = edited(
        erratum(), ("颜建安 市民政局", "颜健安 市民政局"), ("医保局、总工会等", "医保局、总工会、气象局等")
    )
    third = _drafted(office, more, kind="erratum", holds_from=today)
    adopt_version(office.deputy, AT, version_id=third.pk)
    assert set(_units(conference, today)) - set(before[0]) == {"气象局"} or "市气象局" in _units(
        conference, today
    )
    assert _holders(conference, today)["市民政局"][0] == "颜健安"


def test_an_erratum_leaves_what_was_decided_since_alone(office: Office) -> None:
    conference = office.conference
    seat = Seat.objects.get(conference=conference, kind="member", unit__name="市民政局")
    _replace_holder(office, seat, "新任者")
    version = _drafted(office, erratum(), kind="erratum")
    adopt_version(office.deputy, AT, version_id=version.pk)
    assert _holders(conference, date(2026, 3, 2))["市民政局"][0] == "新任者"


def _replace_holder(office: Office, seat: Seat, name: str) -> None:
    from lianxi.bodies.actions import confirm_member_change, propose_member_change

    tenure = Tenure.objects.get(seat=seat, ends_before__isnull=True)
    actor = Actor(SeatKind.MEMBER, seat.label, seat.conference_id, seat.pk, seat.unit_id, tenure.person_id)
    change = propose_member_change(
        actor, AT, seat_id=seat.pk, person_name=name, title="副局长", reason="调动"
    )
    chair = Tenure.objects.select_related("seat__unit").get(
        conference=office.conference, seat__kind="convener", ends_before__isnull=True
    )
    own = (chair.seat.label, office.conference.pk, chair.seat_id, chair.seat.unit_id, chair.person_id)
    convener = Actor(SeatKind.CONVENER, *own)
    confirm_member_change(convener, AT, change_id=change.pk, effective_on=date(2026, 3, 2))


def test_an_erratum_of_the_same_words_puts_a_misreading_right(office: Office) -> None:
    conference, today = office.conference, date(2026, 3, 2)
    version = _drafted(office, shipped_text("QZ"), kind="erratum")
    say = {"version_id": version.pk, "reason": "读错了"}
    place = next(seat.place for seat in draft_of(version).seats if seat.person == "陈小宝")
    put_seat(
        office.director,
        AT,
        place=place,
        kind="member",
        unit="市发改委",
        person="陈晓宝",
        title="副主任",
        **say,
    )
    adopt_version(office.deputy, AT, version_id=version.pk)
    assert _holders(conference, today)["市发改委"][0] == "陈晓宝"
    assert len(_units(conference, today)) == 16
    # The next erratum of the same words starts from what was put right.
    again = _drafted(office, shipped_text("QZ"), kind="erratum")
    assert [seat.person for seat in draft_of(again).seats if seat.place == place] == ["陈晓宝"]
    adopt_version(office.deputy, AT, version_id=again.pk)


def test_kinds_and_days_that_do_not_fit_are_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="已经读取过"):
        _drafted(office, shipped_text("QZ"))
    with pytest.raises(BadInput, match="只能是重新印发或勘误"):
        _drafted(office, reissue(), kind="first")
    with pytest.raises(BadInput, match="还没有采用过"):
        draft_version(office.director, AT, code="NEW", text=reissue(), kind="erratum")
    version = _drafted(office, reissue())
    with pytest.raises(BadInput, match="不能早于上一版"):
        adopt_version(office.deputy, AT, version_id=version.pk, holds_from=date(2020, 1, 1))
    with pytest.raises(BadInput, match="还不能采用"):
        adopt_version(office.deputy, AT, version_id=version.pk, holds_from=date(2026, 3, 3))
    other = _drafted(office, edited(reissue(), ("郑二", "郑三")))
    adopt_version(office.deputy, AT, version_id=version.pk)
    with pytest.raises(BadInput, match="又采用了别的版本"):
        adopt_version(office.deputy, AT, version_id=other.pk)


def test_another_conferences_document_is_out_of_reach(office: Office) -> None:
    other = found_cast("另一联席会议", "GD")
    with pytest.raises(NotPermitted):
        draft_version(other.director, AT, code="QZ", text=reissue())
    version = _drafted(office, reissue())
    for attempt in (
        lambda: adopt_version(other.director, AT, version_id=version.pk),
        lambda: correct_draft(
            other.director, AT, version_id=version.pk, field="title", value="甲", reason="试"
        ),
        lambda: discard_version(other.director, AT, version_id=version.pk),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_the_installer_renews_too_and_the_office_confirms(office: Office) -> None:
    version = draft_version(INSTALLER, AT, code="QZ", text=reissue())
    conference = adopt_version(INSTALLER, AT, version_id=version.pk)
    assert (conference.pk, conference.instrument_version) == (office.conference.pk, 2)
    assert conference.confirmed_at is None
    # The founding and the renewal stand in the conference's own chain.
    assert Entry.objects.filter(chain_id=conference.pk, action="law.version.adopt").count() == 2


def test_a_unit_that_hosts_the_office_cannot_silently_vanish(office: Office) -> None:
    text = edited(reissue(), ("联席会议由市卫健委、市委宣传部", "联席会议由市委宣传部"))
    version = _drafted(office, text)
    reading = draft_of(version).reading
    if any(unit.name == "市卫健委" for unit in reading.units):
        drop_unit(office.third, AT, version_id=version.pk, name="市卫健委", reason="没有列出")
    with pytest.raises(Refusal) as refusal:
        adopt_version(office.deputy, AT, version_id=version.pk)
    assert "办公室所在单位" in refusal.value.message
    assert "市卫健委" in _units(office.conference, date(2026, 3, 2))


# ---- look-ups


def test_look_ups_find_exactly_the_version_meant(office: Office) -> None:
    _reissued(office)
    _drafted(office, edited(reissue(), ("郑二", "郑三")))
    numbers = {
        text: find_version_by(text).number
        for text in ("QZ", "QZ@first", "QZ@latest", "QZ@2", "QZ:2025-05-31", "QZ:2025-06-01", "qz:2030-01-01")
    }
    assert numbers == {
        "QZ": 2,
        "QZ@first": 1,
        "QZ@latest": 2,
        "QZ@2": 2,
        "QZ:2025-05-31": 1,
        "QZ:2025-06-01": 2,
        "qz:2030-01-01": 2,
    }
    for missing in ("QZ@3", "QZ:2021-03-16", "GD", "QZ@-1"):
        with pytest.raises(NoSuchVersion) as refusal:
            find_version_by(missing)
        assert refusal.value.message


# ---- reforms of units


def test_a_banner_says_a_later_reform_of_a_cited_unit(office: Office) -> None:
    version = InstrumentVersion.objects.get()
    assert succession_banners(version) == []
    reform = {
        "from_unit": "卫健委",
        "to_unit": "市卫生健康局",
        "kind": "renamed",
        "effective_on": date(2024, 5, 1),
        "basis_text": "泉委〔2024〕3号",
    }
    record_succession(office.director, AT, **reform)
    (banner,) = succession_banners(version)
    assert banner.text == (
        "本文件印发于2021年3月17日，其后市卫健委于2024年5月1日更名为市卫生健康局（依据泉委〔2024〕3号），请确认职责归属。"
    )
    assert succession_banners(version, ["市卫生健康委员会"]) == [banner]
    assert succession_banners(version, ["市民政局"]) == []
    # The re-issue is younger than the reform, so it knows.
    assert succession_banners(_reissued(office)) == []


def test_a_carried_out_renaming_is_found_in_a_later_text(office: Office) -> None:
    reform = record_succession(
        office.director,
        AT,
        from_unit="市民政局",
        to_unit="市民政事务局",
        kind="renamed",
        effective_on=date(2025, 1, 1),
        basis_text="泉委〔2024〕9号",
    )
    carry_out_succession(office.director, AT, succession_id=reform.pk)
    text = edited(
        reissue(),
        ("工信局、民政局", "工信局、民政事务局"),
        ("（八）市民政局", "（八）市民政事务局"),
        ("市民政局副局长", "市民政事务局副局长"),
    )
    version = _drafted(office, text)
    adopt_version(office.deputy, AT, version_id=version.pk, holds_from=date(2026, 3, 2))
    after = _units(office.conference, date(2026, 3, 2))
    assert after.count("市民政事务局") == 1
    assert "市民政局" not in after
