"""Identities: a pseudonym at the door, names only in the sealed vault, opened with a purpose and for a time."""

from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import transaction

from cast import AT, Cast
from lianxi.core.refusals import BadInput, NotFound, NotPermitted
from lianxi.journal.acting import Act
from lianxi.journal.models import Entry
from lianxi.register.actions import look_at_identity, open_identity
from lianxi.register.models import VaultPart
from lianxi.register.pseudonyms import naming_key, pseudonym
from lianxi.register.queries import read_identity
from lianxi.register.vault import (
    enter_part,
    find_sealed,
    seal,
    sweep_vault,
    unseal,
    vault_dir,
    withdraw_part,
    write_part,
)
from lianxi.register.verify import verify_vault

NAME, NUMBER = "李示例", "350582199003072513"  # synthetic
PERSON = "P" + "A" * 24


def _enter(cast: Cast, file: str = "1.sealed") -> VaultPart:
    part = write_part(file, {PERSON: {"name": NAME, "id_number": NUMBER}})
    with transaction.atomic():
        act = Act(actor=cast.staff, at=AT, action="test", chain=cast.conference.pk)
        row = enter_part(act, cast.conference.pk, part)
        act.append()
    return row


def test_a_pseudonym_is_stable_keyed_and_says_nothing(cast: Cast) -> None:
    own = pseudonym("id", NUMBER)
    assert own == pseudonym("id", NUMBER)
    assert own != pseudonym("exam", NUMBER)
    assert len(own) == 25
    assert NUMBER not in own
    assert len(naming_key()) == 32


def test_the_key_is_readable_by_the_service_only(cast: Cast) -> None:
    pseudonym("id", NUMBER)
    assert (settings.DATA_DIR / "person.key").stat().st_mode & 0o777 == 0o600


def test_a_seal_opens_for_its_own_pseudonym_only() -> None:
    sealed = seal(PERSON, {"name": NAME})
    assert unseal(PERSON, sealed) == {"name": NAME}
    with pytest.raises(InvalidTag):
        unseal("P" + "B" * 24, sealed)


def test_the_same_identities_give_the_same_bytes() -> None:
    first = write_part("x.sealed", {PERSON: {"name": NAME}})
    assert write_part("y.sealed", {PERSON: {"name": NAME}}).sha256 == first.sha256


def test_neither_file_nor_journal_shows_a_name(cast: Cast) -> None:
    part = _enter(cast)
    opening = open_identity(cast.staff, AT, person=PERSON, purpose="核对诊断材料")
    assert read_identity(opening, AT)["name"] == NAME
    text = (vault_dir() / part.path).read_text()
    assert NAME not in text
    assert NUMBER not in text
    for entry in Entry.objects.all():
        assert NAME not in entry.body
        assert NUMBER not in entry.body
    assert '"purpose":"核对诊断材料"' in Entry.objects.get(action="register.identity.open").body


def test_an_opening_asks_for_a_purpose_and_a_known_person(cast: Cast) -> None:
    _enter(cast)
    with pytest.raises(BadInput):
        open_identity(cast.staff, AT, person=PERSON, purpose=" 看看 ")
    with pytest.raises(NotFound):
        open_identity(cast.staff, AT, person="P" + "C" * 24, purpose="核对诊断材料")


def test_an_opening_ends_and_serves_its_seat_only(cast: Cast) -> None:
    _enter(cast)
    opening = open_identity(cast.staff, AT, person=PERSON, purpose="核对诊断材料")
    read_identity(opening, AT + timedelta(minutes=29))
    with pytest.raises(NotPermitted, match="到期"):
        read_identity(opening, AT + timedelta(minutes=30))
    with pytest.raises(NotFound):
        look_at_identity(cast.director, AT, opening_id=opening.pk)


def test_a_withdrawn_part_is_out_of_reach_and_swept(cast: Cast) -> None:
    part = _enter(cast)
    orphan = write_part("orphan.sealed", {PERSON: {"name": NAME}})
    with transaction.atomic():
        withdraw_part(_act(cast), part.pk, AT)
    assert find_sealed(cast.conference.pk, PERSON) is None
    assert {"1.sealed", "orphan.sealed"} <= set(sweep_vault(frozenset()))
    assert not (vault_dir() / orphan.path).exists()


def _act(cast: Cast) -> Act:
    return Act(actor=cast.staff, at=AT, action="test", chain=cast.conference.pk)


def test_a_cut_vault_and_another_key_are_seen(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    part = _enter(cast)
    assert list(verify_vault()) == []
    path = vault_dir() / part.path
    whole = path.read_bytes()
    for harm, said in ((whole[:-10], "内容被改动过"), (b"", "内容被改动过"), (whole + b"\n", "内容被改动过")):
        path.write_bytes(harm)
        (found,) = verify_vault(cast.conference.pk)
        assert said in found.message
        assert found.record == f"register.vaultpart:{part.pk}"
    path.unlink()
    assert "不见了" in next(verify_vault()).message
    assert list(verify_vault(cast.conference.pk + 1)) == []
    path.write_bytes(whole)
    monkeypatch.setattr("lianxi.register.vault.sealing_key", lambda: b"x" * 64)
    assert "person.key 打不开" in next(verify_vault()).message
