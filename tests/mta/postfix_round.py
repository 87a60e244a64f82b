#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""postfix_round.py PROGRAMS -- zegeld beside a real Postfix. TAP.

A Postfix, an NSD with a zone signed by DNSSEC and a zegeld of the test's own,
in a network of its own: mail leaves by port 587, arrives by port 25.
"""

import json
import re
import smtplib
import subprocess
import sys

from mailworld import (DOMAIN, Tap, World, expect, fields, header, letter,
                       place, programs, results)
from postfix import Postfix, as_sent

import dkim

FORGED = [
    f"Authentication-Results: mail.{DOMAIN}; dkim=pass\r\n",
    f"AUTHENTICATION-RESULTS: Mail.{DOMAIN.upper()}; dkim=pass\r\n",
    f"Authentication-Results:\r\n mail.{DOMAIN}; spf=pass\r\n",
    f"Authentication-Results: (hi) mail.{DOMAIN} 1; dmarc=pass\r\n",
    f'Authentication-Results: "mail.{DOMAIN}"; dkim=pass\r\n',
]
OTHERS = [
    "Authentication-Results: mx.other.example; dkim=fail\r\n",
    "Authentication-Results: mx.third.example; none\r\n",
]


def zegel_says(world, message):
    """What the command says of a message, asking the same name server."""
    path = world.here.path("asked.eml")
    path.write_bytes(message)
    done = subprocess.run(
        [world.daemon.programs / "zegel", "verify", "--json", "--resolver",
         "127.0.0.1", "--trust-anchor", world.names.anchor, path],
        capture_output=True, text=True, timeout=60)
    return json.loads(done.stdout)


def opendkim_says(message):
    done = subprocess.run(["opendkim-testmsg"], input=message,
                          capture_output=True, timeout=60)
    return done.returncode == 0, done.stderr


def leaving(tap, world):
    with tap.row("mail submitted by swaks leaves with an RSA and an Ed25519"
                 " signature"):
        path = world.here.path("letter.eml")
        path.write_bytes(letter())
        place.run("swaks", "--silent", "2", "--server", "127.0.0.1:587",
                  "--from", f"balie@{DOMAIN}", "--to", f"swaks@{DOMAIN}",
                  "--data", f"@{path}")
        world.signed = as_sent(world.mta.wait_mail("swaks"))
        found = fields(world.signed, "DKIM-Signature")
        expect(len(found) == 2, header(world.signed))
        expect("a=rsa-sha256" in found[0] and "a=ed25519-sha256" in found[1],
               found)
    with tap.row("zegel verifies both, by DNSSEC"):
        said = zegel_says(world, world.signed)["dkim"]
        expect([(s["result"], s["dnssec"]) for s in said]
               == [("pass", "secure")] * 2, said)
    for index, name in enumerate(("RSA", "Ed25519")):
        with tap.row(f"dkimpy verifies the {name} signature"):
            verifier = dkim.DKIM(world.signed)
            expect(verifier.verify(idx=index), "it does not")
    with tap.row("opendkim-testmsg verifies the RSA signature"):
        good, why = opendkim_says(without(world.signed, "a=ed25519"))
        expect(good, why)


def without(message, text):
    """The message without the signature fields that hold the text."""
    head, body = message.split(b"\r\n\r\n", 1)
    kept = [f for f in re.split(rb"\r\n(?![ \t])", head)
            if text.encode() not in f]
    return b"\r\n".join(kept) + b"\r\n\r\n" + body


def coming_back(tap, world):
    with tap.row("rfc8601#4.1: it comes in by port 25 and gets dkim=pass, on"
                 " top of all"):
        world.arrived = world.arrive(world.signed)
        said = results(world.arrived)
        expect(said.count("dkim=pass") == 2, said)
    with tap.row("what arrived still verifies"):
        said = zegel_says(world, world.arrived)["dkim"]
        expect([s["result"] for s in said] == ["pass", "pass"], said)
    with tap.row("a changed body gets dkim=fail"):
        got = world.arrive(world.signed.replace(b"8 december", b"9 december"))
        expect(results(got).count("dkim=fail") == 2, results(got))
    with tap.row("a changed Subject gets dkim=fail"):
        got = world.arrive(world.signed.replace(b"Subject: Uw", b"Subject: U"))
        expect(results(got).count("dkim=fail") == 2, results(got))
    with tap.row("an unsigned message gets dkim=none"):
        got = world.arrive(letter())
        expect("dkim=none" in results(got), results(got))
    with tap.row("from an IPv6 address likewise"):
        got = world.arrive(world.signed, source=place.OUTSIDE6)
        expect(results(got).count("dkim=pass") == 2, results(got))
    with tap.row("rfc8601#5: fields that claim our name are gone, others stay"
                 " in their order"):
        text = "".join(a + b for a, b in zip(FORGED, OTHERS + [""] * 3))
        got = world.arrive(text.encode() + world.signed)
        expect(results(got).count("dkim=pass") == 2, results(got))
        kept = [v.split(";")[0]
                for v in fields(got, "Authentication-Results")[1:]]
        expect(kept == ["mx.other.example", "mx.third.example"], kept)
    with tap.row("a client from outside who writes as us is verified, not"
                 " signed"):
        got = world.arrive(letter())
        expect(fields(got, "DKIM-Signature") == [], header(got))


def other_ways_in(tap, world):
    with tap.row("mail handed in by sendmail(1) is signed"):
        world.mta.sendmail(f"balie@{DOMAIN}", f"local@{DOMAIN}",
                           letter().decode().replace("\r\n", "\n"))
        got = as_sent(world.mta.wait_mail("local"))
        said = zegel_says(world, got)["dkim"]
        expect([s["result"] for s in said] == ["pass", "pass"], said)
    with tap.row("rfc8616: SMTPUTF8 mail is signed, and verified"):
        message = letter(subject="Noëlle: één café", body="Zeeën.\r\n",
                         sender=f"noëlle@{DOMAIN}")
        options = ("SMTPUTF8", "BODY=8BITMIME")
        got = world.leave(message, options=options)
        said = zegel_says(world, got)["dkim"]
        expect([s["result"] for s in said] == ["pass", "pass"], said)
        got = world.arrive(got, options=options)
        expect(results(got).count("dkim=pass") == 2, results(got))
    with tap.row("three messages in one SMTP session, one given up between"):
        with smtplib.SMTP("127.0.0.1", 587, "client.example") as smtp:
            for i in range(3):
                smtp.sendmail(f"balie@{DOMAIN}", [f"row{i}@{DOMAIN}"],
                              letter(subject=f"row {i}"))
                smtp.mail(f"balie@{DOMAIN}")
                smtp.rcpt(f"noor@{DOMAIN}")
                smtp.rset()
        for i in range(3):
            got = as_sent(world.mta.wait_mail(f"row{i}"))
            said = zegel_says(world, got)["dkim"]
            expect([s["result"] for s in said] == ["pass", "pass"], said)
    with tap.row("25 MB leave and arrive"):
        line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJ"
        big = letter() + (line + b"\r\n") * (25 * 1024 * 1024 // 61)
        got = world.arrive(world.leave(big))
        expect(results(got).count("dkim=pass") == 2, results(got))
    with tap.row("a domain without a key does not leave by 587"):
        code, text = world.refusal(world.leave,
                                   letter(sender="ceo@bank.example"))
        expect(code == 550 and "no key" in text, code, text)
    with tap.row("rfc5322#3.6: two From fields do not leave by 587"):
        code, text = world.refusal(
            world.leave, b"From: <x@y.example>\r\n" + letter())
        expect(code == 550, code, text)


def dispositions(tap, world):
    bad = world.signed.replace(b"8 december", b"9 december")
    world.restart("    fail = reject")
    with tap.row("rfc7372#3.1: reject: 550 5.7.20, and why"):
        code, text = world.refusal(world.arrive, bad)
        expect(code == 550 and text.startswith("5.7.20 "), code, text)
    with tap.row("what passes is not rejected"):
        expect("dkim=pass" in results(world.arrive(world.signed)))
    world.restart('    fail = mark\n    mark-subject = "[FALSE?] "')
    with tap.row("mark: a field and a prefix"):
        got = world.arrive(b"X-Spam-Flag: NO\r\n" + bad)
        expect(fields(got, "X-Spam-Flag") == ["YES"], header(got))
        expect(fields(got, "Subject") == ["[FALSE?] Uw afspraak"],
               header(got))
    with tap.row("what passes is not marked"):
        got = world.arrive(world.signed)
        expect(fields(got, "X-Spam-Flag") == [], header(got))
    world.restart("    fail = quarantine")
    with tap.row("quarantine: Postfix holds it"):
        world.hand_in(25, bad, user="held", source=place.OUTSIDE4)
        queue = place.run("postqueue", "-c",
                          world.mta.folder / "etc", "-p")
        expect(re.search(r"[0-9A-Z]+!", queue) and f"held@{DOMAIN}" in queue,
               queue)
    world.restart("    temperror = tempfail", "idle-timeout = 60")
    with tap.row("a dead name server, temperror = tempfail: 451"):
        world.here.stop("nsd")
        code, text = world.refusal(world.arrive, world.signed)
        expect(code == 451 and text.startswith("4."), code, text)
    world.names.start()
    world.restart()
    with tap.row("it is there again: dkim=pass"):
        expect("dkim=pass" in results(world.arrive(world.signed)))


def store_changes(tap, world):
    with tap.row("a key that is added signs the next message"):
        records = world.daemon.key("r2027", "rsa")
        world.names.reload(world.records + records)
        world.restart()
        got = world.leave(letter())
        expect(len(fields(got, "DKIM-Signature")) == 3, header(got))
        said = zegel_says(world, got)["dkim"]
        expect({s["result"] for s in said} == {"pass"}, said)
    with tap.row("one that is removed, without a restart, no more"):
        world.daemon.zegel("key", "remove", "--store", world.daemon.store,
                           "-d", DOMAIN, "-s", "r2027", "--yes")
        got = world.leave(letter())
        expect(len(fields(got, "DKIM-Signature")) == 2, header(got))


def log_and_end(tap, world):
    with tap.row("one line for each message, with its queue id"):
        ids = set(re.findall(r"cleanup\[\d+\]: ([0-9A-F]+): message-id",
                             world.mta.log()))
        lines = world.daemon.log()
        missing = [i for i in ids if i not in lines]
        expect(len(missing) <= 1, "not told of:", missing)
    with tap.row("it ends on SIGTERM, and takes its sockets along"):
        code = world.daemon.stop()
        expect(code == 0, code)
        expect(not list(world.daemon.folder.glob("*.sock")))
    with tap.row("without it mail waits (milter_default_action = tempfail)"):
        try:
            world.leave(letter())
            raise AssertionError("it was taken")
        except smtplib.SMTPException as error:
            expect("451" in str(error), error)


def main():
    place.enter()
    tap = Tap()
    with place.Place() as here:
        world = World(here, programs(), Postfix)
        for part in (leaving, coming_back, other_ways_in, dispositions,
                     store_changes, log_and_end):
            part(tap, world)
        if tap.failed:
            print("# " + world.daemon.log().replace("\n", "\n# "))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
