"""The papers of the ledger go out under the conference's letterhead; slips are letters of their own kinds."""

from datetime import date

from cast import AT, Cast
from ledger.steps import at, closed, decided, entered
from lianxi.bodies.actions import set_rule
from lianxi.core.rooms import kind_of
from lianxi.journal.models import Entry
from lianxi.ledger.actions import answer_upward, issue_slip
from lianxi.ledger.daily import issue_slips
from lianxi.ledger.models import Slip
from lianxi.ledger.queries.documents import slip_document
from lianxi.papers.layout import DocNumber, Paragraph, from_dict
from lianxi.papers.models import Paper

HOST, ORGAN = "泉州市卫健委", "泉州市职业健康领导机构"
FRIDAY = date(2026, 3, 13)


def setting(cast: Cast) -> None:
    for code, value in (
        ("issuing_organ", ORGAN),
        ("paper_mark", f"{ORGAN}文件"),
        ("number_prefix", "泉职健"),
    ):
        set_rule(cast.director, AT, code=code, value=value)


def test_a_circular_is_the_hosts_unless_it_is_set(cast: Cast) -> None:
    for number, organ in (("泉职防联通报〔2026〕1号", HOST), ("泉职健通报〔2026〕1号", ORGAN)):
        assert decided(cast, at()) == number
        document = from_dict(Paper.objects.get(number=number).document)
        assert (document.mark, document.signed_by, document.printed_by) == (f"{organ}文件", (organ,), organ)
        assert document.sealed
        assert document.body[-1] == Paragraph("特此通报。")
        head = document.body[-2]
        assert isinstance(head, Paragraph)
        seq = int(head.text.split("日志共")[1].split("条")[0])
        said = head.text.split("）为 ")[1].rstrip("。").replace(" ", "")
        assert Entry.objects.get(chain_id=cast.conference.pk, seq=seq).hash == said
        setting(cast)


def test_a_report_upward_has_the_letterhead_too(cast: Cast) -> None:
    setting(cast)
    row = closed(cast, entered(cast, answer_upward=True, upward_body="市人民政府"))
    paper = answer_upward(cast.staff, at(4), obligation_id=row.pk, text="已办完。", signer="王玥")
    document = from_dict(paper.document)
    assert paper.number == "泉职健报告〔2026〕1号"
    assert (document.mark, document.signed_by, document.signer) == (f"{ORGAN}文件", (ORGAN,), "王玥")


def test_slips_remind_ask_and_go_to_the_convener_in_letter_form(cast: Cast) -> None:
    row = entered(cast, due_on=FRIDAY)
    issue_slips(at(8))
    for day, step in ((14, 1), (21, 2)):
        issue_slip(cast.staff, at(day), obligation_id=row.pk, step=step)
    reminder, letter, upward = (slip_document(cast.conference, slip) for slip in Slip.objects.order_by("pk"))
    assert [one.title for one in (reminder, letter, upward)] == ["提醒单", "催办函", "报召集人协调"]
    assert {one.kind for one in (reminder, letter, upward)} == {kind_of("reminder")}
    assert (letter.recipients, upward.recipients) == (("市住建局",), ("召集人",))
    assert upward.is_letter
    assert (upward.mark, upward.signed_by, upward.sealed) == (HOST, (HOST,), True)
    assert upward.number == DocNumber("泉职防联督办", 2026, 3)
    # A slip stays as it was on its day.
    set_rule(cast.director, at(30), code="issuing_organ", value=ORGAN)
    assert slip_document(cast.conference, Slip.objects.latest("pk")) == upward
