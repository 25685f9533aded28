"""A gateway on this machine that gives the recorded answers in their order, and notes what it was asked."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from lianxi.outbox.gateways import SMS_CALLS, TODO_CALLS, Gateway, read_gateway

RECORDED: dict[str, Any] = json.loads((Path(__file__).parent / "recorded.json").read_text(encoding="utf-8"))
SECRET = "geheim-token-0001"


@dataclass
class Played:
    """The server: answers to come, requests that came."""

    url: str
    answers: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def play(self, *answers: dict[str, Any]) -> None:
        self.answers += answers

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(one["body"]) for one in self.asked]


class Handler(BaseHTTPRequestHandler):
    """One request: it gets the next answer, or 503 where none was recorded."""

    played: Played

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.played.asked.append({"path": self.path, "headers": dict(self.headers), "body": body})
        answer = self.played.answers.pop(0) if self.played.answers else {"status": 503, "body": ""}
        if answer.get("silent"):
            time.sleep(1.5)
            return
        said = answer["body"] if isinstance(answer["body"], str) else json.dumps(answer["body"])
        self.send_response(answer["status"])
        if "location" in answer:
            self.send_header("Location", answer["location"])
        self.send_header("Content-Length", str(len(said.encode())))
        self.end_headers()
        self._say(said.encode(), answer.get("drip", 0))

    do_GET = do_POST  # noqa: N815

    def _say(self, said: bytes, drip: float) -> None:
        try:
            for place in range(len(said)):
                self.wfile.write(said[place : place + 1])
                self.wfile.flush()
                time.sleep(drip)
        except OSError:  # the asker has had enough
            return

    def log_message(self, *_args: Any) -> None:
        """Keep quiet."""


def start_server() -> tuple[ThreadingHTTPServer, Played]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    played = Played(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = type("Own", (Handler,), {"played": played})
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server, played


def sms_file(folder: Path, url: str, **more: Any) -> Path:
    """Write the file of an SMS gateway as an operator would."""
    (folder / "secret").write_text(f"{SECRET}\n")
    told = {
        "name": "市政务短信平台",
        "secret_file": str(folder / "secret"),
        "seconds": 1,
        "plain": True,
        "send": {
            "url": f"{url}/sms/send",
            "headers": {"Authorization": "Bearer {secret}"},
            "body": {"mobile": "{number}", "content": "{text}", "count": 1},
        },
        "taken": {"field": "code", "is": [0]},
        "refused": {"field": "code", "is": [21]},
        **more,
    }
    file = folder / "sms.json"
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return file


def sms_gateway(folder: Path, url: str, **more: Any) -> Gateway:
    return read_gateway(str(sms_file(folder, url, **more)), SMS_CALLS)


def todo_gateway(folder: Path, url: str) -> Gateway:
    """Return a platform of 统一待办 as an operator's file describes it."""
    told = {
        "name": "市统一待办平台",
        "seconds": 1,
        "plain": True,
        "create": {
            "url": f"{url}/todo/create",
            "body": {"flow": "{key}", "name": "{title}", "link": "{url}", "user": "{account}"},
        },
        "finish": {"url": f"{url}/todo/finish/{{id}}", "body": {"flow": "{key}", "user": "{account}"}},
        "taken": {"field": "ret", "is": [0]},
        "duplicate": {"field": "ret", "is": [409]},
        "done": {"field": "ret", "is": [410, 404]},
        "refused": {"field": "ret", "is": [403]},
        "id": "data.id",
    }
    file = folder / "todo.json"
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return read_gateway(str(file), TODO_CALLS)
