"""How a citizen signs up on the pages, with the code that was sent."""

import re

MAIL = "siti@contoh.id"


def last_code(web, address=MAIL):
    sent = web.harness.notifier.mails if "@" in address else web.harness.messenger.messages
    message = [item for item in sent.values() if item.to == address][-1]
    return re.search(r"\b(\d{6})\b", message.text).group(1)


def sign_up(web, browser, address=MAIL, typed=None, name="Siti Aminah"):
    browser.get("/masuk/warga")
    assert browser.post("/masuk/warga", alamat=typed or address).headers["Location"] == "/masuk/warga/kode"
    browser.get("/masuk/warga/kode")
    assert browser.post("/masuk/warga/kode", kode=last_code(web, address)).headers["Location"] == "/masuk/warga/nama"
    browser.get("/masuk/warga/nama")
    answer = browser.post("/masuk/warga/nama", nama=name)
    assert answer.status_code == 302, browser.page
    return answer.headers["Location"]
