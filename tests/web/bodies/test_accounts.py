"""Accounts: the one-time link from invitation to work, sign-in, switching seats, the own password."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast, found_cast
from lianxi.bodies.actions import end_tenure, revoke_invitation
from lianxi.bodies.models import Invitation, Person, Seat, Tenure
from lianxi.core.actors import SeatKind
from lianxi.web.shared.middleware import SESSION_KEY
from seating import invited
from web.signing_in import posts, seated, words

PASSWORD = "correct-horse-1"
NEW = {"login": "Zhujian-01", "password": PASSWORD, "again": PASSWORD}


def _link(cast: Cast, kind: SeatKind = SeatKind.MEMBER, unit: str = "市住建局", **more: str) -> str:
    seat = Seat.objects.get(conference=cast.conference, kind=kind, unit__name=unit)
    _, token = invited(cast, timezone.now(), seat_id=seat.pk, **more)
    return f"/invited/{token}"


def _account(client: Client, cast: Cast, unit: str = "市住建局") -> Person:
    client.post(_link(cast, unit=unit), NEW)
    client.post("/sign-out")
    return Person.objects.get(login="zhujian-01")


@pytest.mark.django_db
def test_sign_in_says_in_chinese_what_is_wrong_and_keeps_the_way_back(client: Client) -> None:
    answer = client.get("/conference")
    assert answer["Location"] == "/sign-in?next=/conference"
    page = client.post("/sign-in", {"username": "nobody", "password": "wrong", "next": "/conference"})
    assert "登录名或密码不对" in words(page)
    assert 'name="next" value="/conference"' in page.content.decode()
    assert "wrong" not in page.content.decode()


def test_who_was_invited_is_no_other_units_matter(cast: Cast) -> None:
    _link(cast, email="a@example.cn")
    seen = {
        actor.label: "a@example.cn" in seated(Client(), actor).get("/settings").content.decode()
        for actor in (cast.director, cast.convener, cast.member("市住建局"), cast.member("市总工会"))
    }
    assert list(seen.values()) == [True, True, True, False]


def test_an_invitation_leads_to_a_signed_in_seat(client: Client, cast: Cast) -> None:
    seat = cast.member("市住建局").seat_id
    made = seated(Client(), cast.director).post(
        "/settings/invite", {"seat_id": seat, "email": "a@example.cn"}
    )
    assert made.context["url"] == ""
    assert "邀请已发起，待放行" in made.content.decode()
    unit = seated(Client(), cast.liaison("市住建局"))
    assert "市住建局·成员" in words(unit.get("/invitations"))
    assert "data-tick-all" in unit.get("/invitations").content.decode()
    slips = unit.post("/invitations", {"invitation_ids": Invitation.objects.get().pk})
    code = slips.context["slips"][0]["code"]
    assert code in words(slips)
    assert "no-store" in slips["Cache-Control"]
    assert code not in unit.get("/invitations").content.decode()
    typed = client.post("/invited", {"code": f" {code.lower().replace('-', ' ')}"})
    link = typed["Location"]
    assert link == f"/invited/{code}"

    page = client.get(link)
    assert "市住建局·成员" in words(page)
    assert client.get(link).status_code == 200
    assert Invitation.objects.get().state == "open"

    done = client.post(link, NEW)
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.session[SESSION_KEY] == seat
    assert "工作台" in words(client.get("/"))

    client.post("/sign-out")
    assert client.get("/").status_code == 302
    again = client.post("/sign-in", {"username": "ZHUJIAN-01", "password": PASSWORD, "next": "/conference"})
    assert again["Location"] == "/conference"


@pytest.mark.django_db
def test_an_unknown_link_gets_a_clear_page(client: Client) -> None:
    page = client.get("/invited/no-such-token")
    assert page.status_code == 404
    assert "请联席会议办公室重新发一个邀请链接" in words(page)


def test_a_used_revoked_or_expired_link_is_ended(client: Client, cast: Cast) -> None:
    used = _link(cast)
    client.post(used, NEW)
    revoked = _link(cast, unit="市总工会")
    revoke_invitation(cast.director, timezone.now(), invitation_id=Invitation.objects.latest("pk").pk)
    seat = Seat.objects.get(kind="member", unit__name="市发改委")
    _, old = invited(cast, timezone.now() - timedelta(days=8), seat_id=seat.pk)
    for link in (used, revoked, f"/invited/{old}"):
        assert Client().get(link).status_code == 404
        assert Client().post(link, NEW).status_code == 404


def test_a_refused_acceptance_keeps_what_was_typed_but_no_password(client: Client, cast: Cast) -> None:
    link = _link(cast)
    page = client.post(link, {**NEW, "login": "x!"})
    assert page.status_code == 422
    text = words(page)
    assert "登录名须为" in text
    assert "填写要求" in text
    assert "请改正后重新提交" in text
    assert 'value="x!"' in page.content.decode()
    assert PASSWORD not in page.content.decode()
    differing = client.post(link, {**NEW, "again": "another-horse-2"})
    assert "两次输入的密码不一致" in words(differing)
    assert Invitation.objects.get().state == "open"


def test_a_signed_in_visitor_takes_the_seat_with_one_button(client: Client, cast: Cast) -> None:
    person = _account(client, cast)
    seat = cast.liaison("市发改委").seat_id or 0
    end_tenure(cast.convener, AT, seat_id=seat, reason="调离")
    _, token = invited(cast, timezone.now(), seat_id=seat, name="某人", title="科长")
    link = f"/invited/{token}"
    client.force_login(person)
    page = client.get(link)
    assert "将以这个账号就任" in words(page)
    assert 'type="password"' not in page.content.decode()
    assert client.post(link)["Location"] == "/"
    held = Tenure.objects.filter(person=person, ends_before__isnull=True)
    assert {t.seat.unit.name for t in held} == {"市住建局", "市发改委"}


def test_a_holder_with_an_account_signs_in_or_sets_a_new_password(client: Client, cast: Cast) -> None:
    person = _account(client, cast)
    client.logout()
    link = _link(cast)
    assert "忘记密码的，可以凭这个链接设新密码" in words(client.get(link))
    answer = client.post(link, {"password": "another-long-phrase", "again": "another-long-phrase"})
    assert answer["Location"] == "/"
    person.refresh_from_db()
    assert person.check_password("another-long-phrase")


def test_only_a_held_seat_can_be_switched_to(client: Client, cast: Cast) -> None:
    seated(client, cast.staff)
    wrong = client.post("/seat", {"seat": cast.director.seat_id, "next": "/conference"}, follow=True)
    assert "你现在不在这个席位上" in words(wrong)
    assert client.session[SESSION_KEY] == cast.staff.seat_id
    own = client.post("/seat", {"seat": cast.staff.seat_id, "next": "https://elsewhere.example/"})
    assert own["Location"] == "/"


def test_another_conferences_seat_starts_at_its_workbench(client: Client, cast: Cast) -> None:
    person = _account(client, cast)
    other = found_cast("另一联席会议", "GD")
    seat = Seat.objects.get(conference=other.conference, kind="member", unit__name="市住建局")
    _, token = invited(other, timezone.now(), seat_id=seat.pk)
    client.force_login(person)
    client.post(f"/invited/{token}")
    back = client.post("/seat", {"seat": cast.member("市住建局").seat_id, "next": "/conference"})
    assert back["Location"] == "/"
    assert "泉州" in client.get("/conference").context["view"].conference.name


def test_without_a_seat_the_page_says_what_to_do(client: Client, cast: Cast) -> None:
    seated(client, cast.member("市住建局"))
    end_tenure(cast.convener, AT, seat_id=cast.member("市住建局").seat_id, reason="调离")
    page = client.get("/conference")
    assert page.status_code == 403
    assert "怎么办" in words(page)
    assert client.get("/account").status_code == 200


def test_the_account_shows_seats_with_clauses_in_few_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    person = _account(client, cast)
    client.force_login(person)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        page = client.get("/account")
    assert "市住建局·成员" in words(page)
    assert "/account/password" in posts(page)


def test_the_own_password_changes_and_this_session_stays(client: Client, cast: Cast) -> None:
    _account(client, cast)
    client.login(username="zhujian-01", password=PASSWORD)
    refused = client.post("/account/password", {"old": "wrong-one-111", "new": "x" * 14, "again": "x" * 14})
    assert refused.status_code == 422
    assert "原密码不对" in words(refused)
    assert "更改密码须验证原密码" in words(refused)
    assert "wrong-one-111" not in refused.content.decode()
    other = Client()
    other.login(username="zhujian-01", password=PASSWORD)
    done = client.post(
        "/account/password", {"old": PASSWORD, "new": "battery-staple-9", "again": "battery-staple-9"}
    )
    assert done["Location"] == "/account"
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert not Client().login(username="zhujian-01", password=PASSWORD)
    assert Client().login(username="zhujian-01", password="battery-staple-9")
