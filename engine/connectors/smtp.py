"""Mail by SMTP."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.utils import formatdate

from engine.model.ports import Mail


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
            server.send_message(message)
