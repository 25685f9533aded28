"""The lists of the exchange as files, exactly what their pages show; who wrote a letter stands in none of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.actors import Actor
from lianxi.core.words import day_of
from lianxi.exchange.queries.lists import (
    Wanted,
    list_collections,
    list_incoming,
    list_sendings,
    list_upward,
)
from lianxi.exchange.rules import COLLECTION, INCOMING, SENDING, UPWARD
from lianxi.exchange.rules.words import COLLECTION_FORMS, FORMS, INCOMING_KINDS, REPEATS, SENDING_KINDS
from lianxi.web.exchange.parts import wanted_of
from lianxi.web.shared.listing import Numbered
from lianxi.web.shared.offers import actor_of
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Column, below, named, table_response

SENDINGS = (
    Column("编号", 8),
    Column("标题", 44),
    Column("类别", 12),
    Column("送出单位", 18),
    Column("送出日期", 12, is_day=True),
    Column("反馈期限", 12, is_day=True),
    Column("单位数", 8),
    Column("已签收", 8),
    Column("已反馈", 8),
    Column("状态", 10),
)
COLLECTIONS = (
    Column("编号", 8),
    Column("标题", 44),
    Column("形式", 12),
    Column("征集单位", 18),
    Column("报送期限", 12, is_day=True),
    Column("单位数", 8),
    Column("已报", 8),
    Column("状态", 10),
)
PAPERS = (
    Column("收文编号", 16),
    Column("类别", 12),
    Column("来文机关", 20),
    Column("来文字号", 20),
    Column("标题", 44),
    Column("收文日期", 12, is_day=True),
    Column("承办单位", 18),
    Column("要求办结", 12, is_day=True),
    Column("状态", 10),
    Column("答复日期", 12, is_day=True),
)
REPORTS = (
    Column("报送内容", 40),
    Column("报送对象", 24),
    Column("形式", 12),
    Column("周期", 10),
    Column("起草单位", 18),
    Column("报送期限", 12, is_day=True),
    Column("状态", 10),
    Column("报送日期", 12, is_day=True),
    Column("文号", 20),
)


R = TypeVar("R", bound=Numbered)


def _all(read: Callable[[Actor, Wanted], list[R]], request: HttpRequest, wanted: Wanted) -> Iterator[R]:
    actor = actor_of(request)
    return below(lambda before: read(actor, replace(wanted, before=before)), lambda row: row.pk)


@require_safe
@seated
def sendings(request: HttpRequest) -> HttpResponse:
    """Send the sendings as their filters show them."""
    wanted = wanted_of(request, SENDING_KINDS, {"open": ""})
    rows = (
        (
            row.pk,
            row.title,
            SENDING_KINDS.get(row.kind, row.kind),
            row.unit.name,
            day_of(row.sent_at),
            row.respond_by,
            row.receivers,
            row.signed,
            row.answered,
            SENDING.labels[row.state],
        )
        for row in _all(list_sendings, request, wanted)
    )
    return table_response(request, named("往来"), SENDINGS, rows)


@require_safe
@seated
def collections(request: HttpRequest) -> HttpResponse:
    """Send the collections as their filters show them."""
    wanted = wanted_of(request, {}, COLLECTION.labels)
    rows = (
        (
            row.pk,
            row.title,
            COLLECTION_FORMS.get(row.form, row.form),
            row.unit.name,
            row.due_on,
            row.asked,
            row.given,
            COLLECTION.labels[row.state],
        )
        for row in _all(list_collections, request, wanted)
    )
    return table_response(request, named("征集"), COLLECTIONS, rows)


@require_safe
@seated
def incoming(request: HttpRequest) -> HttpResponse:
    """Send the register of incoming papers as its filters show it."""
    wanted = wanted_of(request, INCOMING_KINDS, INCOMING.labels)
    rows = (
        (
            row.system_number,
            INCOMING_KINDS.get(row.kind, row.kind),
            row.from_body,
            row.doc_number,
            row.title,
            row.received_on,
            row.handler.name if row.handler else "",
            row.due_on,
            INCOMING.labels[row.state],
            row.answered_on,
        )
        for row in _all(list_incoming, request, wanted)
    )
    return table_response(request, named("收文"), PAPERS, rows)


@require_safe
@seated
def upward(request: HttpRequest) -> HttpResponse:
    """Send the reports owed upward as their filters show them."""
    wanted = wanted_of(request, {}, UPWARD.labels)
    rows = (
        (
            row.title,
            row.to_body,
            FORMS.get(row.form, row.form),
            REPEATS.get(row.repeats, row.repeats),
            row.unit.name,
            row.due_on,
            UPWARD.labels[row.state],
            row.sent_on,
            row.number,
        )
        for row in _all(list_upward, request, wanted)
    )
    return table_response(request, named("对上报送"), REPORTS, rows)


urlpatterns: list[URLPattern] = [
    path("exchange/export", sendings, name="exchange_export"),
    path("collections/export", collections, name="collections_export"),
    path("incoming/export", incoming, name="incoming_export"),
    path("upward/export", upward, name="upward_export"),
]
