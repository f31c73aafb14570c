"""Masks names, numbers and addresses (docs/law/personal-data.md#masks)."""

from __future__ import annotations


def mask_name(name: str) -> str:
    """`Dewi Anggraini` as `D*** A********`: whoever knows the name recognises it."""
    return " ".join(f"{word[0]}{'*' * min(len(word) - 1, 8)}" for word in name.split())


def mask_number(text: str) -> str:
    """`3603********1234` of a long number; of anything shorter nothing at all."""
    return f"{text[:4]}{'*' * (len(text) - 8)}{text[-4:]}" if len(text) >= 12 and text.isdigit() else "*" * 8


def mask_address(address: str) -> str:
    """`d***@contoh.id`, `+62****7890`."""
    name, at, place = address.partition("@")
    return f"{name[:1]}***@{place}" if at else f"{address[:3]}****{address[-4:]}"
