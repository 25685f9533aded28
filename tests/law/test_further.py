"""A conference rests on several instruments: rules and mechanisms are adopted, approved, cited, and give values."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from cast import AT
from law.office import Office, units_on
from ledger.steps import CLAUSE
from lianxi.bodies.actions import set_rule
from lianxi.bodies.models import ConferenceRule
from lianxi.bodies.queries import list_memberships, rule_value
from lianxi.clocks.queries import time_limit
from lianxi.core.refusals import BadInput, NotPermitted, WrongState
from lianxi.core.words import day_of
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.law.actions import (
    adopt_further,
    adopt_version,
    approve_further,
    draft_version,
    end_further,
    give_limit,
    give_rule,
    take_change,
)
from lianxi.law.models import FurtherInstrument
from lianxi.ledger.actions import enter_obligation
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import propose_topic
from lianxi.meetings.queries.choices import list_clause_groups
from web.signing_in import seated, words

MECHANISM = """泉州市职业病防治工作联席会议信息通报工作机制

泉职防联〔2026〕3号

各成员单位：

为规范信息通报，制定本机制。

一、通报内容
各成员单位应当每季度第一个月十日前向联席会议办公室报送职业病防治信息。

二、会签期限
会议纪要送会签后，各成员单位应当在五个工作日内反馈意见。

三、交办事项
联席会议交办的事项，承办单位应当自签收之日起十五个工作日内办结。

泉州市职业病防治工作联席会议办公室
2026年3月1日
"""
AMENDMENT = """关于调整泉州市职业病防治工作联席会议成员单位的通知

各成员单位：

经市政府同意，增加市林业局、市气象局为联席会议成员单位，市发展改革委不再作为联席会议成员单位。

