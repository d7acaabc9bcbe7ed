"""What happens to a support (lượt hỗ trợ), one file a deed; other rooms enter here."""

from app.delivery.services.agreement import signed
from app.delivery.services.supports import (
    add_result,
    begin,
    get,
    hand_over,
    of_application,
    results_of,
)

__all__ = ["add_result", "begin", "get", "hand_over", "of_application", "results_of", "signed"]
