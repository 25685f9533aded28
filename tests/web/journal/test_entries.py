"""The journal's pages: paging, filters, old and new values with the words of the clause, verification."""

import pytest
from django.test import Client

from cast import AT, Cast, found_cast
from lianxi.bodies.actions import propose_member_change, set_rule, withdraw_member_change
from lianxi.journal.models import Entry
from lianxi.journal.queries import EntryFilter, find_entries
from meetings.stages import drafted_minutes
from web.signing_in import seated, words


def _days(cast: Cast, count: int) -> None:
    for days in range(count):
        set_rule(cast.director, AT, code="consent_window", value=str(1 + days % 50))


def test_entries_are_paged_by_number_both_ways(client: Client, cast: Cast) -> None:
    _days(cast, 60)
    seated(client, cast.staff)
    first = client.get("/journal")
    top = [row["seq"] for row in first.context["rows"]]
    assert top == list(range(61, 11, -1))
    assert first.context["pager"]["prev_url"] == ""
    second = client.get(first.context["pager"]["next_url"])
    assert [row["seq"] for row in second.context["rows"]] == list(range(11, 0, -1))
    assert second.context["pager"]["next_url"] == ""
    back = client.get(second.context["pager"]["prev_url"])
    assert [row["seq"] for row in back.context["rows"]] == top
    assert back.context["pager"]["prev_url"] == ""


def test_filters_by_record_actor_and_action(client: Client, cast: Cast) -> None:
    member = cast.member("市住建局")
    change = propose_member_change(
        member, AT, seat_id=member.seat_id or 0, person_name="新人", title="副局长", reason="调动"
    )
    withdraw_member_change(member, AT, change_id=change.pk)
    _days(cast, 2)
    seated(client, cast.staff)
    seqs = lambda query: [row["seq"] for row in client.get(f"/journal?{query}").context["rows"]]  # noqa: E731
    assert seqs(f"record=bodies.memberchange:{change.pk}") == [3, 2]
    assert seqs("actor=住建局") == [3, 2]
    assert seqs("action=bodies.rule.set") == [5, 4]
    assert "没有符合条件的日志" in words(client.get("/journal?actor=无此人"))


@pytest.mark.parametrize("who", ["convener", "director", "staff", "member"])
def test_every_seat_reads_the_journal_in_few_queries(
    client: Client, cast: Cast, who: str, django_assert_max_num_queries: object
) -> None:
    drafted_minutes(cast)
    actor = {"convener": cast.convener, "director": cast.director, "staff": cast.staff}.get(who)
    seated(client, actor or cast.member("市住建局"))
    last = Entry.objects.latest("seq").seq
    for address in ("/journal", "/journal/1", f"/journal/{last}"):
        with django_assert_max_num_queries(15):  # type: ignore[operator]
            assert client.get(address).status_code == 200


def test_an_entry_shows_old_and_new_values_and_the_words_it_rests_on(client: Client, cast: Cast) -> None:
    member = cast.member("市住建局")
    change = propose_member_change(
        member, AT, seat_id=member.seat_id or 0, person_name="新人", title="副局长", reason="调动"
    )
    withdraw_member_change(member, AT, change_id=change.pk)
    seated(client, cast.staff)
    proposed, withdrawn = words(client.get("/journal/2")), words(client.get("/journal/3"))
    assert "新任人员新人" in proposed
    assert "proposed" in withdrawn
    assert "withdrawn" in withdrawn
    page = client.get("/journal/3").content.decode()
    assert "<del>待确定（proposed）</del>" in page
    assert "<ins>已撤回（withdrawn）</ins>" in page
    entry = Entry.objects.get(seq=3)
    assert entry.hash in page
    assert entry.prev_hash in page


def test_another_conferences_entries_look_missing(client: Client, cast: Cast) -> None:
    other = found_cast("另一联席会议", "GD")
    _days(other, 3)
    seated(client, cast.staff)
    assert client.get("/journal/1").status_code == 200
    assert client.get("/journal/2").status_code == 404
    assert {row["seq"] for row in client.get("/journal").context["rows"]} == {1}


def test_verification_says_plainly_what_holds(client: Client, cast: Cast) -> None:
    _days(cast, 3)
    seated(client, cast.staff)
    assert "日志完整" in words(client.post("/journal/verify", {"seq": "2"}))
    assert client.get("/journal/verify").status_code == 405
    row = Entry.objects.get(chain_id=cast.conference.pk, seq=2)
    Entry.objects.filter(pk=row.pk).update(body=row.body.replace("bodies.rule.set", "bodies.rule.get"))
    page = words(client.post("/journal/verify"))
    assert "日志不完整" in page
    assert "第2条的内容被改动过" in page
    # A seat of a unit learns where it breaks; which record is meant it may not see.
    page = words(seated(Client(), cast.member("市住建局")).post("/journal/verify"))
    assert "日志不完整" in page
    assert "第2条的内容" not in page
    assert "涉及的记录由办公室查看" in page


def test_nothing_is_listed_beyond_the_ends(cast: Cast) -> None:
    key = cast.conference.pk
    assert find_entries(key, EntryFilter(), before=1) == []
    assert find_entries(key, EntryFilter(), after=1) == []
