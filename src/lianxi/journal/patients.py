"""Texts that name a patient are refused at every door: no matter, topic, paper or note of any room holds one."""

from collections.abc import Iterable
from datetime import date

from lianxi.core.personal import OF_PATIENTS, find_personal
from lianxi.core.refusals import BadInput

RULE = "病人的姓名、身份证号不进入本系统"


def refuse_patients(what: str, texts: Iterable[str], today: date) -> None:
    """Refuse texts in which patterns show a patient. Raises BadInput that says where, and repeats nothing."""
    for text in texts:
        for found in find_personal(text, today):
            if found.kind in OF_PATIENTS:
                raise BadInput(
                    f"{what}第 {found.place} 个字起像是{found.kind}，没有保存。",
                    rule=RULE,
                    next_step="请改写为单位、人数或者人员代码；不是姓名、证件号码而被认错的，请换一种写法。",
                )
