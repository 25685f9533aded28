"""Owns how the detectors are compiled: once per machine and version, kept on disk, so that no start waits.

The compiled code is kept in a folder named after the sources (Numba itself looks only at the file a function
stands in, not at those it calls): below NUMBA_CACHE_DIR or LIANXI_DATA where set, else beside the sources, else
(a read-only installation) in the user's own cache folder, else (no home) in a folder of this process alone: what is
kept there is run, so it must never be a place where somebody else may put it.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config as settings

HERE = Path(__file__).parent


def _version() -> str:
    digest = hashlib.sha256()
    for source in sorted(HERE.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _place() -> Path:
    """The first place that can be written."""
    named = [os.environ[name] for name in ("NUMBA_CACHE_DIR", "LIANXI_DATA") if os.environ.get(name)]
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "lianxi"
    for base in [*(Path(name) for name in named), HERE / "__pycache__", own]:
        try:
            base.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(base, os.W_OK):
            return base
    return Path(tempfile.mkdtemp(prefix="lianxi-compiled-"))


KEPT = _place() / "compiled" / _version()
setattr(settings, "CACHE_DIR", str(KEPT))  # noqa: B010 - the module is untyped


def is_first_run(module: str) -> bool:
    """Tell whether a module's functions of this version still have to be compiled here."""
    return not any(KEPT.glob(f"*/{module}.*.nbc"))


F = TypeVar("F", bound=Callable[..., Any])
# Sums may be reordered and contracted; NaN and infinity keep their meaning (a gap is NaN).
_FAST = {"reassoc", "contract", "nsz"}


def compiled(function: F) -> F:
    """Compile a numeric function, cached on disk, callable from other compiled ones."""
    return cast("F", numba.njit(cache=True, fastmath=_FAST, error_model="numpy")(function))


def compiled_exactly(function: F) -> F:
    """Compile like `compiled`, keeping the order of every sum: for sums whose terms cancel."""
    return cast("F", numba.njit(cache=True, error_model="numpy")(function))


def compiled_parallel(function: F) -> F:
    """Compile a function whose `prange` runs over the cores of the machine."""
    return cast("F", numba.njit(cache=True, parallel=True, nogil=True, error_model="numpy")(function))


prange = numba.prange


def use_cores(cores: int) -> int:
    """Limit the compiled loops to so many cores and give the number in force."""
    most: int = getattr(settings, "NUMBA_NUM_THREADS")  # noqa: B009 - as above
    numba.set_num_threads(max(1, min(cores, most)))
    return int(numba.get_num_threads())
