"""`lianxi surveillance`: data in from files, what is in force, example files."""

import argparse
import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lianxi.cli import detecting, grouping, judging, reckoning, scanning

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the commands of surveillance."""
    room = commands.add_parser("surveillance", help="监测数据：导入、核对、判定、示例").add_subparsers(
        required=True, metavar="做什么"
    )
    _add_import(room)
    batches = room.add_parser("batches", help="列出数据批次")
    batches.set_defaults(run=list_batches_command)
    verify = room.add_parser("verify", help="核对数据文件与登记的校验值")
    verify.set_defaults(run=verify_store)
    example = room.add_parser("example", help="生成四类示例文件（虚构的单位和人员）")
    example.add_argument("folder", type=Path, help="放文件的文件夹")
    example.add_argument("--rows", type=int, default=2000, help="检测行数，其余按比例（默认 2000）")
    example.add_argument("--seed", type=int, default=1, help="随机数种子：同一种子得到同样的文件（默认 1）")
    example.add_argument("--until", type=date.fromisoformat, help="最晚的日期，如 2026-03-18（默认今天）")
    example.set_defaults(run=write_examples_command, needs_database=False)
    running = room.add_parser("run", help="按预警规则在新数据上发现信号（可重复运行）")
    running.add_argument("--at", type=datetime.fromisoformat, help="按这一时刻，例如 2026-03-16T09:00")
    running.set_defaults(run=run_rules)
    judging.add_commands(room)
    grouping.add_commands(room)
    reckoning.add_commands(room)
    detecting.add_commands(room)
    scanning.add_commands(room)


def _add_import(room: Commands) -> None:
    bringing = room.add_parser("import", help="导入一份数据文件：逐行核对，加 --apply 入库")
    bringing.add_argument(
        "stream",
        choices=["measurements", "exams", "cases", "declarations"],
        help="measurements 工作场所检测，exams 职业健康检查，cases 疑似和确诊病例，declarations 项目申报",
    )
    bringing.add_argument(
        "file",
        type=Path,
        help="XLSX、CSV（UTF-8 或 GB18030）或 Parquet；检测结果须有计量单位一列（mg/m³、ppm、dB(A) 等）",
    )
    bringing.add_argument("--seat", type=int, required=True, help="席位编号，见 lianxi seats")
    doing = bringing.add_mutually_exclusive_group()
    doing.add_argument("--preview", action="store_true", help="只核对，等待入库（默认）")
    doing.add_argument("--apply", action="store_true", help="没有错误就入库")
    bringing.add_argument("--without-errors", action="store_true", help="只入库没有错误的行")
    bringing.add_argument("--replaces", type=int, help="更正哪一批次（编号，见 lianxi surveillance batches）")
    bringing.add_argument("--employer", default="", help="整份文件的统一社会信用代码（18 位）")
    bringing.add_argument("--report-no", default="", help="整份文件的报告编号")
    bringing.add_argument("--on", default="", help="整份文件的日期，如 2026-03-18")
    bringing.add_argument(
        "--memory", default="2GiB", help="核对时最多用多少内存，如 512MiB、4GiB（默认 2GiB）"
    )
    bringing.set_defaults(run=import_file)


def import_file(options: argparse.Namespace) -> int:
    """Receive, check and, when asked, apply a file; exit code 1 where rows have errors."""
    from django.utils import timezone

    from lianxi.cli.acts import seat_actor
    from lianxi.core.refusals import BadInput
    from lianxi.surveillance.actions import apply_batch, receive_batch
    from lianxi.surveillance.actions.checking import check_here, keep_file
    from lianxi.surveillance.queries.batches import view_check

    if not options.file.is_file():
        raise BadInput(f"找不到文件 {options.file}。")
    if not re.fullmatch(r"[0-9]+([.][0-9]+)? ?[KMGT]i?B", options.memory):
        raise BadInput(f"内存“{options.memory}”不是一个大小。", next_step="请写成 512MiB、4GiB 这样。")
    actor = seat_actor(options.seat)
    receive_batch.require(actor)
    batch = receive_batch(
        actor,
        timezone.now(),
        stream=options.stream,
        upload=keep_file(actor.conference_id or 0, options.file),
        name=options.file.name,
        employer_code=options.employer,
        report_no=options.report_no,
        on=options.on,
        replaces_id=options.replaces,
    )
    # Refused, it stays to be checked anew or given up; its page says why.
    batch = check_here(batch, actor, memory=options.memory, report=_tell)
    _say(batch.counts)
    print(f"批次 {batch.pk}；逐行报告：{view_check(batch).report}")
    errors = bool(batch.counts.get("error"))
    if options.apply and (not errors or options.without_errors):
        apply_batch(actor, timezone.now(), batch_id=batch.pk, without_errors=options.without_errors)
        print("已入库。")
        return 0
    print("没有入库。" if errors else "等待入库：加 --apply，或在页面上入库。")
    return 1 if errors else 0


def _tell(step: str, share: float) -> None:
    end = "\r" if sys.stderr.isatty() else ""
    if end:
        print(f"{step} {share:4.0%}   ", end=end, file=sys.stderr, flush=True)


def _say(counts: dict[str, Any]) -> None:
    from lianxi.surveillance.words import STATE_WORDS

    found = "，".join(f"{label} {counts[name]}" for name, label in STATE_WORDS.items() if counts.get(name))
    print(f"共 {counts['lines']} 行：{found or '没有数据'}；有提示 {counts.get('warning', 0)}。")
    for note in counts.get("notes", []):
        print(note)


def list_batches_command(_options: argparse.Namespace) -> int:
    """Print the batches of every conference, newest first."""
    from lianxi.surveillance.queries.batches import list_all_batches
    from lianxi.surveillance.rules.machines import BATCH
    from lianxi.surveillance.rules.streams import STREAMS

    for row in list_all_batches():
        label, state = STREAMS[row.stream].label, BATCH.labels[row.state]
        print(f"{row.conference.short_name}\t{row.pk}\t{label}\t{row.source_name}\t{state}")
    return 0


def verify_store(_options: argparse.Namespace) -> int:
    """Compare every data file with its manifest; exit code 1 and a line per broken one."""
    from lianxi.bodies.queries.own import list_conferences
    from lianxi.surveillance.queries.files import verify_files

    broken = [line for one in list_conferences() for line in verify_files(one.pk)]
    for line in broken:
        print(f"数据文件缺失或被改动：{line}", file=sys.stderr)
    if not broken:
        print("数据文件与登记一致。")
    return 1 if broken else 0


def write_examples_command(options: argparse.Namespace) -> int:
    """Write example files and print where they lie."""
    from datetime import UTC

    from lianxi.core.words import day_of
    from lianxi.stories.example_files import write_examples

    until = options.until or day_of(datetime.now(UTC))
    for path in write_examples(options.folder, rows=options.rows, seed=options.seed, until=until):
        print(path)
    return 0


def run_rules(options: argparse.Namespace) -> int:
    """Run detection in every conference and print what each rule did or why it stayed silent."""
    from django.utils import timezone

    from lianxi.bodies.queries.own import list_begun
    from lianxi.core.refusals import BadInput
    from lianxi.core.words import CHINA, day_of
    from lianxi.detectors.methods import first_run_words
    from lianxi.surveillance.actions.detection import run_detection

    now = timezone.now()
    at = options.at or now
    at = at if at.tzinfo else at.replace(tzinfo=CHINA)
    if at > now:
        raise BadInput("这一时刻还没有到。", next_step="请填写现在或以前的时刻。")
    if words := first_run_words("farrington"):
        print(words, file=sys.stderr, flush=True)
    for one in list_begun(day_of(at)):
        run = run_detection(one.pk, at)
        if run.skipped:
            print(f"{one.short_name}\t没有新的数据、规则或日期，没有运行。")
            continue
        print(f"{one.short_name}\t符合规则 {run.found} 次，新信号 {run.raised}，未变化 {run.unchanged}")
        for silent in run.silent:
            print(f"  {silent.why}")
    return 0
