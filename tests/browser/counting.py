"""Counts what a person does with mouse and keyboard: a listener in every page, told apart by seat."""

from dataclasses import dataclass

from playwright.sync_api import BrowserContext

# A click counts on what can be pressed; a field once a page load, when its content was changed by typing.
_LISTEN = """(() => {
  const press = "a,button,summary,label,select,input[type=checkbox],input[type=radio],input[type=submit],input[type=file]";
  const typed = new WeakSet();
  const text = (el) => el.matches("textarea,input:not([type=checkbox],[type=radio],[type=file],[type=submit],[type=hidden])");
  document.addEventListener("click", (e) => { if (e.isTrusted && e.target.closest(press)) window.countStep("click"); }, true);
  document.addEventListener("change", (e) => { if (e.target.matches("select,input[type=file]")) window.countStep("click"); }, true);
  document.addEventListener("input", (e) => {
    if (!text(e.target) || typed.has(e.target)) return;
    typed.add(e.target);
    window.countStep("field");
  }, true);
})()"""


@dataclass
class Steps:
    """What was done so far."""

    clicks: int = 0
    fields: int = 0

    def count(self, kind: str) -> None:
        """Counts one click or one field."""
        if kind == "click":
            self.clicks += 1
        else:
            self.fields += 1

    def listen(self, context: BrowserContext) -> None:
        """Puts the listener into every page of a seat's browser."""
        context.expose_function("countStep", self.count)
        context.add_init_script(_LISTEN)
