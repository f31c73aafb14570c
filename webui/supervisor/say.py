"""Prints one line of the supervisor on the terminal."""

from __future__ import annotations


def say(text: str) -> None:
    print(f"alur: {text}", flush=True)
