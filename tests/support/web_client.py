"""A browser without a network: it keeps cookies and reads the CSRF token of the last page."""

import re

from tests.support.signing_in import cookie_of

_GROUPS = re.compile(r'<span class="alur-groups">((?:(?:<wbr>)?<span>[^<]*</span>)+)</span>')


def as_copied(page):
    """The page with long numbers in one piece, as whoever copies them gets them: a number that must not stand there is found."""
    return _GROUPS.sub(lambda found: re.sub("</?span>|<wbr>", "", found[1]), page)


class Browser:
    """The browser of one person. `code`: of the position of somebody who has signed in with it already."""

    def __init__(self, app, code=None):
        self.client = app.test_client()
        self.page, self.address = "", "/"
        if code:
            self.client.set_cookie("alur", cookie_of(app, code))

    def get(self, path, **options):
        answer = self.client.get(path, **options)
        self.address = answer.request.full_path.rstrip("?")
        self.page = as_copied(answer.get_data(as_text=True))
        return answer

    def post(self, path, *, token=True, sender="http://localhost", headers=None, **data):
        """Sends a form of the last page. `sender`: the site whose page sends it."""
        if token:
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
            if not found:
                self.get("/akun")
                found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
            data["csrf_token"] = found.group(1)
        answer = self.client.post(
            path, data=data, content_type="multipart/form-data", headers={"Referer": sender + self.address, **(headers or {})}
        )
        if answer.status_code == 303 and "salah=" in answer.headers["Location"]:  # the page that tells what is wrong
            answer = self.client.get(answer.headers["Location"])
            self.address = answer.request.full_path.rstrip("?")
        # the test client spools a large upload into a file, which it leaves open
        answer.request.environ["wsgi.input"].close()
        if "X-Requested-With" not in (headers or {}):  # a script's request leaves the page where it is
            self.page = as_copied(answer.get_data(as_text=True))
        return answer
