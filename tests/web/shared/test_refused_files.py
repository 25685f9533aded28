"""A refused form keeps the chosen files; the address of an act, reached without a form, goes back to the record."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from lianxi.papers.models import DraftAttachment
from papers.paths import drafted
from web.signing_in import seated

URL = "/do/papers.draft.attach"


def token_of(page: str) -> str:
    found = re.search(r'name="kept-file" value="(\w+)"', page)
    assert found is not None
    return found.group(1)


def refused(client: Client, pk: int) -> str:
    file = SimpleUploadedFile("表.xlsx", b"PK a table")
    answer = client.post(
        URL, {"draft_id": pk, "title": " ", "file": file, "next": "/"}, HTTP_REFERER=f"/papers/drafts/{pk}"
    )
    assert answer.status_code == 422
    return answer.content.decode()


def test_the_chosen_file_comes_with_the_corrected_form(cast: Cast) -> None:
    client, draft = seated(Client(), cast.staff), drafted(cast)
    page = refused(client, draft.pk)
    assert "已选：表.xlsx" in page
    again = client.post(
        URL, {"draft_id": draft.pk, "title": "情况表", "kept-file": token_of(page), "next": "/"}
    )
    assert again.status_code == 302
    assert DraftAttachment.objects.get().file.name == "表.xlsx"


def test_it_is_still_there_after_a_second_refusal(cast: Cast) -> None:
    client, draft = seated(Client(), cast.staff), drafted(cast)
    token = token_of(refused(client, draft.pk))
    page = client.post(URL, {"draft_id": draft.pk, "title": " ", "kept-file": token}).content.decode()
    assert token_of(page) == token


@pytest.mark.parametrize("token", ["0" * 32, "../../secret.key", ""])
def test_another_persons_or_no_token_gives_nothing(cast: Cast, token: str) -> None:
    draft = drafted(cast)
    own = token_of(refused(seated(Client(), cast.staff), draft.pk))
    other = seated(Client(), cast.director)
    for given in (token, own):
        answer = other.post(URL, {"draft_id": draft.pk, "title": "情况表", "kept-file": given})
        assert answer.status_code == 422
    assert not DraftAttachment.objects.exists()


def test_a_get_goes_back_to_the_record(cast: Cast) -> None:
    client, draft = seated(Client(), cast.staff), drafted(cast)
    assert client.get(URL).headers["Location"] == "/"
    refused(client, draft.pk)
    assert client.get(URL).headers["Location"] == f"/papers/drafts/{draft.pk}"
    assert client.get(f"{URL}?next=/papers/drafts").headers["Location"] == "/papers/drafts"
    assert client.get(f"{URL}?next=https://elsewhere.example/").headers["Location"] == "/"
    assert client.get("/do/no.such.act").status_code == 404
