"""What every answer tells the browser: scripts and styles from here alone, nothing framed elsewhere, nothing kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No inline script or style and no other host. Pictures in styles are data; drafts show their own PDF in a frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:;"
    " connect-src 'self'; frame-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'"
)


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
