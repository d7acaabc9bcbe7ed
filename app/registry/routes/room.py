"""The room's blueprint."""

from flask import Blueprint

blueprint = Blueprint("registry", __name__)
