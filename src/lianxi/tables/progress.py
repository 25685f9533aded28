"""How far a check has come, in a small file that pages read; and the word that it should stop."""

import contextlib
import errno
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from lianxi.core.refusals import BadInput, Refusal
from lianxi.tables.engine import Connection

STEPS = ("打开文件", "读入各行", "核对各列", "比对已有数据", "写出数据", "完成")
BEAT = 0.5


class Cancelled(Refusal):
    """Somebody asked the check to stop."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__(
            "核对已停止，没有保存任何数据。",
            rule="由提交人停止",
            next_step="需要时可重新核对，或放弃这一批次。",
        )


_FULL = "No space left on device"


@contextlib.contextmanager
def bounds_as_refusals(memory: str) -> Iterator[None]:
    """Turn an end of memory or disk, or a file that breaks off within, into a refusal."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise BadInput(
            f"这份文件在 {memory} 内存以内核对不完，没有保存任何数据。",
            rule="核对所用的内存有上限",
            next_step="请按年份或地区拆分后再提交；或用 lianxi surveillance import 加 --memory 给更多内存。",
        ) from error
    except (duckdb.IOException, OSError) as error:
        if _FULL not in str(error) and getattr(error, "errno", 0) != errno.ENOSPC:
            raise
        raise BadInput(
            "磁盘空间不足，没有核对完，没有保存任何数据。",
            rule="核对约需文件大小两倍的空间",
            next_step="请腾出数据目录所在磁盘的空间后重新核对。",
        ) from error


class Progress:
    """The progress of one check, kept in its folder: step, share of the whole, rows so far."""

    def __init__(self, folder: Path, report: Callable[[str, float], None] | None = None) -> None:
        self.folder, self.step, self.rows = folder, 0, 0
        self.report = report

    def enter(self, step: int, rows: int = 0) -> None:
        """Note that a step begins. Raises Cancelled when somebody asked to stop."""
        self.step, self.rows = step, rows or self.rows
        self._note(0.0)
        if self.stopped():
            raise Cancelled

    def stopped(self) -> bool:
        """Tell whether somebody asked to stop."""
        return (self.folder / "cancel").exists()

    @contextlib.contextmanager
    def watching(self, con: Connection) -> Iterator[None]:
        """Note DuckDB's progress while the block runs, and interrupt it when asked to stop."""
        import duckdb

        done = threading.Event()

        def watch() -> None:
            while not done.wait(BEAT):
                if self.stopped():
                    con.interrupt()
                    return
                self._note(max(0.0, con.query_progress()) / 100)

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        except duckdb.InterruptException:
            raise Cancelled from None
        finally:
            done.set()
            thread.join()

    def _note(self, share: float) -> None:
        whole = min(1.0, (self.step + min(share, 1.0)) / (len(STEPS) - 1))
        fresh = self.folder / ".progress.json"
        fresh.write_text(json.dumps({"step": STEPS[self.step], "share": round(whole, 3), "rows": self.rows}))
        fresh.replace(self.folder / "progress.json")
        if self.report:
            self.report(STEPS[self.step], whole)


def read_progress(folder: Path) -> dict[str, object]:
    """Return a check's progress: step, share from 0 to 1, rows; empty before it began."""
    try:
        found = json.loads((folder / "progress.json").read_text())
    except (OSError, ValueError):
        return {}
    return dict(found)
