#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""judge_round.py PROGRAMS -- SPF, DKIM and DMARC of mail that comes in by a
real Postfix. TAP.

Mail from many domains of a signed zone, sent word for word; what SMTP answers
and what stands in the mailbox are looked at.
"""

import re
import subprocess
import sys

from judgeworld import (FORWARDER4, LIST4, VICTIM4, JudgeWorld, Refused,
                        deliver, key_of, own_results, result_of, signed, txt)
from mailworld import DOMAIN, Tap, expect, fields, header, place, programs
from hostile_seal import Message

SPF_OURS = f"v=spf1 ip4:{place.OUTSIDE4} ip6:{place.OUTSIDE6} -all"
RECORDS = "".join([
    txt("good.example", SPF_OURS),
    txt("_dmarc.good.example", "v=DMARC1; p=reject"),
    key_of("good.example"), key_of("sub.good.example"),
    txt("sub.good.example", SPF_OURS),
    txt("never.example", "v=spf1 -all"),
    txt("_dmarc.never.example", "v=DMARC1; p=none"),
    txt("soft.example", "v=spf1 ~all"),
    txt("_dmarc.soft.example", "v=DMARC1; p=quarantine"),
    txt("wrong.example", "v=spf1 ip4:1.2.3 -all"),
    txt("_dmarc.wrong.example", "v=DMARC1; p=quarantine"),
    txt("bank.example",
        f"v=spf1 ip4:{VICTIM4} -all exp=why.bank.example"),
    txt("why.bank.example", "%{i} is none of ours"),
    txt("_dmarc.bank.example", "v=DMARC1; p=reject; rua=mailto:d@bank.example"),
    key_of("bank.example"),
    txt("strict.example", SPF_OURS),
    txt("_dmarc.strict.example", "v=DMARC1; p=reject; adkim=s; aspf=s"),
    txt("sub.strict.example", SPF_OURS), key_of("sub.strict.example"),
    txt("_dmarc.parent.example",
        "v=DMARC1; p=none; sp=quarantine; np=reject"),
    "here.parent.example. A 192.0.2.1\n",
    txt("_dmarc.try.example", "v=DMARC1; p=reject; t=y"),
    txt("try.example", "v=spf1 -all"),
    txt("other.example", SPF_OURS), key_of("other.example"),
    txt("list.example", f"v=spf1 ip4:{LIST4} -all"), key_of("list.example"),
    txt("forward.example", f"v=spf1 ip4:{FORWARDER4} -all"),
    txt("_dmarc.two.example", "v=DMARC1; p=reject"),
    txt("_dmarc.two.example", "v=DMARC1; p=none"),
    txt("two.example", "v=spf1 -all"), txt("two.example", "v=spf1 +all"),
    "neutral.example. TXT \"v=spf1 ?all\"\n",
    "_dmarc.neutral.example. TXT \"v=DMARC1; p=reject\"\n",
])


def letter(author, *more, fields=None):
    return Message([*more, *(fields or [b"From: Jan <" + author.encode()
                                        + b">"]),
                    f"To: Noor <noor@{DOMAIN}>".encode(),
                    b"Subject: afspraak",
                    b"Date: Tue, 1 Dec 2026 09:00:00 +0100",
                    b"Message-ID: <1@" + author.split("@")[-1].encode() + b">"],
                   b"Tot dinsdag.\r\n")


# sentence, author, MAIL FROM, the domains that sign it, more for deliver();
# SPF's result, DMARC's result, the policy told ("" none), what becomes of it:
# "", "marked", or the SMTP reply's beginning
ROWS = [
    ("rfc9989#5.3.5: SPF passes, aligned", "jan@good.example",
     "jan@good.example", [], {}, "pass", "pass", "reject", ""),
    ("rfc7208#2.6.3: SPF passes from an IPv6 address", "jan@good.example",
     "jan@good.example", [], {"source": place.OUTSIDE6}, "pass", "pass", "reject", ""),
    ("rfc9989#4.4.2: SPF passes for a subdomain, aligned as relaxed",
     "jan@good.example", "b@sub.good.example", [], {}, "pass", "pass",
     "reject", ""),
    ("rfc9989#4.4.2: SPF passes for another domain: not aligned",
     "jan@bank.example", "b@good.example", [], {}, "pass", "fail", "reject",
     "550 5.7.1 "),
    ("rfc9989#4.4.1: SPF fails, a signature is aligned", "jan@bank.example",
     "jan@bank.example", ["bank.example"], {}, "fail", "pass", "reject", ""),
    ("rfc9989#4.4.1: a signature of a subdomain is aligned as relaxed",
     "jan@good.example", "x@never.example", ["sub.good.example"], {}, "fail",
     "pass", "reject", ""),
    ("rfc9989#4.4.1: a signature of another domain is not aligned",
     "jan@bank.example", "jan@bank.example", ["other.example"], {}, "fail",
     "fail", "reject", "550 5.7.1 "),
    ("rfc9989#4.4: of two signatures one is aligned", "jan@bank.example",
     "x@never.example", ["other.example", "bank.example"], {}, "fail", "pass",
     "reject", ""),
    ("rfc9989#4.7: adkim=s, aspf=s: a subdomain is not aligned",
     "jan@strict.example", "b@sub.strict.example", ["sub.strict.example"], {},
     "pass", "fail", "reject", "550 5.7.1 "),
    ("rfc9989#4.7: aspf=s: the domain itself is", "jan@strict.example",
     "b@strict.example", [], {}, "pass", "pass", "reject", ""),
    ("rfc9989#5.4: p=none changes nothing", "jan@never.example",
     "jan@never.example", [], {}, "fail", "fail", "none", ""),
    ("p=quarantine, SPF softfail: marked", "jan@soft.example",
     "jan@soft.example", [], {}, "softfail", "fail", "quarantine", "marked"),
    ("p=quarantine, SPF permerror: marked", "jan@wrong.example",
     "jan@wrong.example", [], {}, "permerror", "fail", "quarantine",
     "marked"),
    ("p=reject, SPF neutral: rejected", "jan@neutral.example",
     "jan@neutral.example", [], {}, "neutral", "fail", "reject",
     "550 5.7.1 "),
    ("rfc7208#4.5: two SPF records: permerror", "jan@two.example",
     "jan@two.example", [], {}, "permerror", "none", "", ""),
    ("rfc9989#4.10: two DMARC records: none of them holds", "jan@two.example",
     "jan@other.example", [], {}, "pass", "none", "", ""),
    ("rfc9989#4.7: sp= for a subdomain that exists",
     "jan@here.parent.example", "x@never.example", [], {}, "fail", "fail",
     "quarantine", "marked"),
    ("rfc9989#4.7: np= for one that does not", "jan@gone.parent.example",
     "x@never.example", [], {}, "fail", "fail", "reject", "550 5.7.1 "),
    ("rfc9989#4.7: p= for the domain itself", "jan@parent.example",
     "x@never.example", [], {}, "fail", "fail", "none", ""),
    ("rfc9989#4.7: t=y: reject is quarantine", "jan@try.example",
     "jan@try.example", [], {}, "fail", "fail", "quarantine", "marked"),
    ("a domain without records: none, none", "jan@nothing.example",
     "jan@nothing.example", [], {}, "none", "none", "", ""),
    ("rfc7208#2.4: a null sender: HELO is checked, and aligned",
     "jan@good.example", "", [], {"helo": "good.example"}, "pass", "pass",
     "reject", ""),
    ("rfc7208#2.4: HELO does not help a sender that fails",
     "jan@bank.example", "jan@bank.example", [], {"helo": "good.example"},
     "fail", "fail", "reject", "550 5.7.1 "),
    ("rfc8616#4: a U-label in From is judged as its A-label",
     "jan@bücher.example", "x@never.example", [],
     {"options": " SMTPUTF8 BODY=8BITMIME"}, "fail", "none", "", ""),
]


def send(world, author, mail_from, signers, more, message=None):
    message = message or letter(author)
    for domain in signers:
        message = signed(message, domain)
    return deliver(world, message, f"<{mail_from}>", **more)


def judged(tap, world):
    for (name, author, mail_from, signers, more, spf, dmarc, policy,
         becomes) in ROWS:
        with tap.row(name):
            try:
                got = send(world, author, mail_from, signers, more)
            except Refused as refused:
                expect(becomes and refused.reply.startswith(becomes)
                       and refused.at_end, refused)
                line = world.told()
                expect(f" spf={spf}" in line and f" dmarc={dmarc}" in line,
                       line)
                continue
            expect(becomes in ("", "marked"), "taken:", header(got))
            expect(result_of(got, "spf")[0] == spf, header(got))
            said, text = result_of(got, "dmarc")
            expect(said == dmarc, header(got))
            expect((f"policy.dmarc={policy}" in text) == bool(policy), text)
            domain = author.split("@")[1].encode("idna").decode()
            expect(f"header.from={domain}" in text, text)
            expect(fields(got, "X-Spam-Flag")
                   == (["YES"] if becomes else []), header(got))


def swaks(world, *words):
    """What swaks saw: the whole dialogue."""
    return subprocess.run(
        ["swaks", "--server", "127.0.0.1:25", "--local-interface",
         place.OUTSIDE4, "--to", f"swaks@{DOMAIN}", *words],
        capture_output=True, text=True, timeout=60,
        env=place.environment()).stdout


def seen_by_swaks(tap, world):
    with tap.row("swaks sees a reject, with the domain and why"):
        said = swaks(world, "--from", "ceo@bank.example", "--header",
                     "From: ceo@bank.example")
        reply = re.search(r"<\*\* (550.*)", said)
        expect(reply and reply[1].startswith("550 5.7.1 ")
               and "bank.example" in reply[1], said)
    with tap.row("swaks sees an honest message taken"):
        said = swaks(world, "--from", "jan@good.example", "--header",
                     "From: jan@good.example")
        expect(re.search(r"<-  250 2\.0\.0", said), said)
        got = world.mta.wait_mail("swaks")
        expect(b"dmarc=pass" in got, got)


def odd_authors(tap, world):
    rows = [
        ("two From fields", [b"From: a@good.example", b"From: b@bank.example"],
         "more than one From"),
        ("two From fields of one domain",
         [b"From: a@good.example", b"From: b@good.example"],
         "more than one From"),
        ("addresses of two domains",
         [b"From: a@good.example, b@bank.example"], "several domains"),
        ("no From", [b"X-None: yes"], "no From"),
        ("a group without an address", [b"From: undisclosed:;"],
         "no address"),
        ("a From that can be read in two ways",
         [b"From: <b@bank.example> <a@good.example>"], "malformed"),
        ("an address literal", [b"From: a@[192.0.2.7]"], "literal"),
    ]
    for name, author, text in rows:
        with tap.row(f"rfc9989#5.3.1: {name}: refused, and told why"):
            try:
                got = deliver(world, letter("a@good.example", fields=author),
                              "<a@good.example>")
            except Refused as refused:
                expect(refused.reply.startswith("550 5.7.1 ")
                       and text in refused.reply, refused)
                continue
            raise AssertionError(header(got))
    with tap.row("two addresses of one domain are one author"):
        got = deliver(world, letter("a@good.example", fields=[
            b"From: a@good.example, b@good.example"]), "<a@good.example>")
        expect(result_of(got, "dmarc")[0] == "pass", header(got))


FORGED = [
    f"Authentication-Results: mail.{DOMAIN}; dmarc=pass header.from=bank.example",
    f"authentication-results: MAIL.{DOMAIN.upper()};\r\n spf=pass",
    f"Authentication-Results: (x) mail.{DOMAIN} 1; dmarc=pass",
]


def forged(tap, world):
    with tap.row("rfc8601#5: forged results are gone, others' stay"):
        more = [f.encode() for f in FORGED]
        other = b"Authentication-Results: mx.other.example; dmarc=pass"
        got = deliver(world, letter("jan@never.example", *more, other),
                      "<jan@never.example>")
        expect(result_of(got, "dmarc")[0] == "fail", header(got))
        kept = fields(got, "Authentication-Results")[1:]
        expect(kept == ["mx.other.example; dmarc=pass"], kept)
    with tap.row("rfc7001: a forged Received-SPF changes nothing"):
        got = deliver(world, letter(
            "jan@never.example", b"Received-SPF: pass (mail.veenstad.example)"),
            "<jan@never.example>")
        expect(result_of(got, "spf")[0] == "fail", header(got))


def indirect(tap, world):
    listed = (b"List-Id: Nieuws <news.list.example>",)
    with tap.row("rfc9989#7.4: a list that is what it says: marked, not"
                 " rejected"):
        got = deliver(world, letter("jan@bank.example", *listed),
                      "<news-bounces@list.example>", source=LIST4)
        expect(result_of(got, "dmarc")[0] == "fail", header(got))
        expect(fields(got, "X-Spam-Flag") == ["YES"], header(got))
        expect("override=mailing_list" in world.told(), world.told())
    with tap.row("likewise by the list's signature"):
        message = signed(letter("jan@bank.example", *listed), "list.example")
        got = deliver(world, message, "<jan@bank.example>")
        expect(fields(got, "X-Spam-Flag") == ["YES"], header(got))
    for name, more in (("nothing", {}),
                       ("another domain", {"mail_from": "<a@other.example>"})):
        with tap.row(f"a List-Id that {name} vouches for: rejected"):
            try:
                more = {"mail_from": "<jan@bank.example>", **more}
                deliver(world, letter("jan@bank.example", *listed), **more)
                raise AssertionError("it was taken")
            except Refused as refused:
                expect(refused.code == 550, refused)
    world.restart("", "dmarc {\n trusted-forwarders = { \"forward.example\" }\n"
                  f" trusted-networks = {{ \"{LIST4}/32\" }}\n}}\n")
    with tap.row("a trusted forwarder, by SPF: taken"):
        got = deliver(world, letter("jan@bank.example"), "<a@forward.example>",
                      source=FORWARDER4)
        expect(fields(got, "X-Spam-Flag") == [], header(got))
        expect("override=trusted_forwarder" in world.told(), world.told())
    with tap.row("a trusted network: taken"):
        deliver(world, letter("jan@bank.example"), "<a@bank.example>",
                source=LIST4)
    with tap.row("who only says to be the forwarder: rejected"):
        try:
            deliver(world, letter("jan@bank.example"), "<a@forward.example>")
            raise AssertionError("it was taken")
        except Refused as refused:
            expect(refused.code == 550, refused)


def local_policies(tap, world):
    world.restart("", "dmarc {\n reject = quarantine\n quarantine = accept\n"
                  " bad-from = accept\n}\nspf {\n fail = reject\n"
                  " softfail = reject\n}\n")
    with tap.row("softfail = reject: 550"):
        try:
            deliver(world, letter("jan@soft.example"), "<jan@soft.example>")
            raise AssertionError("it was taken")
        except Refused as refused:
            expect(refused.reply.startswith("550 5.7.1 SPF "), refused)
    with tap.row("rfc7372#3.2: fail = reject: 550 5.7.23, and what the domain"
                 " has to say"):
        try:
            deliver(world, letter("jan@bank.example"), "<jan@bank.example>")
            raise AssertionError("it was taken")
        except Refused as refused:
            expect(refused.reply.startswith("550 5.7.23 ")
                   and "192.0.2.7 is none of ours" in refused.reply, refused)
    with tap.row("bad-from = accept: dmarc=permerror, taken"):
        got = deliver(world, letter("a@good.example", fields=[
            b"From: a@good.example, b@bank.example"]), "<a@good.example>")
        expect(result_of(got, "dmarc")[0] == "permerror", header(got))
    world.restart("", "dmarc {\n check = no\n}\n")
    with tap.row("dmarc check = no: SPF and DKIM only"):
        got = deliver(world, letter("jan@bank.example"), "<jan@bank.example>")
        expect([r[0] for r in own_results(got)] == ["spf", "dkim"],
               header(got))
    world.restart()


def trouble(tap, world):
    with tap.row("a dead name server: temperror, and taken"):
        world.restart()
        world.here.stop("nsd")
        got = deliver(world, letter("jan@good.example"), "<jan@good.example>")
        expect(result_of(got, "spf")[0] == "temperror"
               and result_of(got, "dmarc")[0] == "temperror", header(got))
    world.restart("", "dmarc {\n temperror = tempfail\n}\n")
    with tap.row("temperror = tempfail: 451"):
        try:
            deliver(world, letter("jan@good.example"), "<jan@good.example>")
            raise AssertionError("it was taken")
        except Refused as refused:
            expect(refused.reply.startswith("451 4."), refused)


def main():
    place.enter()
    tap = Tap()
    with place.Place() as here:
        world = JudgeWorld(here, programs(), RECORDS)
        for part in (judged, seen_by_swaks, odd_authors, forged, indirect,
                     local_policies, trouble):
            part(tap, world)
        if tap.failed:
            print("# " + world.daemon.log().replace("\n", "\n# "))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
