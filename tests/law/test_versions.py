"""Adopted documents: re-issued, corrected, looked up, and their units reformed."""

from datetime import date, timedelta

import pytest

from cast import AT, found_cast
from law.office import Office, drafted, holders_on, reissued, row_of, units_on
from law.reissued import edited, erratum, reissue
from lianxi.bodies.actions import carry_out_succession, record_succession
from lianxi.bodies.models import Conference, ConferenceRule, Membership, Seat, Tenure
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
from lianxi.law.models import InstrumentVersion
from lianxi.law.queries import (
    addressees_of,
    draft_of,
    find_version_by,
    find_words,
    succession_banners,
)
from lianxi.law.selectors import NoSuchVersion
from lianxi.law.shipped import shipped_text
from lianxi.register.queries import list_areas

JUNE = date(2025, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def test_an_adopted_version_never_changes(office: Office) -> None:
    first = InstrumentVersion.objects.get(number=1)
    before = row_of(first)
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
    second = reissued(office)
    assert row_of(first) == before
    kept = row_of(second)
    third = drafted(office, edited(reissue(), ("管理水。", "管理水平。")), kind="erratum")
    adopt_version(office.third, AT, version_id=third.pk)
    assert (row_of(first), row_of(second)) == (before, kept)


def test_a_reissue_renews_the_conference_from_its_day(office: Office) -> None:
    version = reissued(office)
    conference = Conference.objects.get()
    assert (version.number, version.kind, version.follows) == (2, "reissue", 1)
    assert version.holds_from == JUNE
    assert conference.pk == office.conference.pk
    assert conference.instrument_version == 2
    before, after = units_on(conference, JUNE - DAY), units_on(conference, JUNE)
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
    reissued(office)
    conference = office.conference
    then, now = holders_on(conference, JUNE - DAY), holders_on(conference, JUNE)
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
    reissued(office)
    rows = ConferenceRule.objects.filter(conference=office.conference)
    old, new = rows.filter(code="meeting_frequency").order_by("starts_on")
    assert (old.value, old.ends_before, old.basis.version) == ("根据工作需要定期或不定期召开会议", JUNE, 1)
    assert (new.value, new.starts_on, new.basis.version) == ("每半年召开一次会议", JUNE, 2)
    assert new.ends_before is None
    others = rows.exclude(code="meeting_frequency")
    assert set(others.values_list("ends_before", "basis_version")) == {(None, 1)}


def test_the_people_who_act_keep_their_seats_and_accounts(office: Office) -> None:
    reissued(office)
    for actor in (office.director, office.deputy, office.third):
        tenure = Tenure.objects.get(seat_id=actor.seat_id, ends_before__isnull=True)
        assert tenure.person_id == actor.person_id


def test_clauses_keep_their_ids_across_versions(office: Office) -> None:
    version = reissued(office)
    texts = dict(version.clauses.values_list("code", "text"))
    assert texts["QZ-3-08-1"].startswith("统筹预算资金")
    assert "QZ-3-05-1" not in texts
    assert texts["QZ-3-05-1a"].startswith("督促交通运输企业")
    assert all(version.text[c.start : c.end] == c.text for c in version.clauses.all())


def test_an_erratum_changes_no_membership_unless_its_text_does(office: Office) -> None:
    conference, today = office.conference, date(2026, 3, 2)
    before = (units_on(conference, today), holders_on(conference, today))
    rows = [model.objects.count() for model in (Membership, Seat, Tenure, ConferenceRule)]
    version = drafted(office, erratum(), kind="erratum")
    adopt_version(office.deputy, AT, version_id=version.pk)
    version.refresh_from_db()
    assert (version.kind, version.holds_from) == ("erratum", today)
    assert (units_on(conference, today), holders_on(conference, today)) == before
    assert [model.objects.count() for model in (Membership, Seat, Tenure, ConferenceRule)] == rows
    conference.refresh_from_db()
    assert conference.instrument_version == 2
    more = edited(
        erratum(), ("颜建安 市民政局", "颜健安 市民政局"), ("医保局、总工会等", "医保局、总工会、气象局等")
    )
    third = drafted(office, more, kind="erratum", holds_from=today)
    adopt_version(office.deputy, AT, version_id=third.pk)
    assert set(units_on(conference, today)) - set(before[0]) == {"气象局"} or "市气象局" in units_on(
        conference, today
    )
    assert holders_on(conference, today)["市民政局"][0] == "颜健安"


def test_an_erratum_leaves_what_was_decided_since_alone(office: Office) -> None:
    conference = office.conference
    seat = Seat.objects.get(conference=conference, kind="member", unit__name="市民政局")
    _replace_holder(office, seat, "新任者")
    version = drafted(office, erratum(), kind="erratum")
    adopt_version(office.deputy, AT, version_id=version.pk)
    assert holders_on(conference, date(2026, 3, 2))["市民政局"][0] == "新任者"


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
    version = drafted(office, shipped_text("QZ"), kind="erratum")
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
    assert holders_on(conference, today)["市发改委"][0] == "陈晓宝"
    assert len(units_on(conference, today)) == 16
    # The next erratum of the same words starts from what was put right.
    again = drafted(office, shipped_text("QZ"), kind="erratum")
    assert [seat.person for seat in draft_of(again).seats if seat.place == place] == ["陈晓宝"]
    adopt_version(office.deputy, AT, version_id=again.pk)


def test_kinds_and_days_that_do_not_fit_are_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="已经读取过"):
        drafted(office, shipped_text("QZ"))
    with pytest.raises(BadInput, match="只能是重新印发或勘误"):
        drafted(office, reissue(), kind="first")
    with pytest.raises(BadInput, match="还没有采用过"):
        draft_version(office.director, AT, code="NEW", text=reissue(), kind="erratum")
    version = drafted(office, reissue())
    with pytest.raises(BadInput, match="不能早于上一版"):
        adopt_version(office.deputy, AT, version_id=version.pk, holds_from=date(2020, 1, 1))
    with pytest.raises(BadInput, match="还不能采用"):
        adopt_version(office.deputy, AT, version_id=version.pk, holds_from=date(2026, 3, 3))
    other = drafted(office, edited(reissue(), ("郑二", "郑三")))
    adopt_version(office.deputy, AT, version_id=version.pk)
    with pytest.raises(BadInput, match="又采用了别的版本"):
        adopt_version(office.deputy, AT, version_id=other.pk)


