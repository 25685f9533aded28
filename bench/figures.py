"""Figures of the house: modules, lines, functions, comments, `Any`, circles, templates, tests; memory and test time beside.

Run: python bench/figures.py [ROOT], in a second. Memory and starts are `python bench/weight.py`, the time of the tests is
`time make test`; both take minutes and a quiet machine. Migrations are not counted; a comment is one that stands in
the source, not a docstring.
"""

import ast
import io
import json
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def main() -> None:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    source = root / "src" / "lianxi"
    modules = [path for path in sorted(source.rglob("*.py")) if "migrations" not in path.parts]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules}
    tests = sorted((root / "tests").rglob("*.py"))
    figures = {
        "modules": sizes([path.read_text(encoding="utf-8").count("\n") for path in modules]),
        "functions": sizes([length(one) for tree in trees.values() for one in functions(tree)]),
        "functions over 50 lines": sum(
            length(one) > 50 for tree in trees.values() for one in functions(tree)
        ),
        "comments per 100 code lines": comments(modules),
        "Any in web": sum(anys(tree) for path, tree in trees.items() if "web" in path.parts),
        "Any in all": sum(anys(tree) for tree in trees.values()),
        "circles of modules": circle(source, trees),
        "templates": templates(source / "web"),
        "tests": sum(
            one.name.startswith("test_") for path in tests for one in functions(ast.parse(path.read_text()))
        ),
        "test lines": sum(path.read_text().count("\n") for path in tests),
    }
    for name, figure in figures.items():
        print(json.dumps({name: figure}, ensure_ascii=False))


def sizes(lines: list[int]) -> dict[str, float]:
    """Sum up how many there are and how long they are, in lines; the median leaves out the near-empty."""
    ordered = sorted(lines)
    told = {
        "n": len(ordered),
        "lines": sum(ordered),
        "median": median([one for one in ordered if one > 6] or [0]),
    }
    return {**told, "p90": ordered[int(0.9 * len(ordered))], "max": ordered[-1]}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, FUNCTION))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def comments(paths: Iterable[Path]) -> float:
    """Count comments for every 100 lines that hold code."""
    blank = (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    found, code = 0, 0
    for path in paths:
        lines: set[int] = set()
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            found += token.type == tokenize.COMMENT
            if token.type != tokenize.COMMENT and token.type not in blank:
                lines.update(range(token.start[0], token.end[0] + 1))
        code += len(lines)
    return round(100 * found / code, 1)


def anys(tree: ast.AST) -> int:
    return sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(tree))


def circle(source: Path, trees: dict[Path, ast.Module]) -> str:
    """Name a circle of imports at the top of modules; 0 where there is none."""
    names = {".".join(path.relative_to(source.parent).with_suffix("").parts): path for path in trees}
    needs = {name: set(imported(trees[path], names)) - {name} for name, path in names.items()}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return " → ".join(error.args[1])
    return "0"


def imported(tree: ast.Module, names: Iterable[str]) -> Iterator[str]:
    known = set(names)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{one.name}" for one in node.names}
            modules = {name for one in inner for name in (one, f"{one}.__init__")} & known
            # What a package names itself is its __init__'s; a module in it is that module alone.
            if len(modules) < len(inner):
                modules |= {node.module, f"{node.module}.__init__"} & known
            yield from modules


def templates(web: Path) -> dict[str, int]:
    """Sum up the templates: lines, the longest, lines of more than 120 characters, forms and choices by hand."""
    texts = [path.read_text(encoding="utf-8") for path in web.rglob("*.html")]
    lines = [line for text in texts for line in text.splitlines()]
    return {
        "n": len(texts),
        "lines": len(lines),
        "longest": max(len(text.splitlines()) for text in texts),
        "over 120 characters": sum(len(line) > 120 for line in lines),
        "forms": sum(len(re.findall(r"<form\b", text)) for text in texts),
        "choices": sum(len(re.findall(r"<select\b", text)) for text in texts),
    }


if __name__ == "__main__":
    main()
