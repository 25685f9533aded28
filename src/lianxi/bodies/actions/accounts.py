"""Accounts: one per person, opened by a one-time link to a seat."""

import secrets
from datetime import datetime, timedelta
from typing import Annotated

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lianxi.bodies.models import Invitation, Person, Seat, Tenure, cited
from lianxi.bodies.queries import in_force
from lianxi.bodies.rules import INVITATION
from lianxi.core.actors import INSTALLER_ONLY, OFFICE, SEATED, SeatKind
from lianxi.core.canonical import digest
from lianxi.core.fields import One, Secret, Words
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action

LINK_DAYS = 7
VISITOR_ONLY = frozenset({SeatKind.VISITOR})


@action("bodies.invitation.create", "邀请席位人员", who=OFFICE | INSTALLER_ONLY)
def invite_holder(
    act: Act,
    *,
    seat_id: Annotated[int, One("席位")],
    name: Annotated[str, Words("姓名", 80)] = "",
    title: Annotated[str, Words("职务", 120)] = "",
    email: Annotated[str, Words("邮箱", 254)] = "",
) -> tuple[Invitation, str]:
    """Make a one-time link to a seat and give it with its secret, shown this once.

    An occupied seat's link goes to its holder; a vacant seat's needs the name and title of the person
    who takes it. Earlier unused links to the seat end.
    """
    seat = act.lock(Seat, seat_id)
    holder = _holder(seat, act.at)
    if holder is None:
        _require_first_holder(act, seat)
    if holder is None and act.actor.kind is not SeatKind.INSTALLER and not (name.strip() and title.strip()):
        raise BadInput("这个席位空缺，请填写就任人的姓名和职务。")
    for earlier in Invitation.objects.filter(seat=seat, state="open"):
        act.move_as("bodies.invitation.revoke", earlier, INVITATION)
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        conference_id=seat.conference_id,
        seat=seat,
        name=holder.person.name if holder else name.strip(),
        title=holder.title if holder else title.strip(),
        email=email.strip(),
        token_hash=digest(token),
        expires_at=act.at + timedelta(days=LINK_DAYS),
        state=INVITATION.initial,
    )
    act.chain = seat.conference_id
    act.create(invitation)
    return invitation, token


def _require_first_holder(act: Act, seat: Seat) -> None:
    """Refuse a link of the office for a seat that was held before: it is filled by the way the document says."""
    by_document = seat.kind in {SeatKind.CONVENER, SeatKind.DEPUTY_CONVENER, SeatKind.MEMBER}
    if act.actor.kind is not SeatKind.INSTALLER and by_document and seat.tenures.exists():
        raise NotPermitted(
            "这个席位的继任人须先经联席会议确定。",
            rule="成员调整由所在单位提出，联席会议确定",
            next_step="请所在单位提出成员调整，确定后再发邀请链接。",
        )


@action("bodies.invitation.revoke", "作废邀请链接", who=OFFICE)
def revoke_invitation(act: Act, *, invitation_id: Annotated[int, One("邀请链接")]) -> Invitation:
    """End an unused link."""
    return act.move(act.lock(Invitation, invitation_id), INVITATION)


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
    password. A link that is unknown, used, revoked or expired is refused alike.
    """
    invitation = Invitation.objects.select_for_update().filter(token_hash=digest(token)).first()
    if invitation is None or invitation.state != "open" or invitation.expires_at <= act.at:
        raise BadInput(
            "这个链接不能用了。",
            next_step="请联席会议办公室重新发一个。",
            rule="邀请链接只用一次，七天内有效",
        )
    act.chain = invitation.conference_id
    seat = Seat.objects.select_for_update().select_related("unit").get(pk=invitation.seat_id)
    holder = _holder(seat, act.at)
    person = _person(act, holder, invitation.name or name, login, password)
    act.move(invitation, INVITATION)
    if holder is None:
        own = {"conference_id": seat.conference_id, "starts_on": day_of(act.at), **cited(seat.basis)}
        title = invitation.title or seat.get_kind_display()
        return act.create(Tenure(seat=seat, person=person, title=title, **own))
    return holder if holder.person_id == person.pk else _same_person_goes_on(act, holder, person)


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


def _person(act: Act, holder: Tenure | None, name: str, login: str, password: str) -> Person:
    if act.actor.person_id is not None:
        return Person.objects.get(pk=act.actor.person_id)
    if holder is not None and holder.person.login:
        return _reset(act, holder.person, password)
    if not name.strip():
        raise BadInput("请填写姓名。")
    values = {"login": _new_login(login), "password": _new_password(password)}
    if holder is not None:
        return act.change(holder.person, **values)
    return act.create(Person(name=name.strip(), **values))


def _reset(act: Act, person: Person, password: str) -> Person:
    """Set a new password by the office's link, for people who hold no seat elsewhere."""
    elsewhere = Tenure.objects.filter(in_force(day_of(act.at)), person=person).exclude(
        conference_id=act.chain
    )
    if elsewhere.exists():
        raise BadInput(
            "你在别的联席会议也有席位，这个链接不能重设密码。",
            rule="一个办公室不能改动他处席位所用的账号",
            next_step="请先用原账号登录，再打开链接。",
        )
    act.remark = "凭办公室的链接重设密码"
    return act.change(person, password=_new_password(password))


def _new_login(login: str) -> str:
    login = login.strip().lower()
    if not (3 <= len(login) <= 60 and login.replace("-", "").replace("_", "").replace(".", "").isalnum()):
        raise BadInput("登录名须为 3 到 60 个字母、数字或 . _ -。")
    if Person.objects.filter(login=login).exists():
        raise BadInput("这个登录名已有人用。", next_step="请换一个；已有账号的请先登录再打开链接。")
    return login


def _new_password(password: str) -> str:
    try:
        validate_password(password)
    except ValidationError as error:
        raise BadInput("".join(error.messages), next_step="请换一个至少 12 位、不全是数字的密码。") from error
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
