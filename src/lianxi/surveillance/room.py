"""The face of surveillance: batches of data, signals and warnings."""

from lianxi.core.rooms import (
    EMPLOYERS,
    FILES,
    CommandName,
    DailyJob,
    Export,
    Figure,
    Follow,
    Held,
    MenuEntry,
    MessageEvent,
    OriginKind,
    RecordKind,
    Refused,
    Room,
)
from lianxi.core.sight import MEMBERS, OFFICE, as_of, ruled, sees, units
from lianxi.surveillance.kinds import WARNING

_MACHINES = "lianxi.surveillance.rules.machines"

ROOM = Room(
    name="surveillance",
    title="监测",
    package="lianxi.surveillance",
    wing="lianxi.web.surveillance",
    menu=(
        MenuEntry("监测", "/surveillance", "stats", 60, also=("/identities",)),
        MenuEntry("预警", "/signals", "warning", 70),
    ),
    records=(
        RecordKind(
            "surveillance.batch",
            "/surveillance/batches/{}",
            f"{_MACHINES}:BATCH",
            archived=True,
            sight=sees(OFFICE, MEMBERS, ruled("lianxi.surveillance.sight:own_batches"), about="person"),
            listed="batches",
            columns=("state", "source_name"),
        ),
        RecordKind("surveillance.centroidset", "/signals/centroids", sight=sees(MEMBERS)),
        RecordKind("surveillance.signalrule", "/signals/rules", archived=True, sight=sees(MEMBERS)),
        RecordKind("surveillance.detectionrun", sight=sees(OFFICE)),
        RecordKind(
            "surveillance.signal",
            "/signals/{}",
            f"{_MACHINES}:SIGNAL",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, MEMBERS, units("warnings__units__unit"), about="employer"),
            listed="signals",
            columns=("state", "sentence"),
            searched=("sentence",),
        ),
        RecordKind("surveillance.signalstep", archived=True, in_file=True, sight=sees(as_of("signal"))),
        RecordKind("surveillance.hazardwarning", archived=True, in_file=True, sight=sees(as_of("signal"))),
        RecordKind(
            "surveillance.warnedunit", archived=True, in_file=True, sight=sees(as_of("warning__signal"))
        ),
    ),
    waiting="lianxi.surveillance.waiting:list_tasks",
    handover=(
        Held("surveillance.batch", "source_name"),
        Held("surveillance.signal", "sentence"),
    ),
    feed="lianxi.surveillance.waiting:list_days",
    digest=Refused("a signal is told by a notice on the day it is raised"),
    exports=(
        Export("预警信号", "/signals/export", "/signals"),
        Export("分地区", "/signals/series/export", "/signals/series"),
    ),
    jobs=(
        DailyJob("checks", "接着核对中断的监测数据", "lianxi.surveillance.actions.checking:take_up_checks"),
        # A signal of the morning is told in the digest of the morning.
        DailyJob(
            "signals", "按预警规则发现信号", "lianxi.surveillance.daily:raise_signals", before=("digests",)
        ),
        DailyJob(
            "sweep",
            "清理监测数据中的无主文件",
            "lianxi.surveillance.actions.checking:sweep_stores",
            after=("deliveries",),
        ),
    ),
    checks=Refused("files of the store are compared by `lianxi surveillance verify`"),
    events=(
        MessageEvent(
            "signal", "监测预警", ("surveillance.signal", "surveillance.hazardwarning"), 60, to_groups=True
        ),
    ),
    origins=(OriginKind("warning", "监测预警"),),
    figures=(
        Figure("warnings_issued", "lianxi.surveillance.counting:warnings_issued"),
        Figure("warnings_handled", "lianxi.surveillance.counting:warnings_handled"),
        Figure("signals_ended", "lianxi.surveillance.counting:signals_ended"),
        Figure("signals_false", "lianxi.surveillance.counting:signals_false"),
    ),
    limits=Refused("its response limit stands with the ledger's, with the clocks"),
    papers=(WARNING,),
    commands=(CommandName("surveillance", "lianxi.cli.surveillance:add_commands"),),
    follows=(
        Follow(FILES, "lianxi.surveillance.verify:verify_store"),
        Follow(EMPLOYERS, "lianxi.surveillance.sight:employers_told"),
    ),
)