泉州市职业病防治工作联席会议办公室
2026年3月1日
"""
CODE, WINDOW, DONE = "QZ-XXTB", "QZ-XXTB-2-1", "QZ-XXTB-3-1"
DAY = day_of(AT)


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def adopted(
    office: Office, text: str = MECHANISM, code: str = CODE, subject: str = "information"
) -> FurtherInstrument:
    version = draft_version(office.director, AT, code=code, text=text, kind="further")
    return adopt_further(office.deputy, AT, version_id=version.pk, subject=subject)


def approved(office: Office, **own: str) -> FurtherInstrument:
    row = adopted(office, **own)
    given = {"approved_by": "市人民政府", "approval_number": "泉政函〔2026〕9号", "approved_on": DAY}
    return approve_further(office.director, AT, further_id=row.pk, **given)


def test_it_is_adopted_by_other_eyes_and_waits_for_its_approval(office: Office) -> None:
    version = draft_version(office.director, AT, code=CODE, text=MECHANISM, kind="further")
    with pytest.raises(NotPermitted, match="起草人"):
        adopt_further(office.director, AT, version_id=version.pk, subject="information")
    with pytest.raises(BadInput, match=r"其他文件|成员单位"):
        adopt_version(office.deputy, AT, version_id=version.pk)
    row = adopt_further(office.deputy, AT, version_id=version.pk, subject="information")
    assert (row.state, row.instrument_version.state) == ("waiting", "adopted")
    with pytest.raises(BadInput, match="没有条款"):
        propose_topic(office.deputy, AT, title="通报", text="情况", clause=WINDOW)
    with pytest.raises(WrongState, match="待批准"):
        give_rule(office.director, AT, further_id=row.pk, clause=WINDOW, code="consent_window", value="5")


def test_its_clauses_are_cited_once_it_is_approved(office: Office) -> None:
    row = approved(office)
    assert (row.state, row.approved_on) == ("in_force", DAY)
    topic = propose_topic(office.deputy, AT, title="通报", text="情况", clause=WINDOW)
    assert (topic.basis_instrument, topic.basis_clause) == (CODE, WINDOW)
    labels = [group.label for group in list_clause_groups(office.conference)]
    assert labels[-1] == "《泉州市职业病防治工作联席会议信息通报工作机制》"
    assert [*verify_chains(), *verify_rows()] == []


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (MECHANISM, "QZ", "建立文件"),
        (MECHANISM, "", "代号"),
    ],
)
def test_what_is_no_further_instrument_is_refused(office: Office, text: str, code: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        draft_version(office.director, AT, code=code, text=text, kind="further")


def test_an_approval_of_tomorrow_is_refused(office: Office) -> None:
    row = adopted(office)
    given = {"approved_by": "市人民政府", "approval_number": "1号", "approved_on": DAY + timedelta(days=1)}
    with pytest.raises(BadInput, match="不能晚于今天"):
        approve_further(office.director, AT, further_id=row.pk, **given)


def test_a_clause_gives_a_rule_its_value_in_place_of_the_configured_one(office: Office) -> None:
    set_rule(office.director, AT, code="consent_window", value="3")
    row, later = approved(office), AT + timedelta(days=1)
    give_rule(office.director, later, further_id=row.pk, clause=WINDOW, code="consent_window", value="5")
    rule = ConferenceRule.objects.get(code="consent_window", ends_before__isnull=True)
    assert (rule.value, rule.source, rule.basis_clause) == ("5", "document", WINDOW)
    assert "五个工作日内反馈意见" in rule.text
    assert rule_value(office.conference, "consent_window", DAY) == "3"
    with pytest.raises(BadInput, match="文件写明"):
        set_rule(office.director, later, code="consent_window", value="4")
    end_further(office.director, later + timedelta(days=1), further_id=row.pk, reason="修订")
    assert not ConferenceRule.objects.filter(basis_instrument=CODE, ends_before__isnull=True).exists()


def test_open_clocks_keep_their_rule_and_new_ones_take_the_new(office: Office) -> None:
    def entered(at_day: int) -> Obligation:
        lead = list_memberships(office.conference, DAY)[4].unit_id
        return enter_obligation(
            office.director,
            AT + timedelta(days=at_day),
            title="排查",
            text="",
            lead_unit_id=lead,
            origin="assignment",
            basis=CLAUSE,
            limit_code="ledger.document_item",
        )

    old = entered(0)
    row = approved(office)
    before = time_limit(office.conference, "ledger.document_item", DAY).amount
    given = {"clause": DONE, "code": "ledger.document_item", "amount": 15, "unit": "workdays"}
    limit = give_limit(office.director, AT, further_id=row.pk, starts_on=DAY + timedelta(days=1), **given)
    assert limit.confidence == "S1"
    new = entered(1)
    old.refresh_from_db()
    assert (old.due_derivation["limit"]["amount"], new.due_derivation["limit"]["amount"]) == (before, 15)
    page = words(seated(Client(), office.director).get("/clocks"))
    assert "《泉州市职业病防治工作联席会议信息通报工作机制》三第1句（QZ-XXTB-3-1）" in page


def test_a_new_version_takes_the_place_of_the_one_in_force(office: Office) -> None:
    first = approved(office)
    second = approved(office, text=MECHANISM.replace("五个工作日", "七个工作日"))
    first.refresh_from_db()
    assert (first.state, second.state) == ("ended", "in_force")


def test_an_amendment_is_taken_change_by_change(office: Office) -> None:
    row = approved(office, text=AMENDMENT, code="QZ-TZ", subject="amendment")
    kinds = [(one["kind"], one["name"]) for one in row.instrument_version.reading["changes"]]
    assert ("add", "市林业局") in kinds
    place = kinds.index(("add", "市林业局"))
    assert "市林业局" not in units_on(office.conference, DAY)
    take_change(office.director, AT, further_id=row.pk, place=place, effective_on=DAY)
    assert "市林业局" in units_on(office.conference, DAY)
    assert "市气象局" not in units_on(office.conference, DAY)
    with pytest.raises(BadInput, match="已经办理过"):
        take_change(office.director, AT, further_id=row.pk, place=place, effective_on=DAY)
    gone = next(at for at, one in enumerate(kinds) if one[0] == "remove")
    name = next(one for one in units_on(office.conference, DAY) if one in (kinds[gone][1], "市发改委"))
    take_change(office.director, AT, further_id=row.pk, place=gone, effective_on=DAY)
    assert name not in units_on(office.conference, DAY)
    assert [*verify_chains(), *verify_rows()] == []


def test_an_amendment_that_waits_changes_nothing(office: Office) -> None:
    row = adopted(office, AMENDMENT, "QZ-TZ", "amendment")
    with pytest.raises(WrongState, match="待批准"):
        take_change(office.director, AT, further_id=row.pk, place=0, effective_on=DAY)


def test_the_pages_lead_from_reading_to_the_values(office: Office) -> None:
    director, deputy = seated(Client(), office.director), seated(Client(), office.deputy)
    sent = {"code": CODE, "text": MECHANISM, "kind": "further", "holds_from": ""}
    answer = director.post("/documents/new", sent)
    assert answer.status_code == 302, words(answer)
    review = deputy.get(answer["Location"])
    assert "/do/law.further.adopt" in review.content.decode()
    (version,) = set(re.findall(r'name="version_id" value="(\d+)"', review.content.decode()))
    deputy.post(
        "/do/law.further.adopt", {"version_id": version, "subject": "information", "next": "/documents"}
    )
    row = FurtherInstrument.objects.get()
    assert "待批准" in words(director.get("/documents"))
    url = f"/documents/further/{row.pk}"
    fields = {"further_id": row.pk, "next": url}
    given = {
        "approved_by": "市人民政府",
        "approval_number": "泉政函〔2026〕9号",
        "approved_on": DAY.isoformat(),
    }
    assert "登记批准" in words(director.get(url))
    director.post("/do/law.further.approve", {**fields, **given})
    assert "市人民政府，泉政函〔2026〕9号，2026年3月2日" in words(director.get(url))
    rule = {"clause": WINDOW, "code": "consent_window", "value": "5"}
    director.post("/do/law.further.give_rule", {**fields, **rule})
    assert "五个工作日内反馈意见" in words(director.get(url))
