"""Mail by SMTP."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.utils import formatdate

from engine.model.errors import AddressRefused
from engine.model.ports import Mail

#: codes of SMTP from here on say that trying again is useless (RFC 5321, 4.2.1)
PERMANENT = 500


class SmtpNotifier:
    def __init__(self, *, host: str, port: int, sender: str) -> None:
        self.host = host
        self.port = port
        self.sender = sender

    def send(self, mail: Mail, *, key: str) -> None:
        """Raises OSError or smtplib.SMTPException; the job that called is tried again."""
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = f"<{key}@alur>"
        message.set_content(mail.text)
        with smtplib.SMTP(self.host, self.port, timeout=10) as server:
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as refused:
                if all(code >= PERMANENT for code, _text in refused.recipients.values()):
                    raise AddressRefused(f"Expected an address that takes mail, but: {refused}.") from None
                raise
