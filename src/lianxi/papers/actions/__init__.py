"""Writes of papers: drafts and their steps, numbers, receipts."""

from lianxi.papers.actions.archives import make_archive
from lianxi.papers.actions.attachments import add_attachment, remove_attachment
from lianxi.papers.actions.drafts import (
    attach_file,
    detach_file,
    draft_paper,
    put_up_draft,
    return_draft,
    review_draft,
    revise_draft,
    submit_draft,
    void_draft,
)
from lianxi.papers.actions.going_out import file_paper, issue_draft, number_draft, send_paper, sign_draft
from lianxi.papers.actions.members import draft_member_notice, propose_members
from lianxi.papers.actions.numbers import void_numbers
from lianxi.papers.actions.receipts import note_receipt, receive_paper
from lianxi.papers.actions.signed import confirm_signed, enter_signed, refuse_signed
from lianxi.papers.actions.taking import take_file
from lianxi.papers.actions.templates import end_template, set_template
from lianxi.papers.actions.uploads import upload_draft, withdraw_upload

__all__ = [
    "add_attachment",
    "attach_file",
    "confirm_signed",
    "detach_file",
    "draft_member_notice",
    "draft_paper",
    "end_template",
    "enter_signed",
    "file_paper",
    "issue_draft",
    "make_archive",
    "note_receipt",
    "number_draft",
    "propose_members",
    "put_up_draft",
    "receive_paper",
    "refuse_signed",
    "remove_attachment",
    "return_draft",
    "review_draft",
    "revise_draft",
    "send_paper",
    "set_template",
    "sign_draft",
    "submit_draft",
    "take_file",
    "upload_draft",
    "void_draft",
    "void_numbers",
    "withdraw_upload",
]
