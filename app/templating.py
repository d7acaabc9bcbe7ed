"""What every template has: gettext, filters, the province, the version."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from flask import Flask, request
from flask.templating import Environment
from jinja2 import Template, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import EvalContext, Expr
from jinja2.runtime import Context
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]  # see `printed`

from app import guard, links, settings, text
from app.forms import fresh_key

RELEASE = "0.2.0"


def printed(value: object) -> str:
    """Return `value` as a page prints it: what `escape` returns, but as plain text where it can be.

    A page is made of a thousand such pieces that are only joined. `escape` says of each that it is
    safe to be escaped no more, which took five times as long as escaping it (`escaped`, which is
    markupsafe's own and private: a release without it stops the start).
    """
    if type(value) is str:
        return escaped(value)
    if type(value) is int:
        return str(value)
    return value if isinstance(value, Markup) else escape(value)


class _Pages(CodeGenerator):
    """Let compiled pages print by `printed` where they would by `escape`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Page(Template):
    """A template whose macros are made once, for whichever page takes them."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        # With `ctx` Jinja looks, at each import, whether that page has other globals than this
        # one: ours never have.
        return super()._get_default_module()


class HouseEnvironment(Environment):
    """Jinja as the house uses it."""

    code_generator_class = _Pages
    template_class = _Page
    printed = staticmethod(printed)


@pass_eval_context
def _say(eval_ctx: EvalContext, message: str, **params: Any) -> str:
    """Return what Jinja's own gettext would; that one copies the context for every word in a loop.

    A list of 50 rows said 400 words: a quarter of the time of its page.
    """
    said = text._(message)
    if eval_ctx.autoescape:
        said = Markup(said)  # noqa: S704  (our own words; what is put into them is escaped by %)
    return said % params if params else said


class FixedWords(Extension):
    """Make `{{ _("words") }}` part of the compiled page, as if the words stood in the file.

    A process speaks one language, so what says nothing but fixed words says the same each time:
    asking for them once a row, or forty times a page, was a tenth of its time.
    """

    FIXED = ("variable_begin", "name", "lparen", "string", "rparen", "variable_end")

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Put the words in place of the six tokens that ask for them."""
        return self._with_words(stream)

    def _with_words(self, stream: Iterable[Token]) -> Iterator[Token]:
        held: list[Token] = []
        for token in stream:
            held.append(token)
            if token.type != self.FIXED[len(held) - 1] or (held[1:2] and held[1].value != "_"):
                yield from held
                held.clear()
            elif len(held) == len(self.FIXED):
                yield Token(held[0].lineno, "data", text._(held[3].value))
                held.clear()
        yield from held


def own_address() -> str:
    """Return the address a form sends itself to: the page's own, without its fragment.

    A form that names none sends to the page's whole address. Who came to a field by a link of the
    error summary (`#items`) would then meet the next fault on that field, past the summary: a
    browser gives a fragment the focus before anything else.
    """
    query = request.query_string.decode("latin-1")
    path = "/" + quote(request.path).lstrip("/")  # never another host
    return f"{request.script_root}{path}{'?' if query else ''}{query}"


def init_app(app: Flask) -> None:
    """Teach Jinja the house's words and formats."""
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.add_extension(FixedWords)
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        text._, lambda one, many, n: text._(one if n == 1 else many), newstyle=True
    )
    env.globals.update(
        _=_say,
        gettext=_say,
        fresh_key=fresh_key,
        own_address=own_address,
        page_url=links.page,
        static_url=links.static,
        current_organisation_id=guard.current_organisation_id,
    )
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        date=text.format_date,
        datetime=text.format_datetime,
        money=text.format_money,
        number=text.format_number,
    )

    @app.context_processor
    def common() -> dict[str, Any]:
        return {"province": settings.get("PROVINCE", {}), "release": RELEASE}
