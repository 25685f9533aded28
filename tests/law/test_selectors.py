"""Which version a citation means, and the ids that clauses keep: never the nearest, never another matter's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.reissued import reissue
from lianxi.law.reading import ClauseText, Reading, read_text
from lianxi.law.selectors import Adopted, NoSuchVersion, choose, is_code, parse_selector
from lianxi.law.shipped import load_shipped, shipped_text
from lianxi.law.stable_ids import Earlier, keep_ids, renamed_reading

VERSIONS = (Adopted(1, date(2021, 3, 17)), Adopted(3, date(2024, 1, 1)), Adopted(4, date(2024, 1, 1)))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("QZ", 4),
        ("qz@latest", 4),
        ("QZ@first", 1),
        ("QZ@3", 3),
        ("QZ:2021-03-17", 1),
        ("QZ:2023-12-31", 1),
        ("QZ:2024-01-01", 4),
        (" QZ:2030-01-01 ", 4),
    ],
)
def test_a_selector_means_one_version(text: str, number: int) -> None:
    assert choose(parse_selector(text), VERSIONS) == number


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("QZ@2", "没有已采用的第 2 版"),
        ("QZ@5", "没有已采用的第 5 版"),
        ("QZ:2021-03-16", "还没有施行的版本"),
        ("QZ:2021-02-30", "不是日期"),
        ("QZ@0", "不是文件引用"),
        ("QZ@last", "不是文件引用"),
        ("QZ@", "不是文件引用"),
        ("QZ@1@2", "不是文件引用"),
        ("QZ:2021-3-7", "不是文件引用"),
        ("", "不是文件引用"),
        ("../QZ", "不是文件引用"),
    ],
)
def test_a_missing_version_is_a_sentence_and_never_the_nearest(text: str, sentence: str) -> None:
    with pytest.raises(NoSuchVersion) as refusal:
        choose(parse_selector(text), VERSIONS)
    assert sentence in refusal.value.message
    assert refusal.value.rule
    assert "@first" in refusal.value.next_step


def test_an_instrument_without_adopted_versions_has_none() -> None:
    for text in ("QZ", "QZ@first", "QZ@1", "QZ:2021-03-17"):
        with pytest.raises(NoSuchVersion):
            choose(parse_selector(text), ())


CODES = st.from_regex(r"[A-Z][A-Z0-9]{0,5}(-[A-Z0-9]{1,5}){0,2}", fullmatch=True)
DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@st.composite
def _histories(draw: st.DrawFn) -> list[Adopted]:
    """Adopted versions as they come about: rising numbers with gaps, days that never go back."""
    day, number, found = draw(DAYS), 0, []
    for _ in range(draw(st.integers(1, 8))):
        number += draw(st.integers(1, 3))
        found.append(Adopted(number, day))
        day += timedelta(days=draw(st.integers(0, 900)))
    return found


@given(CODES, _histories(), DAYS)
def test_a_day_gives_the_version_that_held_on_it(code: str, versions: list[Adopted], day: date) -> None:
    selector = parse_selector(f"{code}:{day}")
    assert (selector.code, selector.day) == (code, day)
    assert is_code(code)
    if day < versions[0].holds_from:
        with pytest.raises(NoSuchVersion):
            choose(selector, versions[::-1])
        return
    number = choose(selector, versions[::-1])
    own = next(version for version in versions if version.number == number)
    assert own.holds_from <= day
    assert all(version.holds_from > day for version in versions if version.number > number)


@given(CODES, _histories(), st.integers(1, 30))
def test_a_number_is_found_or_refused(code: str, versions: list[Adopted], number: int) -> None:
    selector = parse_selector(f"{code}@{number}")
    assert parse_selector(str(selector)) == selector
    if number in {version.number for version in versions}:
        assert choose(selector, versions) == number
        return
    with pytest.raises(NoSuchVersion):
        choose(selector, versions)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        selector = parse_selector(text)
    except NoSuchVersion as refusal:
        sentence = refusal.sentence()
    else:
        sentence = ""
        assert is_code(selector.code) or len(selector.code) > 20
    assert sentence == "" or "@first" in sentence


# ---- stable ids


def _earlier(reading: Reading) -> list[Earlier]:
    return [Earlier(c.id, c.kind, c.unit or "", c.number or "", c.text) for c in reading.clauses]


@pytest.fixture(scope="module")
def quanzhou() -> Reading:
    return load_shipped("QZ")


def test_the_same_text_keeps_every_id(quanzhou: Reading) -> None:
    again = read_text(shipped_text("QZ"), code="QZ")
    kept = keep_ids(_earlier(quanzhou), again.clauses)
    assert [clause.id for clause in kept] == [clause.id for clause in quanzhou.clauses]


def test_words_that_moved_keep_their_id_and_new_ones_get_an_unused_one(quanzhou: Reading) -> None:
    later = read_text(reissue(), code="QZ")
    used = [clause.id for clause in quanzhou.clauses]
    kept = {clause.id: clause for clause in keep_ids(_earlier(quanzhou), later.clauses, used)}
    assert kept["QZ-3-08-1"].text.startswith("统筹预算资金")
    assert "（七）" in kept["QZ-3-08-1"].citation
    assert kept["QZ-3-07-1"].text.startswith("负责将用人单位不存在")
    assert "QZ-3-05-1" not in kept
    assert kept["QZ-3-05-1a"].unit == "市交通运输局"
    assert kept["QZ-4-1"].text.startswith("联席会议每半年召开一次会议")
    assert kept["QZ-A-07"].text.startswith("郑二")
    assert "QZ-A-05" not in kept
    assert all(act.id.startswith(f"{id_}#") for id_, clause in kept.items() for act in clause.acts)


def test_an_id_of_any_earlier_version_is_never_given_to_another_matter(quanzhou: Reading) -> None:
    later = read_text(reissue(), code="QZ")
    used = [*(clause.id for clause in quanzhou.clauses), "QZ-3-05-1a", "QZ-3-05-1b"]
    ids = [clause.id for clause in keep_ids(_earlier(quanzhou), later.clauses, used)]
    assert "QZ-3-05-1c" in ids


def test_all_that_cites_a_clause_follows_its_new_id(quanzhou: Reading) -> None:
    later = read_text(reissue(), code="QZ")
    kept = renamed_reading(later, keep_ids(_earlier(quanzhou), later.clauses))
    places = {clause.id: clause for clause in kept.clauses}
    cited = [*kept.roster, *kept.office, *kept.rules, *(u for u in kept.units if u.clause_id)]
    assert all(places[one.clause_id].start <= one.start < places[one.clause_id].end for one in cited)
    assert [clause.text for clause in kept.functions] == [clause.text for clause in later.functions]


WORDS = st.sampled_from(
    ["负责甲事。", "负责乙事。", "指导丙事并检查丁事。", "指导丙事并检查戊事。", "配合己事。"]
)
UNITS = st.sampled_from(["市卫健委", "市住建局", "市总工会"])


@st.composite
def _duties(draw: st.DrawFn) -> tuple[ClauseText, ...]:
    found = []
    for place in range(draw(st.integers(0, 8))):
        unit, words = draw(UNITS), draw(WORDS)
        found.append(
            ClauseText(f"X-{place}", (), unit, str(place), words, 0, len(words), "duty", (), "", None)
        )
    return tuple(found)


@given(_duties(), _duties())
def test_ids_are_unique_and_never_pass_to_another_unit_unless_the_words_did(
    before: tuple[ClauseText, ...], after: tuple[ClauseText, ...]
) -> None:
    earlier = [Earlier(c.id, c.kind, c.unit or "", c.number or "", c.text) for c in before]
    kept = keep_ids(earlier, after, [c.id for c in before])
    assert len({clause.id for clause in kept}) == len(kept) == len(after)
    assert [replace(new, id=old.id) for new, old in zip(kept, after, strict=True)] == list(after)
    known = {one.id: one for one in earlier}
    for clause in kept:
        if clause.id in known:
            one = known[clause.id]
            assert one.text == clause.text or one.unit == clause.unit


@given(_duties(), st.randoms(use_true_random=False))
def test_reordered_clauses_all_keep_an_id_of_their_words(
    before: tuple[ClauseText, ...], chance: object
) -> None:
    earlier = [Earlier(c.id, c.kind, c.unit or "", c.number or "", c.text) for c in before]
    shuffled = list(before)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    words = {one.id: (one.text, one.unit) for one in earlier}
    placed = [replace(clause, id=f"X-{place}") for place, clause in enumerate(shuffled)]
    kept = keep_ids(earlier, placed, words)
    assert all(words[clause.id] == (clause.text, clause.unit) for clause in kept)
