"""A unit's own paper: drafted, signed and sent by its people under its name; nobody else sees it before."""

from typing import Any

import pytest
from django.test import Client

from cast import AT, Cast
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.desk import Desk, Task
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, WrongState
from lianxi.journal.sight import seen
from lianxi.papers.actions import (
    draft_paper,
    issue_draft,
    number_draft,
    put_up_draft,
    return_draft,
    revise_draft,
    send_paper,
    sign_draft,
    submit_draft,
    void_draft,
)
from lianxi.papers.drafting import draft_document
from lianxi.papers.models import Paper, PaperDraft, VoidNumber
from lianxi.papers.waiting import list_tasks
from papers.paths import TEXT, deputy
from staging import staged
from web.signing_in import posts, seated, words

TITLE = "关于商请提供建筑工地粉尘检测情况的函"


def own(cast: Cast, actor: Actor | None = None, **more: Any) -> PaperDraft:
    told = {"kind": "letter", "title": TITLE, "text": TEXT, "unit_ids": [cast.unit("市人社局").pk], **more}
    return draft_paper(actor or cast.liaison("市住建局"), AT, **told)


@staged
def put_up(cast: Cast, **more: Any) -> PaperDraft:
    return put_up_draft(cast.liaison("市住建局"), AT, draft_id=own(cast, **more).pk)


def test_from_the_draft_to_the_receipt_of_another_unit(cast: Cast) -> None:
    liaison, member = cast.liaison("市住建局"), cast.member("市住建局")
    draft = put_up(cast)
    assert (draft.state, draft.unit_id) == ("signing", member.unit_id)
    sign_draft(member, AT, draft_id=draft.pk)
    with pytest.raises(BadInput, match="字号由本单位的办公系统给出"):
        number_draft(liaison, AT, draft_id=draft.pk)
    number_draft(liaison, AT, draft_id=draft.pk, outside_number="泉建函〔2026〕7号")
    issue_draft(liaison, AT, draft_id=draft.pk)
    draft = send_paper(liaison, AT, draft_id=draft.pk)
    assert draft.paper is not None
    assert (draft.paper.number, draft.paper.is_outside) == ("泉建函〔2026〕7号", True)
    document = draft_document(draft, AT.date())
    assert document.mark == document.signed_by[0]
    assert "住" in document.mark
    assert list(draft.paper.recipients.values_list("unit__name", flat=True)) == ["市人社局"]
    assert seen(cast.member("市人社局"), Paper.objects.all()).exists()
    assert not seen(cast.member("市发改委"), Paper.objects.all()).exists()


def test_nobody_else_sees_or_takes_it_before_it_is_issued(cast: Cast) -> None:
    draft = put_up(cast)
    for other in (cast.director, cast.staff, cast.convener, cast.member("市人社局"), deputy(cast)):
        assert not seen(other, PaperDraft.objects.all()).exists()
        with pytest.raises((NotFound, NotPermitted)):
            sign_draft(other, AT, draft_id=draft.pk)


def test_a_liaison_signs_only_with_the_leaders_word(cast: Cast) -> None:
    draft = put_up(cast)
    with pytest.raises(BadInput, match="哪位负责同志"):
        sign_draft(cast.liaison("市住建局"), AT, draft_id=draft.pk, leader=" ")
    signed = sign_draft(cast.liaison("市住建局"), AT, draft_id=draft.pk, leader="经分管副局长同意。")
    assert (signed.signer, signed.signed_by) == ("分管副局长", "市住建局·办公室成员（经分管副局长同意）")


def test_each_way_is_only_for_its_papers(cast: Cast) -> None:
    mine = own(cast, deputy(cast), own=True, unit_ids=[cast.unit("市住建局").pk])
    with pytest.raises(BadInput, match="不由办公室核稿"):
        submit_draft(deputy(cast), AT, draft_id=mine.pk)
    offices = own(cast, deputy(cast), unit_ids=[cast.unit("市住建局").pk])
    assert (mine.unit_id, offices.unit_id) == (cast.unit("市人社局").pk, None)
    with pytest.raises(BadInput, match="先核稿"):
        put_up_draft(deputy(cast), AT, draft_id=offices.pk)
    with pytest.raises(NotPermitted, match="由办公室办理"):
        put_up_draft(cast.member("市人社局"), AT, draft_id=offices.pk)
    with pytest.raises(BadInput, match="不代表单位行文"):
        own(cast, cast.director, own=True)


