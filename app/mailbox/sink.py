"""A local SMTP server that keeps every letter as a file: `python -m app.mailbox.sink FD DIR`.

It listens on a socket its parent opened, so nobody else can have taken the port meanwhile.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

Keep = Callable[[list[str], bytes], None]


class _Handler:
    def __init__(self, keep: Keep) -> None:
        self.keep = keep

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        self.keep([str(to) for to in envelope.rcpt_tos], raw)
        return "250 Message accepted for delivery"


async def listen(listener: socket.socket, keep: Keep) -> asyncio.Server:
    """Serve SMTP on `listener`, handing recipients and raw letter to `keep`."""
    handler = _Handler(keep)
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", enable_SMTPUTF8=True), sock=listener
    )


def keep_in(folder: Path) -> Keep:
    """Return a keeper that writes one .eml file a recipient into `folder`.

    Names begin with the moment (UTC), so that they sort by arrival. A reader never sees half a
    letter: it is written under another name and then renamed.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def keep(recipients: list[str], raw: bytes) -> None:
        for recipient in recipients:
            # The file's own time, not the product's stopped or moved clock: order of arrival.
            arrived = f"{datetime.now(UTC):%Y%m%dt%H%M%S%f}"
            name = f"{arrived}-{uuid4().hex[:8]}"
            address = recipient.replace("\r", "").replace("\n", "")
            unfinished = folder / f".{name}.part"
            unfinished.write_bytes(f"Delivered-To: {address}\r\n".encode() + raw)
            os.replace(unfinished, folder / f"{name}.eml")

    return keep


async def main(descriptor: int, folder: Path) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    server = await listen(socket.socket(fileno=descriptor), keep_in(folder))
    await stop.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
