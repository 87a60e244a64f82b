#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""dns_trouble.py PROGRAMS -- messages about which name servers lie. TAP.

The lying server of tests/resolve answers zegeld. For each question that a
message gives rise to there is a message for each lie: a name in it says what
the server does there, and all else is answered well. Each must end with the
result it is due and the disposition that the configuration has for it, while
other messages go on. What bogus DNSSEC comes to is in the stories.
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
NXDOMAIN = 3

CONFIG = """authserv-id = "mx.example.nl"
listener "unix:{folder}/mta" {{ mode = verify }}
verifying {{
    temperror = tempfail
    permerror = reject
}}
spf {{
    temperror = tempfail
    permerror = reject
    fail = quarantine
}}
dmarc {{
    temperror = tempfail
    permerror = reject
}}
dns {{
    resolver = "127.0.0.1@{port}"
    trust-anchor = "none"
}}
"""

# what it is, whatever is asked
LIES = {
    "silent": "a server that says nothing",
    "servfail": "SERVFAIL",
    "refused": "REFUSED",
    "notimp": "NOTIMP",
    "garbage": "octets that are no packet",
    "short": "half a packet header",
    "cut": "a packet that ends too early",
    "wrongid": "the answer to another id",
    "wrongname": "the answer to another question",
    "notcp": "truncated, and TCP is dead",
    "drip": "truncated, and TCP drips an octet at a time",
    "loop": "a CNAME to itself",
    "circle": "two CNAMEs in a circle",
}

# and what it is in a TXT record
TEXTS = {
    "huge": "65,000 octets of TXT",
    "empties": "a thousand empty strings",
    "nostring": "a string that is longer than its record",
    "good": "a record of something else",
}

# how a reply begins that is due to each result
TEMPERROR, PERMERROR, FAIL, NOTHING = "temperror", "permerror", "fail", "none"

DKIM = {
    TEMPERROR: "reply 451 4.7.5 Unable to verify DKIM signature",
    PERMERROR: "reply 550 5.7.20 No passing DKIM signature found",
}
SPF = {
    TEMPERROR: "reply 451 4.7.24 SPF validation error: MAIL FROM",
    PERMERROR: "reply 550 5.7.24 SPF validation error: MAIL FROM",
    FAIL: "quarantine SPF validation failed: MAIL FROM",
    NOTHING: "continue",
}
DMARC = {
    TEMPERROR: "reply 451 4.7.1 Unable to apply DMARC",
    PERMERROR: "reply 550 5.7.1 Unable to apply DMARC",
    NOTHING: "continue",
}

# the question, how the replies begin, the result of LIES, those of TEXTS
QUESTIONS = [
    ("key", "the TXT of a key", DKIM, TEMPERROR,
     {"huge": PERMERROR, "empties": PERMERROR, "nostring": PERMERROR,
      "good": PERMERROR}),
    ("spf", "the TXT of an SPF record", SPF, TEMPERROR,
     {"huge": PERMERROR, "empties": NOTHING, "nostring": PERMERROR,
      "good": NOTHING}),
    ("a", "the A of a mechanism", SPF, TEMPERROR, {}),
    ("mx", "the MX of a mechanism", SPF, TEMPERROR, {}),
    ("mxa", "the A of a mail server", SPF, TEMPERROR, {}),
    ("include", "the TXT of an include", SPF, TEMPERROR,
     {"huge": PERMERROR, "empties": PERMERROR, "nostring": PERMERROR,
      "good": PERMERROR}),
    # rfc7208#5.5: "If a DNS error occurs while doing the PTR RR lookup, then
    # this mechanism fails to match."
    ("ptr", "the PTR of a client", SPF, FAIL, {}),
    # rfc7208#5.5: "If a DNS error occurs while doing an A RR lookup, then that
    # domain name is skipped"
    ("ptra", "the A of the name of a client", SPF, FAIL, {}),
    # a record longer than is looked at is none: see dmarc/dmarcrecord
    ("dmarc", "the TXT of a DMARC record", DMARC, TEMPERROR,
     {"huge": NOTHING, "empties": NOTHING, "nostring": PERMERROR,
      "good": NOTHING}),
]

