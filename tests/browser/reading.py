"""What a person reads on a page, as Chromium lays it out: every fold open, and the words of attributes too."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Route

# Text as laid out, a line break where the layout breaks a block, a blank where it shows a blank.
READ = """() => {
  document.querySelectorAll('details').forEach(one => { one.open = true; });
  document.querySelectorAll('dialog').forEach(one => { one.setAttribute('open', ''); });
  const names = ['aria-label', 'placeholder', 'title', 'alt', 'data-l', 'data-confirm'];
  const said = [];
  document.querySelectorAll('*').forEach(one => {
    for (const name of names) if (one.getAttribute(name)) said.push(name + '=' + one.getAttribute(name));
    if (one.tagName === 'INPUT' && one.name !== 'csrfmiddlewaretoken') said.push(one.name + '=' + one.value);
    if (one.tagName === 'TEXTAREA') said.push(one.name + '=' + one.value);
    if (one.tagName === 'OPTION') said.push('option ' + one.value + '=' + one.text);
    if (one.tagName === 'text' || one.tagName === 'title') said.push(one.textContent);
  });
  return document.body.innerText + '\\n--\\n' + said.join('\\n');
}"""


class Reader:
    """Opens the pages of a test client in Chromium, with the installation's own style and no script."""

    def __init__(self, browser: Browser, client: Client) -> None:
        self.client = client
        self.answers: dict[str, bytes] = {}
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="zh-CN", java_script_enabled=True
        )
        self.page = context.new_page()
        self.page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request():
            route.fulfill(body=self.answers[path], content_type="text/html; charset=utf-8")
        elif (found := finders.find(path.removeprefix("/static/"))) and not path.endswith(".js"):
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
        else:
            route.abort()

    def read(self, address: str) -> str:
        """Return the text of a page; anything but 200 fails."""
        response = self.client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        self.answers[urlsplit(address).path] = response.content
        self.page.goto(f"http://testserver{address}")
        return str(self.page.evaluate(READ))
