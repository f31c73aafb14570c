"""Masks a NIK that somebody wrote into what becomes the title of a case: titles stand in lists, mails and addresses of pages."""

from __future__ import annotations

from collections.abc import Sequence

from casework.subjects.masks import mask_numbers_in
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.hooks import TurnObserver
from engine.model.effects import Effect
from engine.persistence.tables.instances import ProcessInstance


class MaskedTitles(TurnObserver):
    def after(self, context: CommandContext, instance: ProcessInstance, loaded: Loaded, effects: Sequence[Effect]) -> None:
        instance.title = mask_numbers_in(instance.title)
