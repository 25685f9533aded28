"""A unit's own templates: what is refused when they come, and what a paper made with one is."""

import io
from typing import Any

import docx
import pytest
from django.test import Client

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import kind_of
from lianxi.papers.actions import end_template, issue_draft, set_template
from lianxi.papers.files import Upload, read_file
from lianxi.papers.incoming import docx_lines, open_docx
from lianxi.papers.layout import from_dict
from lianxi.papers.models import PaperTemplate
from lianxi.papers.templating import check_template, render_template
from papers.paths import TITLE, numbered
from web.signing_in import posts, seated

GOOD = (
    "{{ 发文字号 }}",
    "{{ 标题 }}",
    "{{ 主送 }}：",
    "{%p for 段 in 正文 %}",
    "{{ 段 }}",
    "{%p endfor %}",
    "{% if 签发人 %}签发人：{{ 签发人 }}{% endif %}",
    "{{ 署名 }}{{ 成文日期 }}",
)


def template(*lines: str) -> Upload:
    made, buffer = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(buffer)
    return Upload("函模板.docx", buffer.getvalue())


def test_a_good_template_passes() -> None:
    check_template(template(*GOOD), kind_of("letter"))
    check_template(template(*GOOD[1:]), kind_of("roster"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ 口令 }}", "“口令”不是公文要素"),
        ("{{ ''.__class__.__mro__ }}", "不允许的写法"),
        ("{{ 标题.__class__ }}", "不允许的写法"),
        ("{{ 标题 * 999999999 }}", "不允许的写法"),
        ("{% for 一 in range(99999) %}甲{% endfor %}", "循环只能逐个写"),
        ("{% for 一 in 正文 %}{% for 二 in 正文 %}甲{% endfor %}{% endfor %}", "不再套循环"),
        ("{% include '/etc/passwd' %}", "不允许的写法"),
        ("{% set 甲 = 1 %}", "不允许的写法"),
        ("{{ 标题 | pprint }}", "不允许的写法"),
        ("{{ 标题 ", "写法有误"),
    ],
)
def test_what_a_template_may_not_hold(line: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_template(template(*GOOD, line), kind_of("letter"))
    assert said in refused.value.message
    assert "发文字号" in refused.value.next_step


def test_properties_and_split_runs_are_looked_at_too() -> None:
    made, buffer = docx.Document(io.BytesIO(template(*GOOD).content)), io.BytesIO()
    made.core_properties.comments = "{% for 一 in range(99999) %}甲{% endfor %}"
    made.save(buffer)
    with pytest.raises(BadInput, match="循环只能逐个写"):
        check_template(Upload("a.docx", buffer.getvalue()), kind_of("letter"))
    made, buffer = docx.Document(io.BytesIO(template(*GOOD).content)), io.BytesIO()
    split = made.add_paragraph("{")
    split.add_run("{ 口令 }")
    split.add_run("}")
    made.save(buffer)
    with pytest.raises(BadInput, match="“口令”不是公文要素"):
        check_template(Upload("a.docx", buffer.getvalue()), kind_of("letter"))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (GOOD[1:], "“{{ 发文字号 }}”"),
        ((*GOOD[:3], *GOOD[6:]), "“{{ 正文 }}”"),
        ((*GOOD[:3], "{% if 正文 %}略{% endif %}"), "没有印出“样本正文第一段。”"),
    ],
)
def test_what_a_template_must_print(lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_template(template(*lines), kind_of("letter"))
    assert said in refused.value.message


def test_a_paper_is_made_with_the_template_in_force(cast: Cast) -> None:
    file = template(*GOOD)
    first = set_template(cast.staff, AT, kind="letter", file=file)
    second = set_template(cast.staff, AT, kind="letter", file=template(*GOOD, "联系电话：略"))
    assert list(PaperTemplate.objects.filter(ended_at__isnull=True)) == [second]
    assert first.pk != second.pk
    paper = issue_draft(cast.staff, AT, draft_id=numbered(cast).pk).paper
    assert paper is not None
    assert (paper.source, paper.template, paper.pdf) == ("template", second, None)
    lines = docx_lines(open_docx(Upload("a.docx", read_file(paper.file))))
    assert lines[:2] == ["泉职防联函〔2026〕1号", TITLE]
    assert {"特此函告。", "联系电话：略", "泉州市卫健委2026年3月2日"} <= set(lines)
    again = render_template(read_file(second.file), from_dict(paper.document))
    assert again == read_file(paper.file)
    page = seated(Client(), cast.staff).get(f"/papers/{paper.pk}")
    assert "paper.pdf" not in page.content.decode()
    assert "没有 OFD" in page.content.decode()
    assert seated(Client(), cast.staff).get(f"/papers/{paper.pk}/paper.ofd").status_code == 404
    assert seated(Client(), cast.staff).get(f"/papers/{paper.pk}/paper.pdf").status_code == 404
    end_template(cast.staff, AT, template_id=second.pk)
    paper = issue_draft(cast.staff, AT, draft_id=numbered(cast).pk).paper
    assert paper is not None
    assert paper.source == "model"


def test_the_page_of_templates(cast: Cast, django_assert_max_num_queries: Any) -> None:
    set_template(cast.staff, AT, kind="letter", file=template(*GOOD))
    client = seated(Client(), cast.staff)
    with django_assert_max_num_queries(15):
        page = client.get("/papers/templates")
    assert "函模板.docx" in page.content.decode()
    assert "{{ 发文字号 }}" in page.content.decode()
    assert {"/do/papers.template.set", "/do/papers.template.end"} <= set(posts(page))
    assert posts(seated(Client(), cast.member("市住建局")).get("/papers/templates")) == []
