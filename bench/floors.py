"""What a page cannot do without: a bare Flask request that returns the same bytes."""

from flask import Flask
from flask.testing import FlaskClient

PLAIN = """<!doctype html><title>Danh sách</title><table>{% for row in rows %}<tr>
{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"""


def constant(html: str) -> FlaskClient:
    """Return a client of an application whose every page is `html` as a constant template."""
    app = Flask("floor")
    template = app.jinja_env.from_string("{% raw %}" + html + "{% endraw %}")
    app.add_url_rule("/", "page", template.render)
    return app.test_client()


def plain_list(rows: int = 50, columns: int = 6) -> FlaskClient:
    """Return a client of an application whose page is a plain table of 50 rows, made by Jinja."""
    app = Flask("floor")
    template = app.jinja_env.from_string(PLAIN)
    cells = [[f"Ô {row} cột {column}" for column in range(columns)] for row in range(rows)]
    app.add_url_rule("/", "page", lambda: template.render(rows=cells))
    return app.test_client()
