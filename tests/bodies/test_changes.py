"""Changes of members: by letter, by the office, several at a time; nobody makes one alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bodies.changing import LETTER, LETTER_ON, TODAY, entered, proposed
from cast import AT, Cast, found_cast
from lianxi.bodies.actions import (
    accept_invitation,
    carry_out_succession,
    confirm_member_change,
    decline_member_change,
    end_tenure,
    name_stand_in,
    record_succession,
    withdraw_member_change,
)
from lianxi.bodies.models import MemberChange, Tenure
from lianxi.bodies.queries.changes import (
    decided_on,
    holders_before,
    list_confirmed_changes,
    list_decided,
    list_undecided,
    new_holders,
    seats_without_account,
)
from lianxi.bodies.waiting import lay_desk, list_tasks
from lianxi.core.actors import SEAT_LABELS, Actor, SeatKind
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, WrongState
from lianxi.journal.models import Entry, Notice
from seating import invited

VISITOR = Actor(kind=SeatKind.VISITOR, label=SEAT_LABELS[SeatKind.VISITOR])
ACCOUNT = {"login": "zhangsan", "password": "a long enough passphrase"}


def test_the_office_enters_by_letter_and_the_journal_names_both(cast: Cast) -> None:
    change = entered(cast)
    assert (change.state, change.is_entered, change.unit_id) == ("proposed", True, cast.unit("市住建局").pk)
    entry = Entry.objects.get(action="bodies.member_change.enter")
    assert LETTER in entry.body
    assert cast.staff.label in entry.body
    told = Notice.objects.get(entry=entry)
    assert told.to_unit_id == change.unit_id
    assert "撤回" in told.title


@pytest.mark.parametrize(
    ("letter", "letter_on", "said"),
    [
        (" ", LETTER_ON, "来函文号或标题"),
        (LETTER, TODAY + timedelta(days=1), "不能晚于今天"),
        ("函" * 201, LETTER_ON, "200"),
    ],
)
def test_an_entry_without_a_true_letter_is_refused(
    cast: Cast, letter: str, letter_on: date, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        entered(cast, letter=letter, letter_on=letter_on)
    assert not MemberChange.objects.exists()


def test_titles_are_kept_whole_or_refused(cast: Cast) -> None:
    assert entered(cast, title="副" * 120, letter="函" * 200).title == "副" * 120
    with pytest.raises(BadInput, match="120"):
        entered(cast, "市总工会", title="副" * 200)


@pytest.mark.parametrize(("letter", "letter_on"), [(LETTER, None), ("", LETTER_ON)])
def test_a_units_letter_has_words_and_a_day_or_neither(
    cast: Cast, letter: str, letter_on: date | None
) -> None:
    with pytest.raises(BadInput, match="一起填写"):
        proposed(cast, letter=letter, letter_on=letter_on)
    assert proposed(cast, letter=LETTER, letter_on=LETTER_ON).letter == LETTER


def test_only_the_office_enters_and_only_seats_that_units_fill(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        entered(cast, by=cast.member("市住建局"))
    with pytest.raises(NotPermitted):
        entered(cast, by=cast.convener)
    with pytest.raises(BadInput, match="不由成员单位提出"):
        entered(cast, seat_id=cast.staff.seat_id)
    with pytest.raises(NotFound):
        entered(found_cast("另一个联席会议", "OTHER"), seat_id=cast.member("市住建局").seat_id)


def test_a_seat_has_one_change_at_a_time_however_it_came(cast: Cast) -> None:
    proposed(cast)
    with pytest.raises(BadInput, match="已有一项"):
        entered(cast)
    entered(cast, "市总工会")
    with pytest.raises(BadInput, match="已有一项"):
        proposed(cast, "市总工会")


def test_entering_decides_nothing_and_who_entered_does_not_confirm(cast: Cast) -> None:
    # The convener's seat is empty, so that the director decides on it: but not on what the director entered.
    convener = cast.convener
    end_tenure(convener, AT, seat_id=convener.seat_id or 0, reason="免职")
    change = entered(cast, by=cast.director, seat_id=convener.seat_id)
    assert Tenure.objects.filter(seat_id=convener.seat_id, ends_before__isnull=True).count() == 0
    with pytest.raises(NotPermitted, match="自己登记的来函"):
        confirm_member_change(cast.director, AT, change_id=change.pk, effective_on=TODAY)
    withdraw_member_change(cast.director, AT, change_id=change.pk)
    by_staff = entered(cast, seat_id=convener.seat_id)
    confirm_member_change(cast.director, AT, change_id=by_staff.pk, effective_on=TODAY)


def test_who_acts_from_two_seats_confirms_the_own_proposal_only_with_a_letter(cast: Cast) -> None:
    member, days = cast.member("市卫健委"), {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=5)}
    name_stand_in(cast.convener, AT, seat_id=member.seat_id or 0, **days)
    convener = replace(cast.convener, label=f"{cast.convener.label}（代）", person_id=member.person_id)
    change = proposed(cast, "市卫健委")
    with pytest.raises(NotPermitted, match="没有来函"):
        confirm_member_change(convener, AT, change_id=change.pk, effective_on=TODAY)
    decline_member_change(convener, AT, change_id=change.pk, answer="须有来函")
    again = proposed(cast, "市卫健委", letter=LETTER, letter_on=LETTER_ON)
    assert confirm_member_change(convener, AT, change_id=again.pk, effective_on=TODAY).state == "confirmed"


def test_the_unit_and_the_office_take_an_entered_change_back(cast: Cast) -> None:
    first = entered(cast)
    with pytest.raises(NotFound):
        withdraw_member_change(cast.member("市总工会"), AT, change_id=first.pk)
    withdraw_member_change(cast.member("市住建局"), AT, change_id=first.pk)
    change = entered(cast)
    withdraw_member_change(cast.director, AT, change_id=change.pk)
    with pytest.raises(WrongState, match="已撤回"):
        confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=TODAY)
    # What a unit proposed itself is not the office's to take back, not even for the office's own unit.
    with pytest.raises(NotPermitted, match="由该单位撤回"):
        withdraw_member_change(cast.staff, AT, change_id=proposed(cast, "市卫健委").pk)


def test_a_change_follows_the_seat_of_a_renamed_unit(cast: Cast) -> None:
    change = entered(cast)
    made = record_succession(
        cast.director,
        AT,
        from_unit="市住建局",
        to_unit="市城建局",
        kind="renamed",
        effective_on=TODAY,
        basis_text="机构改革方案",
    )
    carry_out_succession(cast.director, AT, succession_id=made.pk)
    change.refresh_from_db()
    assert change.seat.unit.name == "市城建局"
    later = AT + timedelta(days=1)
    confirm_member_change(cast.convener, later, change_id=change.pk, effective_on=TODAY + timedelta(days=1))
    (one,) = list_confirmed_changes(cast.conference.pk)
    assert holders_before([one], TODAY)[one.pk].title == "市住建局·成员"


def test_a_day_that_is_over_counts_from_then(cast: Cast) -> None:
    change = entered(cast)
    day = TODAY - timedelta(days=30)
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=day)
    assert Tenure.objects.get(seat_id=change.seat_id, ends_before=day).title == "市住建局·成员"
    (one,) = list_confirmed_changes(cast.conference.pk)
    assert (one.effective_on, decided_on(one)) == (day, TODAY)


def test_a_member_sees_others_changes_only_when_confirmed(cast: Cast) -> None:
    change = proposed(cast)
    assert list_undecided(cast.member("市总工会")) == []
    assert list_undecided(cast.liaison("市住建局")) == list_undecided(cast.convener) == [change]
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=TODAY)
    assert list_decided(cast.member("市总工会"), 9) == [change]


def test_the_holder_before_is_told_for_vacant_past_and_coming_changes(cast: Cast) -> None:
    first = proposed(cast, person_name="甲")
    confirm_member_change(cast.convener, AT, change_id=first.pk, effective_on=TODAY + timedelta(days=9))
    second = entered(cast, person_name="乙")
    vacant = cast.member("市总工会").seat_id or 0
    end_tenure(cast.convener, AT, seat_id=vacant, reason="调离")
    empty = entered(cast, seat_id=vacant)
    first.refresh_from_db()
    held = holders_before([first, second, empty], TODAY)
    assert held[first.pk].title == "市住建局·成员"
    assert held[second.pk].person.name == "甲"
    assert empty.pk not in held


def test_the_desk_names_person_and_reason(cast: Cast) -> None:
    entered(cast)
    (task,) = list_tasks(lay_desk(cast.convener, AT))
    assert task.title == "市住建局·成员：市住建局·成员→新任（副局长）"
    assert task.why == f"理由：工作变动；来函：{LETTER}"


def test_the_office_is_told_whom_to_invite_from_the_day_they_begin(cast: Cast) -> None:
    change = entered(cast)
    day = TODAY + timedelta(days=3)
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=day)
    assert Notice.objects.filter(to_office=True, title__contains="还没有账号").count() == 1
    change.refresh_from_db()
    assert seats_without_account(cast.conference.pk, [change]) == {change.pk}
    url = f"/settings/invite?seat={change.seat_id}"
    before = [task.url for task in list_tasks(lay_desk(cast.director, AT))]
    assert url not in before
    then = AT + timedelta(days=3)
    (task,) = [one for one in list_tasks(lay_desk(cast.director, then)) if one.url == url]
    assert "新任" in task.title
    (tenure,) = new_holders(day)
    type(tenure.person).objects.filter(pk=tenure.person_id).update(login="xinren")
    assert url not in [one.url for one in list_tasks(lay_desk(cast.director, then))]
    assert seats_without_account(cast.conference.pk, [change]) == set()


def test_a_link_of_who_held_the_seat_before_opens_nobodys_account(cast: Cast) -> None:
    change = proposed(cast)
    _made, code = invited(cast, AT, change.seat_id)
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=TODAY)
    with pytest.raises(BadInput, match="席位现在由别人担任"):
        accept_invitation(VISITOR, AT, token=code, **ACCOUNT)
    holder = Tenure.objects.get(seat_id=change.seat_id, ends_before__isnull=True).person
    assert not holder.login
    _made, code = invited(cast, AT, change.seat_id)
    accept_invitation(VISITOR, AT, token=code, **ACCOUNT)
    holder.refresh_from_db()
    assert holder.login == "zhangsan"


def test_a_link_still_serves_its_person_until_the_change_takes_effect(cast: Cast) -> None:
    change = proposed(cast)
    _made, code = invited(cast, AT, change.seat_id)
    day = TODAY + timedelta(days=3)
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=day)
    with pytest.raises(BadInput, match="席位现在由别人担任"):
        accept_invitation(VISITOR, AT + timedelta(days=3), token=code, **ACCOUNT)
    assert accept_invitation(VISITOR, AT + timedelta(days=2), token=code, **ACCOUNT).title == "市住建局·成员"


def test_the_directors_desk_waits_for_the_new_holders_link_and_not_for_the_former_ones(cast: Cast) -> None:
    change = proposed(cast)
    invited(cast, AT, change.seat_id)
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=TODAY)

    def told() -> list[tuple[str, bool]]:
        rows = list_tasks(lay_desk(cast.director, AT))
        return [
            (one.kind, one.mine)
            for one in rows
            if change.person_name in one.title or "1 个席位的邀请" in one.title
        ]

    assert told() == [("邀请就任", True)]
    invited(cast, AT, change.seat_id)
    assert told() == [("等放行和就任", False)]
