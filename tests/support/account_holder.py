"""A citizen with an account, who asks and acts in the engine."""

from casework.accounts.commands.open_account import OpenAccount
from casework.accounts.commands.prove_address import ProveAddress
from casework.accounts.commands.send_code import SendCode
from engine.queries.people.session_owner import SessionOwner

MAIL = "siti@contoh.id"


class Citizen:
    def __init__(self, harness, address=MAIL, channel="email", name="Siti Aminah"):
        self.harness, self.channel, self.address = harness, channel, address
        sent = self.send()
        assert harness.execute(ProveAddress(token=sent["token"], code=sent["code"])) == {"new": True}
        self.token = harness.execute(OpenAccount(token=sent["token"], name=name))["session"]

    def send(self):
        return self.harness.execute(SendCode(channel=self.channel, address=self.address))

    @property
    def actor(self):
        return self.harness.ask(SessionOwner(token=self.token)).actor

    def ask(self, query):
        return self.harness.ask(query, self.actor)

    def execute(self, command):
        return self.harness.execute(command, self.actor)