def test_another_conferences_document_is_out_of_reach(office: Office) -> None:
    other = found_cast("另一联席会议", "GD")
    with pytest.raises(NotPermitted):
        draft_version(other.director, AT, code="QZ", text=reissue())
    version = drafted(office, reissue())
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


def test_a_founding_lists_the_areas_of_region_and_addressees(office: Office) -> None:
    rows = list_areas(office.conference.pk)
    assert [one.name for one in rows if one.state == "off"] == ["金门县"]
    on = list_areas(office.conference.pk, on=True)
    assert len(on) == 13
    assert [one.name for one in on if one.origin == "document"] == ["泉州开发区", "泉州台商投资区"]
    assert "泉州台商投资区" in addressees_of(office.conference)


def test_a_conference_founded_by_anothers_office_waits_for_its_own(office: Office) -> None:
    version = draft_version(office.third, AT, code="NEW", text=reissue())
    conference = adopt_version(office.deputy, AT, version_id=version.pk)
    assert conference.pk != office.conference.pk
    assert conference.confirmed_at is None


def test_a_unit_that_hosts_the_office_cannot_silently_vanish(office: Office) -> None:
    text = edited(reissue(), ("联席会议由市卫健委、市委宣传部", "联席会议由市委宣传部"))
    version = drafted(office, text)
    reading = draft_of(version).reading
    if any(unit.name == "市卫健委" for unit in reading.units):
        drop_unit(office.third, AT, version_id=version.pk, name="市卫健委", reason="没有列出")
    with pytest.raises(Refusal) as refusal:
        adopt_version(office.deputy, AT, version_id=version.pk)
    assert "办公室所在单位" in refusal.value.message
    assert "市卫健委" in units_on(office.conference, date(2026, 3, 2))


# ---- look-ups


def test_look_ups_find_exactly_the_version_meant(office: Office) -> None:
    reissued(office)
    drafted(office, edited(reissue(), ("郑二", "郑三")))
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
    assert succession_banners(reissued(office)) == []


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
    version = drafted(office, text)
    adopt_version(office.deputy, AT, version_id=version.pk, holds_from=date(2026, 3, 2))
    after = units_on(office.conference, date(2026, 3, 2))
    assert after.count("市民政事务局") == 1
    assert "市民政局" not in after
