"""Endings by a later decision: an obligation is replaced, merged or cancelled, and the chain stays readable."""

from datetime import date
from typing import Any

import pytest

from cast import Cast, found_cast
from ledger.steps import acknowledged, assert_explained, at, decided, entered, fresh, journal
from lianxi.core.refusals import Refusal
from lianxi.journal.models import Notice
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import (
    acknowledge_obligation,
    ask_extension,
    cancel_obligation,
    merge_obligation,
    supersede_obligation,
)
from lianxi.ledger.models import Ending, Extension
from lianxi.papers.models import Paper


def test_one_obligation_takes_the_place_of_another(cast: Cast) -> None:
    old, new = entered(cast), entered(cast, title="扩大排查范围")
    number = decided(cast, at(1))
    supersede_obligation(
        cast.director, at(2), obligation_id=old.pk, by_id=new.pk, reason="范围扩大", decision=number
    )
    assert fresh(old).state == "superseded"
    assert fresh(old).closed_at == at(2)
    assert fresh(new).supersedes == old
    ending = Ending.objects.get(obligation=old)
    assert (ending.into, ending.kind, ending.reason) == (new, "supersede", "范围扩大")
    assert ending.record == f"papers.paper:{Paper.objects.get().pk}"
    assert number in journal("ledger.obligation.supersede")["remark"]
    with pytest.raises(Refusal) as refused:
        acknowledge_obligation(cast.member("市住建局"), at(2), obligation_id=old.pk)
    assert refused.value.code == "obligation_ended"


def test_an_obligation_does_not_take_its_own_place_nor_two_places(cast: Cast) -> None:
    one, two, three = (entered(cast) for _ in range(3))
    given = {"reason": "合并", "decision": decided(cast, at(1))}
    with pytest.raises(Refusal, match="不能替代"):
        supersede_obligation(cast.director, at(1), obligation_id=one.pk, by_id=one.pk, **given)
    supersede_obligation(cast.director, at(1), obligation_id=one.pk, by_id=two.pk, **given)
    for pk, by in ((three.pk, two.pk), (two.pk, one.pk)):
        with pytest.raises(Refusal) as refused:
            supersede_obligation(cast.director, at(1), obligation_id=pk, by_id=by, **given)
        assert_explained(refused.value)


def test_the_decision_that_created_the_other_obligation_is_a_later_decision(cast: Cast) -> None:
    old = entered(cast)
    decided(cast, at(1))
    paper = Paper.objects.get()
    new = entered(cast, moment=at(2), source=f"papers.paper:{paper.pk}")
    supersede_obligation(cast.director, at(3), obligation_id=old.pk, by_id=new.pk, reason="重新部署")
    assert paper.number in Ending.objects.get().label


@pytest.mark.parametrize("verb", ["supersede", "merge", "cancel"])
def test_nothing_ends_without_a_later_decision_of_this_conference(cast: Cast, verb: str) -> None:
    early = decided(cast, at(-1))
    row, other = entered(cast), entered(cast)
    foreign = decided(found_cast("另一个联席会议", "OTHER"), at(1)) + "别处"
    calls: dict[str, Any] = {
        "supersede": lambda **named: supersede_obligation(
            cast.director, at(2), obligation_id=row.pk, by_id=other.pk, reason="x", **named
        ),
        "merge": lambda **named: merge_obligation(
            cast.director, at(2), obligation_id=row.pk, into_id=other.pk, reason="x", **named
        ),
        "cancel": lambda **named: cancel_obligation(
            cast.director, at(2), obligation_id=row.pk, reason="x", **named
        ),
    }
    for decision, says in (
        ("", "没有写明依据"),
        (early, "早于事项登记"),
        (other.number, "不是决定"),
        (foreign, "没有“"),
        ("papers.paper:99999", "没有“"),
    ):
        with pytest.raises(Refusal, match=says) as refused:
            calls[verb](decision=decision)
        assert_explained(refused.value)
    assert fresh(row).state == "issued"
    assert not Ending.objects.exists()


def test_a_merged_matter_leaves_its_units_with_the_one_that_takes_it_in(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, lead="市人社局", co=("市总工会", "市住建局")))
    into = entered(cast, co=("市总工会",))
    number = decided(cast, at(2))
    merge_obligation(
        cast.staff, at(3), obligation_id=row.pk, into_id=into.pk, reason="同一件事", decision=number
    )
    assert (fresh(row).state, fresh(row).closed_at) == ("merged", at(3))
    assert [part.unit.name for part in into.counit_set.order_by("pk")] == ["市总工会", "市人社局"]
    assert [ending.obligation for ending in fresh(into).absorbed.all()] == [row]
    told = Notice.objects.filter(subject=f"ledger.obligation:{into.pk}", title__contains="已并入")
    assert {notice.to_unit_id for notice in told} >= {cast.unit("市人社局").pk, cast.unit("市住建局").pk}
    with pytest.raises(Refusal, match="不能并入自己"):
        merge_obligation(
            cast.staff, at(4), obligation_id=into.pk, into_id=into.pk, reason="x", decision=number
        )


def test_a_cancelled_matter_ends_with_what_was_open_on_it(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    lead = cast.member("市住建局")
    ask_extension(
        lead, at(1), obligation_id=row.pk, asked_on=date(2026, 4, 3), reason="材料未齐", progress="已完成大半"
    )
    cancel_obligation(
        cast.director, at(3), obligation_id=row.pk, reason="不再需要", decision=decided(cast, at(2))
    )
    assert fresh(row).state == "cancelled"
    assert Extension.objects.get().state == "lapsed"
    assert list(verify_chains()) == []
    assert list(verify_rows()) == []
