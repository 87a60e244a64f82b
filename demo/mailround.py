#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""mailround.py PROGRAMS -- the main job, for real, in a minute: a message goes
out signed and comes in judged, through a Postfix, a name server with DNSSEC and
a zegeld that live for as long as this runs, in a folder and a network of their
own. PROGRAMS is the folder with zegel and zegeld.
"""

import pathlib
import re
import sys
import textwrap

import place
from daemon import Daemon
from nameserver import Nameserver
from postfix import Postfix, as_sent

DOMAIN = "veenstad.example"
BOLD, PLAIN = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")

LETTER = f"""From: Gemeente Veenstad <balie@{DOMAIN}>
To: Noor <noor@{DOMAIN}>
Subject: Uw afspraak op dinsdag 8 december
Date: Tue, 1 Dec 2026 09:00:00 +0100
Message-ID: <afspraak-8841@{DOMAIN}>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Beste Noor,

U kunt op dinsdag 8 december om 19.15 uur terecht voor uw paspoort.

Met vriendelijke groet,
de stadswinkel
"""

# Our own server may send for us, and nobody else; what fails is to be refused.
POLICY = """@ TXT "v=spf1 ip4:127.0.0.1 -all"
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@veenstad.example"
"""

FORGED = (f"Authentication-Results: mail.{DOMAIN}; dmarc=pass"
          f" header.from={DOMAIN}\r\n")


def title(text):
    print(f"\n{BOLD}{text}{PLAIN}\n")


def tell(text):
    print(textwrap.fill(" ".join(text.split()), 78))


def show(text):
    for line in text.rstrip().splitlines():
        print("    " + line if len(line) < 74 else f"    {line[:71]}...")


def header(message):
    return message.split(b"\r\n\r\n")[0].decode("utf-8", "replace")


def fields(message, name):
    """The fields of that name, with their folds."""
    return re.findall(rf"^{name}:(?:[^\r\n]|\r\n[ \t])*", header(message),
                      re.M | re.I)


def show_whole(lines):
    for line in lines:
        print(textwrap.fill(line, 74, initial_indent="    ",
                            subsequent_indent="      ", break_long_words=False,
                            break_on_hyphens=False))


class Round:
    def __init__(self, here, programs):
        self.here, self.programs = here, programs
        self.good = self.bad = 0

    def check(self, what, holds):
        self.good += bool(holds)
        self.bad += not holds
        print(f"  {'ok    ' if holds else 'NOT OK'}  {what}")

    def keys(self):
        title("1. Two keys for the domain, in the daemon's store")
        self.daemon = Daemon(self.here, self.programs, DOMAIN, None)
        records = ""
        for selector, algorithm in (("r2026", "rsa"), ("e2026", "ed25519")):
            print(f"  $ zegel key new --store keys.db -d {DOMAIN} -s "
                  f"{selector} --algorithm {algorithm}")
            records += self.daemon.key(selector, algorithm)
        show(records)
        print()
        tell("And who may send in its name (SPF), what is to become of the rest"
             " (DMARC):")
        print()
        show(POLICY)
        return records + POLICY

    def servers(self, records):
        title("2. Name server, zegeld and Postfix")
        tell("The records stand in a zone that NSD serves, signed by DNSSEC."
             " zegeld signs what comes in by port 587 and judges what comes in"
             " by port 25, as the owner of the domain in From asks:")
        names = Nameserver(self.here, DOMAIN, records)
        self.daemon.anchor = names.anchor
        self.daemon.configure()
        print()
        show(self.daemon.config.read_text())
        self.daemon.start()
        self.postfix = Postfix(self.here, DOMAIN, self.daemon.incoming,
                               self.daemon.outgoing)

    def send(self, port, message, to, *more):
        path = self.here.path("message.eml")
        path.write_bytes(message)
        place.run("swaks", "--silent", "2", "--server", f"127.0.0.1:{port}",
                  "--from", f"balie@{DOMAIN}", "--to", f"{to}@{DOMAIN}",
                  "--data", f"@{path}", *more)
        return as_sent(self.postfix.wait_mail(to))

    def arrive(self, message, to):
        return self.send(25, message, to, "--local-interface", place.OUTSIDE4)

    def leaves(self):
        title("3. The town hall mails Noor: by port 587, as people of ours do")
        sent = self.send(587, LETTER.replace("\n", "\r\n").encode(), "noor")
        show(header(sent))
        print()
        self.check("the message left with two signatures",
                   len(fields(sent, "DKIM-Signature")) == 2)
        return sent

    def comes_in(self, sent):
        title("4. It comes in from outside, by port 25; with a lie on top")
        tell("A forwarder passes it on: its address is not one of the town"
             " hall's, so SPF fails; the signatures hold. And somebody put in an"
             " Authentication-Results field that says it is from us.")
        got = self.arrive(FORGED.encode() + sent, "noor-arrived")
        results = fields(got, "Authentication-Results")
        print()
        show(got.decode("utf-8", "replace"))
        print()
        self.check("one Authentication-Results field, ours: the lie is gone",
                   len(results) == 1)
        said = "".join(results)
        self.check("spf=fail, dkim=pass twice, so dmarc=pass",
                   "spf=fail" in said and said.count("dkim=pass") == 2
                   and "dmarc=pass" in said)

    def refusal(self, send, *words):
        """Sends what is to be refused; true when it was."""
        try:
            send(*words)
            refused = ""
        except place.Trouble as trouble:
            refused = str(trouble)
        print()
        show_whole(re.findall(r".*\b550 .*", refused))
        print()
        return " 550 " in refused

    def changed(self, sent):
        title("5. Somebody changes the hour")
        tell("Now neither holds, and the town hall's DMARC record says reject:")
        self.check("refused, for the owner of the domain asks for it",
                   self.refusal(self.arrive,
                                sent.replace(b"19.15", b"07.15"), "never"))

    def forged(self):
        title("6. Somebody else writes as the town hall")
        tell("Not signed, from an address that is not the town hall's:")
        self.check("refused likewise",
                   self.refusal(self.arrive,
                                LETTER.replace("\n", "\r\n").encode(), "never"))

    def unsigned(self):
        title("7. And a letter that nobody can sign for")
        tell("Port 587 must sign, and we have no key for that domain:")
        text = LETTER.replace(f"balie@{DOMAIN}", "ceo@bank.example")
        self.check("refused, with the reason",
                   self.refusal(self.send, 587,
                                text.replace("\n", "\r\n").encode(), "never"))

    def run(self):
        records = self.keys()
        self.servers(records)
        sent = self.leaves()
        self.comes_in(sent)
        self.changed(sent)
        self.forged()
        self.unsigned()
        title("What zegeld said meanwhile")
        show_whole(self.daemon.log().splitlines())
        title(f"{self.good} of {self.good + self.bad} as expected")
        return 1 if self.bad else 0


def main():
    place.enter()
    with place.Place() as here:
        try:
            return Round(here, pathlib.Path(sys.argv[1]).resolve()).run()
        except place.Trouble as trouble:
            print(f"mailround: {trouble}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