ALL = {**LIES, **TEXTS}

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

PLAIN = """From: Jan <jan@{domain}>\r
Subject: trouble\r
\r
"""


# --- the server ---------------------------------------------------------------

RECORDS = {
    "a": "v=spf1 a:{lie}.a.lies.example -all",
    "mx": "v=spf1 mx:{lie}.mx.lies.example -all",
    "mxa": "v=spf1 mx:{lie}.via.example -all",
    "include": "v=spf1 include:{lie}.lies.example -all",
    "ptr": "v=spf1 ptr -all",
    "ptra": "v=spf1 ptr -all",
}
MX, PTR = 15, 12
ADDRESSES = {"ptr": "192.0.2.", "ptra": "198.51.100."}


def address_of(question, lie):
    """A client of which the reverse name says what the server does there."""
    return ADDRESSES.get(question, "203.0.113.") + str(sorted(ALL).index(lie))


def lie_of_reverse(labels):
    return sorted(ALL)[int(labels[0])]


def mail_server(q, lie):
    exchange = lyingserver.wire_name(f"{lie}.mxa.lies.example")
    return [(0, q.response(lyingserver.record(q.name, MX,
                                              b"\0\x0a" + exchange)))]


def client_name(q, lie):
    name = lyingserver.wire_name(f"{lie}.ptra.lies.example")
    return [(0, q.response(lyingserver.record(q.name, PTR, name)))]


def huge(q, over_tcp):
    """A record that begins as one should, and does not end."""
    begin = "v=DMARC1; p=reject; " if q.name.startswith("_dmarc.") else "v=spf1 "
    data = (begin + lyingserver.long_text(65000)).encode()
    strings = (data[i:i + 255] for i in range(0, 65000, 255))
    if not over_tcp:
        return [(0, q.response(flags=lyingserver.TC))]
    return [(0, q.response(lyingserver.record(q.name, lyingserver.TXT,
                                              lyingserver.txt(*strings))))]


def respond(q, over_tcp):
    """Lies where a name asks for it, and else tells what is needed for that."""
    labels = q.name.split(".")
    if "huge" in labels and q.name.endswith(".lies.example"):
        return huge(q, over_tcp)
    if q.name in ("circle.a.example", "circle.b.example"):
        return lyingserver.lie("circle", q, over_tcp)
    if q.name.endswith((".lies.example", "._domainkey.a.example")):
        return lyingserver.lie(labels[1 if labels[0] == "_dmarc" else 0], q,
                               over_tcp)
    if q.name.endswith("2.0.192.in-addr.arpa"):
        return lyingserver.lie(lie_of_reverse(labels), q, over_tcp)
    if q.name.endswith("100.51.198.in-addr.arpa"):
        return client_name(q, lie_of_reverse(labels))
    if q.name.endswith(".via.example"):
        return mail_server(q, labels[0])
    if labels[0] in ALL and labels[1] in RECORDS:
        text = RECORDS[labels[1]].format(lie=labels[0]).encode()
        return [(0, q.response(lyingserver.record(q.name, lyingserver.TXT,
                                                  lyingserver.txt(text))))]
    return [(0, q.response(flags=NXDOMAIN))]


# --- the messages -------------------------------------------------------------

def message(question, lie):
    if question == "key":
        text = SIGNED.format(lie=lie, signature="A" * 342 + "==")
    elif question == "dmarc":
        text = PLAIN.format(domain=lie + ".lies.example")
    else:
        text = PLAIN.format(domain="a.example")
    return milter_client.Message(text.encode())


def sender(question, lie):
    if question == "spf":
        return f"jan@{lie}.lies.example"
    if question in RECORDS:
        return f"jan@{lie}.{question}.senders.example"
    return "jan@a.example"


