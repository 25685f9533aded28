"""Owns how the detectors are compiled: once per machine and version, kept on disk, so that no start waits.

The compiled code is kept in a folder named after the sources (Numba itself looks only at the file a function
stands in, not at those it calls): below NUMBA_CACHE_DIR or LIANXI_DATA where set, else beside the sources, else
(a read-only installation) in the user's own cache folder, else (no home) in a folder of this process alone: what is
kept there is run, so it must never be a place where somebody else may put it.

The compiler is loaded when the first compiled function is called: it takes a second and 60 MB, and most processes
never detect anything.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, update_wrapper
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, TypeVar, cast

HERE = Path(__file__).parent


def _version() -> str:
    digest = hashlib.sha256()
    for source in sorted(HERE.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _place() -> Path:
    """Return the first place that can be written."""
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


@cache
def _compiler() -> Any:
    """Load Numba, told where its results are kept."""
    setattr(import_module("numba.core.config"), "CACHE_DIR", str(KEPT))  # noqa: B010 - the module is untyped
    return import_module("numba")


def is_first_run(module: str) -> bool:
    """Tell whether a module's functions of this version still have to be compiled here."""
    return not any(KEPT.glob(f"*/{module}.*.nbc"))


F = TypeVar("F", bound=Callable[..., Any])
# Sums may be reordered and contracted; NaN and infinity keep their meaning (a gap is NaN).
_FAST = {"reassoc", "contract", "nsz"}


class _Compiled:
    """A function that is handed to the compiler when it is called, or needed by another that is."""

    def __init__(self, function: FunctionType, options: dict[str, Any]) -> None:
        update_wrapper(self, function)
        self._function, self._options = function, options
        self._made: Any = None

    def __call__(self, *given: Any) -> Any:
        return self.made()(*given)

    def made(self) -> Any:
        """Return Numba's own function. What this one calls is made first: Numba reads it from the module."""
        if self._made is None:
            names = self._function.__globals__
            for name in _names(self._function.__code__):
                if isinstance(known := names.get(name), _Compiled) and known is not self:
                    names[name] = known.made()
                elif known is prange:
                    names[name] = _compiler().prange
            self._made = _compiler().njit(**self._options)(self._function)
        return self._made


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _later(function: F, **options: Any) -> F:
    # Numba recognises its own functions by class; nothing else may look into these before they are called.
    return cast(
        "F", _Compiled(cast("FunctionType", function), {"cache": True, "error_model": "numpy", **options})
    )


def compiled(function: F) -> F:
    """Compile a numeric function, cached on disk, callable from other compiled ones."""
    return _later(function, fastmath=_FAST)


def compiled_exactly(function: F) -> F:
    """Compile like `compiled`, keeping the order of every sum: for sums whose terms cancel."""
    return _later(function)


def compiled_parallel(function: F) -> F:
    """Compile a function whose `prange` runs over the cores of the machine."""
    return _later(function, parallel=True, nogil=True)


def prange(_until: int) -> range:
    """Stand for Numba's loop over the cores until the function that names it is compiled."""
    raise AssertionError("prange is of use in compiled functions only")


def use_cores(cores: int) -> int:
    """Limit the compiled loops to so many cores and give the number in force."""
    numba = _compiler()
    most: int = numba.config.NUMBA_NUM_THREADS
    numba.set_num_threads(max(1, min(cores, most)))
    return int(numba.get_num_threads())
