"""The house rules that a machine can check: sizes, one writer, one place where a state is assigned."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Q

from lianxi.config.rooms import ROOMS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "lianxi"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
BANNED_NAMES = {"utils", "helpers", "common", "misc"}
# The only files that may write a recorded table past its refusing manager.
WRITERS = {"journal/act.py"}
WRITES = {"save", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "_base_manager"}
# Tables that are not recorded: the journal's own, sessions, and text somebody is still typing.
UNRECORDED = {"Chain", "Entry", "Touch", "Span", "Notice", "Draft", "KeptFilter", "Beat", "DBTaskResult"}


def _name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def _offenders(fault: Callable[[Path], Iterable[str]], paths: Iterable[Path] = MODULES) -> list[str]:
    """Name every place at fault at once, so that one run shows all there is to mend."""
    return [f"{_name(path)}: {said}" for path in paths for said in fault(path)]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _oversized(path: Path) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").count("\n")
    if lines > 400:
        yield f"{lines} lines"
    if path.stem in BANNED_NAMES:
        yield "a name that says nothing"
    for found in _functions(_tree(path)):
        size = (found.end_lineno or 0) - found.lineno + 1
        if size > 50:
            yield f"{found.name} has {size} lines"


def test_modules_keep_the_size_gates() -> None:
    assert _offenders(_oversized) == []


def test_modules_say_what_they_own() -> None:
    assert [_name(path) for path in MODULES if ast.get_docstring(_tree(path)) is None] == []


def _writing(path: Path) -> Iterator[str]:
    if _name(path) in WRITERS:
        return
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in WRITES:
            root = node.value
            while isinstance(root, ast.Attribute | ast.Call | ast.Subscript):
                root = root.func if isinstance(root, ast.Call) else root.value
            allowed = UNRECORDED | {"super", "session", "document", "base"}
            if not (isinstance(root, ast.Name) and root.id in allowed):
                yield f"{node.attr} at line {node.lineno}"


def test_only_the_writer_writes() -> None:
    assert _offenders(_writing) == []


TEMPLATES = sorted((SOURCE / "web").rglob("templates/**/*.html"))


def _unfit(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    # A Chinese character counts one: what is held is what an editor counts.
    if len(lines) > 120 or any(len(line) > 120 for line in lines):
        yield "more than 120 lines, or a line of more than 120 characters"
    if re.search(r"<script(?![^>]*src=)|<style| style=| on(click|change|submit|load|input|error)=", text):
        yield "script or style of its own"
    if re.search(r"(src|href)=[\"']https?://", text):
        yield "an address outside"


def test_templates_are_short_and_narrow_and_hold_no_script() -> None:
    assert len(TEMPLATES) > 150
    assert _offenders(_unfit, TEMPLATES) == []


def _assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets if isinstance(node, ast.Assign) else ():
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _changes_state(node: ast.AST) -> bool:
    is_change = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "change"
    )
    return is_change and any(keyword.arg == "state" for keyword in node.keywords)


def _moves_by_hand(path: Path) -> Iterator[str]:
    if _name(path) in WRITERS:
        return
    for node in ast.walk(_tree(path)):
        if _changes_state(node):
            yield f"line {getattr(node, 'lineno', 0)}"
        for target, value in _assigned(node):
            is_state = isinstance(target, ast.Attribute) and target.attr == "state"
            if is_state and not ast.unparse(value).endswith(".initial"):
                yield f"line {target.lineno}"


def test_a_state_is_set_at_its_start_or_by_the_table() -> None:
    """`row.state = …` and `change(state=…)` stand nowhere but in the writer; new rows take a first state."""
    assert _offenders(_moves_by_hand) == []


WEB = sorted(p for p in (SOURCE / "web").rglob("*.py"))
# What a door says of an act's own result stands in `Action[..., Any]`: nothing is hidden by it.
OPEN_ON_PURPOSE = {"Action"}


def _untyped(path: Path) -> Iterator[str]:
    """Name each `Any` of a module: in `dict[str, Any]`, in an alias, alone in a signature or anywhere else."""
    inside = {child: node for node in ast.walk(_tree(path)) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Name) and node.id == "Any":
            above = inside[node]
            holder = inside[above] if isinstance(above, ast.Tuple) else above
            named = holder.value if isinstance(holder, ast.Subscript) else None
            if not (isinstance(named, ast.Name) and named.id in OPEN_ON_PURPOSE):
                yield f"Any at line {node.lineno}"


def test_the_pages_name_the_shapes_they_show() -> None:
    """At most twenty places of the doors leave open what they hold: stored JSON, and columns that are read at once."""
    assert len(_offenders(_untyped, WEB)) <= 20


def test_every_test_function_in_the_tests_is_collected() -> None:
    orphans = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        names = [n for n in ast.walk(tree) if isinstance(n, ast.Name | ast.Attribute | ast.keyword)]
        used = {getattr(n, "id", None) or getattr(n, "attr", None) or getattr(n, "arg", None) for n in names}
        plain = [f for f in tree.body if isinstance(f, ast.FunctionDef) and not f.decorator_list]
        plain = [f for f in plain if not f.name.startswith(("test_", "_", "pytest_"))]
        orphans += [f"{path.name}:{f.name}" for f in plain if f.name not in used]
    assert orphans == []


def test_glossary_names_exist_in_the_code() -> None:
    words = {word for path in MODULES for word in re.findall(r"\w+", path.read_text())}
    rows = re.findall(r"^\| ([^|]+) \| ([A-Za-z_]+) \|", (ROOT / "docs" / "glossary.md").read_text(), re.M)
    assert len(rows) > 10
    assert [name for _, name in rows if name not in words] == []


def test_every_table_and_every_room_has_its_one_line_in_the_glossary() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([A-Za-z_]+) \|", (ROOT / "docs" / "glossary.md").read_text(), re.M)
    terms, names = [term for term, _ in rows], [name for _, name in rows]
    tables = {model.__name__ for model in apps.get_models() if model.__module__.startswith("lianxi.")}
    rooms = {name.rpartition(".")[2] for name in ROOMS}
    assert sorted((tables | rooms) - set(names)) == []
    assert [one for said in (terms, names) for one in sorted(set(said)) if said.count(one) > 1] == []


def test_nothing_names_a_registry_host() -> None:
    hosts = re.compile("|".join(["py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.(org|com)"]))
    files = [ROOT / "package-lock.json", *(ROOT / "requirements").glob("*.txt"), ROOT / "Makefile"]
    named = [
        f.name
        for f in files
        if f.exists() and (hosts.search(f.read_text()) or "--" + "index-url" in f.read_text())
    ]
    assert named == []


def test_an_index_of_some_rows_asks_for_nothing_but_null_or_truth() -> None:
    """SQLite meets such an index only where the query holds the value itself, and Django sends it beside."""
    found = {
        f"{model.__name__}.{index.name}": index.condition
        for model in apps.get_models()
        for index in model._meta.indexes
        if index.condition is not None
    }
    assert "Obligation.obligation_running" in found
    assert [name for name, condition in found.items() if not _is_null_or_truth(condition)] == []


def _is_null_or_truth(condition: Q) -> bool:
    return all(
        _is_null_or_truth(part) if isinstance(part, Q) else isinstance(part[1], bool)
        for part in condition.children
    )


def _imports(path: Path, names: set[str]) -> set[str]:
    """Name the project's modules that a module imports anywhere in it, also inside its functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            deeper = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= deeper & names
            # A name that is no module of its own comes from the package's front.
            found |= (
                {node.module}
                if {alias.name for alias in node.names} - {one.rpartition(".")[2] for one in deeper & names}
                else set()
            )
    return found & names


def test_no_modules_import_each_other_in_a_circle() -> None:
    dotted = {}
    for path in MODULES:
        parts = ["lianxi", *path.relative_to(SOURCE).with_suffix("").parts]
        dotted[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    left = {name: _imports(path, set(dotted)) - {name} for name, path in dotted.items()}
    # Modules that import nothing that is left cannot stand in a circle: take them away until none can go.
    while free := {name for name, needs in left.items() if not needs}:
        left = {name: needs - free for name, needs in left.items() if name not in free}
    # What remains stands in circles or above them; only what is imported back stands in one.
    while tops := set(left) - {need for needs in left.values() for need in needs}:
        left = {name: needs for name, needs in left.items() if name not in tops}
    assert sorted(left) == []
