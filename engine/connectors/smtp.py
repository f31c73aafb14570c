"""Mail by SMTP."""

from __future__ import annotations

import re
import smtplib
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from engine.model.errors import AddressRefused
from engine.model.ports import Mail

#: codes of SMTP from here on say that trying again is useless (RFC 5321, 4.2.1)
PERMANENT = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]")


class SmtpNotifier:
    def __init__(self, *, host: str, port: int, sender: str) -> None:
        self.host = host
        self.port = port
        self.sender = sender

    def send(self, mail: Mail, *, key: str) -> None:
        """Raises OSError or smtplib.SMTPException; the job that called is tried again. AddressRefused: it is not one address."""
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = _one_address(mail.to)
        # a line break would begin another header
        message["Subject"] = " ".join(_CONTROL.sub(" ", mail.subject).split())
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = f"<{key}@alur>"
        if mail.automatic:
            # nobody's absence note answers it, and no other office's desk registers it (RFC 3834)
            message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        for file in mail.attachments:
            kind, _, sort = file.media_type.partition("/")
            message.add_attachment(file.content, maintype=kind, subtype=sort, filename=_CONTROL.sub(" ", file.name))
        with smtplib.SMTP(self.host, self.port, timeout=10) as server:
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as refused:
                if all(code >= PERMANENT for code, _text in refused.recipients.values()):
                    raise AddressRefused(f"Expected an address that takes mail, but: {refused}.") from None
                raise


def _one_address(text: str) -> Address:
    """The address as a value of its own, never as text of a header: a comma in it makes no second receiver."""
    try:
        found = Address(addr_spec=text)
        text.encode("ascii")
    except (MessageError, ValueError, IndexError):
        found = None
    if found is None or not found.username or not found.domain or found.addr_spec != text:
        raise AddressRefused("Expected one e-mail address, but the text is none.")
    return found
