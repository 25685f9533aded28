"""The house's packages: none imports one that imports it; a room's own face above its packages aside."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src"


def _modules() -> dict[str, Path]:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if "migrations" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _named(tree: ast.AST, modules: dict[str, Path]) -> set[str]:
    """Give the modules of ours that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{one.name}" for one in node.names}
            found |= (whole & modules.keys()) or {node.module}
    return found & modules.keys()


def _package(name: str, path: Path) -> str:
    return name if path.name == "__init__.py" else name.rpartition(".")[0]


def _imports() -> dict[tuple[str, str], str]:
    modules = _modules()
    found: dict[tuple[str, str], str] = {}
    for name, path in modules.items():
        for other in _named(ast.parse(path.read_text()), modules):
            pair = _package(name, path), _package(other, modules[other])
            found.setdefault(pair, f"{name} imports {other}")
    return found


def test_no_two_packages_import_each_other() -> None:
    imports = _imports()
    assert ("lianxi.ledger.actions", "lianxi.ledger.models") in imports
    both = [
        (imports[one, other], imports[other, one])
        for one, other in imports
        if one < other and (other, one) in imports and not other.startswith(f"{one}.")
    ]
    assert both == []
