"""Work in a bounded child: its answer, its refusal, and an end that takes nothing of ours with it."""

import os
import time

import pytest

from lianxi.core.bounded import bounded
from lianxi.core.refusals import BadInput, Conflict

REFUSAL = BadInput("读不出来。")


def test_the_answer_comes_back_and_the_parent_is_untouched() -> None:
    held: list[int] = []

    def work() -> int:
        held.append(1)
        return os.getpid()

    assert bounded(work, REFUSAL) != os.getpid()
    assert held == []


def test_a_refusal_and_an_error_come_back_as_they_were() -> None:
    def refuse() -> None:
        raise Conflict("已有人改动。", rule="先后有序", next_step="请刷新。")

    with pytest.raises(Conflict, match="已有人改动") as refused:
        bounded(refuse, REFUSAL)
    assert (refused.value.rule, refused.value.next_step) == ("先后有序", "请刷新。")
    with pytest.raises(ZeroDivisionError):
        bounded(lambda: 1 // 0, REFUSAL)


def _fill() -> None:
    bytearray(4 * 1024**3)


@pytest.mark.parametrize(
    "work",
    [_fill, os.abort, lambda: os._exit(0), lambda: time.sleep(60)],
    ids=["memory", "abort", "exit", "time"],
)
def test_a_child_that_ends_without_an_answer_is_a_refusal(work: object) -> None:
    with pytest.raises(BadInput, match="读不出来"):
        bounded(work, REFUSAL, seconds=3, memory=256 * 1024**2)  # type: ignore[arg-type]
