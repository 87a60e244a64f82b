# SPDX-License-Identifier: ISC
"""judgeworld -- a receiver among many domains: a Postfix and a zegeld of
veenstad.example, and an NSD with a signed zone of all of example.

SMTP is spoken octet by octet, so that a test may say what no library would.
"""

import re
import socket
import sys

from mailworld import DOMAIN, HERE, expect, fields, header
import place
from daemon import Daemon
from nameserver import Nameserver
from postfix import Postfix, as_sent

sys.path.insert(0, str(HERE.parent / "hostile"))

from hostile_case import ED, record, zone_txt  # noqa: E402
from hostile_seal import Message, seal  # noqa: E402

# Addresses that mail comes from: that of the others (place.OUTSIDE4), of a
# victim, of a forwarder we trust, of a mailing list.
VICTIM4, FORWARDER4, LIST4 = "192.0.2.50", "192.0.2.60", "192.0.2.70"
SELECTOR = "k1"

# Postfix puts in fields that are missing for clients of its own machine.
AS_SENT = "local_header_rewrite_clients =\n"


class JudgeWorld:
    """`records` are those of the other domains, below example; `mta` is what
    Postfix is told besides."""

    def __init__(self, here, programs, records, mta=""):
        self.here, self.sent = here, 0
        for address in (VICTIM4, FORWARDER4, LIST4):
            place.run("ip", "address", "add", address + "/32", "dev", "lo")
        self.daemon = Daemon(here, programs, DOMAIN, None)
        own = self.daemon.key("r2026", "rsa")
        self.names = Nameserver(here, "example", own + records)
        self.daemon.anchor = self.names.anchor
        self.daemon.configure()
        self.daemon.start()
        self.mta = Postfix(here, DOMAIN, self.daemon.incoming,
                           self.daemon.outgoing, AS_SENT + mta)

    def restart(self, verifying="", more=""):
        self.daemon.configure(verifying, more)
        self.daemon.stop()
        self.daemon.start()

    def told(self):
        """The daemon's line about the last message."""
        return self.daemon.log().rstrip().splitlines()[-1]


def signed(message, domain, key=ED, selector=SELECTOR, **more):
    """The message with a signature of the domain."""
    change = {"d": domain, **more.pop("change", {})}
    return seal(message, key, selector=selector, change=change, **more)


def key_of(domain, key=ED, selector=SELECTOR):
    """The record of the key that `signed` uses, for a zone."""
    owner = f"{selector}._domainkey.{domain}".encode()
    return zone_txt(owner, [record(key)]) + "\n"


def txt(name, text):
    return f'{name}. TXT "{text}"\n'


class Refused(Exception):
    """What the server said, and after which words of ours."""

    def __init__(self, reply, words):
        super().__init__(f"{words[:60]!r}: {reply}")
        self.code, self.reply = int(reply[:3]), reply
        self.at_end = words == b"."


class Smtp:
    """One SMTP session, word for word."""

    def __init__(self, port, source):
        host = "::1" if ":" in source else "127.0.0.1"
        self.socket = socket.create_connection((host, port), 30, (source, 0))
        self.file = self.socket.makefile("rb")
        self.reply(b"")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()

    def reply(self, words):
        lines = []
        while True:
            line = self.file.readline().decode("utf-8", "replace").rstrip()
            lines.append(line)
            if line[3:4] != "-":
                break
        text = "\n".join(lines)
        if not text.startswith(("2", "3")):
            raise Refused(text or "421 gone", words)
        return text

    def say(self, words):
        words = words.encode() if isinstance(words, str) else words
        self.socket.sendall(words + b"\r\n")
        return self.reply(words)

    def send(self, octets):
        """A message, dots doubled."""
        self.say("DATA")
        octets = re.sub(rb"(?m)^\.", b"..", octets)
        self.socket.sendall(octets + (b"" if octets.endswith(b"\r\n")
                                      else b"\r\n"))
        return self.say(b".")


def deliver(world, message, mail_from, helo="client.example",
            source=place.OUTSIDE4, options=""):
    """Sends to port 25; the message as it arrived. `mail_from` is what stands
    behind MAIL FROM:, brackets and all. Raises Refused."""
    world.sent += 1
    user = f"judged{world.sent}"
    octets = message.eml() if isinstance(message, Message) else message
    with Smtp(25, source) as smtp:
        smtp.say(f"EHLO {helo}")
        smtp.say(b"MAIL FROM:" + (mail_from.encode() if
                                  isinstance(mail_from, str) else mail_from)
                 + options.encode())
        smtp.say(f"RCPT TO:<{user}@{DOMAIN}>")
        smtp.send(octets)
    return as_sent(world.mta.wait_mail(user))


def own_results(message):
    """What our field says: a list of (method, result, text)."""
    own = [v for v in fields(message, "Authentication-Results")
           if v.startswith(f"mail.{DOMAIN};")]
    expect(len(own) == 1, "one field of ours expected:", header(message))
    found = []
    for part in own[0].split(";")[1:]:
        method, _, rest = part.strip().partition("=")
        found.append((method, rest.split(" ")[0], part.strip()))
    return found


def result_of(message, method):
    """The results of a method, joined, and their texts."""
    found = [r for r in own_results(message) if r[0] == method]
    return "+".join(r[1] for r in found), " ".join(r[2] for r in found)
