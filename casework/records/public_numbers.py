"""Makes numbers, PINs and tokens of applications (docs/law/administrative-procedure.md#public-numbers).

Who has a draft's token can send it, who has its receipt can follow it. A receipt follows from the token and a PIN from the receipt, by the
vault's key: a form that is sent again shows the same ones, and no table holds them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import unicodedata
from datetime import timedelta
from typing import Any
from uuid import UUID

from engine.model.errors import NotFound
from engine.model.ports import Vault

#: digits and capitals that nobody takes for another when they are read out
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: since it was last saved
DRAFT_LASTS = timedelta(days=30)
#: a code that carries a draft from one device to another
CODE_LASTS = timedelta(hours=2)
PIN_DIGITS = 6


def new_token() -> str:
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Returns a code of eight characters in two groups, to be read out."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{text[:4]}-{text[4:]}"


def document_code(vault: Vault, document: UUID) -> str:
    """Returns sixteen characters computed from the document's id, the same when the document is made again."""
    number, code = int.from_bytes(vault.index(f"document {document}")), ""
    for _ in range(16):
        number, sign = divmod(number, len(ALPHABET))
        code += ALPHABET[sign]
    return code


def group_code(code: str) -> str:
    """Returns `7K4M-29QX-…`, as people read it out."""
    return "-".join(code[begin : begin + 4] for begin in range(0, len(code), 4))


def normalise_code(text: str) -> str:
    """Returns a number or code in the form in which it is compared, however it was typed."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def as_public_number(text: str) -> str:
    """Returns a number as it is stored (`TGR-7K4M-29QX`), however it was typed."""
    typed = normalise_code(text)
    return f"{typed[:-8]}-{typed[-8:-4]}-{typed[-4:]}"


def typed_digits(text: str) -> str:
    """Returns the digits of a PIN or code that somebody typed or pasted, however it is grouped; any other text comes back as it is.

    `123 456`, `123-456` and full-width digits are what was meant; words are not.
    """
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(sign for sign in plain if not (sign.isspace() or unicodedata.category(sign) in ("Cf", "Pd") or sign == "."))
    return kept if kept.isascii() and kept.isdigit() else text.strip()


def receipt_of(vault: Vault, token: str) -> str:
    return base64.urlsafe_b64encode(vault.index(f"receipt {token}")[:24]).decode()


def pin_of(vault: Vault, receipt: str) -> str:
    return f"{int.from_bytes(vault.index(f'pin {receipt}')[:8]) % 10**PIN_DIGITS:0{PIN_DIGITS}}"


def make_case_pass(vault: Vault, case: UUID) -> str:
    """Returns a pass to a case, with which its holder follows and answers it after a proof by PIN or receipt."""
    return f"{case}.{base64.urlsafe_b64encode(vault.index(f'follow {case}')[:24]).decode()}"


def case_of_pass(vault: Vault, given: str) -> UUID:
    """Returns the case of a pass. Raises NotFound, the same for an invalid pass and for another case's."""
    try:
        case = UUID(given.partition(".")[0])
    except ValueError:
        case = UUID(int=0)
    if not hmac.compare_digest(make_case_pass(vault, case).encode(), given.encode()):
        raise NotFound("Expected a pass to a case, but it is none.")
    return case


def draft_link(vault: Vault, draft: UUID) -> str:
    """Returns what opens a draft from a mail, as long as there is one: it follows from the draft, and no table holds it."""
    return base64.urlsafe_b64encode(vault.index(f"link to draft {draft}")[:24]).decode()


def pin_index(vault: Vault, number: str, pin: str) -> bytes:
    return vault.index(f"pin of {normalise_code(number)} {pin}")


def sealed_draft(vault: Vault, token: str, answers: dict[str, Any]) -> bytes:
    return vault.seal(json.dumps({"token": token, "answers": answers}, ensure_ascii=False))
