"""What every answer tells the browser: scripts and styles from here alone, nothing framed elsewhere, nothing kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# No inline script or style and no other host. Pictures in styles are data; drafts show their own PDF in a frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:;"
    " connect-src 'self'; frame-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'"
)


class ProxyMiddleware:
    """Says so where the proxy before an HTTPS installation does not tell by which scheme a request came.

    Without X-Forwarded-Proto every sign-in would fail in silence: its cookie is for HTTPS only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.BEHIND_PROXY and not request.is_secure():
            given = request.headers.get("X-Forwarded-Proto")
            told = f"X-Forwarded-Proto 是“{given[:20]}”" if given else "没有 X-Forwarded-Proto"
            said = (
                f"这个请求不是经 HTTPS 来的（{told}）。请用 https:// 打开；已用 https:// 的，请系统管理员让前面的代理"
                "设置 X-Forwarded-Proto（nginx：proxy_set_header X-Forwarded-Proto $scheme;）。"
            )
            return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class HeadersMiddleware:
    """Adds the policy to every answer, and `no-store` to those that somebody signed in was given."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        # A page that may be framed by our own pages says so by the older header already.
        ancestors = "'self'" if answer.headers.get("X-Frame-Options") == "SAMEORIGIN" else "'none'"
        answer.headers.setdefault("Content-Security-Policy", f"{POLICY}; frame-ancestors {ancestors}")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            answer.headers["Cache-Control"] = "private, no-store"
        return answer
