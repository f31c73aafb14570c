"""Receives mails by SMTP and LMTP. A mail stands in the database before the sender's server hears 250; else it hears 451 and tries again.

Nothing of a mail is read here. It answers no mail with a mail, so that none can go in circles: whom it does not know, it refuses at once.
"""

from __future__ import annotations

import asyncio
import functools
import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from casework.mail.addresses import read_address
from casework.mail.commands.store_mail import StoreMail
from casework.mail.connectors.listener import Listener
from casework.mail.queries.accepted_address import AcceptedAddress
from engine.core.engine import Engine
from engine.model.actor import SYSTEM

#: recipients of one mail, sessions at a time, seconds that a silent one lasts
MAX_RECIPIENTS, MAX_SESSIONS, PATIENCE = 50, 20, 300.0
#: bytes of a line: programs that send HTML do not keep to the 998 of RFC 5321, and what they write is read all the same
LONGEST_LINE = 100_000
#: of a session: who tries addresses out is sent away
MAX_REFUSALS = 10
#: transactions at a time; the others wait their turn
THREADS = 4
LATER = "451 4.3.0 Belum dapat disimpan; kirim lagi nanti. / Cannot be stored now; try again later."
UNKNOWN = "550 5.1.1 Tidak ada kotak pos dengan alamat ini. / There is no mailbox with this address."
NOBODY_READS = "550 5.7.1 Alamat ini hanya mengirim. / This address only sends."
ACCEPTED = "250 2.0.0 Tersimpan. / Stored."
Answer = TypeVar("Answer")
log = structlog.get_logger()


class _Handler:
    """The hooks of aiosmtpd, whose names are its."""

    def __init__(self, engine: Engine, own_address: str, threads: ThreadPoolExecutor) -> None:
        self._engine, self._own, self._threads = engine, own_address, threads

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Sequence[str]) -> str:  # noqa: N802
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Terlalu banyak penerima. / Too many recipients."
        wanted = read_address(address)
        if wanted is None:
            return self._refuse(session, UNKNOWN)
        if wanted == self._own:
            # reports of delivery come from nobody (RFC 3464, 2); who answers a notice by hand must hear that nobody reads it
            if _sender(envelope):
                return self._refuse(session, NOBODY_READS)
        else:
            try:
                known = await self._run(lambda: self._engine.ask(AcceptedAddress(address=wanted), actor=SYSTEM))
            except Exception as error:
                log.warning("a recipient could not be looked up", error=type(error).__name__)
                return LATER
            if not known:
                return self._refuse(session, UNKNOWN)
        envelope.rcpt_tos.append(wanted)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode("utf-8", "surrogateescape")
        command = StoreMail(recipients=tuple(envelope.rcpt_tos), own_address=self._own, envelope_from=_sender(envelope), content=content)
        try:
            await self._run(lambda: self._engine.execute(command, actor=SYSTEM))
            answer = ACCEPTED
        except Exception as error:
            log.warning("a mail could not be stored: its sender keeps it", error=type(error).__name__)
            answer = LATER
        # LMTP tells of each recipient (RFC 2033, 4.2); all stand in one transaction
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if isinstance(server, LMTP) else answer

    async def answer_failure(self, error: Exception) -> str:
        """What we did not foresee is our fault, and passes: the sender keeps the mail."""
        log.error("a session of the receiver failed", error=type(error).__name__)
        return LATER

    def _refuse(self, session: Session, words: str) -> str:
        session.refusals = getattr(session, "refusals", 0) + 1  # type: ignore[attr-defined]
        return "421 4.7.0 Terlalu banyak alamat yang tidak dikenal." if session.refusals > MAX_REFUSALS else words  # type: ignore[attr-defined]

    async def _run(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _sender(envelope: Envelope) -> str:
    """Returns whom the sender's server named; "" for nobody, which aiosmtpd gives as <>."""
    return (envelope.mail_from or "").removeprefix("<").removesuffix(">")


class MailReceiver:
    """Listens in a thread of its own, until it is stopped."""

    def __init__(self, engine: Engine, listeners: Sequence[Listener], *, own_address: str, host_name: str, limit: int) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="mail")
        handler = _Handler(engine, read_address(own_address) or "", self._threads)
        # its hook for what we did not foresee; without it the answer would be a permanent 500
        setattr(handler, "handle_exception", handler.answer_failure)  # noqa: B010 (its word, not ours)
        self._listeners = listeners
        self._make = {
            lmtp: functools.partial(
                _bounded(LMTP if lmtp else SMTP, self),
                handler,
                hostname=host_name,
                ident="Alur",
                data_size_limit=limit,
                timeout=PATIENCE,
                enable_SMTPUTF8=False,
                decode_data=False,
            )
            for lmtp in (False, True)
        }
        self.sessions = 0
        #: the ports at which it listens, in the order of its listeners
        self.ports: list[int] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail receiver", daemon=True)
        self._servers: list[asyncio.AbstractServer] = []

    def start(self) -> None:
        """Raises OSError where an address cannot be listened at."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def stop(self) -> None:
        """Mails on their way in are broken off: their senders have heard nothing and send them again."""

        async def close() -> None:
            for server in self._servers:
                server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._threads.shutdown()

    async def _listen(self) -> None:
        for listener in self._listeners:
            make: Any = self._make[listener.lmtp]
            make = functools.partial(make, loop=self._loop)
            if listener.path:
                Path(listener.path).unlink(missing_ok=True)
                self._servers.append(await self._loop.create_unix_server(make, listener.path))
                self.ports.append(0)
            else:
                server = await self._loop.create_server(make, listener.host, listener.port, family=socket.AF_UNSPEC)
                self._servers.append(server)
                self.ports.append(server.sockets[0].getsockname()[1])


def _bounded(kind: type[SMTP], receiver: MailReceiver) -> type[SMTP]:
    """A protocol whose sessions are counted."""

    class Bounded(kind):  # type: ignore[misc, valid-type]
        line_length_limit = LONGEST_LINE

        def connection_made(self, transport: Any) -> None:
            receiver.sessions += 1
            if receiver.sessions > MAX_SESSIONS:
                transport.write(b"421 4.3.2 Terlalu banyak sambungan; coba lagi nanti.\r\n")
                transport.close()
                return
            super().connection_made(transport)

        def connection_lost(self, error: Exception | None) -> None:
            receiver.sessions -= 1
            if self.transport is not None:
                super().connection_lost(error)

    return Bounded
