"""The room's blueprint; its pages are in the modules beside."""

from flask import Blueprint

blueprint = Blueprint("opinions", __name__)
