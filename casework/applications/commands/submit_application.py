"""Submits an application: checks its answers, starts its case and gives it a number. Sent twenty times, it is one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from casework.applications.contact import sealed_contact
from casework.applications.drafts import draft_of_holder, forget_unused, new_number, unseal_draft
from casework.applications.tables import Application, ApplicationDraft
from casework.records.public_numbers import hash_token, pin_index, pin_of, receipt_of, sealed_draft
from casework.services.open_services import open_service
from casework.services.service import Service
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.instances.new_instance import new_instance
from engine.core.tasks.form_check import check_form, store_attachments
from engine.core.turn import take_turn
from engine.model.stimuli import Started
from engine.persistence.tables.instances import ProcessInstance
from forms.contact import takes_messages


@dataclass(frozen=True, kw_only=True)
class SubmitApplication(Command):
    """Answers the receipt's token. Raises NotFound, FormRejected."""

    permission: ClassVar[str] = "public"
    repeatable: ClassVar[bool] = True

    draft: UUID
    token: str

    def payload(self) -> dict[str, Any]:
        return {"draft": self.draft}

    def run(self, context: CommandContext) -> Answer:
        vault = context.platform.vault
        draft = draft_of_holder(context.session, self.draft, self.token, lock=True)
        receipt = receipt_of(vault, self.token)
        if draft.instance_id is None:
            loaded, service = open_service(context, draft.service)
            instance = self._begin(context, draft, loaded, service, receipt)
            draft.instance_id, draft.sent_at = instance.id, context.now
            forget_unused(context.session, draft, {}, before=context.now)
            # the answers live on in the case only
            draft.answers = sealed_draft(vault, self.token, {})
        return {"receipt": receipt, "instance": str(draft.instance_id)}

    def _begin(self, context: CommandContext, draft: ApplicationDraft, loaded: Loaded, service: Service, receipt: str) -> ProcessInstance:
        vault, start = context.platform.vault, loaded.definition.process.none_start(None)
        # an employee fills it in for an applicant at the counter
        assisting = next(iter(context.actor.seats), None)
        applicant = draft.person_id or (None if assisting else context.actor.person)
        initiator = {
            "person": str(applicant) if applicant else None,
            "position": None,
            "unit": None,
        }
        _token, answers = unseal_draft(vault, draft)
        rules = check_form(
            context, loaded, start.extensions.form if start else None, answers, {"initiator": initiator}, position=None, origin=draft.id
        )
        instance = new_instance(context, loaded, context.new_id())
        number = new_number(context.session, context.platform.area)
        instance.business_key = number
        store_attachments(context, instance, rules)
        context.session.add(
            Application(
                instance_id=instance.id,
                service=draft.service,
                number=number,
                pin_index=pin_index(vault, number, pin_of(vault, receipt)),
                receipt_hash=hash_token(receipt),
                submitted_at=context.now,
                person_id=applicant,
                contact=sealed_contact(vault, _contact(service, rules.answers)),
                assisted_position=assisting.position if assisting else None,
            )
        )
        variables = {**rules.answers, "initiator": initiator, "application": {"number": number}}
        take_turn(context, instance, Started(id=str(context.new_id()), variables=variables))
        return instance


def _contact(service: Service, answers: Mapping[str, Any]) -> dict[str, str]:
    """Returns channel -> address, for each that the applicant gave and that takes messages: a landline does not."""
    fields = {"email": service.contact_email, "phone": service.contact_phone}
    given = {channel: str(answers[field]) for channel, field in fields.items() if field and answers.get(field)}
    return {channel: address for channel, address in given.items() if channel != "phone" or takes_messages(address)}
