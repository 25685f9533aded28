"""Words of titles are found through the index exactly where the title holds them, and the index keeps up."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast, found_cast
from ledger.steps import acknowledged, at, closed, entered
from lianxi.core.refusals import BadInput
from lianxi.core.searching import fold
from lianxi.journal.acting import Act
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries import LedgerFilter, list_obligations, words
from lianxi.ledger.title_index import keep_title_index

TODAY = date(2026, 3, 18)
TITLES = (
    "粉尘危害专项检查",
    "尘肺病人救助摸底",
    "CT设备与ct机房检查",
    "达标率100%的企业_复查",
    "ＣＴ与É字",
    "检",
    "某港口電焊檔案",
    "二期工程２０２６年建账",
)


@pytest.fixture
def titled(cast: Cast) -> Cast:
    for title in TITLES:
        entered(cast, title=title)
    return cast


def _found(cast: Cast, text: str, **more: str) -> set[str]:
    wanted = LedgerFilter(text=text, **more)  # type: ignore[arg-type]
    return {line.obligation.title for line in list_obligations(cast.conference, TODAY, wanted).lines}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("粉尘", {TITLES[0]}),
        ("尘", {TITLES[0], TITLES[1]}),
        ("检查", {TITLES[0], TITLES[2]}),
        ("检", {TITLES[0], TITLES[2], TITLES[5]}),
        ("底", {TITLES[1]}),
        ("ct", {TITLES[2], TITLES[4]}),
        ("CT机", {TITLES[2]}),
        ("100%的", {TITLES[3]}),
        ("%", {TITLES[3]}),
        ("业_复", {TITLES[3]}),
        ("业-复", set()),
        ("É", {TITLES[4]}),
        ("é", set()),
        ("ｃｔ", {TITLES[2], TITLES[4]}),
        ("塵", {TITLES[0], TITLES[1]}),
        ("塵肺病人救助", {TITLES[1]}),
        ("檢查", {TITLES[0], TITLES[2]}),
        ("尘 查", {TITLES[0]}),
        ("检查　粉塵", {TITLES[0]}),
        ("检查 救助", set()),
        ("１００％", {TITLES[3]}),
        ("電焊", {TITLES[6]}),
        ("电焊 档案", {TITLES[6]}),
        ("２０２６", {TITLES[7]}),
        ("2026 年", {TITLES[7]}),
        ("危害检查", set()),
        ("'", set()),
        ('" OR "', set()),
        ("\\", set()),
        ("不存在的词", set()),
    ],
)
def test_words_are_found_where_they_stand(titled: Cast, text: str, expected: set[str]) -> None:
    assert _found(titled, text) == expected


@pytest.mark.parametrize("text", ["粉尘", "检查", "检", "%"])
def test_frequent_words_are_found_in_the_order_of_the_ledger(
    titled: Cast, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = _found(titled, text)
    monkeypatch.setattr(words, "FEW", 0)
    assert _found(titled, text) == rare != set()


def test_the_index_follows_a_title_an_end_and_another_conference(titled: Cast) -> None:
    row = Obligation.objects.get(title=TITLES[0])
    act = Act(actor=titled.staff, at=at(), action="x", chain=titled.conference.pk)
    act.change(row, title="噪声检测")
    act.append()
    assert _found(titled, "粉尘") == set()
    assert _found(titled, "噪声") == {"噪声检测"}
    closed(titled, acknowledged(titled, Obligation.objects.get(title=TITLES[1])))
    assert _found(titled, "尘肺") == set()
    assert _found(titled, "尘肺", state="closed") == _found(titled, "尘肺", state="all") == {TITLES[1]}
    other = found_cast("另一个联席会议", "OTHER")
    assert _found(other, "噪声", state="all") == set()


def test_the_index_is_filled_from_what_is_stored(titled: Cast) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE ledger_words")
            for name in ("enter", "change", "forget"):
                cursor.execute(f"DROP TRIGGER ledger_words_{name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP INDEX ledger_title_words")
    keep_title_index()
    assert _found(titled, "粉尘") == {TITLES[0]}
    closed(titled, acknowledged(titled, Obligation.objects.get(title=TITLES[0])))
    assert _found(titled, "粉尘") == set()
    keep_title_index()
    assert _found(titled, "粉尘", state="all") == {TITLES[0]}


def test_a_removed_row_leaves_the_index(titled: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own index needs no telling")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_words WHERE ledger_words MATCH %s", ["粉尘".encode().hex()]
        )
        assert cursor.fetchone() == (1,)
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute("SELECT id FROM ledger_obligation WHERE title = %s", [TITLES[0]])
        (pk,) = cursor.fetchone()
        for table in ("ledger_duedate", "ledger_counit"):
            cursor.execute(f"DELETE FROM {table} WHERE obligation_id = %s", [pk])
        cursor.execute("DELETE FROM ledger_obligation WHERE id = %s", [pk])
        cursor.execute(
            "SELECT count(*) FROM ledger_words WHERE ledger_words MATCH %s", ["粉尘".encode().hex()]
        )
        assert cursor.fetchone() == (0,)


def test_control_characters_are_refused(titled: Cast) -> None:
    with pytest.raises(BadInput, match="控制字符"):
        _found(titled, "粉\x00尘")


LETTERS = "粉尘塵检檢查aAａＡ１1éÉ%_\\'\" -:*&|!()<>[]^$.+?{}"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(LETTERS, min_size=1, max_size=12).filter(str.strip),
    text=st.text(LETTERS, min_size=1, max_size=4).filter(str.strip),
)
def test_any_text_is_found_exactly_where_the_title_holds_it(cast: Cast, title: str, text: str) -> None:
    if not Obligation.objects.exists():
        entered(cast, title="粉尘")
    row = Obligation.objects.get()
    act = Act(actor=cast.staff, at=at(), action="x", chain=cast.conference.pk)
    act.change(row, title=title)
    act.append()
    assert bool(_found(cast, text)) == all(word in fold(title) for word in fold(text).split())
