"""The conference's pages: as of a day, for each kind of seat, and who may change what from them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast, found_cast
from law.office import Office
from law.reissued import reissue
from lianxi.bodies.actions import (
    carry_out_succession,
    confirm_founding,
    confirm_member_change,
    end_tenure,
    invite_holder,
    propose_member_change,
    record_succession,
    set_rule,
)
from lianxi.bodies.models import Invitation, MemberChange, Seat, Tenure
from lianxi.bodies.rules import CONFIGURABLE
from lianxi.core.actors import Actor
from lianxi.law.actions import adopt_version, draft_version
from web.signing_in import posts, seated, words

PAGES = ("/conference", "/settings")


def _seats(cast: Cast) -> dict[str, Actor]:
    return {
        "convener": cast.convener,
        "director": cast.director,
        "staff": cast.staff,
        "member": cast.member("市住建局"),
        "liaison": cast.liaison("市住建局"),
    }


def _proposed(cast: Cast) -> MemberChange:
    actor = cast.member("市住建局")
    return propose_member_change(
        actor, AT, seat_id=actor.seat_id or 0, person_name="新人", title="副局长", reason="工作变动"
    )


@pytest.mark.parametrize("who", ["convener", "director", "staff", "member", "liaison"])
def test_every_seat_sees_the_pages_in_few_queries(
    client: Client, cast: Cast, who: str, django_assert_max_num_queries: object
) -> None:
    _proposed(cast)
    invite_holder(cast.director, timezone.now(), seat_id=cast.member("市总工会").seat_id or 0)
    seated(client, _seats(cast)[who])
    for address in (*PAGES, f"/conference/units/{cast.unit('市住建局').pk}"):
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            assert client.get(address).status_code == 200


def test_units_stand_in_the_printed_order_with_aliases_and_duties(client: Client, cast: Cast) -> None:
    page = seated(client, cast.staff).get("/conference")
    rows = page.context["units"]
    assert [row["unit"].name for row in rows] == ["市卫健委", "市人社局", "市住建局", "市总工会", "市发改委"]
    assert rows[2]["aliases"] == "住建局"
    assert "5个成员单位，12个席位，无空缺" in words(page)
    assert "市住建局·成员" in words(page)


def test_rules_open_their_clause_and_configured_ones_await_confirmation(client: Client, cast: Cast) -> None:
    page = words(seated(client, cast.staff).get("/conference"))
    assert "经与会单位同意后印发有关方面，同时抄报市人民政府" in page
    assert "泉职防联" in page
    assert "待确认" in page


def test_only_the_director_is_offered_the_confirmation(client: Client, cast: Cast) -> None:
    confirm = "/do/bodies.conference.confirm"
    page = seated(client, cast.director).get("/conference")
    assert confirm in posts(page)
    assert "待办公室确认" in words(page)
    other = seated(client, cast.staff).get("/conference")
    assert confirm not in posts(other)
    assert "由办公室主任办理" in words(other)
    seated(client, cast.director).post(confirm, {"next": "/conference"})
    assert "办公室已确认" in words(client.get("/conference"))


def test_vacant_seats_are_marked_and_the_office_may_invite(client: Client, cast: Cast) -> None:
    seat = cast.member("市住建局").seat_id or 0
    end_tenure(cast.convener, AT, seat_id=seat, reason="调离")
    page = seated(client, cast.director).get("/conference")
    assert "1个空缺" in words(page)
    assert f"/settings/invite?seat={seat}" in page.content.decode()
    member = seated(client, cast.member("市总工会")).get("/conference")
    assert "空缺" in words(member)
    assert "/settings/invite" not in member.content.decode()


def test_another_day_shows_its_holders_and_offers_nothing(client: Client, cast: Cast) -> None:
    change = _proposed(cast)
    today = timezone.localdate()
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=today)
    seated(client, cast.convener)
    now, before = client.get("/conference"), client.get(f"/conference?on={today - timedelta(days=1)}")
    assert "新人" in words(now)
    members = {s["name"] for row in before.context["units"] for s in row["members"]}
    assert "新人" not in members
    assert "市住建局·成员" in members
    # A filter may be kept on any day; it is no act.
    assert posts(before) == ["/filters/save"]
    assert client.get("/conference?on=2020-01-01").context["units"] == []
    assert "不是日期" in words(client.get("/conference?on=yesterday"))


def test_a_unit_page_shows_duties_with_acts(client: Client, cast: Cast) -> None:
    from lianxi.law.queries import list_duties

    assert [clause.code for clause in list_duties("QZ", 1, ["市住建局"])] == ["QZ-3-11-2"]
    page = seated(client, cast.staff).get(f"/conference/units/{cast.unit('市住建局').pk}")
    assert "对本行业用人单位职业病防治工作进行指导、检查" in words(page)
    other = client.get(f"/conference/units/{cast.unit('市人社局').pk}")
    assert "没有写明这个单位的职责条款" in words(other)


def test_another_conferences_unit_and_seat_look_missing(client: Client, cast: Cast) -> None:
    other = found_cast("另一联席会议", "GD")
    seated(client, cast.director)
    assert client.get("/conference/units/999999").status_code == 404
    assert client.get(f"/settings/invite?seat={other.member('市住建局').seat_id}").status_code == 404
    assert client.post("/settings/invite", {"seat_id": other.director.seat_id}).status_code == 404


def test_a_refused_invitation_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    seat = cast.liaison("市住建局").seat_id or 0
    end_tenure(cast.convener, AT, seat_id=seat, reason="调离")
    page = seated(client, cast.director).post("/settings/invite", {"seat_id": seat, "name": "李同志"})
    assert page.status_code == 422
    text = words(page)
    assert "请填写就任人的姓名和职务" in text
    assert "依据填写要求" in text
    assert "怎么办" in text
    assert 'value="李同志"' in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_member_cannot_invite(client: Client, cast: Cast) -> None:
    member = cast.member("市住建局")
    seated(client, member)
    assert "邀请席位人员由办公室" in words(client.get(f"/settings/invite?seat={member.seat_id}"))
    refused = client.post("/settings/invite", {"seat_id": member.seat_id})
    assert refused.status_code == 422
    assert "不能邀请席位人员" in words(refused)


def test_the_link_is_shown_once_and_listed_without_its_secret(client: Client, cast: Cast) -> None:
    seated(client, cast.director)
    client.post("/do/bodies.seat.add_staff", {"next": "/"})
    vacant = {
        "seat_id": Seat.objects.latest("pk").pk,
        "name": "新同事",
        "title": "科员",
        "email": "a@example.cn",
    }
    made = client.post("/settings/invite", vacant)
    assert made.context["mailto"].startswith("mailto:a%40example.cn?")
    token = made.context["url"].rpartition("/")[2]
    assert "no-store" in made["Cache-Control"]
    page = client.get("/settings")
    assert token not in page.content.decode()
    assert "/do/bodies.invitation.revoke" in posts(page)
    client.post("/do/bodies.invitation.revoke", {"invitation_id": Invitation.objects.get().pk})
    assert Client().get(f"/invited/{token}").status_code == 404


def test_settings_offer_what_the_document_leaves_open(client: Client, cast: Cast) -> None:
    page = seated(client, cast.staff).get("/settings")
    assert posts(page).count("/do/bodies.rule.set") == len(CONFIGURABLE) - 2
    assert "逾期未答复不能视为同意" in words(page)
    assert "由办公室主任办理" in words(page)
    client.post("/do/bodies.rule.set", {"code": "consent_window", "value": "7"})
    assert "7" in [row["value"] for row in client.get("/settings").context["rules"]]
    assert "/do/bodies.rule.set" not in posts(seated(client, cast.member("市住建局")).get("/settings"))


def test_a_new_staff_seat_leads_to_its_invitation(client: Client, cast: Cast) -> None:
    seated(client, cast.director)
    done = client.post("/do/bodies.seat.add_staff", {"next": "/settings/invite?seat={id}"})
    assert done["Location"] == f"/settings/invite?seat={Seat.objects.latest('pk').pk}"
    assert "席位空缺" in words(client.get(done["Location"]))


def test_a_refused_act_names_the_rule_and_the_next_step(client: Client, cast: Cast) -> None:
    confirm_founding(cast.director, AT)
    refused = seated(client, cast.staff).post("/do/bodies.conference.confirm", {"next": "/conference"})
    text = words(refused)
    assert refused.status_code == 422
    assert "依据" in text
    assert "怎么办" in text
    assert "办公室主任" in text


def test_rules_of_an_earlier_day_stand_as_they_were(client: Client, cast: Cast) -> None:
    set_rule(cast.director, AT, code="consent_window", value="9")
    seated(client, cast.staff)
    said = lambda query: {  # noqa: E731
        row["label"]: row["said"] for row in client.get(f"/conference{query}").context["rules"]
    }
    assert said("?on=2026-03-01")["会签期限"] == "3 个工作日"
    assert said("")["会签期限"] == "9 个工作日"


# ---- the document in force, and units after a reform


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def _rename(office: Office) -> None:
    row = record_succession(
        office.director,
        AT,
        from_unit="市民政局",
        to_unit="市民政事务局",
        kind="renamed",
        effective_on=date(2026, 3, 1),
        basis_text="泉委〔2026〕2号",
    )
    carry_out_succession(office.director, AT, succession_id=row.pk)


def test_a_renamed_unit_keeps_its_duties(client: Client, office: Office) -> None:
    seated(client, office.deputy)
    duties = lambda: {r["unit"].name: r["duties"] for r in client.get("/conference").context["units"]}  # noqa: E731
    before = duties()
    assert before["市民政局"] > 0
    assert min(before.values()) > 0
    _rename(office)
    after = duties()
    assert after["市民政事务局"] == before["市民政局"]
    assert sum(after.values()) == sum(before.values())


def test_every_count_is_what_the_units_own_page_lists(client: Client, office: Office) -> None:
    _rename(office)
    seated(client, office.deputy)
    for row in client.get("/conference").context["units"]:
        page = client.get(f"/conference/units/{row['unit'].pk}")
        assert len(page.context["duties"]) == row["duties"], row["unit"].name


def test_a_reform_stands_above_the_conference_and_the_unit_it_touched(
    client: Client, office: Office, django_assert_max_num_queries: object
) -> None:
    _rename(office)
    seated(client, office.deputy)
    sentence = "其后市民政局于2026年3月1日更名为市民政事务局（依据泉委〔2026〕2号），请确认职责归属"
    units = {row["unit"].name: row["unit"].pk for row in client.get("/conference").context["units"]}
    for address, shown in (
        ("/conference", True),
        (f"/conference/units/{units['市民政事务局']}", True),
        (f"/conference/units/{units['市财政局']}", False),
    ):
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            page = client.get(address)
        assert (sentence in words(page)) is shown, address


def test_the_version_in_force_gives_the_head_and_what_stays_open(client: Client, office: Office) -> None:
    version = draft_version(office.director, AT, code="QZ", text=reissue())
    seated(client, office.deputy)
    text = words(client.get("/conference"))
    assert "泉政办网传〔2021〕1号" in text
    assert "留待补充" not in text
    adopt_version(office.deputy, AT, version_id=version.pk, parts=("units", "office", "rules"))
    text = words(client.get("/conference"))
    assert "泉政办网传〔2025〕6号" in text
    assert "建立文件留待补充：成员名单。" in text


def test_the_convener_stands_first(cast: Cast) -> None:
    page = words(seated(Client(), cast.staff).get("/conference"))
    held = Tenure.objects.get(seat_id=cast.convener.seat_id)
    told = f"召集人{held.person.name}（{held.title}）"
    assert page.index(told) < page.index("建立文件", page.index(told)) < page.index("召集人与办公室")
    assert page.count("召集人") >= 2


def test_a_vacant_convener_is_said_first(cast: Cast) -> None:
    end_tenure(cast.convener, AT, seat_id=cast.convener.seat_id or 0, reason="换届")
    page = words(seated(Client(), cast.staff).get("/conference"))
    assert "召集人◐空缺" in page
