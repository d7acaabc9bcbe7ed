"""The blueprint the account pages hang on."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
