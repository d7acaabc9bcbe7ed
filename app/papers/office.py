"""What an office's own Word template may say: named fields, conditions, one loop. Pure.

A template is a program in a small way. It runs in a sandbox without functions, with a few filters
and no arithmetic that grows, and no loop in a loop: it can take neither data nor time it was not
given.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.papers import wording

_FILTERS = ("default", "join", "length", "lower", "replace", "title", "trim", "upper")
_REFUSED = (
    nodes.Macro, nodes.CallBlock, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends,
    nodes.Block, nodes.Call, nodes.Assign, nodes.AssignBlock, nodes.FilterBlock,
)  # fmt: skip


_GROWING = frozenset({"join", "replace"})  # what comes out may be longer than what went in
_LONGEST_WORD = 10  # characters of what one of them puts in


class _Office(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%", "//"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"operator {operator}")


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Return the sandbox of templates; what is filled in is escaped, always."""
    made = _Office(autoescape=True, undefined=StrictUndefined)
    made.filters = {name: made.filters[name] for name in _FILTERS} | {"ket": wording.ended}
    made.tests = {name: made.tests[name] for name in ("defined", "none", "equalto")}
    made.globals.clear()
    return made


def faults(source: str, known: Collection[str]) -> tuple[list[str], bool]:
    """Return (fields nobody fills, whether it says what no template may) of a template's text.

    Raises `jinja2.TemplateSyntaxError`.
    """
    tree = environment().parse(source)
    bound = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    asked = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    unknown = sorted(asked - bound - set(known) - {"loop"})
    nested = any(next(loop.find_all(nodes.For), None) for loop in tree.find_all(nodes.For))
    grows = any(map(_grows, tree.find_all(nodes.Filter)))
    return unknown, nested or grows or next(tree.find_all(_REFUSED), None) is not None


def _grows(each: nodes.Filter) -> bool:
    """Return whether a filter multiplies: twelve in a row would fill the memory of a server."""
    if each.name not in _GROWING:
        return False
    short = all(
        isinstance(said, nodes.Const) and 0 < len(str(said.value)) <= _LONGEST_WORD
        for said in each.args
    )
    inner = each.node.find_all(nodes.Filter) if each.node is not None else ()
    before = [each.node, *inner]
    again = any(isinstance(one, nodes.Filter) and one.name in _GROWING for one in before)
    return again or not short or bool(each.kwargs or each.dyn_args or each.dyn_kwargs)


def asks(source: str) -> set[str]:
    """Return the fields a template's text names. Raises `jinja2.TemplateSyntaxError`."""
    return {each.name for each in environment().parse(source).find_all(nodes.Name)}
