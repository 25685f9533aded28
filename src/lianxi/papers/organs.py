"""Bodies without a seat here that a paper goes to: named one a line, or the governments of the conference's areas."""

from lianxi.core.entries import filled
from lianxi.core.refusals import BadInput
from lianxi.register.queries import list_areas
from lianxi.register.rules.areas import area_organ

MOST_NAMES = 100


def organs_named(text: str) -> list[str]:
    """Read names, one a line, each once. Raises BadInput for too many, and for one longer than 80 characters."""
    names = list(dict.fromkeys(line.strip().rstrip("，、；。") for line in text.splitlines() if line.strip()))
    if len(names) > MOST_NAMES:
        raise BadInput(f"其他机关最多 {MOST_NAMES} 个。")
    return [filled(name, "机关名称", 80) for name in names]


def organs_of_areas(conference_id: int) -> list[str]:
    """Name the government or committee of every area of the conference's list. Raises BadInput where there is none."""
    names = [area_organ(one.name, one.kind) for one in list_areas(conference_id, on=True)]
    if not names:
        raise BadInput("还没有地区清单。", next_step="请先在“地区清单”里生成，或逐个填写机关名称。")
    return names
