"""The parts of notices, which the composition root gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.notices.ports import Messenger
from casework.notices.wording import NoticeWords


@dataclass(frozen=True, kw_only=True)
class NoticeParts:
    messenger: Messenger
    #: kind of a notice that another room raises -> its words, None where there is nothing to tell any more
    words: Mapping[str, NoticeWords] = field(default_factory=dict)
