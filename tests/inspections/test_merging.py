"""The merge of a plan as the worker does it: ordered once, taken up again, refused where the facts went on."""

from typing import Any

import pytest
from django.test import Client

from cast import AT, Cast
from inspections.filing import Filed, ask, filed
from inspections.test_supervision import refused
from lianxi.core.refusals import Busy
from lianxi.inspections.actions import (
    agree_plan,
    hand_over_plan,
    merge_as_ordered,
    merge_plan,
    merging,
    to_paper,
    withdraw_request,
)
from lianxi.inspections.models import CheckPlan, CheckRequest, MergeOrder, Visit
from lianxi.journal.models import Entry
from web.signing_in import seated


def reported(cast: Cast) -> Filed:
    made = filed(cast)
    made.upload(cast, "市卫健委", ask(1), ask(2))
    made.upload(cast, "市人社局", ask(1))
    made.nil(cast, "市住建局")
    return made


def test_an_order_stands_in_the_chain_and_nothing_is_merged_yet(cast: Cast) -> None:
    made = reported(cast)
    order = merge_plan(cast.staff, AT, plan_id=made.plan.pk)
    entry = Entry.objects.latest("id")
    assert entry.action == "inspections.plan.merge"
    assert (order.state, Visit.objects.count()) == ("ordered", 0)
    assert "已有一次合并" in refused(merge_plan, cast.director, AT, plan_id=made.plan.pk)
    assert [merge_as_ordered(AT), merge_as_ordered(AT)] == [1, 0]
    order.refresh_from_db()
    assert (order.state, order.told) == ("made", "合并为 2 次进厂，各查各的要 3 次")


@pytest.mark.parametrize("change", [withdraw_request, to_paper])
def test_what_changed_since_the_order_is_said_and_nothing_stored(cast: Cast, change: Any) -> None:
    made = reported(cast)
    merge_plan(cast.staff, AT, plan_id=made.plan.pk)
    one = CheckRequest.objects.filter(subject=made.subjects["市人社局"]).get()
    change(cast.member("市人社局"), AT, request_id=one.pk)
    merge_as_ordered(AT)
    order = MergeOrder.objects.get()
    assert order.state == "failed"
    assert "有改动" in order.told
    assert "再次合并" in order.told
    assert (CheckPlan.objects.get().round, Visit.objects.count()) == (0, 0)
    assert made.merge(cast).round == 1


def test_a_plan_that_was_handed_over_meanwhile_keeps_its_visits(cast: Cast) -> None:
    made = reported(cast)
    made.merge(cast)
    for unit in ("市卫健委", "市人社局"):
        agree_plan(cast.member(unit), AT, plan_id=made.plan.pk, subject_id=made.subjects[unit].pk)
    merge_plan(cast.staff, AT, plan_id=made.plan.pk)
    hand_over_plan(cast.staff, AT, plan_id=made.plan.pk, paper="函1号")
    merge_as_ordered(AT)
    assert MergeOrder.objects.latest("pk").state == "failed"
    assert (CheckPlan.objects.get().state, CheckPlan.objects.get().round) == ("handed_over", 1)


def test_a_worker_that_falls_or_finds_the_database_busy_leaves_the_order(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reported(cast)
    merge_plan(cast.staff, AT, plan_id=made.plan.pk)

    def stopped(_facts: str) -> Any:
        raise RuntimeError

    def busy(_facts: str) -> Any:
        raise Busy("锁住了。", rule="", next_step="")

    monkeypatch.setattr(merging, "is_asked_to_end", lambda: True)
    with monkeypatch.context() as patch:
        patch.setattr(merging, "judge_text", stopped)
        with pytest.raises(RuntimeError):
            merge_as_ordered(AT)
        patch.setattr(merging, "judge_text", busy)
        merge_as_ordered(AT)
    assert MergeOrder.objects.get().state == "ordered"
    merge_as_ordered(AT)
    assert MergeOrder.objects.get().state == "made"


def test_a_defect_is_told_and_the_order_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = reported(cast)
    merge_plan(cast.staff, AT, plan_id=made.plan.pk)

    def broken(_facts: str) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(merging, "judge_text", broken)
        with pytest.raises(ZeroDivisionError):
            merge_as_ordered(AT)
    assert "程序出错" in MergeOrder.objects.get().told
    assert made.merge(cast).round == 1


def test_the_page_says_where_the_merge_stands(cast: Cast, client: Client) -> None:
    made = reported(cast)
    url = f"/checks/{made.plan.pk}"
    browser = seated(client, cast.staff)
    merge_plan(cast.staff, AT, plan_id=made.plan.pk)
    page = browser.get(url).content.decode()
    assert "后台合并中" in page
    assert "/do/inspections.plan.merge" not in page
    assert browser.get(f"{url}/merge").status_code == 204
    one = CheckRequest.objects.order_by("pk").first()
    assert one is not None
    withdraw_request(cast.member("市卫健委"), AT, request_id=one.pk)
    merge_as_ordered(AT)
    assert browser.get(f"{url}/merge").headers["HX-Refresh"] == "true"
    page = browser.get(url).content.decode()
    assert "没有合并成" in page
    assert "/do/inspections.plan.merge" in page
