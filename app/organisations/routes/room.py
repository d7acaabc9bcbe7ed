"""The blueprint the organisations' pages hang on."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__)
