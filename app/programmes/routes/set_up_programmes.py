"""Setting up programmes (chương trình, kế hoạch), their projects and documents."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app.access import Permission
from app.files import services as files
from app.files.serving import served
from app.forms import DONE, OneButton, Versioned
from app.guard import current_actor, requires
from app.programmes.forms.set_up import (
    CloneProgrammeForm,
    DocumentForm,
    ProgrammeForm,
    ProjectForm,
    programme_choices,
)
from app.programmes.in_words import money
from app.programmes.models import Programme, Project, PublicDocument
from app.programmes.routes.mould import before, filled_in, paged
from app.programmes.routes.room import programmes
from app.programmes.services import (
    cloning,
    public_documents,
    set_up_calls,
    set_up_history,
    set_up_programmes,
    set_up_projects,
)
from app.text import _

SET_UP = Permission.SET_UP_PROGRAMMES


@programmes.get("/quan-tri/chuong-trinh")
@requires(SET_UP)
def programme_list() -> str:
    """List the programmes and plans, the last made first."""
    rows = set_up_programmes.listed(before())
    page, more = paged(rows, set_up_programmes.PAGE, "programmes.programme_list")
    return render_template("programmes/setup/programmes.html", programmes=page, more_href=more)


@programmes.route("/quan-tri/chuong-trinh/moi", methods=["GET", "POST"])
@requires(SET_UP)
def programme_new() -> Any:
    """Add a programme."""
    form = ProgrammeForm(project_word=_("dự án"), endorsement=True, is_open=True)
    form.parent_id.choices = programme_choices(set_up_programmes.parents(), _("Không"))
    made: list[Programme] = []
    return filled_in(
        form,
        lambda: made.append(set_up_programmes.create(form.values(), current_actor())),
        lambda: _to(made[0], _("Đã thêm chương trình.")),
        title=_("Chương trình, kế hoạch mới"),
        back=(url_for("programmes.programme_list"), _("Chương trình, kế hoạch")),
        button=_("Lưu"),
    )


@programmes.get("/quan-tri/chuong-trinh/<int:programme_id>")
@requires(SET_UP, on=set_up_programmes.get)
def programme_page(programme: Programme) -> str:
    """Show a programme with its projects, calls, documents and history."""
    return render_template(
        "programmes/setup/programme.html",
        programme=programme,
        scope_is_fixed=set_up_programmes.scope_is_fixed(programme),
        projects=set_up_projects.of_programme(programme),
        calls=set_up_calls.of_programme(programme),
        documents=public_documents.of(programme),
        history=set_up_history.of(programme),
        button=OneButton(formdata=None),
        in_words=money,
    )


@programmes.route("/quan-tri/chuong-trinh/<int:programme_id>/sua", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_programmes.get)
def programme_edit(programme: Programme) -> Any:
    """Change a programme."""
    form = ProgrammeForm.about(programme, **_columns(ProgrammeForm, programme))
    others = [each for each in set_up_programmes.parents() if each.id != programme.id]
    form.parent_id.choices = programme_choices(others, _("Không"))
    del form.code
    return filled_in(
        form,
        lambda: set_up_programmes.edit(programme, form.values(), current_actor(), seen=form.seen),
        lambda: _to(programme, _("Đã lưu.")),
        title=_("Thông tin chương trình, kế hoạch"),
        back=_back(programme),
        button=_("Lưu"),
    )


@programmes.route("/quan-tri/chuong-trinh/<int:programme_id>/sao-chep", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_programmes.get)
def programme_clone(programme: Programme) -> Any:
    """Make next year's programme with its projects."""
    length = programme.year_to - programme.year_from
    form = CloneProgrammeForm(
        code=cloning.free_code(Programme, programme.code),
        name=programme.name,
        scope=programme.scope,
        year_from=programme.year_to + 1,
        year_to=programme.year_to + 1 + length,
    )
    made: list[Programme] = []
    return filled_in(
        form,
        lambda: made.append(cloning.clone_programme(programme, form.values(), current_actor())),
        lambda: _to(made[0], _("Đã sao chép. Chương trình mới chưa mở.")),
        title=_("Chương trình mới từ bản sao"),
        caption=programme.name,
        explains=_(
            "%(word)s của năm gần nhất được chép sang năm sau, chưa có kinh phí. Văn bản không "
            "được chép. Chương trình mới chưa mở; anh/chị mở khi đã đủ căn cứ.",
            word=programme.project_word.capitalize(),
        ),
        back=_back(programme),
        button=_("Sao chép"),
    )


