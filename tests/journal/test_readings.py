"""What an act reads from files and long texts: in a child, with no transaction open, and only what the act names."""

import itertools
import os
import subprocess
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from django.db import connection

from cast import AT, Cast
from law.office import Office
from law.office import drafted as drafted_version
from law.reissued import erratum, reissue
from ledger.test_importing import ROWS, plan, table
from lianxi.core import bounded as children
from lianxi.core.actors import OFFICE
from lianxi.core.fields import Words
from lianxi.core.refusals import BadInput, WrongState
from lianxi.journal.acting import Act, Action
from lianxi.journal.models import Draft, Entry
from lianxi.law.actions import adopt_version
from lianxi.ledger.actions import apply_sheet, send_sheet
from lianxi.papers.actions import issue_draft, set_template, upload_draft
from lianxi.papers.drafting import draft_document
from lianxi.papers.files import Upload
from lianxi.papers.layout import Stage
from lianxi.papers.pdf import render_pdf
from papers.paths import numbered
from papers.test_templating import GOOD, template
from papers.test_uploads import again, as_docx


@pytest.fixture
def office(db: None) -> Office:
    return Office()


@pytest.fixture
def depths(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many transactions deeper than this test each child was started."""
    own, found = len(connection.savepoint_ids), []
    fork, run = os.fork, subprocess.run

    def forked() -> int:
        found.append(len(connection.savepoint_ids) - own)
        return fork()

    def ran(*given: Any, **named: Any) -> Any:
        found.append(len(connection.savepoint_ids) - own)
        return run(*given, **named)

    monkeypatch.setattr(children.os, "fork", forked)
    monkeypatch.setattr(subprocess, "run", ran)
    yield found
    assert found, "nothing was read in a child"
    assert set(found) == {0}


def test_documents_are_read_outside(office: Office, depths: list[int]) -> None:
    drafted_version(office, reissue().replace("\n", "\r\n"))
    assert len(depths) == 1
    # An erratum of other words has both texts read again, the earlier one when it is adopted.
    version = drafted_version(office, erratum(), kind="erratum")
    adopt_version(office.deputy, AT, version_id=version.pk)
    assert len(depths) == 3


def test_sheets_are_read_outside_when_sent_and_when_applied(cast: Cast, depths: list[int]) -> None:
    upload = table(*ROWS)
    sheet = send_sheet(cast.staff, AT, file=upload)
    assert len(depths) == 1
    seen = plan(cast, upload).digest
    apply_sheet(cast.staff, AT, sheet_id=sheet.pk, seen=seen)
    assert len(depths) == 3
    with pytest.raises(WrongState):
        apply_sheet(cast.staff, AT, sheet_id=sheet.pk, seen=seen)
    assert len(depths) == 3


def test_uploaded_texts_are_read_outside_also_at_their_issue(cast: Cast, depths: list[int]) -> None:
    draft = numbered(cast)
    pdf = Upload("a.pdf", render_pdf(draft_document(draft, AT.date(), Stage.FINAL)))
    upload_draft(cast.staff, AT, draft_id=draft.pk, file=Upload("改.docx", as_docx(draft)), pdf=pdf)
    assert len(depths) == 2
    paper = issue_draft(cast.staff, AT, draft_id=again(cast, draft).pk).paper
    assert paper is not None
    # Its text, and the pages of the unit's own PDF, from which the OFD is made.
    assert len(depths) == 4


def test_templates_are_tried_outside(cast: Cast, depths: list[int]) -> None:
    set_template(cast.staff, AT, kind="letter", file=template(*GOOD))
    assert len(depths) == 1


def reader(text: str) -> str:
    if text == "坏":
        raise BadInput("读不出来。")
    return text.upper()


def of(body: Any) -> Action[..., Any]:
    return Action("test.reading.make", "读取", OFFICE, "", body)


def enter(act: Act, text: Annotated[str, Words("文字", 40)]) -> str:
    Draft.objects.create(person_id=1, key=text, fields={}, at=AT)
    return act.read(reader, text) + act.read(reader, text=text)


def test_what_was_done_before_the_reading_is_done_once(cast: Cast) -> None:
    assert of(enter)(cast.director, AT, "ab") == "ABAB"
    assert Draft.objects.filter(key="ab").count() == 1


def test_what_cannot_be_read_leaves_nothing(cast: Cast) -> None:
    before = Entry.objects.count()
    with pytest.raises(BadInput, match="读不出来"):
        of(enter)(cast.director, AT, "坏")
    assert not Draft.objects.exists()
    assert Entry.objects.count() == before


def test_what_is_prepared_is_made_outside_once_and_then_in_the_act(cast: Cast) -> None:
    """A number that another act took meanwhile makes another file: the act does not begin anew for it again."""
    begun, made = itertools.count(1), []

    def make(text: str) -> str:
        made.append((text, connection.in_atomic_block and len(connection.savepoint_ids)))
        return text.upper()

    def enter_twice(act: Act) -> str:
        now = next(begun)
        return act.prepare(make, f"n{now}") + act.prepare(make, "m")

    assert of(enter_twice)(cast.director, AT) == "N2M"
    assert next(begun) == 3
    outside, *inside = made
    assert [text for text, _depth in made] == ["n1", "n2", "m"]
    assert all(depth > outside[1] for _text, depth in inside)


def test_an_act_that_never_asks_for_the_same_comes_to_an_end(cast: Cast) -> None:
    asked = itertools.count()
    with pytest.raises(RuntimeError, match="24"):
        of(lambda act: act.read(reader, str(next(asked))))(cast.director, AT)
