"""Says how long somebody has to wait after too many requests."""

from __future__ import annotations

from webui.i18n import translate
from webui.limits import TooMany


def wait_words(refusal: TooMany) -> str:
    """Returns the sentence. It is the same for what is there and for what is not: waiting tells nothing of either."""
    return translate("Terlalu sering dicoba. Tunggu {wait}, lalu coba lagi.", wait=waiting_time(refusal.seconds))


def waiting_time(seconds: int) -> str:
    """Formats a short wait, rounded up: `40 detik`, `3 menit`, `2 jam`."""
    if seconds < 60:
        return translate("{count} detik", count=seconds)
    if seconds < 3600:
        return translate("{count} menit", count=-(-seconds // 60))
    return translate("{count} jam", count=-(-seconds // 3600))
