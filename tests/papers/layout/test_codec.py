import json
from dataclasses import replace
from typing import Any

import pytest

from lianxi.core.papers import PaperKind
from lianxi.core.rooms import kind_of
from lianxi.papers.layout import (
    OfficialDocument,
    Paragraph,
    Stage,
    Table,
    canonical_json,
    document_hash,
    from_dict,
    to_dict,
)
from papers.layout import samples


@pytest.mark.parametrize("document", samples.ALL, ids=lambda document: document.kind.code)
def test_json_round_trip(document: OfficialDocument) -> None:
    again = from_dict(json.loads(canonical_json(document)))
    assert again == document
    assert type(again.kind) is PaperKind
    assert document_hash(again) == document_hash(document)


def test_the_hash_of_a_known_document_does_not_drift() -> None:
    document = OfficialDocument(
        kind_of("notice"), "通知", body=(Paragraph("正文"), Table(("甲",), (("乙",),)))
    )
    assert canonical_json(document) == (
        '{"body":[{"block":"paragraph","text":"正文"},{"block":"table","header":["甲"],"rows":[["乙"]]}],'
        '"kind":"notice","schema":1,"title":"通知"}'
    )
    assert document_hash(document) == "794bd55a94ce65b0de2d95b2302628c37a91f1d42a12fc820cb3437f712f092d"


def test_references_are_part_of_the_record() -> None:
    assert to_dict(samples.NOTICE)["body"][0]["refs"] == ["meeting:1"]
    other = replace(samples.NOTICE, refs=("notice:9",))
    assert document_hash(other) != document_hash(samples.NOTICE)


def test_defaults_are_left_out() -> None:
    data = to_dict(OfficialDocument(kind_of("notice"), ""))
    assert data == {"schema": 1, "kind": "notice", "title": ""}
    assert from_dict(data | {"stage": "draft"}).stage is Stage.DRAFT


GOOD: dict[str, Any] = {"schema": 1, "kind": "notice", "title": "通知"}


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        GOOD | {"schema": 2},
        {"schema": 1, "kind": "notice"},
        GOOD | {"kind": "poem"},
        GOOD | {"kind": ["notice"]},
        GOOD | {"colour": "red"},
        GOOD | {"title": 5},
        GOOD | {"sealed": 1},
        GOOD | {"period": True},
        GOOD | {"period": 0},
        GOOD | {"issued_on": "2026年3月7日"},
        GOOD | {"issued_on": 20260307},
        GOOD | {"recipients": "市卫健委"},
        GOOD | {"recipients": [None]},
        GOOD | {"number": {"organ_code": "泉", "year": 2026}},
        GOOD | {"number": {"organ_code": "泉", "year": "2026", "sequence": 1}},
        GOOD | {"body": [{"block": "picture"}]},
        GOOD | {"body": [{"block": ["heading"]}]},
        GOOD | {"body": ["text"]},
        GOOD | {"body": [{"block": "heading", "level": 5, "text": "五"}]},
        GOOD | {"body": [{"block": "table", "header": []}]},
        GOOD | {"body": [{"block": "table", "header": ["甲"], "rows": [["1", "2"]]}]},
        GOOD | {"body": [{"block": "table", "header": ["甲"], "widths": [1, 2]}]},
        GOOD
        | {
            "body": [
                {"block": "paragraph", "text": "一", "spans": [{"start": 0, "end": 2, "emphasis": "bold"}]}
            ]
        },
        GOOD | {"classification": None},
    ],
)
def test_bad_data_gets_a_chinese_sentence(data: Any) -> None:
    with pytest.raises(ValueError, match=r"[一-鿿].*。$"):
        from_dict(data)


def test_half_a_character_has_no_hash() -> None:
    with pytest.raises(ValueError, match="代理字符"):
        document_hash(OfficialDocument(kind_of("notice"), "通知\ud800"))
