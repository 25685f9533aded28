"""The own second factor: added with a code that proves it, ended with the password; the journal notes both."""

from datetime import datetime
from typing import Annotated

from django.db import IntegrityError, transaction

from lianxi.bodies.models import Person
from lianxi.bodies.queries.factors import has_second, list_factors
from lianxi.bodies.rules.factors import code_step, new_recovery_codes
from lianxi.bodies.rules.secrets import code_hash
from lianxi.bodies.sealing import open_secret, seal_secret
from lianxi.bodies.second_models import Factor, FactorUse
from lianxi.core.actors import OPERATOR_ONLY, SEATED, SeatKind
from lianxi.core.entries import short_enough
from lianxi.core.fields import One, Secret, Words
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.acting import Act, action

OWN = SEATED | OPERATOR_ONLY | {SeatKind.VISITOR}


def _own(act: Act, password: str) -> Person:
    person = Person.objects.select_for_update().filter(pk=act.actor.person_id or 0).first()
    if person is None or not person.check_password(password):
        raise NotPermitted("原密码不对。", rule="更改登录方式须验证密码", next_step="请重新输入。")
    return person


@action("bodies.factor.add_app", "添加验证器", who=OWN, rule="登录方式由本人设定")
def add_app(
    act: Act,
    *,
    password: Annotated[str, Secret("密码")],
    secret: Annotated[str, Secret("密钥")],
    code: Annotated[str, Secret("验证码")],
    name: Annotated[str, Words("名称", 60)] = "验证器",
) -> tuple[Factor, list[str]]:
    """Add an authenticator app that shows the right code now; give the recovery codes where they are new.

    Raises NotPermitted for a wrong password, BadInput for a wrong code.
    """
    person = _own(act, password)
    try:
        step = code_step(secret, code, act.at)
    except ValueError as error:
        raise BadInput("密钥读不通。", next_step="请重新打开添加页面。") from error
    if step is None:
        raise BadInput("验证码不对。", next_step="请核对手机时间是自动校准的，再输入当前显示的 6 位数字。")
    row = Factor(person=person, kind="totp", name=short_enough(name, "名称", 60) or "验证器")
    return _added(act, row, seal_secret(secret.encode()))


@action("bodies.factor.add_key", "添加安全密钥", who=OWN, rule="登录方式由本人设定")
def add_key(
    act: Act,
    *,
    password: Annotated[str, Secret("密码")],
    credential: Annotated[str, Secret("安全密钥的公钥")],
    name: Annotated[str, Words("名称", 60)] = "安全密钥",
) -> tuple[Factor, list[str]]:
    """Add a security key by its checked public key (hex); give the recovery codes where they are new."""
    person = _own(act, password)
    try:
        data = bytes.fromhex(credential)
    except ValueError:
        data = b""
    if not data:
        raise BadInput("安全密钥的答复不对。", next_step="请重新添加；不行的改用验证器。")
    row = Factor(person=person, kind="webauthn", name=short_enough(name, "名称", 60) or "安全密钥")
    return _added(act, row, seal_secret(data))


def _added(act: Act, row: Factor, secret: str) -> tuple[Factor, list[str]]:
    is_first = not has_second(row.person_id)
    row.secret, row.added_at = secret, act.at
    act.create(row)
    if not is_first:
        return row, []
    codes, kept = new_recovery_codes()
    act.create(Factor(person_id=row.person_id, kind="recovery", name="恢复码", secret=kept, added_at=act.at))
    return row, codes


@action("bodies.factor.end", "停用第二因素", who=OWN, rule="登录方式由本人设定")
def end_factor(
    act: Act, *, factor_id: Annotated[int, One("第二因素")], password: Annotated[str, Secret("密码")]
) -> Factor:
    """End one of the own factors; recovery codes end with the last. Raises NotPermitted for a wrong password."""
    person = _own(act, password)
    rows = list(list_factors(person.pk))
    row = next((one for one in rows if one.pk == factor_id and one.kind != "recovery"), None)
    if row is None:
        raise BadInput("没有这种登录方式，或已停用。", next_step="请刷新后重选。")
    act.change(row, ended_at=act.at)
    if not has_second(person.pk):
        for one in rows:
            if one.kind == "recovery":
                act.change(one, ended_at=act.at)
    return row


def end_all_factors(act: Act, person: Person) -> None:
    """End every factor of a person whose account is set anew by a released link."""
    for row in list_factors(person.pk):
        act.change(row, ended_at=act.at)


def check_code(person_id: int, code: str, at: datetime) -> bool:
    """Tell whether a code of an app or a recovery code opens the account; each serves once."""
    for row in list_factors(person_id):
        step = _step_of(row, code, at)
        if step and _use(row, step, at):
            return True
    return False


def _step_of(row: Factor, code: str, at: datetime) -> str:
    if row.kind == "recovery":
        typed = code_hash(code)
        return typed if typed in row.secret.split(",") else ""
    secret = open_secret(row.secret) if row.kind == "totp" else None
    found = code_step(secret.decode(), code, at) if secret else None
    return str(found) if found is not None else ""


def _use(row: Factor, step: str, at: datetime) -> bool:
    try:
        with transaction.atomic():
            FactorUse.objects.create(factor=row, step=step, at=at)
    except IntegrityError:
        return False
    return True