@programmes.route("/quan-tri/chuong-trinh/<int:programme_id>/them-van-ban", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_programmes.get)
def programme_document(programme: Programme) -> Any:
    """Add a document of the programme."""
    form = DocumentForm.about(programme)
    return filled_in(
        form,
        lambda: public_documents.attach(programme, form.label.data, *form.upload, current_actor()),
        lambda: _to(programme, _("Đã thêm văn bản.")),
        title=_("Văn bản của chương trình"),
        caption=programme.name,
        back=_back(programme),
        button=_("Tải lên"),
    )


@programmes.get("/quan-tri/van-ban-chuong-trinh/<int:document_id>/tai-ve")
@requires(SET_UP, on=public_documents.get)
def document_file(document: PublicDocument) -> Response:
    """Serve a document to those who set up, also before it is public."""
    return served(document.file, files.read(document.file))


@programmes.post("/quan-tri/van-ban-chuong-trinh/<int:document_id>/go")
@requires(SET_UP, on=public_documents.get)
def document_remove(document: PublicDocument) -> Any:
    """Take a document away."""
    call_id, programme_id = document.call_id, document.programme_id
    public_documents.remove(document, current_actor())
    flash(_("Đã gỡ văn bản."), "good")
    if call_id is not None:
        return redirect(url_for("programmes.call_set_up", call_id=call_id), DONE)
    return redirect(url_for("programmes.programme_page", programme_id=programme_id), DONE)


@programmes.route("/quan-tri/chuong-trinh/<int:programme_id>/du-an/moi", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_programmes.get)
def project_new(programme: Programme) -> Any:
    """Add a project."""
    form = ProjectForm()
    return filled_in(
        form,
        lambda: set_up_projects.create(programme, form.values(), current_actor()),
        lambda: _to(programme, _("Đã thêm %(word)s.", word=programme.project_word)),
        title=_("%(word)s mới", word=programme.project_word.capitalize()),
        back=_back(programme),
        button=_("Lưu"),
    )


@programmes.route("/quan-tri/du-an/<int:project_id>", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_projects.get)
def project_edit(project: Project) -> Any:
    """Show a project with its history; change it."""
    form = ProjectForm.about(project, **_columns(ProjectForm, project))
    del form.code

    def saved() -> Any:
        flash(_("Đã lưu."), "good")
        return redirect(url_for("programmes.project_edit", project_id=project.id), DONE)

    return filled_in(
        form,
        lambda: set_up_projects.edit(project, form.values(), current_actor(), seen=form.seen),
        saved,
        title=project.name,
        caption=project.code,
        explains=_("Bằng chữ: %(words)s", words=money(project.budget)) if project.budget else "",
        back=_back(project.programme),
        button=_("Lưu"),
        history=set_up_history.of(project),
    )


def _columns(form: type[Versioned], row: Any) -> dict[str, Any]:
    """Return the row's own values for the form's fields."""
    names = {column.key for column in row.__table__.columns} - {"version"}
    return {name: getattr(row, name) for name in names if hasattr(form, name)}


def _back(programme: Programme) -> tuple[str, str]:
    return url_for("programmes.programme_page", programme_id=programme.id), programme.name


def _to(programme: Programme, words: str) -> Any:
    flash(words, "good")
    return redirect(url_for("programmes.programme_page", programme_id=programme.id), DONE)
