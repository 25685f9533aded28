"""`lianxi serve`: sets the installation up where needed, then serves the pages, with the worker beside them."""

import argparse
import contextlib
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from lianxi.cli.working import run_worker

Commands = Any
HOST = "127.0.0.1"
log = logging.getLogger(__name__)
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How long requests under way may take to end, in seconds.
GRACE = 10
# Seconds in which the half year of a demonstration is played, on the slowest of machines.
LONGEST_PLAY = 1800
# Open connections of one web process; beyond them nobody is taken in until one ends.
CONNECTIONS = 2000
# How long after its fall the worker is started again, in seconds.
RESTART = 5
# An end that was asked for and not heard is asked for again so often, in seconds.
AGAIN = 2


class Stopped(BaseException):
    """Somebody asked the service to end: from the keyboard, by a signal, by closing the terminal."""


def add_commands(commands: Commands) -> None:
    """Add the commands that set up and serve."""
    serve = commands.add_parser("serve", help="准备数据库、建立随附的联席会议（首次），开始服务")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument(
        "--demo", action="store_true", help="一次性演示：半年的数据，每席位一个登录链接，停止即清除"
    )
    serve.set_defaults(run=serve_pages, needs_database=False)
    link = commands.add_parser("office-link", help="为办公室主任和召集人席位生成首次一次性链接")
    link.set_defaults(run=print_office_link)


def serve_pages(options: argparse.Namespace) -> int:
    """Prepare and serve until stopped; the demonstration's data are removed afterwards."""
    if not _is_free(options.port):
        print(
            f"端口 {options.port} 已被占用。请先停止占用它的程序，或用 PORT=8001 换一个端口。",
            file=sys.stderr,
        )
        return 2
    _listen()
    try:
        return _serve_demo(options.port) if options.demo else _serve(options.port)
    except (Stopped, KeyboardInterrupt):
        return 0
    except Exception:
        # A library that was ended half-way may say so in its own words.
        if signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN:
            raise
        return 0


def _serve(port: int) -> int:
    prepare(port)
    return _gunicorn(port)


def _serve_demo(port: int) -> int:
    folder = tempfile.mkdtemp(prefix="lianxi-demo-")
    playing: _Process | None = None
    try:
        database = f"sqlite:///{folder}/demo.sqlite3"
        os.environ |= {"LIANXI_DATA": folder, "DATABASE_URL": database, "LIANXI_DEMO": "1"}
        # Played apart: the compiler of papers that ran here could not run in what is forked from here.
        playing = _Process(lambda: prepare_demo(port))
        if playing.wait(LONGEST_PLAY) != 0:
            return 1
        set_up()
        return _gunicorn(port)
    finally:
        _stop_asking()
        if playing is not None:
            playing.end()
        shutil.rmtree(folder, ignore_errors=True)


def _listen() -> None:
    """Take every request to end as `Stopped`, so that what is under way is put away first.

    A signal that was ignored at the start (`nohup`) stays ignored.
    """
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    # Putting away must not be interrupted by asking a second time.
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    # A compiler that calls back from C loses what is raised then: it is raised again until it is heard.
    signal.signal(signal.SIGALRM, _stop_again)
    signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
    raise Stopped


def _stop_again(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped


def _stop_asking() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)


def prepare(port: int) -> None:
    """Migrate, gather static files and, once, found the shipped conference."""
    from django.utils import timezone

    set_up()
    from lianxi.bodies.queries.own import list_conferences
    from lianxi.cli.clock import ask_at_start

    address = f"http://{HOST}:{port}"
    ask_at_start()
    if list_conferences():
        print(f"联席已就绪：{address}", flush=True)
        return
    from lianxi.stories.founding import found_shipped, told_links

    conference = found_shipped("QZ", timezone.now())
    print(f"已依据随附文件建立：{conference.name}（读取结果待办公室确认）")
    print(f"联席已就绪：{address}")
    print(
        "办公室主任和召集人席位的一次性链接（七天内有效，只显示这一次）；其他席位由办公室发起、召集人放行："
    )
    for line in told_links(conference, timezone.now(), address):
        print(f"  {line}")
    print("链接遗失时，用 lianxi office-link 重新生成。", flush=True)


