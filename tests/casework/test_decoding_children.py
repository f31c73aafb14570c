"""Files are opened in children with limits, a few at a time: what a file does there never reaches the process that asks."""

import os
import signal
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import pytest

from casework.documents.connectors.clamd import NoScanner
from casework.documents.decoding.decoder import CHILDREN, DECODER, Decoder
from casework.documents.decoding.frames import MAX_BODY, MAX_HEADER, FrameBroken, read_frames, write_frame
from casework.documents.decoding.refusals import Refused
from casework.documents.errors import DecoderBusy, FileRejected
from casework.documents.file_check import check_file
from tests.support.files import pdf, picture
from tests.support.hostile_files import huge_png
from webui.settings import ROOT


@pytest.fixture
def decoder():
    one = Decoder(children=1, patience=0.05)
    yield one
    one.close()


def look(decoder, content=None):
    return list(decoder.run("picture", content or picture("PNG"), kind="png", encode=True))


SIX_AT_ONCE = """
import resource, sys, threading
from pathlib import Path
from casework.documents.connectors.clamd import NoScanner
from casework.documents.errors import FileRejected
from casework.documents.file_check import check_file
from casework.documents.decoding.decoder import DECODER
content = [Path(name).read_bytes() for name in sys.argv[1:]]
def send(file):
    try:
        check_file("a", file, NoScanner(), from_guest=True)
    except FileRejected:
        pass
check_file("a.pdf", content[-1], NoScanner())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
senders = [threading.Thread(target=send, args=[file]) for file in content * 2]
for sender in senders: sender.start()
for sender in senders: sender.join()
for file in content[1:]:
    list(DECODER.run("draw", file, media_type="application/pdf"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_no_upload_takes_memory_of_the_process_that_asks(tmp_path):
    """A picture of 39 million pixels and a page of a kilometre, at once: 1 MB was measured, where each took 400 before."""
    contents = [huge_png(6_200), pdf(box="0 0 1 10000000"), pdf()]
    paths = [tmp_path / str(number) for number in range(3)]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    done = subprocess.run([sys.executable, "-c", SIX_AT_ONCE, *paths], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 50_000, "kilobytes"


def test_a_file_that_needs_more_than_a_child_may_have_is_refused(decoder):
    page = zlib.compress(b"0 0 m 1 1 l S\n" * 9_000_000, 1)
    content = pdf([b"<</Length %d/Filter/FlateDecode>>stream\n" % len(page) + page + b"\nendstream"])
    with pytest.raises(Refused) as refused:
        list(decoder.run("draw", content.replace(b"/Type/Page/", b"/Type/Page/Contents 4 0 R/", 1), media_type="application/pdf"))
    assert refused.value.reason == "TOO_HEAVY"
    assert look(decoder), "the next file has a child of its own"


def test_a_file_that_finds_no_child_is_told_to_come_again_and_nothing_is_kept(decoder, monkeypatch):
    looking = decoder.run("picture", picture("PNG"), kind="png", encode=True)
    next(looking)
    with pytest.raises(DecoderBusy):
        look(decoder)
    looking.close()
    assert look(decoder)
    monkeypatch.setattr(DECODER, "_patience", 0.01)
    held = [DECODER.run("picture", picture("PNG"), kind="png", encode=True) for _ in range(CHILDREN)]
    for one in held:
        next(one)
    with pytest.raises(FileRejected) as refused:
        check_file("foto.png", picture("PNG"), NoScanner())
    assert refused.value.details["reason"] == "BUSY"
    for one in held:
        one.close()


def test_a_file_waits_for_its_turn():
    waiting, seen = Decoder(children=1, patience=20), []
    looking = waiting.run("picture", picture("PNG"), kind="png", encode=True)
    next(looking)
    other = threading.Thread(target=lambda: seen.extend(look(waiting)))
    other.start()
    assert not seen
    looking.close()
    other.join()
    assert seen
    waiting.close()


def test_the_children_have_no_key_and_no_place_of_ours(decoder, monkeypatch):
    monkeypatch.setenv("ALUR_SECRET_KEY", "rahasia")
    look(decoder)
    place = Path(f"/proc/{decoder._server.pid}")
    assert b"rahasia" not in place.joinpath("environ").read_bytes()
    assert place.joinpath("cwd").readlink() == Path("/")


READ_BY_CHILDREN = """
import sys
from casework.documents.decoding.tasks import TASKS
TASKS["picture"].load()
before = set(sys.modules)
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        list(TASKS["picture"].run(file.read(), {"kind": name.rpartition(".")[2], "encode": True}))
print(*sorted(module for module in set(sys.modules) - before if module.startswith(("PIL", "pi_heif"))))
"""


def test_a_child_reads_no_part_of_pillow_for_its_one_file(tmp_path):
    """Such as the server had not read cost 8 ms of each photo, and 85 of a TIFF or a WebP, for which Pillow reads all that it knows."""
    paths = [tmp_path / f"foto.{kind}" for kind in ("jpeg", "png", "webp", "avif", "gif", "tiff", "bmp")]
    for path in paths:
        path.write_bytes(picture(path.suffix[1:].upper()))
    heif = tmp_path / "foto.heif"
    heif.write_bytes((ROOT / "tests/support/foto.heic").read_bytes())
    done = subprocess.run([sys.executable, "-c", READ_BY_CHILDREN, *paths, heif], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_server_that_was_ended_is_started_again(decoder):
    look(decoder)
    os.kill(decoder._server.pid, signal.SIGKILL)
    decoder._server.wait()
    assert look(decoder)


def test_a_process_that_was_forked_has_a_server_of_its_own():
    check_file("foto.png", picture("PNG"), NoScanner())
    child = os.fork()
    if child == 0:
        try:
            strange = DECODER._server is None and DECODER._channel is None
        finally:
            os._exit(0 if strange else 1)
    assert os.waitpid(child, 0)[1] == 0
    check_file("foto.png", picture("PNG"), NoScanner())


@pytest.mark.parametrize(
    "answer",
    [b"x" * (MAX_HEADER + 1), b"no json\n", b"[]\n", b'{"bytes": %d}\n' % (MAX_BODY + 1), b'{"bytes": "9"}\n', b'{"bytes": 9}\nshort'],
)
def test_an_answer_that_is_no_frame_is_not_believed(answer):
    reading, writing = os.pipe()
    sender = threading.Thread(target=lambda: (os.write(writing, answer[: 1 << 21]), os.close(writing)))
    sender.start()
    with pytest.raises(FrameBroken):
        list(read_frames(reading, patience=20))
    while os.read(reading, 1 << 20):
        pass
    sender.join()
    os.close(reading)


def test_frames_come_as_they_were_written(tmp_path):
    with (tmp_path / "frames").open("wb+") as file:
        write_frame(file.fileno(), {"page": 1}, b"a\nb")
        write_frame(file.fileno(), {"page": 2})
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        assert [(header["page"], body) for header, body in read_frames(file.fileno(), patience=20)] == [(1, b"a\nb"), (2, b"")]
