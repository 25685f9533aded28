"""Projects and enterprises: a code decides, a likeness waits for a person, twins of one park are not confused."""

from datetime import date

import pytest

from lianxi.core.refusals import BadInput, WrongState
from lianxi.journal.acting import Act
from lianxi.projects.actions import propose_matches, settle_match
from lianxi.projects.models import ProjectMatch
from lianxi.projects.rules.matching import Party, match_all, place_likeness
from lianxi.register.models import Employer
from projects.making import CODE, ROW, entered, founded, project

REGIONS = ("福建省", "泉州市", "晋江市", "晋江县", "石狮市")
HOME = Party(1, "91350582MA2XXXXX11", "福建省晋江市恒盛鞋业有限公司", "晋江市", "陈埭镇鑫源工业园18号")


def _found(name: str, *, code: str = "", place: str = "陈埭镇鑫源工业园18号", area: str = "晋江市", right: tuple[Party, ...] = ()) -> int | None:  # fmt: skip
    found = list(match_all([Party(9, code, name, area, place)], [HOME, *right], REGIONS))
    return found[0].right if found else None


@pytest.mark.parametrize(
    "name",
    [
        "恒盛鞋业", "恒盛鞋业公司", "晋江市恒盛鞋业有限责任公司", "恒盛（福建）鞋业有限公司", "恒盛鞋业有限公司（晋江市）",
        "福建省晋江县恒盛鞋业有限公司", "福建省晋江市恒盛鞋业有限公司第二分厂", "福建恒晟鞋业有限公司", "福建恒鞋业有限公司",
        "福建恒盛盛鞋业有限公司",
    ],
)  # fmt: skip
def test_one_firm_written_otherwise_is_found(name: str) -> None:
    assert _found(name) == 1


def test_a_twin_of_the_same_park_is_another_firm() -> None:
    twin = Party(2, "91350582MA2XXXXX22", "福建省晋江市恒晟鞋业有限公司", "晋江市", "陈埭镇鑫源工业园77号")
    assert _found("晋江市恒晟鞋业有限公司", place="陈埭镇鑫源工业园77号", right=(twin,)) == 2
    assert _found("晋江市恒盛鞋业有限公司", place="", right=(twin,)) == 1
    # One that is not in the list at all, one character apart, at another number.
    assert _found("晋江市恒圣鞋业有限公司", place="陈埭镇鑫源工业园301号") is None
    assert _found("晋江市恒圣鞋业有限公司", place="") is None


def test_names_alike_in_another_area_do_not_count_and_a_code_does() -> None:
    assert _found("恒盛鞋业有限公司", area="石狮市") is None
    assert _found("完全不同的名称", code=HOME.code, area="石狮市") == 1


def test_two_as_like_are_left_to_people() -> None:
    same = Party(2, "", "晋江恒盛鞋业有限公司", "晋江市", "陈埭镇鑫源工业园18号")
    assert _found("恒盛鞋业", right=(same,)) is None


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        ("某镇某园8号", "某镇某园8号", 1, 1),
        ("某镇某园8", "某镇某园8号", 1, 1),
        ("某镇某园8号", "某镇某园9号", 0, 0),
        ("", "某镇某园9号", 0.5, 0.5),
        ("某镇某园", "另镇别路", 0, 0.3),
    ],
)
def test_places_agree_or_contradict(left: str, right: str, least: float, most: float) -> None:
    assert least <= place_likeness(left, right) <= most


def _employers(conference_id: int, *rows: tuple[str, str]) -> None:
    story_act = Act(actor=None, at=None, action="register.employer.add", chain=conference_id)  # type: ignore[arg-type]
    for code, name in rows:
        story_act.create(
            Employer(
                conference_id=conference_id,
                code=code,
                name=name,
                division="350582",
                first_seen_on=date(2026, 1, 1),
            )
        )


@pytest.mark.django_db
def test_a_code_is_taken_and_a_likeness_is_settled_by_a_person() -> None:
    story = founded()
    coded = "91350582MA31234567"
    entered(
        story, "public", [ROW, {**ROW, "code": "2603-350582-04-02-123457", "builder": "泉州别名机械有限公司"}]
    )
    _employers(story.conference.pk, (coded, "福建省晋江市某鞋业有限公司"))
    propose_matches(story.office, story.at)
    row = ProjectMatch.objects.get()
    assert (row.project.code, row.other_code, row.verdict) == (CODE, coded, "")
    with pytest.raises(BadInput, match="理由"):
        settle_match(story.office, story.at, match_id=row.pk, verdict="other")
    settle_match(story.speaker("市卫健委"), story.at, match_id=row.pk, verdict="same")
    assert project().employer_code == coded
    with pytest.raises(WrongState):
        settle_match(story.office, story.at, match_id=row.pk, verdict="other", reason="看错")


@pytest.mark.django_db
def test_what_a_person_denied_is_not_asked_again() -> None:
    story = founded()
    entered(story, "public", [ROW])
    _employers(story.conference.pk, ("91350582MA31234567", "福建省晋江市某鞋业有限公司"))
    propose_matches(story.office, story.at)
    settle_match(
        story.office, story.at, match_id=ProjectMatch.objects.get().pk, verdict="other", reason="地址不同"
    )
    assert list(propose_matches(story.office, story.at)) == []
    assert project().employer_code == ""
