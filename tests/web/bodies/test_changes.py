"""The pages of changed members: ticks and one confirmation, one change, the form for several seats, the notice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bodies.changing import LETTER, LETTER_ON, entered, proposed
from cast import AT, Cast, found_cast
from lianxi.bodies.actions import confirm_member_change, end_tenure, withdraw_member_change
from lianxi.bodies.models import MemberChange, Tenure
from lianxi.core.words import day_of
from lianxi.papers.models import Attachment, PaperDraft
from web.signing_in import posts, seated, words

LIST, NEW = "/conference/changes", "/conference/changes/new"
MANY = "/many/bodies.member_change.confirm"


def test_every_seat_sees_the_pages_in_few_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    change = entered(cast)
    proposed(cast, "市总工会")
    done = confirm_member_change(
        cast.convener, AT, change_id=proposed(cast, "市发改委").pk, effective_on=day_of(AT)
    )
    for who in (cast.convener, cast.director, cast.staff, cast.member("市住建局"), cast.liaison("市住建局")):
        seated(client, who)
        for address in (
            LIST,
            NEW,
            f"{LIST}/{change.pk}",
            f"{LIST}/{done.pk}",
            f"{NEW}?unit={change.unit_id}",
        ):
            with django_assert_max_num_queries(20):  # type: ignore[operator]
                assert client.get(address).status_code == 200, (who.label, address)


def test_the_conference_page_counts_and_links(client: Client, cast: Cast) -> None:
    entered(cast)
    page = seated(client, cast.convener).get("/conference")
    assert "1项成员调整待确定" in words(page)
    assert f'href="{LIST}"' in page.content.decode()
    assert not [one for one in posts(page) if "member_change" in one]
    other = seated(client, cast.member("市总工会")).get("/conference")
    assert "待确定" not in words(other)
    assert "提出成员调整" in words(other)


def test_the_page_of_a_unit_leads_to_its_form(client: Client, cast: Cast) -> None:
    unit = cast.unit("市住建局").pk
    address, form = f"/conference/units/{unit}", f"{NEW}?unit={unit}"
    for who, shown in ((cast.member("市住建局"), True), (cast.staff, True), (cast.member("市总工会"), False)):
        page = seated(client, who).get(address).content.decode()
        assert (form in page) is shown, who.label


def test_ticked_changes_are_looked_through_and_confirmed_from_one_day(client: Client, cast: Cast) -> None:
    first, second, third = (entered(cast, unit) for unit in ("市住建局", "市总工会", "市发改委"))
    seated(client, cast.convener)
    assert words(client.get(LIST)).count("理由：工作变动") == 3
    asked = client.post(MANY, {"pick": [first.pk, second.pk], "next": LIST})
    assert "市住建局·成员：新任（副局长）" in words(asked)
    assert "自这天起生效" in words(asked)
    assert "市发改委" not in words(asked)
    # Withdrawn between looking and confirming.
    withdraw_member_change(cast.member("市总工会"), timezone.now(), change_id=second.pk)
    day = day_of(timezone.now()) + timedelta(days=7)
    given = {"pick": [first.pk, second.pk], "next": LIST, "go": "1", "effective_on": day.isoformat()}
    answer = client.post(MANY, given, follow=True)
    assert "办了1项" in "".join(answer.content.decode().split())
    assert [one.state for one in MemberChange.objects.order_by("pk")] == [
        "confirmed",
        "withdrawn",
        "proposed",
    ]
    tenure = Tenure.objects.get(seat_id=first.seat_id, ends_before__isnull=True)
    assert (tenure.person.name, tenure.starts_on) == ("新任", day)
    assert third.pk in [row["change"].pk for row in client.get(LIST).context["waiting"]]


@pytest.mark.parametrize("shift", [-365 * 20, 367])
def test_a_day_that_cannot_be_is_said_for_each_row(client: Client, cast: Cast, shift: int) -> None:
    changes = [entered(cast, unit) for unit in ("市住建局", "市总工会")]
    day = day_of(timezone.now()) + timedelta(days=shift)
    given = {"pick": [one.pk for one in changes], "next": LIST, "go": "1", "effective_on": day.isoformat()}
    answer = seated(client, cast.convener).post(MANY, given, follow=True).content.decode()
    assert "2 项没有办" in answer
    assert "市住建局·成员" in answer
    assert set(MemberChange.objects.values_list("state", flat=True)) == {"proposed"}


def test_only_who_decides_is_given_ticks(client: Client, cast: Cast) -> None:
    entered(cast)
    for who, shown in ((cast.convener, True), (cast.director, False), (cast.member("市住建局"), False)):
        page = seated(client, who).get(LIST)
        assert ('name="pick"' in page.content.decode()) is shown
    assert "成员调整由召集人代表联席会议确定" in words(seated(client, cast.director).get(LIST))


def test_a_page_of_one_change_decides_it_and_is_closed_to_others(client: Client, cast: Cast) -> None:
    change = proposed(cast)
    address = f"{LIST}/{change.pk}"
    page = seated(client, cast.member("市住建局")).get(address)
    assert "/do/bodies.member_change.withdraw" in posts(page)
    assert "/do/bodies.member_change.confirm" not in posts(page)
    assert "没有来函" in words(page)
    page = seated(client, cast.staff).get(address)
    assert "登记确定的签批" in words(page)
    assert "/do/bodies.member_change.withdraw" not in posts(page)
    assert seated(client, cast.member("市总工会")).get(address).status_code == 404
    other = found_cast("另一联席会议", "GD")
    assert seated(client, other.director).get(address).status_code == 404
    page = seated(client, cast.convener).get(address)
    assert {"/do/bodies.member_change.confirm", "/do/bodies.member_change.decline"} <= set(posts(page))
    day = timezone.localdate().isoformat()
    client.post("/do/bodies.member_change.confirm", {"change_id": change.pk, "effective_on": day})
    assert "已确定" in words(client.get(address))
    # Confirmed, it is every member's to see.
    assert seated(client, cast.member("市总工会")).get(address).status_code == 200


def test_a_unit_proposes_several_seats_in_one_form_with_the_scan(client: Client, cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    member, liaison = cast.member("市住建局"), cast.liaison("市住建局")
    page = seated(client, member).get(NEW)
    assert [line["seat"].pk for line in page.context["lines"]] == [member.seat_id, liaison.seat_id]
    given = {
        f"rows/{member.seat_id}/name": "甲",
        f"rows/{member.seat_id}/title": "副局长",
        f"rows/{liaison.seat_id}/name": "乙",
        f"rows/{liaison.seat_id}/title": "科长",
        "reason": "工作变动",
        "letter": LETTER,
        "letter_on": LETTER_ON.isoformat(),
        "files": SimpleUploadedFile("来函.pdf", b"%PDF-1.4", "application/pdf"),
        "next": LIST,
    }
    answer = client.post("/do/papers.member_letter.propose", given)
    assert answer.headers["Location"] == LIST
    assert sorted(MemberChange.objects.values_list("person_name", flat=True)) == sorted(["甲", "乙"])
    assert Attachment.objects.count() == 2
    assert "已有一项" in words(client.get(NEW))


def test_the_office_chooses_the_unit_and_must_name_the_letter(client: Client, cast: Cast) -> None:
    unit, seat = cast.unit("市住建局"), cast.member("市住建局").seat_id
    seated(client, cast.staff)
    assert client.get(NEW).context["lines"] == []
    page = client.get(f"{NEW}?unit={unit.pk}")
    assert "登记来函提出的成员调整" in page.content.decode()
    given = {f"rows/{seat}/name": "甲", f"rows/{seat}/title": "副局长", "reason": "调动", "next": LIST}
    assert client.post("/do/papers.member_letter.propose", given).status_code == 422
    assert not MemberChange.objects.exists()
    letter = {"letter": LETTER, "letter_on": LETTER_ON.isoformat()}
    assert client.post("/do/papers.member_letter.propose", given | letter).status_code == 302
    assert f"{cast.staff.label}按来函登记" in words(client.get(LIST))
    # A unit asks for its own seats whatever the address says; a number that is none is no unit.
    page = seated(client, cast.member("市总工会")).get(f"{NEW}?unit={unit.pk}")
    assert {line["seat"].unit_id for line in page.context["lines"]} == {cast.unit("市总工会").pk}
    assert seated(client, cast.staff).get(f"{NEW}?unit=x").context["unit"] is None


def test_the_office_drafts_the_notice_and_sees_whom_to_invite(client: Client, cast: Cast) -> None:
    change = entered(cast)
    seated(client, cast.staff)
    assert "没有已经确定、还没有列入通知" in words(client.get(LIST))
    confirm_member_change(
        cast.convener, timezone.now(), change_id=change.pk, effective_on=timezone.localdate()
    )
    waiting = entered(cast, "市总工会")
    page = client.get(LIST)
    assert "1项已确定、还没有列入通知" in words(page)
    assert f"/settings/invite?seat={change.seat_id}" in page.content.decode()
    notice = page.context["notice"]
    given = {"first_on": notice["first"], "last_on": notice["last"], "next": "/papers/drafts/{id}"}
    answer = client.post("/do/papers.member_notice.draft", given)
    draft = PaperDraft.objects.get()
    assert answer.headers["Location"] == f"/papers/drafts/{draft.pk}"
    told = words(client.get(f"/papers/drafts/{draft.pk}"))
    assert "收入1项，未收入1项" in told
    assert f"{waiting.seat.unit.name}成员：新任（副局长）还没有确定" in told
    other = seated(client, cast.member("市住建局")).get(LIST)
    assert "起草通知" not in words(other)
    assert "/settings/invite" not in other.content.decode()


def test_a_new_holder_of_a_day_to_come_is_invited_from_then_on(client: Client, cast: Cast) -> None:
    change = entered(cast)
    day = timezone.localdate() + timedelta(days=3)
    confirm_member_change(cast.convener, timezone.now(), change_id=change.pk, effective_on=day)
    page = seated(client, cast.director).get(LIST)
    assert "起可以邀请就任" in words(page)
    assert "/settings/invite?" not in page.content.decode()


def test_a_vacant_seat_is_filled_by_a_change(client: Client, cast: Cast) -> None:
    seat = cast.member("市住建局").seat_id or 0
    end_tenure(cast.convener, AT, seat_id=seat, reason="调离")
    entered(cast, seat_id=seat) if seat else None
    assert "空缺→新任" in words(seated(client, cast.convener).get(LIST))
