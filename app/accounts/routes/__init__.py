"""The pages about accounts; importing this opens them all."""

from app.accounts.routes import account, address, receiving, recovery, sign_in
from app.accounts.routes.blueprint import blueprint as accounts
from app.accounts.routes.letters import blueprint as letters
from app.accounts.routes.paper_letters import blueprint as paper_letters
from app.accounts.routes.people import blueprint as people

blueprints = (accounts, people, letters, paper_letters)

__all__ = ["account", "address", "blueprints", "receiving", "recovery", "sign_in"]