def reply(path, question, lie):
    """What becomes of a message, and after how many seconds."""
    start = time.monotonic()
    session = milter_client.Session(path, seconds=2 * SECONDS)
    session.silent = lambda: None  # to listen for nothing takes time
    envelope = milter_client.Envelope()
    envelope.address = address_of(question, lie)
    envelope.sender = sender(question, lie).encode()
    milter_client.greet(session, envelope)
    outcome = milter_client.deliver(session, envelope, message(question, lie))
    session.quit()
    held = outcome.of("quarantine")
    said = f"quarantine {held[0][0].decode()}" if held else outcome.reply
    return said, time.monotonic() - start


class Meanwhile(threading.Thread):
    """Other messages, one after the other, for as long as the rows take."""

    def __init__(self, path):
        super().__init__()
        self.path, self.ends, self.times, self.bad = path, False, [], []

    def run(self):
        while not self.ends:
            try:
                said, seconds = reply(self.path, "key", "good")
            except Exception as error:  # told in a row of its own
                self.bad.append(repr(error))
                return
            self.times.append(seconds)
            if not said.startswith(DKIM[PERMERROR]):
                self.bad.append(said)
            time.sleep(0.005)

    def median_ms(self):
        return 1000 * sorted(self.times)[len(self.times) // 2]


def tell(number, good, name, why=""):
    print(f"{'' if good else 'not '}ok {number} - {name}")
    if not good:
        print(f"# {why}")
    sys.stdout.flush()
    return not good


def ask(path, question, lie, said):
    try:
        said[lie] = reply(path, question, lie)
    except Exception as error:
        said[lie] = (repr(error), 0)


def all_at_once(path, question, lies, said):
    """Every lie in a message of its own, all under way together."""
    threads = [threading.Thread(target=ask, args=(path, question, lie, said))
               for lie in lies if lie not in said]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def quiet_times(path):
    quiet = Meanwhile(path)
    quiet.start()
    time.sleep(1)
    quiet.ends = True
    quiet.join()
    return quiet


def rows(path):
    quiet, meanwhile = quiet_times(path), Meanwhile(path)
    meanwhile.start()
    alone = {}
    for question, _, _, _, texts in QUESTIONS:
        alone[question] = {}
        if ALONE in texts:
            ask(path, question, ALONE, alone[question])
    failed = number = 0
    slowest = 0.0
    for question, what, begins, result, texts in QUESTIONS:
        due = {**dict.fromkeys(LIES, result), **texts}
        for lie, (words, seconds) in sorted(
                all_at_once(path, question, due, alone[question]).items()):
            good = words.startswith(begins[due[lie]]) and seconds < SECONDS
            number += 1
            failed += tell(number, good, f"{what}: {ALL[lie]}: {due[lie]}",
                           f"{words} after {seconds:.1f} s")
            slowest = max(slowest, seconds)
    meanwhile.ends = True
    meanwhile.join()
    print(f"# the slowest took {slowest:.1f} s; {len(meanwhile.times)} others "
          f"passed meanwhile, {meanwhile.median_ms():.2f} ms each; before, "
          f"{quiet.median_ms():.2f} ms")
    failed += tell(number + 1, not quiet.bad and not meanwhile.bad,
                   "others got what they were due meanwhile",
                   quiet.bad + meanwhile.bad)
    failed += tell(number + 2, len(meanwhile.times) > 100,
                   "and did not wait for the bad ones",
                   f"only {len(meanwhile.times)} passed")
    return failed, number + 2


def main():
    programs = pathlib.Path(sys.argv[1]).resolve()
    server = lyingserver.Server(respond=respond)
    with tempfile.TemporaryDirectory(prefix="zegel-") as folder:
        desk = daemon_desk.Desk(programs / "zegeld", programs / "zegel",
                                pathlib.Path(folder), folder)
        (desk.folder / "zegel.conf").write_text(
            CONFIG.format(folder=folder, port=server.port))
        desk.now = int(time.time())
        desk.start([desk.path("mta")])
        failed, number = rows(desk.path("mta"))
        fault = desk.stop()
        failed += tell(number + 1, fault is None, "it ends in order", fault)
    print(f"1..{number + 1}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
