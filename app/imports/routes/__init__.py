"""The pages of the history import (nhập lịch sử hỗ trợ)."""

from app.imports.routes import batch, columns, rows, together
from app.imports.routes.room import blueprint

__all__ = ["batch", "blueprint", "columns", "rows", "together"]
