"""No text of any act of any room takes in a patient: the door refuses by place, and repeats nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lianxi.core.fields import Inner, Secret, Words
from lianxi.core.personal import OF_PATIENTS, find_personal
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.payloads import parse_payload
from protection.played import AT

SAID = ("患者陈大文", "陈大文，男，52岁", "关于王小虎的工伤认定", "证号11010519491231002X")
ROOT = Path(__file__).parents[2]


def alone(one: Action[..., Any], name: str) -> Action[..., Any]:
    """An act with one of its fields: others that are needed would be asked for first."""
    single = replace(one)
    single.__dict__["payload"] = {name: one.payload[name]}
    return single


def test_every_text_of_every_act_refuses_a_patient() -> None:
    load_catalogue()
    tried = 0
    for one in catalogue.values():
        for name, field in one.payload.items():
            if not isinstance(field.words, Words) or isinstance(field.words, Secret | Inner):
                continue
            for text in SAID:
                with pytest.raises(BadInput) as refusal:
                    parse_payload(alone(one, name), {name: [text]})
                assert refusal.value.next_step, (one.id, name)
                assert not any(word in str(refusal.value.message) for word in ("陈大文", "王小虎", "1949")), (
                    one.id
                )
                tried += 1
    assert tried > 1_000


@pytest.mark.parametrize(
    "text", ["联系人：市卫健委职业健康科 0595-22278888", "病人陆续出院", "患者向市卫健委反映"]
)
def test_ordinary_words_pass(text: str) -> None:
    load_catalogue()
    one = alone(catalogue["meetings.topic.propose"], "title")
    assert parse_payload(one, {"title": [text]}) == {"title": text}


def test_the_projects_own_words_name_nobody() -> None:
    """No false alarm in the documents, the founding documents and the pages."""
    folders = (
        "docs",
        "src/lianxi/law/instruments",
        "src/lianxi/web",
        "src/lianxi/stories",
        "src/lianxi/work",
    )
    read = 0
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".md", ".txt", ".html", ".json", ".csv", ".py") and "vendor" not in path.parts:
                text = path.read_text(encoding="utf-8", errors="replace")
                read += len(text)
                found = [one for one in find_personal(text, day_of(AT)) if one.kind in OF_PATIENTS]
                assert found == [], path
    assert read > 1_000_000
