"""A line break in a template says nothing, wherever it stands."""

import pytest

from lianxi.web.shared.loading import join_lines


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("各单位\n  按时反馈。\n", "各单位按时反馈。"),
        ("<p>\n  第 {{ n }}\n  项\n</p>\n", "<p>第 {{ n }}项</p>"),
        ("{% if a %}\n  甲\n{% else %}\n  乙\n{% endif %}", "{% if a %}甲{% else %}乙{% endif %}"),
        ('<a class="btn"\n   href="/x">看</a>', '<a class="btn" href="/x">看</a>'),
        ('<p class="a\n          b">甲</p>', '<p class="a b">甲</p>'),
        ('<p{% if a > b %}\n  class="x"{% endif %}>\n甲</p>', '<p{% if a > b %} class="x"{% endif %}>甲</p>'),
        ('{% include "a.html" with x=1\n  y=2 %}', '{% include "a.html" with x=1 y=2 %}'),
        ("{# <b\n #}\n甲\n乙", "{# <b #}甲乙"),
        ("{% comment %}\n<b\n{% endcomment %}\n甲\n乙", "{% comment %}\n<b\n{% endcomment %}甲乙"),
        ("甲 &lt; 乙\n丙", "甲 &lt; 乙丙"),
        ("1 < 2\n3", "1 < 23"),
        ("<b>甲</b> 乙\n<b>丙</b>&#32;\n丁", "<b>甲</b> 乙<b>丙</b>&#32;丁"),
        ("<textarea>&#10;{{ text }}\n</textarea>", "<textarea>&#10;{{ text }}</textarea>"),
        ("<input value='a > b'\n name=x>\n甲", "<input value='a > b' name=x>甲"),
    ],
)
def test_breaks_vanish_in_text_and_separate_in_tags(source: str, read: str) -> None:
    assert join_lines(source) == read
