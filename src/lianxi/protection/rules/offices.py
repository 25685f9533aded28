"""Which unit does a step by which clause, in each conference; data of the instruments."""

from collections.abc import Mapping

Address = tuple[str | None, str | None]
ADDRESSES: Mapping[str, Mapping[str, Address]] = {
    "QZ": {
        "health": ("市卫健委", "QZ-3-01-5"),
        "list": ("市卫健委", "QZ-4-3"),
        "injury": ("市人社局", "QZ-3-09-3"),
        "relation": ("市人社局", "QZ-3-09-2"),
        "medical_aid": ("市医保局", "QZ-3-15-1"),
        "living_aid": ("市民政局", "QZ-3-07-1"),
        "office": ("联席会议办公室", "QZ-1-05"),
        # The conference has no justice unit: nobody here answers for custody, the province does.
        "custody": (None, None),
    },
    "GD": {
        "health": ("省卫生健康委", "GD-01-08"),
        # No clause of the list says who sends results to whom: none may be invented.
        "list": ("省卫生健康委", None),
        "injury": ("省人力资源社会保障厅", "GD-09-03"),
        "relation": ("省人力资源社会保障厅", "GD-09-02"),
        "medical_aid": ("省医保局", "GD-18-01"),
        "living_aid": ("省民政厅", "GD-06-01"),
        "office": ("联席会议办公室", None),
        "custody": ("省司法厅", "GD-07-01"),
    },
}
NOBODY: Address = (None, None)


def address(instrument: str, kind: str) -> Address:
    """Return the unit and clause of a kind of step; both None where nobody answers for it."""
    return ADDRESSES.get(instrument, {}).get(kind, NOBODY)
