"""A conference's own adopted document made ready for routing, and which rulings stand beside a case."""

import pytest

from cast import AT, Cast
from lianxi.bodies.models import Conference
from lianxi.law.cases import find_case_law, find_precedents, printed_role
from lianxi.law.models import InstrumentVersion, Ruling
from lianxi.law.routing import Fact, confirmed_facts, load_instrument, route_text
from lianxi.law.shipped import shipped_text
from lianxi.stories.founding import found_shipped, found_text

TEXT = "深圳地铁在建标段有多名工人确诊矽肺，分包单位已经注销"


@pytest.fixture
def gd(db: None) -> Conference:
    return found_shipped("GD", AT)


def test_a_shipped_document_brings_its_reviewed_conditions(gd: Conference) -> None:
    law = find_case_law(gd)
    assert law is not None
    assert law.reviewed
    assert law.instrument is load_instrument("GD")
    assert (law.code, law.number, law.issued_on) == ("GD", 1, None)
    assert law.title == "广东省职业病防治工作部门间联席会议成员单位职责分工"
    assert law.citations["GD-12-01"].endswith("十二、省住房城乡建设厅")


def test_every_clause_that_can_answer_stands_in_the_stored_version(gd: Conference) -> None:
    law = find_case_law(gd)
    assert law is not None
    assert {act.clause for act in law.instrument.acts} <= set(law.citations)
    version = InstrumentVersion.objects.get(pk=law.version_id)
    assert all(
        version.text[a.start : a.end] == law.instrument.words(a.start, a.end) for a in law.instrument.acts
    )


def test_it_is_kept_ready_per_version(
    gd: Conference, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    first = find_case_law(gd)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert find_case_law(gd) is first


def test_each_conference_has_its_own_document_only(gd: Conference) -> None:
    qz = found_shipped("QZ", AT)
    own, other = find_case_law(qz), find_case_law(gd)
    assert own is not None
    assert other is not None
    answers = route_text(own.instrument, TEXT.replace("深圳", "")).answers
    assert answers
    assert all(answer.clause.startswith("QZ-") for answer in answers)
    assert own.version_id != other.version_id
    away = route_text(own.instrument, TEXT)
    assert (away.gate, away.answers) == ("region", ())
    assert "深圳" in str(away.missing)
    assert "泉州市" in str(away.missing)


def test_a_document_of_ones_own_is_built_from_its_stored_clauses(db: None) -> None:
    conference = found_text("OWN", shipped_text("QZ"), AT)
    law = find_case_law(conference)
    assert law is not None
    assert not law.reviewed
    assert all(act.clause.startswith("OWN") for act in law.instrument.acts)
    assert "市住建局" in {
        answer.unit for answer in route_text(law.instrument, "房建工地粉尘超标，要求检查").answers
    }


def test_a_draft_is_no_basis(cast: Cast) -> None:
    assert InstrumentVersion.objects.get().state == "draft"
    assert find_case_law(cast.conference) is None


@pytest.mark.parametrize(
    ("words", "role", "printed"),
    [
        ("负责指导各地将符合条件的职业病病人按照规定程序纳入", "guide", "指导"),
        ("负责全省房屋建筑", "lead", "负责"),
        ("依据职业病诊断结果，做好职业病\n病人的社会保障工作", "provide", "做好"),
        ("配合相关主管部门指导", "cooperate", "配合"),
        ("某某", "lead", ""),
    ],
)
def test_the_role_word_is_the_printed_one(words: str, role: str, printed: str) -> None:
    assert printed_role(words, role) == printed


# ---- which rulings stand beside a case ----


def _ruling(**facts: list[str]) -> Ruling:
    rows = [{"dimension": f.dimension, "code": f.code, "state": f.state} for f in confirmed_facts(facts)]
    return Ruling(text="案情", facts=rows)


def _case(**facts: list[str]) -> tuple[Fact, ...]:
    return confirmed_facts(facts)


def test_a_ruling_of_the_same_matter_and_sector_stands_beside_the_case() -> None:
    near = find_precedents(
        _case(matter=["aid"], sector=["urban_rail"], hazard=["dust"]),
        [_ruling(matter=["aid"], sector=["urban_rail", "municipal_infra"])],
    )
    assert [one.why for one in near] == ["事项同为患者救助与生活保障；行业或工程同为城市轨道交通工程"]


@pytest.mark.parametrize(
    "ruled",
    [
        {"matter": ["inspection"], "sector": ["urban_rail"]},
        {"matter": ["aid"]},
        {"matter": ["aid"], "sector": ["mining"], "population": ["workers"]},
        {"matter": ["aid"], "sector": ["!urban_rail"]},
        {"sector": ["urban_rail"], "population": ["workers"]},
    ],
)
def test_a_ruling_of_another_kind_does_not(ruled: dict[str, list[str]]) -> None:
    case = _case(matter=["aid"], sector=["urban_rail"], population=["workers"])
    assert find_precedents(case, [_ruling(**ruled)]) == []


def test_those_that_share_most_come_first_and_never_too_many() -> None:
    case = _case(matter=["aid"], sector=["urban_rail"], population=["workers", "od_patients"])
    less = _ruling(matter=["aid"], sector=["urban_rail"])
    more = _ruling(matter=["aid"], sector=["urban_rail"], population=["od_patients"])
    assert [one.ruling for one in find_precedents(case, [less, more])] == [more, less]
    assert len(find_precedents(case, [less] * 9)) == 5
