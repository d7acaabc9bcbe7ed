"""Programmes and plans (chương trình, kế hoạch), and their projects (dự án)."""

from datetime import date

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base


class Programme(Base):
    """A programme or plan (chương trình, kế hoạch); `scope` is what the once-only rule spans."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("year_from <= year_to", name="years"),
        CheckConstraint("budget > 0", name="budget"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    scope: Mapped[str] = mapped_column(index=True)
    document_number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    year_from: Mapped[int]
    year_to: Mapped[int]
    is_open: Mapped[bool] = mapped_column(default=False)
    council: Mapped[bool] = mapped_column(default=False)
    endorsement: Mapped[bool] = mapped_column(default=True)
    published_tthc: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    quote: Mapped[str] = mapped_column(default="")  # the words of the plan, verbatim
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    project_word: Mapped[str] = mapped_column(default="dự án")  # some plans say "nhiệm vụ"
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped["Programme | None"] = relationship(remote_side="Programme.id")
    # Other scopes whose supports block in this one too; all others only warn.
    lookback: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    lookback_document: Mapped[str] = mapped_column(default="", server_default="")
    budget: Mapped[int | None] = mapped_column(BigInteger)  # đồng
    note: Mapped[str] = mapped_column(default="", server_default="")  # where sources differ


class Project(Base):
    """A project (dự án) of a programme in one year."""

    __tablename__ = "project"
    __table_args__ = (
        # What is approved from it in all: the database itself refuses to spend more than there is.
        CheckConstraint(
            "committed >= 0 AND (budget IS NULL OR committed <= budget)", name="committed"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    year: Mapped[int]
    implementing_unit: Mapped[str] = mapped_column(default="")
    budget: Mapped[int | None] = mapped_column(BigInteger)  # đồng
    committed: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")  # đồng
    note: Mapped[str] = mapped_column(default="")  # where figures and words of a paper differ
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)
