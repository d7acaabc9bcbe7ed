"""`flask catalogue load [FILE]` and `flask programmes load FILE`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app import transactions
from app.access import SYSTEM
from app.errors import DomainError
from app.programmes.services import catalogue as catalogue_services
from app.programmes.services import plans
from app.text import _

catalogue = AppGroup("catalogue", help="The support contents, communes and working days.")
programmes = AppGroup("programmes", help="Programmes, projects and calls.")

FILE = click.Path(dir_okay=False, path_type=Path)


@catalogue.command("load")
@click.argument("file", type=FILE, default=catalogue_services.SHIPPED)
@click.option("--force", is_flag=True, help="Bring in also what was changed on screen since.")
def load_catalogue(file: Path, force: bool) -> None:
    """Load the catalogue FILE (the shipped one when none is named); repeat at will."""
    try:
        with transactions.writing():
            done = catalogue_services.load(file, SYSTEM, force=force)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(
        f"catalogue: {done.added} added, {done.new_versions} new versions, "
        f"{done.changed} changed, {done.unchanged} unchanged; "
        f"{done.communes} communes and {done.days} calendar days written"
    )
    for code in done.kept:
        click.echo(f"{code}: " + _("đã sửa trên màn hình, giữ nguyên"))
    for code in done.rules_left:
        click.echo(f"{code}: " + _("đã có lượt hỗ trợ, đơn vị tính chỉ đổi trên màn hình"))
    if done.province_left:
        click.echo(_("Hệ thống đang phục vụ tỉnh khác: giữ nguyên hồ sơ tỉnh và các xã, phường."))


@programmes.command("load")
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Bring in also what was set on screen since.")
def load_programmes(file: Path, force: bool) -> None:
    """Load programmes, projects and calls from FILE (YAML); repeat at will.

    What was set on screen since and differs from the file is left as it is and named.
    """
    try:
        with transactions.writing():
            done = plans.load(file, SYSTEM, force=force)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(
        f"programmes: {done.added} added, {done.changed} changed, {done.unchanged} unchanged"
    )
    for code in done.left:
        click.echo(f"left as set on screen: {code} (--force brings in the file's)", err=True)
