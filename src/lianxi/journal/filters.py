"""Filters of lists that a seat keeps under names. A way of looking and no act, so not in the chain; the seat's alone."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction

from lianxi.core.entries import filled
from lianxi.core.personal import find_personal
from lianxi.core.refusals import BadInput, NotFound
from lianxi.core.words import day_of
from lianxi.journal.models import KeptFilter

MOST = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A list by its page, with the fields by which it is filtered."""

    page: str
    fields: Collection[str]


def list_filters(seat_id: int, page: str) -> list[KeptFilter]:
    """List what a seat keeps of a page, as it was kept."""
    return list(KeptFilter.objects.filter(seat_id=seat_id, page=page).order_by("pk"))


def unknown_in(query: str, known: Collection[str]) -> list[str]:
    """Name the fields of a query that a list has not, in their order."""
    return [name for name in dict.fromkeys(name for name, _value in parse_qsl(query)) if name not in known]


def keep_filter(seat_id: int, of: Listed, query: str, name: str, at: datetime) -> None:
    """Keep a filter under a name; its fields must be the list's own. Raises BadInput."""
    name, given = filled(name, "名称", 40), urlencode([(key, one) for key, one in parse_qsl(query) if one])
    if not given:
        raise BadInput("还没有筛选条件。", next_step="请先筛选，再保存。")
    if strange := unknown_in(given, of.fields):
        raise BadInput(f"这个列表没有条件“{strange[0][:20]}”。", next_step="请在列表上重新筛选后再保存。")
    if len(given) > 500:
        raise BadInput("筛选条件太长。", next_step="请缩短所填的词语。")
    if any(find_personal(f"{name} {' '.join(one for _key, one in parse_qsl(given))}", day_of(at))):
        raise BadInput("名称或条件里有个人信息，不保存。", next_step="请去掉姓名、号码后再保存。")
    if KeptFilter.objects.filter(seat_id=seat_id).count() >= MOST:
        raise BadInput(f"每个席位最多保存 {MOST} 个筛选。", next_step="请先删去不用的。")
    with _once(name):
        KeptFilter.objects.create(seat_id=seat_id, page=of.page, name=name, query=given, at=at)


def rename_filter(seat_id: int, pk: int, name: str, at: datetime) -> None:
    """Give a kept filter another name. Raises NotFound, BadInput."""
    name = filled(name, "名称", 40)
    if any(find_personal(name, day_of(at))):
        raise BadInput("名称里有个人信息，不保存。", next_step="请换一个名称。")
    row = _own(seat_id, pk)
    with _once(name):
        KeptFilter.objects.filter(pk=row.pk).update(name=name)


def end_filter(seat_id: int, pk: int) -> None:
    """Forget a kept filter. Raises NotFound."""
    KeptFilter.objects.filter(pk=_own(seat_id, pk).pk).delete()


def _own(seat_id: int, pk: int) -> KeptFilter:
    row = KeptFilter.objects.filter(seat_id=seat_id, pk=pk).first()
    if row is None:
        raise NotFound(
            "没有这个保存的筛选，或它不是本席位的。", rule="筛选归保存它的席位", next_step="请刷新页面。"
        )
    return row


@contextmanager
def _once(name: str) -> Iterator[None]:
    """Say so where a list of the seat has a filter of this name already."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise BadInput(f"这个列表已有名为“{name}”的筛选。", next_step="请换一个名称。") from None
