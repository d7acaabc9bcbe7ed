"""The products (sản phẩm đề nghị hỗ trợ): one list for all contents of a phiếu that ask."""

from typing import Any

from app import limits
from app.access import Actor
from app.applications.models import Application, Product
from app.applications.services import bundle, draft, queries, shared
from app.audit import services as audit
from app.errors import Invalid
from app.extensions import db
from app.text import _

MOST_PRODUCTS = 50
LONGEST = {"name": 200, "standard": 200, "output": 120}  # characters


def save(
    application: Application, product: Product | None, values: dict[str, Any], by: Actor
) -> Product:
    """Add a product, or change one (sản phẩm đề nghị hỗ trợ). Raises 422 beyond 50, or too long.

    The phiếu has one list of products: every draft on it that asks for them gets the same.
    """
    limits.texts(values, LONGEST, needed={"name"})
    application, drafts = bundle.locked_drafts(application, by)
    if product is None:
        if len(application.products) >= MOST_PRODUCTS:
            raise Invalid(_("Mỗi hồ sơ có tối đa %(most)s sản phẩm.", most=MOST_PRODUCTS), "name")
        product = Product(application_id=application.id)
        application.products.append(product)
    else:
        product = queries.product(application, product.id)  # another device may have removed it
    product.name = values["name"]
    product.standard = values["standard"]
    product.output = values["output"]
    product.ocop_stars = values["ocop_stars"]
    shared.copy_products(application, drafts)
    draft.touched(*drafts)
    audit.record("application", application.id, "save_product", by, data={"product": product.id})
    return product


def remove(application: Application, product: Product, by: Actor) -> None:
    """Take a product out of the phiếu."""
    application, drafts = bundle.locked_drafts(application, by)
    product = queries.product(application, product.id)
    name = product.name
    application.products.remove(product)
    db.session.delete(product)
    shared.copy_products(application, drafts)
    draft.touched(*drafts)
    audit.record("application", application.id, "remove_product", by, data={"name": name})
