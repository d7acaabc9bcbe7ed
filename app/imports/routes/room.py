"""The room's blueprint; its pages are in the modules beside."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__, url_prefix="/so-ho-tro/nhap-lich-su")
