"""The room's blueprint; its pages are in the module beside."""

from flask import Blueprint

blueprint = Blueprint("exports", __name__, url_prefix="/tep-da-xuat")
