"""The administrators' pages about people."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from app import guard
from app.access import Permission, Role
from app.accounts import roles
from app.accounts.forms import DisableForm, InviteForm, RolesForm
from app.accounts.models import Person
from app.accounts.services import people
from app.forms import DONE, OneButton
from app.guard import requires
from app.text import _

blueprint = Blueprint("people", __name__, url_prefix="/quan-tri/nguoi-dung")


@blueprint.get("")
@requires(Permission.MANAGE_PEOPLE)
def listed() -> str:
    """List the staff, or everyone, by address."""
    everyone = request.args.get("loai") == "tat-ca"
    search = request.args.get("q", "")[:254]
    found, after = people.listed(
        after=request.args.get("sau", "")[:254], containing=search, staff_only=not everyone
    )
    more = (
        url_for("people.listed", sau=after, q=search or None, loai="tat-ca" if everyone else None)
        if after
        else None
    )
    return render_template(
        "accounts/people.html",
        people=[(person, _in_words(person)) for person in found],
        more_href=more,
        everyone=everyone,
        search=search,
    )


def _in_words(person: Person) -> str:
    return ", ".join(roles.label(Role(item.role)) for item in person.roles)


@blueprint.route("/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def invite() -> Response:
    """Invite a member of staff by letter."""
    form = InviteForm()
    made: list[Person] = []
    status = form.carry_out(
        lambda: made.append(
            people.invite(
                email=form.email.data,
                name=form.name.data,
                roles=form.chosen,
                actor=guard.current_actor(),
            )
        )
    )
    if status == DONE:
        flash(_("Đã gửi thư mời đến %(email)s.", email=made[0].email), "good")
        return _to(made[0])
    return make_response(render_template("accounts/invite.html", form=form), status)


@blueprint.route("/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE, on=people.get)
def person(person: Person) -> Response:
    """Show one person; change their roles."""
    form = RolesForm(data={"roles": [item.role for item in person.roles]})
    status = form.carry_out(lambda: people.change_roles(person, form.chosen, guard.current_actor()))
    if status == DONE:
        flash(_("Đã đổi vai trò. Phiên đăng nhập của người này đã kết thúc."), "good")
        return _to(person)
    page = render_template(
        "accounts/person.html",
        person=person,
        form=form,
        roles=_in_words(person),
        button=OneButton(formdata=None),
    )
    return make_response(page, status)


@blueprint.post("/<int:person_id>/thu-moi")
@requires(Permission.MANAGE_PEOPLE, on=people.get)
def invite_again(person: Person) -> Response:
    """Send the invitation once more."""
    people.invite_again(person, guard.current_actor())
    flash(_("Đã gửi lại thư mời."), "good")
    return _to(person)


@blueprint.post("/<int:person_id>/khoa")
@requires(Permission.MANAGE_PEOPLE, on=people.get)
def disable(person: Person) -> Response:
    """Lock the account at once."""
    form = DisableForm()
    status = form.carry_out(
        lambda: people.disable(person, guard.current_actor(), anyway=bool(form.anyway.data))
    )
    if status != DONE:
        return make_response(
            render_template("accounts/disable.html", person=person, form=form), status
        )
    flash(_("Đã khóa tài khoản. Phiên đăng nhập của người này đã kết thúc."), "good")
    return _to(person)


@blueprint.post("/<int:person_id>/mo-khoa")
@requires(Permission.MANAGE_PEOPLE, on=people.get)
def enable(person: Person) -> Response:
    """Open a locked account."""
    people.enable(person, guard.current_actor())
    flash(_("Đã mở khóa tài khoản."), "good")
    return _to(person)


def _to(person: Person) -> Response:
    return make_response(redirect(url_for("people.person", person_id=person.id), 303))