def prepare_demo(port: int) -> None:
    """Build the throw-away conference and print one sign-in link per seat."""
    set_up()
    from django.utils import timezone

    from lianxi.bodies.queries import list_seats
    from lianxi.core.words import day_of
    from lianxi.stories.half_year import play_half_year
    from lianxi.stories.province import play_province

    conference = play_half_year(with_district=True)
    province = play_province(timezone.localtime())
    day = day_of(timezone.now())
    held = [
        row.seat
        for one in (conference, *conference.children.order_by("pk"), province)
        for row in list_seats(one, day)
        if row.tenure
    ]
    print(f"演示已就绪：http://{HOST}:{port}（停止服务后数据即清除）")
    print("各席位的登录链接：")
    for seat in held:
        print(f"  {seat.label}\thttp://{HOST}:{port}/demo/{seat.pk}")
    sys.stdout.flush()


def set_up() -> None:
    """Load Django, migrate the database and gather the static files."""
    from lianxi.cli.starting import start_django

    start_django()
    from django.conf import settings
    from django.core.management import call_command

    from lianxi.journal.library import database_sign

    call_command("migrate", verbosity=0, interactive=False)
    sign = database_sign()
    if not sign.well:
        print(f"注意：{sign.sentence}。", file=sys.stderr, flush=True)
    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    if not stamp.exists() or stamp.read_text() != _static_state():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(_static_state())


def _static_state() -> str:
    """Return the newest change among our own static files, so that they are gathered again after an update."""
    own = Path(__file__).parents[1] / "web" / "static"
    return str(max((path.stat().st_mtime_ns for path in own.rglob("*") if path.is_file()), default=0))


def server_arguments(port: int) -> list[str]:
    """Return how gunicorn serves: a process a core, threads for whole requests, forked from one that loaded the pages."""
    workers = str(max(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2))
    arguments = ["--bind", f"{HOST}:{port}", "--preload", "--workers", workers, "--threads", "4"]
    return [
        *arguments,
        "--worker-class",
        "lianxi.config.patient.PatientWorker",
        "--worker-connections",
        str(CONNECTIONS),
        "--log-level",
        "warning",
        "--worker-tmp-dir",
        tempfile.gettempdir(),
        "lianxi.config.wsgi",
    ]


class _Process:
    """A process forked from this one: what is loaded here is loaded there, and its memory is shared."""

    def __init__(self, work: Callable[[], object]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self.code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _run_apart(work)

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code

    def wait(self, seconds: float) -> int | None:
        """Wait so long for its end, and return as `poll` does."""
        until = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        return self.code

    def end(self) -> None:
        """Ask it to end, and after a while kill it with all it has started."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)
            self.wait(GRACE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait(GRACE)


def _run_apart(work: Callable[[], object]) -> NoReturn:
    """Do the work of a forked process in a group of its own, and never return to what the parent was doing."""
    code = 1
    try:
        os.setsid()
        for number in ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        work()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    except Exception:
        # Said here: nobody above may take it for its own.
        log.exception("a process of the service ended")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _serve_pages(port: int) -> None:
    # Gunicorn reads its settings where a command line stands.
    sys.argv = ["gunicorn", *server_arguments(port)]
    import_module("gunicorn.app.wsgiapp").run()


def _gunicorn(port: int) -> int:
    from django.db import connections

    # Loaded once, before anything is forked: every process shares it. No connection may be shared.
    import_module("lianxi.config.wsgi")
    connections.close_all()
    server = _Process(lambda: _serve_pages(port))
    timers: list[_Process] = []
    try:
        return _keep(server, timers)
    finally:
        _stop_asking()
        for process in [*timers, server]:
            process.end()


def _keep(server: _Process, timers: list[_Process]) -> int:
    """Wait for the web server with the day's worker beside it; a worker that fell is started again."""
    parent = os.getpid()
    while server.poll() is None:
        if not timers or timers[-1].poll() is not None:
            timers[:] = [_Process(lambda: run_worker(argparse.Namespace(parent=parent)))]
        server.wait(RESTART)
    return server.code or 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def print_office_link(_options: argparse.Namespace) -> int:
    """Print new one-time links to the directors' and the conveners' seats; earlier unused ones end."""
    from django.utils import timezone

    from lianxi.bodies.queries.own import list_conferences
    from lianxi.stories.founding import told_links

    for conference in list_conferences():
        for line in told_links(conference, timezone.now()):
            print(f"{conference.name}\t{line}")
    return 0
