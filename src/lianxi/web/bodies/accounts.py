"""Pages of accounts: sign-in and out, taking a seat by a one-time link, switching seats, the own password."""

from datetime import timedelta
from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash, views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lianxi.bodies.actions import accept_invitation, change_password
from lianxi.bodies.actions.signing import end_session, note_failure, note_new_key
from lianxi.bodies.queries import find_holder, find_stand_in, label_of, list_peers
from lianxi.bodies.queries.factors import has_second
from lianxi.bodies.queries.links import find_invitation
from lianxi.bodies.queries.sign_ins import list_sign_ins, waits_until
from lianxi.bodies.rows import InvitationRow, PersonRow, TenureRow
from lianxi.bodies.rules.secrets import SHORT, stored_key
from lianxi.core.actors import SEAT_LABELS, Actor, SeatKind
from lianxi.core.refusals import Refusal
from lianxi.core.words import date_with_weekday, day_of, long_date, moment_text
from lianxi.law.queries import Words, find_words_of
from lianxi.outbox.queries import find_own_channel, own_contacts
from lianxi.outbox.rules import CONTACTS, SMS, TODO
from lianxi.web.bodies.second import ask_second
from lianxi.web.bodies.shapes import AccountsSeatLine, AccountsSignIns, AccountsStandIn
from lianxi.web.shared.door import local_url
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.limits import address_of
from lianxi.web.shared.middleware import SESSION_KEY, SeatedRequest
from lianxi.web.shared.pages import words_view

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Pages for somebody who has not signed in show no acting seat in the frame.
NOBODY: dict[str, object] = {"actor": None, "signout_url": "", "account_url": ""}
MISMATCH = _("两次输入的密码不一致，请重新输入。")


class SignInForm(AuthenticationForm):
    """Login and password; logins are kept in lower case, so any case is accepted."""

    error_messages = {
        "invalid_login": _("登录名或密码不对。忘记密码的，请联席会议办公室重新发一个邀请链接。"),
        "inactive": _("这个账号已停用，请联系联席会议办公室。"),
    }

    def clean(self) -> dict[str, object]:
        """Look at the password only where nobody has been guessing; count a wrong one."""
        typed = str(self.cleaned_data.get("username") or "")
        address = address_of(self.request) if self.request else ""
        now = timezone.now()
        if until := waits_until(typed, address, now):
            seconds = max(1, round((until - now).total_seconds()))
            said = f"{seconds} 秒" if seconds < 120 else f"{-(-seconds // 60)} 分钟"
            raise forms.ValidationError(
                f"登录失败次数太多，请 {said}后再试；本次没有核对密码。不是本人所为的，请告知办公室。"
            )
        try:
            return super().clean()
        except forms.ValidationError:
            note_failure(typed, address, now)
            raise

    def clean_username(self) -> str:
        """Bring the login to the form in which it is kept."""
        return str(self.cleaned_data["username"]).strip().lower()


