"""Employers by their code: what is known stays, a second name waits for somebody to settle it."""

from collections.abc import Sequence

import pytest
from django.db import transaction

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act
from lianxi.register.actions import accept_name, meet_employers, meet_institutions, reject_name
from lianxi.register.actions.employers import MetEmployer
from lianxi.register.models import Employer, EmployerName, Institution
from lianxi.register.queries import list_names
from lianxi.register.rules.places import division_names, division_path, divisions, industries, industry_digits

CODE = "91350582MA2XA00X54"


def _meet(cast: Cast, met: Sequence[MetEmployer]) -> int:
    with transaction.atomic():
        act = Act(actor=cast.staff, at=AT, action="test", chain=cast.conference.pk)
        fresh = meet_employers(act, cast.conference.pk, met)
        if act.changes:
            act.append()
    return fresh


def test_an_employer_is_entered_once_and_filled_in_later(cast: Cast) -> None:
    assert _meet(cast, [MetEmployer(CODE, "晋江示例鞋业有限公司")]) == 1
    assert _meet(cast, [MetEmployer(CODE, "晋江示例鞋业有限公司", "350582", "C195", "3")]) == 0
    row = Employer.objects.get(code=CODE)
    assert (row.division, row.industry, row.size) == ("350582", "C195", "3")
    _meet(cast, [MetEmployer(CODE, "晋江示例鞋业有限公司", "350583")])
    assert Employer.objects.get(code=CODE).division == "350582"


def test_a_second_name_waits_to_be_settled(cast: Cast) -> None:
    _meet(cast, [MetEmployer(CODE, "晋江示例鞋业（福建）有限公司")])
    _meet(cast, [MetEmployer(CODE, "晋江示例鞋业(福建)有限公司 ")])
    assert EmployerName.objects.count() == 0
    _meet(cast, [MetEmployer(CODE, "泉州另一家有限公司")])
    _meet(cast, [MetEmployer(CODE, "泉州另一家有限公司")])
    other = EmployerName.objects.get()
    assert other.state == "to_confirm"
    assert list_names(cast.conference.pk) == [(CODE, "泉州另一家有限公司", "to_confirm")]
    accept_name(cast.staff, AT, name_id=other.pk)
    assert list_names(cast.conference.pk) == [(CODE, "泉州另一家有限公司", "alias")]
    with pytest.raises(BadInput):
        reject_name(cast.staff, AT, name_id=other.pk, reason=" ")
    assert reject_name(cast.staff, AT, name_id=other.pk, reason="代码填错").state == "foreign"


def test_institutions_are_entered_once(cast: Cast) -> None:
    with transaction.atomic():
        act = Act(actor=cast.staff, at=AT, action="test", chain=cast.conference.pk)
        assert meet_institutions(act, cast.conference.pk, "service", ["甲", "乙", "甲"]) == 2
        assert meet_institutions(act, cast.conference.pk, "service", ["甲"]) == 0
    assert Institution.objects.count() == 2


def test_places_are_read_by_code_and_by_every_plain_name() -> None:
    assert len([1 for _, level, _ in divisions().values() if level == "county"]) == 2847
    assert division_path("350582") == ["福建省", "泉州市", "晋江市"]
    names = division_names()
    assert names["福建省泉州市晋江市"] == names["泉州市晋江市"] == names["晋江市"] == "350582"
    assert "鼓楼区" not in names  # Fuzhou, Nanjing, Kaifeng and Xuzhou have one each
    assert names["福州市鼓楼区"] == "350102"


def test_industries_are_read_as_forms_write_them() -> None:
    assert len(industries()) == 1971
    assert industry_digits()["0111"] == industry_digits()["A0111"] == industry_digits()["稻谷种植"] == "A0111"
    assert industry_digits()["C"] == "C"
