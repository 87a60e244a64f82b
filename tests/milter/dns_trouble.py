#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""dns_trouble.py PROGRAMS -- messages whose keys lie with bad name servers. TAP.

The lying server of tests/resolve answers zegeld; the selector of a signature
names the lie. Each must end with the result it is due and the disposition that
the configuration has for it, while other messages go on.
"""

import pathlib
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
for folder in ("story", "resolve"):
    sys.path.insert(0, str(HERE.parent / folder))

import daemon_desk  # noqa: E402
import lyingserver  # noqa: E402
import milter_client  # noqa: E402

SECONDS = 15  # within which every message must have its verdict

CONFIG = """authserv-id = "mx.example.nl"
listener "unix:{folder}/mta" {{ mode = verify }}
verifying {{
    temperror = tempfail
    permerror = reject
}}
dns {{
    resolver = "127.0.0.1@{port}"
    trust-anchor = "none"
}}
"""

# lie, what it is, result
ROWS = [
    ("silent", "a server that says nothing", "temperror"),
    ("servfail", "SERVFAIL", "temperror"),
    ("refused", "REFUSED", "temperror"),
    ("notimp", "NOTIMP", "temperror"),
    ("garbage", "octets that are no packet", "temperror"),
    ("short", "half a packet header", "temperror"),
    ("cut", "a packet that ends too early", "temperror"),
    ("wrongid", "the answer to another id", "temperror"),
    ("wrongname", "the answer to another question", "temperror"),
    ("notcp", "truncated, and TCP is dead", "temperror"),
    ("drip", "truncated, and TCP drips an octet at a time", "temperror"),
    ("loop", "a CNAME to itself", "temperror"),
    ("circle", "two CNAMEs in a circle", "temperror"),
    ("huge", "65,000 octets of TXT", "permerror"),
    ("empties", "a thousand empty strings", "permerror"),
    ("nostring", "a string that is longer than its record", "permerror"),
    ("good", "a record that is no key", "permerror"),
]

# Asked before the others: libunbound may put several questions into one TCP
# connection, and whoever comes behind the dripping answer waits with it.
ALONE = "huge"

SIGNED = """DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s={lie};\r
 h=From; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r
 b={signature}\r
From: Jan <jan@a.example>\r
Subject: trouble\r
\r
"""


def message(lie):
    return milter_client.Message(
        SIGNED.format(lie=lie, signature="A" * 342 + "==").encode())


def reply(path, lie):
    """What becomes of a message, and after how many seconds."""
    start = time.monotonic()
    session = milter_client.Session(path, seconds=2 * SECONDS)
    session.silent = lambda: None  # to listen for nothing takes time
    envelope = milter_client.Envelope()
    milter_client.greet(session, envelope)
    outcome = milter_client.deliver(session, envelope, message(lie))
    session.quit()
    return outcome.reply, time.monotonic() - start


def expected(result, said):
    if result == "temperror":
        return said.startswith("reply 451 ")
    return said.startswith("reply 550 ")


class Meanwhile(threading.Thread):
    """Other messages, one after the other, for as long as the rows take."""

    def __init__(self, path):
        super().__init__()
        self.path, self.ends, self.times, self.bad = path, False, [], []

    def run(self):
        while not self.ends:
            try:
                said, seconds = reply(self.path, "good")
            except Exception as error:  # told in a row of its own
                self.bad.append(repr(error))
                return
            self.times.append(seconds)
            if not expected("permerror", said):
                self.bad.append(said)
            time.sleep(0.005)

    def median_ms(self, count=None):
        times = sorted(self.times if count is None else self.times[:count])
        return 1000 * times[len(times) // 2]


def tell(number, good, name, why=""):
    print(f"{'' if good else 'not '}ok {number} - {name}")
    if not good:
        print(f"# {why}")
    sys.stdout.flush()
    return not good


def all_at_once(path, rows):
    """Every lie in a message of its own, all but one under way together."""
    said = {ALONE: reply(path, ALONE)}

    def ask(lie):
        try:
            said[lie] = reply(path, lie)
        except Exception as error:
            said[lie] = (repr(error), 0)

    threads = [threading.Thread(target=ask, args=(row[0],)) for row in rows
               if row[0] != ALONE]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def rows(path):
    quiet = Meanwhile(path)
    quiet.start()
    time.sleep(1)
    quiet.ends = True
    quiet.join()
    meanwhile = Meanwhile(path)
    meanwhile.start()
    said = all_at_once(path, ROWS)
    meanwhile.ends = True
    meanwhile.join()
    failed = 0
    for number, (lie, what, result) in enumerate(ROWS, 1):
        words, seconds = said[lie]
        good = expected(result, words) and seconds < SECONDS
        failed += tell(number, good, f"{what}: {result}",
                       f"{words} after {seconds:.1f} s")
    slowest = max(seconds for _, seconds in said.values())
    print(f"# the slowest took {slowest:.1f} s; {len(meanwhile.times)} others "
          f"passed meanwhile, {meanwhile.median_ms():.2f} ms each; before, "
          f"{quiet.median_ms():.2f} ms")
    failed += tell(len(ROWS) + 1, not quiet.bad and not meanwhile.bad,
                   "others got what they were due meanwhile",
                   quiet.bad + meanwhile.bad)
    failed += tell(len(ROWS) + 2, len(meanwhile.times) > 100,
                   "and did not wait for the bad ones",
                   f"only {len(meanwhile.times)} passed")
    return failed


def main():
    programs = pathlib.Path(sys.argv[1]).resolve()
    server = lyingserver.Server()
    with tempfile.TemporaryDirectory(prefix="zegel-") as folder:
        desk = daemon_desk.Desk(programs / "zegeld", programs / "zegel",
                                pathlib.Path(folder), folder)
        (desk.folder / "zegel.conf").write_text(
            CONFIG.format(folder=folder, port=server.port))
        desk.now = int(time.time())
        desk.start([desk.path("mta")])
        failed = rows(desk.path("mta"))
        fault = desk.stop()
        failed += tell(len(ROWS) + 3, fault is None, "it ends in order", fault)
    print(f"1..{len(ROWS) + 3}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
