"""A browser without a network: it keeps cookies and reads the CSRF token of the last page."""

import re

from engine.identity.passwords import hash_password

PASSWORD = "kata sandi yang panjang"
HASH = hash_password(PASSWORD)


class Browser:
    """A browser of one person: keeps cookies, reads the CSRF token of the last page."""

    def __init__(self, app, email=None):
        self.client = app.test_client()
        self.page = ""
        if email:
            self.get("/masuk")
            answer = self.post("/masuk", email=f"{email}@tangerangkab.example", sandi=PASSWORD)
            assert answer.status_code == 302, self.page

    def get(self, path, **options):
        answer = self.client.get(path, **options)
        self.page = answer.get_data(as_text=True)
        return answer

    def post(self, path, *, token=True, **data):
        if token:
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
            if not found:
                self.get("/akun")
                found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
            data["csrf_token"] = found.group(1)
        answer = self.client.post(path, data=data, content_type="multipart/form-data")
        # the test client spools a large upload into a file, which it leaves open
        answer.request.environ["wsgi.input"].close()
        self.page = answer.get_data(as_text=True)
        return answer
