"""The pages of citizens: catalogue, service, application, receipt, tracking; each works without JavaScript or account.

The limits for an address are wide: a whole town of phones may share one with its operator. What guards a case is its own count of tries.
"""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal", __name__)
