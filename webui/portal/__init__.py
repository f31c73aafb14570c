"""The pages of citizens: catalogue, service, application, receipt, tracking. One page a file; each works without JavaScript or account.

The limits for an address are wide: a whole town of phones may share one with its operator. What guards a case is its own count of tries.
"""

from flask import Blueprint

blueprint = Blueprint("portal", __name__)

from webui.portal import apply, attachments, carry, catalogue, check, contact, documents, home, mine, my_data, receipt, reply, service, survey, track, verify  # noqa: E402, E501, F401, I001  # fmt: skip
