"""Beginning a dossier, its questions, products, the last check and the submission."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.access import Permission, allowed
from app.applications.forms import ProductForm, QuestionsForm, SubmitForm, questions_form
from app.applications.models import Application
from app.applications.routes.room import blueprint, while_draft
from app.applications.services import (
    bundle,
    draft,
    earlier,
    queries,
    shared,
    signature,
    submit,
    tasks,
    view,
)
from app.applications.services import products as product_list
from app.forms import DONE, OneButton, posted
from app.guard import current_actor, requires
from app.ledger.services import standing
from app.organisations.services import queries as organisations
from app.programmes.services import calls, contents
from app.text import _


@blueprint.route("/ho-so/moi/<call_code>/<content_code>", methods=["GET", "POST"])
@requires(Permission.START_APPLICATION)
def new(call_code: str, content_code: str) -> Any:
    """Before any typing: what is given, by whom, how long; then one button begins the draft."""
    call, content = calls.get(call_code), contents.get(content_code)
    organisation = organisations.of_actor(current_actor())
    assert organisation is not None
    form = OneButton()
    begun: list[Application] = []
    status = form.carry_out(
        lambda: begun.append(draft.start(organisation, call, content, current_actor()))
    )
    if status == DONE:
        return redirect(url_for("applications.show", application_id=begun[0].id), DONE)
    return render_template(
        "applications/new.html",
        call=call,
        content=content,
        version=contents.current_version(content),
        standing=standing.for_content(organisation, content),
        form=form,
    ), status


@blueprint.route("/ho-so/<int:application_id>/noi-dung", methods=["GET", "POST"])
@requires(Permission.EDIT_APPLICATION, on=queries.get)
@while_draft
def questions(application: Application) -> Any:
    """The questions of the content's version; kept complete or not."""
    drafts = bundle.dossiers(application)
    before = earlier.answers_for(drafts) if not posted() else None
    form = questions_form(drafts, before.answers if before else None)
    others: list[tuple[str, str]] = []
    status = form.carry_out(lambda: _keep_answers(application, form))
    longer = _longer()
    if status == DONE:
        if longer:
            here = url_for("applications.questions", application_id=application.id, them=longer)
            return redirect(f"{here}#{longer}", DONE)
        if request.form.get("then") == "later" or not _unanswered(application):
            return redirect(url_for("applications.show", application_id=application.id), DONE)
        # What was answered is kept already; the page says what is still missing.
        here = url_for("applications.questions", application_id=application.id, thieu=1)
        return redirect(here, DONE)
    if status == 409:
        drafts = bundle.dossiers(application)
        others = form.differing(row for _heading, rows in view.form_answers(drafts) for row in rows)
        form.now(draft.answers_digest(*drafts))
    if "thieu" in request.args and not form.is_submitted():
        form.ask_for_missing()
    if status != 409:
        form.longer(longer)
    return render_template(
        "applications/questions.html",
        application=application,
        drafts=drafts,
        form=form,
        others=others,
        before=before,
    ), status


def _longer() -> str:
    """Return the field of the table that is to have more rows; "" for none."""
    pressed = request.form.get("then", "").partition("them:")[2]
    return pressed or request.args.get("them", "")


def _unanswered(application: Application) -> bool:
    return any(tasks.missing_answers(each) for each in bundle.dossiers(application))


def _keep_answers(application: Application, form: QuestionsForm) -> None:
    draft.save_form(application, form.said(), current_actor(), seen=form.seen)


@blueprint.route("/ho-so/<int:application_id>/san-pham", methods=["GET", "POST"])
@requires(Permission.EDIT_APPLICATION, on=queries.get)
@while_draft
def products(application: Application) -> Any:
    """The products so far, and one more: one list for all contents that ask for products."""
    drafts = bundle.dossiers(application)
    asking = bundle.with_products(drafts)
    application = asking[0] if asking else application
    form = ProductForm()
    status = form.carry_out(
        lambda: product_list.save(application, None, form.values(), current_actor())
    )
    if status == DONE:
        return redirect(url_for("applications.products", application_id=application.id), 303)
    return render_template(
        "applications/products.html",
        application=application,
        drafts=drafts,
        form=form,
        one=OneButton(),
    ), status


@blueprint.route("/ho-so/<int:application_id>/san-pham/<int:product_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_APPLICATION, on=queries.get)
@while_draft
def product(application: Application, product_id: int) -> Any:
    """One product, changed."""
    found = queries.product(application, product_id)
    form = ProductForm(
        data={
            "name": found.name,
            "standard": found.standard,
            "output": found.output,
            "ocop_stars": str(found.ocop_stars or 0),
        }
    )
    status = form.carry_out(
        lambda: product_list.save(application, found, form.values(), current_actor())
    )
    if status == DONE:
        return redirect(url_for("applications.products", application_id=application.id), 303)
    return render_template("applications/product.html", application=application, form=form), status


@blueprint.post("/ho-so/<int:application_id>/san-pham/<int:product_id>/xoa")
@requires(Permission.EDIT_APPLICATION, on=queries.get)
def remove_product(application: Application, product_id: int) -> Any:
    """Take a product out."""
    product_list.remove(application, queries.product(application, product_id), current_actor())
    return redirect(url_for("applications.products", application_id=application.id), 303)


@blueprint.route("/ho-so/<int:application_id>/kiem-tra", methods=["GET", "POST"])
@requires(Permission.EDIT_APPLICATION, on=queries.get)
def check(application: Application) -> Any:
    """Check the answers, then submit; who may only prepare asks a signatory to."""
    form = SubmitForm.about(application)
    drafts = bundle.dossiers(application)
    status = form.carry_out(lambda: submit.submit(application, current_actor(), version=form.seen))
    if status == DONE:
        return redirect(url_for("applications.submitted", application_id=application.id), 303)
    if not application.editable and status == 200:
        return redirect(url_for("applications.show", application_id=application.id))
    return render_template(
        "applications/check.html",
        application=application,
        drafts=drafts,
        form=form,
        answers=view.form_answers(drafts),
        products=[item for each in bundle.with_products(drafts)[:1] for item in each.products],
        files=shared.files(drafts),
        lacking=tasks.missing(*drafts),
        taken=[(each, held) for each in drafts if (held := draft.slot_holder(each))],
        may_submit=allowed(Permission.SUBMIT, current_actor(), application),
        signers=signature.waits_for(application),
        one=OneButton(),
    ), status


@blueprint.post("/ho-so/<int:application_id>/bao-nguoi-ky")
@requires(Permission.EDIT_APPLICATION, on=queries.get)
def ask_signature(application: Application) -> Any:
    """Tell the signatories that the dossier waits for them."""
    signature.ask(application, current_actor())
    flash(_("Đã gửi thư báo người ký: hồ sơ chờ ký nộp."), "good")
    return redirect(url_for("applications.show", application_id=application.id), DONE)
