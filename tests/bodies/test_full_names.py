"""The full name of a unit that its document names by its level."""

import pytest

from lianxi.bodies.rules import full_name


@pytest.mark.parametrize(
    ("name", "forms", "region", "full"),
    [
        ("市卫健委", ("市卫生健康委员会", "卫生健康行政部门"), "泉州市", "泉州市卫生健康委员会"),
        ("市总工会", ("市工会",), "福建省泉州市", "泉州市总工会"),
        ("省卫生健康委", ("省卫生健康委员会",), "广东省", "广东省卫生健康委员会"),
        ("自治区卫生健康委", (), "广西壮族自治区", "广西壮族自治区卫生健康委"),
        ("区卫健局", (), "北京市海淀区", "海淀区卫健局"),
        # Of another level, already full, or of no known region: nothing is guessed.
        ("省卫健委", ("省卫生健康委员会",), "泉州市", "省卫健委"),
        ("泉州市卫生健康委员会", ("市卫健委",), "泉州市", "泉州市卫生健康委员会"),
        ("市卫健委", (), "", "市卫健委"),
    ],
)
def test_the_region_stands_before_the_longest_form(
    name: str, forms: tuple[str, ...], region: str, full: str
) -> None:
    assert full_name(name, forms, region) == full
