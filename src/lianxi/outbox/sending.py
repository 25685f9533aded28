"""The way out: one text to one address, by e-mail or to a robot. It stores nothing and knows no record."""

import smtplib
import time

from django.conf import settings
from django.core.mail import EmailMessage

from lianxi.outbox.calling import Lost, Unreached, call
from lianxi.outbox.gateways import Gateway, Outcome
from lianxi.outbox.robots import answer_of, message_of
from lianxi.outbox.rules import MAIL, SMS

# To connect and to answer.
SECONDS = (5, 15)


class NotSent(Exception):
    """The other side did not take the text.

    `is_down` where nobody answered at all, so that others wait too; `is_final` where repeating is of no use;
    `is_unclear` where it may have arrived after all.
    """

    def __init__(
        self, why: str, *, is_down: bool = False, is_final: bool = False, is_unclear: bool = False
    ) -> None:
        super().__init__(why)
        self.is_down, self.is_final, self.is_unclear = is_down, is_final, is_unclear


def send(kind: str, address: str, subject: str, text: str, name: str) -> None:
    """Hand a text over and return once it was taken. Raises NotSent.

    `name` stays the same for every attempt and becomes the message's id, so that a mailbox that got it
    twice after all can tell. The words of NotSent hold no address.
    """
    if kind == MAIL:
        _send_mail(address, subject, text, name)
    elif kind == SMS:
        _send_text(address, text)
    else:
        _send_to_robot(kind, address, text)


def _send_mail(address: str, subject: str, text: str, name: str) -> None:
    if not settings.MAIL_IS_SET:
        raise NotSent("没有设置邮件服务器（LIANXI_SMTP）", is_down=True)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "localhost"
    message = EmailMessage(subject, text, to=[address], headers={"Message-ID": f"<{name}@{host}>"})
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        raise NotSent("邮件服务器不接收这个地址") from refused
    except smtplib.SMTPResponseException as answered:
        raise NotSent(f"邮件服务器答复 {answered.smtp_code}") from answered
    except (OSError, smtplib.SMTPException) as failed:
        raise NotSent("连不上邮件服务器", is_down=True) from failed


def _send_text(number: str, text: str) -> None:
    gateway = settings.SMS
    if gateway is None:
        raise NotSent("没有设置短信平台（LIANXI_SMS）", is_down=True)
    outcome, why, _id = ask(gateway, "send", number=number, text=text)
    if outcome is Outcome.UNCLEAR:
        raise NotSent(why, is_unclear=True)
    if outcome is not Outcome.TAKEN:
        raise NotSent(why, is_final=outcome is Outcome.REFUSED)


def ask(gateway: Gateway, call_name: str, **values: str) -> tuple[Outcome, str, str]:
    """Ask a gateway and return what its answer means, why, and the id it gave. Raises NotSent where nobody answers.

    A request that was sent and got no answer is `UNCLEAR`: it may have been taken.
    """
    try:
        status, raw = call(gateway.ask(call_name, **values), gateway.seconds)
    except Unreached as failed:
        raise NotSent(str(failed), is_down=True) from failed
    except Lost as failed:
        return Outcome.UNCLEAR, str(failed), ""
    return gateway.read(status, raw)


def _send_to_robot(kind: str, address: str, text: str) -> None:
    import requests

    target, message = message_of(kind, address, text, time.time_ns() // 1_000_000)
    try:
        said = requests.post(target, json=message, timeout=SECONDS, allow_redirects=False)
    except requests.RequestException:  # its own words hold the address, which is a secret
        raise NotSent("连不上机器人", is_down=True) from None
    try:
        body = said.json()
    except ValueError:
        body = None
    answer = answer_of(kind, said.status_code, body)
    if not answer.taken:
        raise NotSent(answer.why, is_final=answer.is_final)