def test_it_comes_back_and_can_be_given_up_without_touching_our_register(cast: Cast) -> None:
    draft = put_up(cast)
    back = return_draft(cast.member("市住建局"), AT, draft_id=draft.pk, reason="补充附件")
    assert back.state == "draft"
    with pytest.raises(WrongState):
        sign_draft(cast.member("市住建局"), AT, draft_id=draft.pk)
    revise_draft(cast.liaison("市住建局"), AT, draft_id=draft.pk, title=TITLE, text=TEXT, seen=back.version)
    draft = put_up(cast)
    sign_draft(cast.member("市住建局"), AT, draft_id=draft.pk)
    number_draft(cast.liaison("市住建局"), AT, draft_id=draft.pk, outside_number="泉建函〔2026〕8号")
    assert void_draft(cast.liaison("市住建局"), AT, draft_id=draft.pk, reason="不再发").state == "voided"
    assert not VoidNumber.objects.exists()


def test_a_number_borne_already_is_refused(cast: Cast) -> None:
    for expected in (True, False):
        draft = put_up(cast)
        sign_draft(cast.member("市住建局"), AT, draft_id=draft.pk)
        if expected:
            number_draft(cast.liaison("市住建局"), AT, draft_id=draft.pk, outside_number="泉建函〔2026〕9号")
        else:
            with pytest.raises(BadInput, match="已有去向"):
                number_draft(
                    cast.liaison("市住建局"), AT, draft_id=draft.pk, outside_number="泉建函〔2026〕9号"
                )


@pytest.mark.parametrize(
    "kind", ["notice", "letter", "report", "plan", "roster", "bulletin", "meeting_material"]
)
def test_a_kind_for_the_whole_conference_is_its_recipients_where_a_unit_wrote_it(
    cast: Cast, kind: str
) -> None:
    draft = put_up(cast, kind=kind)
    sign_draft(cast.member("市住建局"), AT, draft_id=draft.pk)
    number_draft(cast.liaison("市住建局"), AT, draft_id=draft.pk, outside_number="泉建函〔2026〕7号")
    issue_draft(cast.liaison("市住建局"), AT, draft_id=draft.pk)
    papers = Paper.objects.filter(draft=draft)
    assert not seen(cast.member("市发改委"), papers).exists()
    send_paper(cast.liaison("市住建局"), AT, draft_id=draft.pk)
    assert seen(cast.member("市人社局"), papers).exists()
    assert not seen(cast.member("市发改委"), papers).exists()


@pytest.mark.parametrize("kind", ["bulletin", "special_report", "meeting_material"])
def test_the_kinds_that_offices_write_print(cast: Cast, kind: str) -> None:
    draft = draft_paper(
        cast.staff, AT, kind=kind, title="职业病防治工作情况", text=TEXT, outside="市人民政府"
    )
    assert submit_draft(cast.staff, AT, draft_id=draft.pk).state == "review"


def test_the_desk_and_the_pages_lead_the_unit(cast: Cast, client: Client) -> None:
    draft = put_up(cast)
    desk = Desk(cast.conference.pk, cast.member("市住建局"), AT, {"papers_apart": "on"})
    assert [(one.kind, one.mine) for one in list_tasks(desk) if isinstance(one, Task)] == [
        ("签发本单位的文稿", True)
    ]
    office = Desk(cast.conference.pk, cast.director, AT, {"papers_apart": "on"})
    assert list(list_tasks(office)) == []
    page = seated(client, cast.liaison("市住建局")).get(f"/papers/drafts/{draft.pk}")
    assert "等本单位负责同志签发" in words(page)
    assert "/do/papers.draft.sign" in posts(page)
    assert "/do/papers.draft.approve" not in posts(page)
    new = client.get("/papers/drafts/new")
    assert "字号用本单位办公系统给的" in words(new)
    assert (
        seated(client, cast.actor(SeatKind.OFFICE_STAFF)).get(f"/papers/drafts/{draft.pk}").status_code == 404
    )
