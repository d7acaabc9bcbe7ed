"""The room's blueprint."""

from flask import Blueprint

ledger = Blueprint("ledger", __name__)