class AcceptForm(forms.Form):
    """What somebody without an account fills in to take a seat."""

    name = forms.CharField(label=_("姓名"), max_length=80)
    login = forms.CharField(
        label=_("登录名"),
        max_length=60,
        help_text=_("3 到 60 个字母、数字或 . _ -，例如 zhujian-01"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"),
        help_text=_("至少 12 位，不能全是数字"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        """Refuse two different passwords."""
        return _same_password(self, "password")


class ResetForm(AcceptForm):
    """What somebody with an account fills in to set a forgotten password anew: the password alone."""

    name = None  # type: ignore[assignment]
    login = None  # type: ignore[assignment]


class PasswordForm(forms.Form):
    """The old password and a new one, twice."""

    old = forms.CharField(
        label=_("原密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        help_text=_("至少 12 位，不能全是数字"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        """Refuse two different passwords."""
        return _same_password(self, "new")


def _same_password(form: forms.Form, name: str) -> dict[str, object]:
    given = form.cleaned_data
    if "again" in given and given.get(name) != given["again"]:
        form.add_error("again", str(MISMATCH))
    return given


class SignIn(views.LoginView):
    """The sign-in page; afterwards the person is where they wanted to go."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = NOBODY

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, or ask for the second factor of who has one."""
        person = cast("PersonRow", form.get_user())
        if has_second(person.pk):
            return ask_second(self.request, person, self.get_success_url())
        return super().form_valid(form)


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Show a one-time link's seat, and take the seat when the form is posted.

    Opening the page changes nothing, so that a mail scanner cannot use the link up.
    """
    invitation = find_invitation(token, timezone.now())
    if invitation is None:
        return render(request, "accounts/link_ended.html", _frame_for(request), status=404)
    if request.method == "POST":
        return _accept(request, invitation, token)
    return _invited_page(request, invitation, _form_for(invitation)(initial={"name": invitation.name}))


def _form_for(invitation: InvitationRow) -> type[AcceptForm]:
    return ResetForm if _has_account(invitation) else AcceptForm


def _has_account(invitation: InvitationRow) -> bool:
    holder = find_holder(invitation.seat, day_of(timezone.now()))
    return holder is not None and bool(holder.person.login)


def _accept(request: HttpRequest, invitation: InvitationRow, token: str) -> HttpResponse:
    typed: dict[str, str] = {}
    form = _form_for(invitation)(
        {**request.POST.dict(), **({"name": invitation.name} if invitation.name else {})}
    )
    if not request.user.is_authenticated:
        if not form.is_valid():
            return _invited_page(request, invitation, form, status=422)
        typed = {key: form.cleaned_data[key] for key in ("name", "login", "password") if key in form.fields}
    label, door = SEAT_LABELS[SeatKind.VISITOR], cast("SeatedRequest", request).actor.door
    actor = Actor(kind=SeatKind.VISITOR, label=label, person_id=request.user.pk, door=door)
    try:
        tenure = accept_invitation(actor, timezone.now(), token=token, **typed)
    except Refusal as refusal:
        return _invited_page(request, invitation, form, status=422, refusal=refusal)
    if not request.user.is_authenticated:
        login(request, tenure.person, backend=BACKEND)
    request.session[SESSION_KEY] = tenure.seat_id
    messages.success(request, f"你已就任“{invitation.seat.label}”席位。")
    return HttpResponseRedirect("/")


def _invited_page(
    request: HttpRequest,
    invitation: InvitationRow,
    form: AcceptForm,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    seat, today = invitation.seat, day_of(timezone.now())
    holder = find_holder(seat, today)
    title = invitation.title or (holder.title if holder else "") or seat.get_kind_display()
    facts: list[Fact] = [
        {"label": str(_("联席会议")), "value": invitation.conference.name},
        {"label": str(_("席位")), "value": seat.label},
        {"label": str(_("职务")), "value": title},
        {"label": str(_("链接有效至")), "value": moment_text(invitation.expires_at)},
    ]
    if invitation.name:
        facts.insert(2, {"label": str(_("就任人")), "value": invitation.name})
        if "name" in form.fields:
            form.fields["name"].widget = forms.HiddenInput()
    context = {
        "invitation": invitation,
        "facts": facts,
        "form": form,
        "refusal": refusal,
        "has_account": _has_account(invitation),
        **_frame_for(request),
    }
    return render(request, "accounts/invited.html", context, status=status)


def _frame_for(request: HttpRequest) -> dict[str, object]:
    return {} if request.user.is_authenticated else NOBODY


@login_required
@require_POST
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Act from another seat that the person holds today."""
    seated = cast("SeatedRequest", request)
    wanted = next((t for t in seated.tenures if str(t.seat_id) == request.POST.get("seat")), None)
    if wanted is None:
        messages.error(request, "你现在不在这个席位上。\n请从你现任的席位中选择，或请办公室核对任期。")
        return HttpResponseRedirect(local_url(request, request.POST.get("next", "/")))
    request.session[SESSION_KEY] = wanted.seat_id
    same = seated.tenure is not None and seated.tenure.conference_id == wanted.conference_id
    # A record of one conference is missing in another, so the way back is the start page there.
    return HttpResponseRedirect(local_url(request, request.POST.get("next", "/")) if same else "/")


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account: its seats with their clauses, and the password form."""
    return _account_page(request, PasswordForm())


@sensitive_post_parameters("old", "new", "again")
@login_required
@require_POST
def new_password(request: HttpRequest) -> HttpResponse:
    """Change the own password and keep this session; all others end."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _account_page(request, form, status=422)
    given = form.cleaned_data
    try:
        person = change_password(
            cast("SeatedRequest", request).actor, timezone.now(), old=given["old"], new=given["new"]
        )
    except Refusal as refusal:
        return _account_page(request, form, status=422, refusal=refusal)
    old_key = request.session.session_key or ""
    update_session_auth_hash(request, person)
    note_new_key(old_key, request.session.session_key or "")
    messages.success(request, "密码已更改。其他设备上的登录已退出。")
    return HttpResponseRedirect("/account")


def _account_page(
    request: HttpRequest, form: PasswordForm, *, status: int = 200, refusal: Refusal | None = None
) -> HttpResponse:
    seated = cast("SeatedRequest", request)
    words = find_words_of(t.seat.basis for t in seated.tenures)
    rows = [_seat_row(tenure, seated, words.get(tenure.seat.basis)) for tenure in seated.tenures]
    context: dict[str, object] = {"person": request.user, "rows": rows, "form": form}
    context |= {"refusal": refusal, "sign_ins": _sign_ins(request)}
    # Who stands in for the holder sees nothing of the holder's own.
    if seated.tenure is not None and seated.tenure.stood_in_by is None:
        context["here"] = seated.tenure
        context["own_mail"] = find_own_channel(seated.tenure)
        context["contacts"] = _contacts(seated.tenure)
        context["stand_in"] = _stand_in(seated.tenure)
    return render(request, "accounts/account.html", context, status=status)


def _contacts(tenure: TenureRow) -> list[dict[str, str]]:
    """Give what the holder may have beside a mailbox: where the operator set a gateway, or something is entered."""
    shown, is_set = own_contacts(tenure), {SMS: settings.SMS is not None, TODO: settings.TODO is not None}
    return [
        {"kind": kind, "label": label, "shown": shown.get(kind, "")}
        for kind, label in CONTACTS.items()
        if is_set[kind] or kind in shown
    ]


def _sign_ins(request: HttpRequest) -> list[AccountsSignIns]:
    """Give the person's own sign-ins; nobody else's are ever read here."""
    own = stored_key(request.session.session_key or "")
    rows = list_sign_ins(request.user.pk or 0, timezone.now())
    return [
        {"row": one, "at": moment_text(one.at), "here": one.session == own, "short": one.session[:SHORT]}
        for one in rows
    ]


@login_required
@require_POST
def end_own_session(request: HttpRequest) -> HttpResponse:
    """End another session of the own account."""
    wanted = request.POST.get("sign_in", "")
    key = int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0
    if end_session(request.user.pk or 0, key):
        messages.success(request, "已退出那处登录。")
    else:
        messages.error(request, "那处登录已经结束，或不是你的。")
    return HttpResponseRedirect("/account#sign-ins")


def _stand_in(tenure: TenureRow) -> AccountsStandIn:
    """Say who stands in for the acting seat's holder, or who could be named."""
    today = day_of(timezone.now())
    row = find_stand_in(tenure, today)
    if row is None:
        return {"peers": list_peers(tenure, today), "today": today.isoformat()}
    last = row.ends_before - timedelta(days=1)
    return {"pk": row.pk, "by": row.by_seat.label, "first": long_date(row.starts_on), "last": long_date(last)}


def _seat_row(tenure: TenureRow, request: SeatedRequest, words: Words | None) -> AccountsSeatLine:
    return {
        "seat": tenure.seat,
        "label": label_of(tenure),
        "conference": tenure.conference.name,
        "title": tenure.title,
        "since": long_date(tenure.starts_on),
        "until": date_with_weekday(tenure.ends_before) if tenure.ends_before else "",
        "here": request.tenure is not None and request.tenure.pk == tenure.pk,
        "clause": words_view(words),
    }


class SignOut(views.LogoutView):
    """Ends the session, and lets the browser clear what forms kept in it, also where scripts did not run."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Sign out; say that nothing typed is left on the machine."""
        answer = super().post(request, *args, **kwargs)
        # Browsers heed it over HTTPS and on the machine itself; elsewhere the page's own script clears them.
        answer.headers["Clear-Site-Data"] = '"storage"'
        messages.success(request, "已退出。这台机器上没有送出的内容已清除；已自动保存的，登录后还在。")
        return answer


urlpatterns = [
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("sign-out", SignOut.as_view(), name="sign-out"),
    path("invited/<str:token>", invited, name="invited"),
    path("seat", switch_seat, name="seat"),
    path("account", account, name="account"),
    path("account/sessions/end", end_own_session, name="end-session"),
    path("account/password", new_password, name="password"),
]
