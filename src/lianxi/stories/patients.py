"""Patients of the played conference under tokens: a month's list, a recognition, aid, each token to its end."""

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import timedelta

from lianxi.core.words import day_of
from lianxi.law.actions import record_ruling
from lianxi.papers.files import Upload
from lianxi.protection.actions import (
    agree_signer,
    answer_sheet,
    ask_recognition,
    confirm_returns,
    draft_list,
    enter_assessment,
    fill_list,
    name_signer,
    receive_list,
    send_list,
    sign_recognition,
    state_fact,
    take_over,
)
from lianxi.protection.models import PersonList
from lianxi.protection.rules.sheets import template_headings
from lianxi.protection.rules.tokens import draw_tokens
from lianxi.stories.story import Story

HEALTH, HR = "市卫健委", "市人社局"
AREAS = ("鲤城区", "晋江市", "南安市", "惠安县", "安溪县", "德化县")
SHA = hashlib.sha256("示例名册，不含任何人".encode()).hexdigest()
STATED = {"registration": "cancelled", "relation": "unconfirmable", "certificate": "named", "insurance": "no"}


def _sheet(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Upload:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return Upload("代码.csv", text.getvalue().encode(), "text/csv")


def protect_patients(story: Story) -> PersonList:
    """Play one month's list from its assessment to aid; what is left open stands on the list of unfinished persons."""
    _prepare(story)
    tokens = draw_tokens(9)
    since = day_of(story.at) - timedelta(days=20)
    row = _list(story, "L1", HEALTH, [(one, AREAS[at % 6], since) for at, one in enumerate(tokens)])
    story.say(f"市卫健委送出确诊人员名单 {row.number}，市人社局签收", "QZ-4-3")
    story.wait_days(6)
    day = day_of(story.at)
    _answer(story, row, [(one, "已申请", day, "", "") for one in tokens[:6]])
    _answer(story, row, [(tokens[6], "查无此人", day, "", "")])
    _answer(story, row, [(one, "转其他名单", day, "用人单位不存在", "") for one in tokens[7:]])
    confirm_returns(story.speaker(HEALTH), story.at, list_id=row.pk)
    for token in tokens[7:]:
        _recognise(story, token)
    story.wait_days(2)
    _aid(story, tokens[7:])
    story.wait_days(4)
    _answer(story, row, [(one, "已认定或者纳入", day_of(story.at), "", "") for one in tokens[:6]])
    story.say("名单内各人都有了结果：已认定六人，救助二人，退回一人", "QZ-3-09-3")
    return row


def _prepare(story: Story) -> None:
    """Assess the impact, rule who signs recognitions, and have that unit agree."""
    own = story.unit(HR).pk
    for unit in (HEALTH, HR):
        enter_assessment(
            story.speaker(unit), story.at, kinds=["L1", "L2", "L3", "L4"], purposes=["injury", "recognition"],
            measures=["outside", "access", "notice", "deletion"], risk="middle",
            paper="泉卫健函〔2026〕15号", done_on=day_of(story.at),
        )  # fmt: skip
    ruling = record_ruling(
        story.office, story.at, text="用人单位已不存在的职业病病人，由谁出具核实意见",
        facts=["population:od_patients:true", "employer_status:defunct:true"], unit_ids=[own], considered_ids=[own],
        reason="劳动关系和工伤保险由其掌握", clause="QZ-3-09-3",
    )  # fmt: skip
    signer = name_signer(story.office, story.at, unit_id=own, ruling_id=ruling.pk)
    agree_signer(story.speaker(HR), story.at, signer_id=signer.pk)


def _list(story: Story, kind: str, sender: str, rows: Sequence[Sequence[object]]) -> PersonList:
    row = draft_list(story.speaker(sender), story.at, kind=kind, month=f"{day_of(story.at):%Y-%m}")
    if rows:
        upload = _sheet(template_headings(kind), rows)
        fill_list(story.speaker(sender), story.at, list_id=row.pk, file=upload)
    else:
        take_over(story.speaker(sender), story.at, list_id=row.pk)
    return _move(story, row)


def _move(story: Story, row: PersonList) -> PersonList:
    count = row.rows.filter(is_dropped=False).count()
    send_list(
        story.speaker(row.sender.name), story.at, way="platform", list_id=row.pk, count=count, sha256=SHA
    )
    story.wait(hours=2)
    receiver = story.speaker(row.receiver.name)
    return receive_list(receiver, story.at, list_id=row.pk, count=count, sha256=SHA)


def _answer(story: Story, row: PersonList, rows: Sequence[Sequence[object]]) -> None:
    upload = _sheet(template_headings(""), rows)
    answer_sheet(story.speaker(row.receiver.name), story.at, list_id=row.pk, file=upload)


def _recognise(story: Story, token: str) -> None:
    opinion = ask_recognition(story.speaker(HR), story.at, token=token, area=AREAS[0])
    for fact in opinion.facts.select_related("unit").order_by("pk"):
        state_fact(story.speaker(fact.unit.name), story.at, fact_id=fact.pk, word=STATED[fact.code])
    sign_recognition(story.speaker(HR), story.at, recognition_id=opinion.pk, result="gone")
    story.say(f"出具核实意见 {opinion.number}：用人单位不存在", "QZ-3-15-1")


def _aid(story: Story, tokens: Sequence[str]) -> None:
    medical = _list(story, "L3", HR, [])
    story.wait_days(3)
    _answer(story, medical, [(one, "已认定或者纳入", day_of(story.at), "", "") for one in tokens])
