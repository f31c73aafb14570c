"""The tables of docs/reference/limits.md, as the code has them."""

from casework.accounts.addresses import CODE_LASTS, MOST_A_DAY, SLOW_CODE_LASTS, TRIES
from casework.documents.file_check import MAX_BYTES_FROM_GUEST
from casework.notices.commands.write_message import MOST_A_DAY as MOST_MESSAGES
from casework.records.public_numbers import CODE_LASTS as DRAFT_CODE_LASTS
from webui.access import rule_of
from webui.guesses import LEVELS
from webui.limits import CHANGES, FOR_NETWORKS, FOR_PEOPLE, READS, limits_of
from webui.portal.applying.held_drafts import LINKS_A_DAY
from webui.signin.addresses import CODES_FOR_ONE


def limits_table(app):
    """Routes with limits of their own, one row each; then what all others have."""
    rows = ["| route | counted for each | limit |", "|---|---|---|"]
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if not getattr(app.view_functions[rule.endpoint], "__limits__", ()):
            continue
        who = "network" if rule_of(app, rule.endpoint).need == "public" else "person"
        for limit in limits_of(app, rule.endpoint):
            methods = "GET and POST" if limit.methods >= READS and rule.methods & CHANGES else "GET" if limit.methods >= READS else "POST"
            each = f"{who}, and `{limit.of}`" if limit.of else who
            rows.append(f"| {methods} `{rule}` | {each} | {limit.amounts} |")
    rows.append(f"| POST of every other public route | network | {FOR_NETWORKS.amounts} |")
    rows.append(f"| POST of every other route | person | {FOR_PEOPLE.amounts} |")
    return "\n".join(rows)


def guesses_table():
    rows = ["| wrong tries of the object that day | tries of one network |", "|---|---|"]
    return "\n".join([*rows, *(f"| {least} or more | {amounts} |" for least, amounts in LEVELS)])


def objects_table():
    hours, minutes = SLOW_CODE_LASTS.total_seconds() / 3600, CODE_LASTS.total_seconds() / 60
    (codes,), (links,) = CODES_FOR_ONE, LINKS_A_DAY
    return "\n".join(
        [
            "| object | limit |",
            "|---|---|",
            f"| sign-in code | {TRIES} tries in the browser that asked for it, {minutes:.0f} minutes, once |",
            f"| codes for one address, of one sender | {codes.amount} per {codes.GRANULARITY.name} |",
            f"| codes for one address, of all senders | {MOST_A_DAY} a day at once; then one in {hours:.0f} hour, good in every browser |",
            f"| mails with the link to one draft, and to one mailbox, of all senders | {links.amount} per {links.GRANULARITY.name} |",
            f"| code that opens a draft elsewhere | {DRAFT_CODE_LASTS.total_seconds() / 3600:.0f} hours, once |",
            f"| messages of an applicant on one case | {MOST_MESSAGES} a day |",
            f"| file of a guest | {MAX_BYTES_FROM_GUEST // 1_000_000} MB |",
        ]
    )
