"""Accounts: one per person, opened by a one-time link to a seat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lianxi.bodies.actions.factors import end_all_factors
from lianxi.bodies.models import Invitation, Person, Seat, Tenure, cited
from lianxi.bodies.queries import convener_seats, in_force
from lianxi.bodies.rules import INVITATION
from lianxi.bodies.rules.secrets import code_hash
from lianxi.core.actors import SEATED, SeatKind
from lianxi.core.fields import Secret, Words
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action

VISITOR_ONLY = frozenset({SeatKind.VISITOR})


@action("bodies.invitation.accept", "接受邀请就任席位", who=VISITOR_ONLY)
def accept_invitation(
    act: Act,
    *,
    token: Annotated[str, Secret("邀请链接")],
    name: Annotated[str, Words("姓名", 80)] = "",
    login: Annotated[str, Words("登录名", 60)] = "",
    password: Annotated[str, Secret("密码")] = "",
) -> Tenure:
    """Seat the person who holds the link, opening an account unless they have one.

    A visitor who is signed in takes the seat with that account; anybody else chooses a login and a
    password. A link that is unknown, used, revoked or expired is refused alike. One that was made for who held the
    seat before opens nobody's account.
    """
    invitation = Invitation.objects.select_for_update().filter(token_hash=code_hash(token)).first()
    if invitation is None or invitation.state != "open" or invitation.expires_at <= act.at:
        raise BadInput(
            "这个链接不能用了。",
            next_step="请放行邀请的席位或联席会议办公室重新办理。",
            rule="邀请链接只用一次，七天内有效",
        )
    act.chain = invitation.conference_id
    seat = Seat.objects.select_for_update().select_related("unit").get(pk=invitation.seat_id)
    holder = _holder(seat, act.at)
    _require_named(invitation, holder, name)
    person = _person(act, invitation, holder, {"name": name, "login": login, "password": password})
    act.move(invitation, INVITATION)
    act.remark = "；".join(filter(None, (act.remark, _who_let_in(invitation))))
    if holder is None:
        own = {"conference_id": seat.conference_id, "starts_on": day_of(act.at), **cited(seat.basis)}
        title = invitation.title or seat.get_kind_display()
        return act.create(Tenure(seat=seat, person=person, title=title, **own))
    return holder if holder.person_id == person.pk else _same_person_goes_on(act, holder, person)


def _require_named(invitation: Invitation, holder: Tenure | None, typed: str) -> None:
    """Refuse a link whose seat has passed to somebody else since it was made: it would open that person's account."""
    named = (invitation.name or typed).replace(" ", "")
    if holder is None or not named or named == holder.person.name.replace(" ", ""):
        return
    raise BadInput(
        f"这个链接是给{invitation.name or typed}的，席位现在由别人担任，不能用了。",
        rule="邀请链接只给席位现任人员",
        next_step="请办公室向现任人员另发邀请。",
    )


def _same_person_goes_on(act: Act, holder: Tenure, person: Person) -> Tenure:
    """Somebody with an account takes the seat that names them: from today, and earlier days stay as they were."""
    if holder.person.login or holder.person.name.replace(" ", "") != person.name.replace(" ", ""):
        raise BadInput(
            f"这个链接是给{holder.person.name}的，你登录的是{person.name}。",
            rule="邀请链接只给席位现任人员",
            next_step="请退出后由本人打开链接；换人的，请先办理成员调整。",
        )
    day = day_of(act.at)
    act.change(holder, ends_before=max(day, holder.starts_on))
    own = {"conference_id": holder.conference_id, "starts_on": day, **cited(holder.basis)}
    return act.create(Tenure(seat_id=holder.seat_id, person=person, title=holder.title, **own))


def _who_let_in(invitation: Invitation) -> str:
    """Name who made and who released a link, for the journal."""
    seats = (invitation.made_by, invitation.released_by)
    made, released = (seat.label if seat else "服务器命令行" for seat in seats)
    return f"邀请由{made}发起、{released}放行"


def _person(act: Act, invitation: Invitation, holder: Tenure | None, typed: Mapping[str, str]) -> Person:
    if act.actor.person_id is not None:
        return Person.objects.get(pk=act.actor.person_id)
    if holder is not None and holder.person.login:
        return _reset(act, invitation, holder.person, typed["password"])
    name = (invitation.name or typed["name"]).strip()
    if not name:
        raise BadInput("请填写姓名。")
    values = {"login": _new_login(typed["login"]), "password": _new_password(typed["password"])}
    if holder is not None:
        return act.change(holder.person, **values)
    return act.create(Person(name=name, **values))


def _reset(act: Act, invitation: Invitation, person: Person, password: str) -> Person:
    """Set a new password by a released link, for people who hold no seat elsewhere; holder and convener are told."""
    if not invitation.resets:
        raise BadInput(
            "这个链接发出以后，席位人员已开通账号，不能用它重设密码。",
            rule="重设已有账号须另行发起、由另一席位放行",
            next_step="请用原账号登录；忘记密码的，请办公室重新发起。",
        )
    elsewhere = Tenure.objects.filter(in_force(day_of(act.at)), person=person).exclude(
        conference_id=act.chain
    )
    if elsewhere.exists():
        raise BadInput(
            "你在别的联席会议也有席位，这个链接不能重设密码。",
            rule="一个办公室不能改动他处席位所用的账号",
            next_step="请先用原账号登录，再打开链接。",
        )
    act.remark = "凭邀请重设密码，第二因素同时停用"
    end_all_factors(act, person)
    told = f"{invitation.seat.label}（{person.name}）的密码已重设；不是本人办理的，请立即联系召集人"
    for seat in dict.fromkeys((invitation.seat_id, *convener_seats(act.chain, day_of(act.at)))):
        act.notify(told, about=invitation, seat=seat)
    return act.change(person, password=_new_password(password), reset_at=act.at)


def _new_login(login: str) -> str:
    login = login.strip().lower()
    if not (3 <= len(login) <= 60 and login.replace("-", "").replace("_", "").replace(".", "").isalnum()):
        raise BadInput("登录名须为 3 到 60 个字母、数字或 . _ -。")
    if Person.objects.filter(login=login).exists():
        raise BadInput("这个登录名已有人用。", next_step="请换一个；已有账号的请先登录再打开链接。")
    return login


PASSWORD_FAULTS = {
    "password_too_short": "密码太短。",
    "password_entirely_numeric": "密码不能全是数字。",
    "password_too_common": "这个密码太常见，容易被猜中。",
}


def _new_password(password: str) -> str:
    try:
        validate_password(password)
    except ValidationError as error:
        # The library says some of its reasons in English; each has a code.
        codes = {one.code or "" for one in error.error_list}
        said = "".join(PASSWORD_FAULTS.get(code, "密码不合要求。") for code in sorted(codes))
        raise BadInput(said, next_step="请换一个至少 12 位、不全是数字的密码，可以用几个词连写。") from error
    return make_password(password)


def _holder(seat: Seat, at: datetime) -> Tenure | None:
    return Tenure.objects.filter(in_force(day_of(at)), seat=seat).select_related("person").first()


@action("bodies.person.change_password", "更改密码", who=SEATED | VISITOR_ONLY)
def change_password(
    act: Act, *, old: Annotated[str, Secret("现在的密码")], new: Annotated[str, Secret("新密码")]
) -> Person:
    """Change the own password. Raises NotPermitted when the old one is wrong."""
    person = Person.objects.select_for_update().get(pk=act.actor.person_id or 0)
    if not person.check_password(old):
        raise NotPermitted("原密码不对。", rule="更改密码须验证原密码", next_step="请重新输入。")
    return act.change(person, password=_new_password(new))
