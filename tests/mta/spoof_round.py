#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""spoof_round.py PROGRAMS -- who tries to write as bank.example. TAP.

The published attacks on what SPF, DKIM and DMARC are put together of, each sent
by SMTP to a real Postfix with zegeld, from an address and with a key of
attacker.example, which has both. No message may be told to pass DMARC for
bank.example, nor for attacker.example where a reader could see the bank in it.
On the way out nothing may be signed for a From that the login does not own.

Cases a1 to a19 and c1 to c3 are those of Chen, Paxson and Jiang (2020); w1 to
w14 those of Shen et al. (2021).
"""

import base64
import sys

from judgeworld import (VICTIM4, JudgeWorld, Refused, Smtp, as_sent, deliver,
                        key_of, own_results, signed, txt)
from mailworld import DOMAIN, Tap, expect, fields, header, place, programs
from hostile_case import OTHER_ED
from hostile_seal import Message

RECORDS = "".join([
    txt("bank.example", f"v=spf1 ip4:{VICTIM4} -all"),
    txt("_dmarc.bank.example", "v=DMARC1; p=reject"),
    key_of("bank.example", OTHER_ED),
    txt("attacker.example", f"v=spf1 ip4:{place.OUTSIDE4} -all"),
    txt("_dmarc.attacker.example", "v=DMARC1; p=none"),
    key_of("attacker.example"),
    txt("relaxed.example", f"v=spf1 ip4:{place.OUTSIDE4} -all"),
    # a suffix under which others have names, and who is at home there
    txt("_dmarc.suffix.example", "v=DMARC1; p=none; psd=y"),
    txt("_dmarc.bank.suffix.example", "v=DMARC1; p=reject"),
    txt("evil.suffix.example", f"v=spf1 ip4:{place.OUTSIDE4} -all"),
    key_of("evil.suffix.example"), key_of("suffix.example"),
    txt("suffix.example", f"v=spf1 ip4:{place.OUTSIDE4} -all"),
    key_of("notbank.example"), key_of("bank.example.attacker.example"),
    txt("notbank.example", f"v=spf1 ip4:{place.OUTSIDE4} -all"),
])
BANK, EVIL = b"ceo@bank.example", b"x@attacker.example"


def mail(*author, more=(), body=b"Maak snel over.\r\n"):
    return Message([*author, *more, f"To: Noor <noor@{DOMAIN}>".encode(),
                    b"Subject: spoed", b"Date: Tue, 1 Dec 2026 09:00:00 +0100",
                    b"Message-ID: <1@bank.example>"], body)


def ours(*author, **more):
    """Signed by the attacker, every field as it is."""
    return signed(mail(*author, **more), "attacker.example")


def as_bank(domain="attacker.example", **more):
    """From the bank, with a signature that says more than it may."""
    return signed(mail(b"From: " + BANK), domain, **more)


def word(text):
    return b"=?utf-8?B?" + base64.b64encode(text) + b"?="


FROM_BANK, FROM_EVIL = b"From: " + BANK, b"From: " + EVIL
SENDER = "<x@attacker.example>"

# name, message, MAIL FROM, HELO, what becomes of it: "refused", or what DMARC
# says of which domain
CASES = [
    ("a1: SPF of HELO does not count for a MAIL FROM",
     mail(FROM_BANK), "<any@gone.bank.example>", "attacker.example", "refused"),
    ("a2: a parenthesis in the local part of MAIL FROM",
     mail(FROM_BANK), "<(any@bank.example>", "attacker.example", "refused"),
    ("a2: the same, quoted",
     mail(FROM_BANK), '<"(any"@bank.example>', "attacker.example", "refused"),
    ("a3: a NUL in the selector",
     as_bank("bank.example", change={
         "s": b"k1._domainkey.attacker.example.\0.any"}),
     SENDER, "x.example", "refused"),
    ("a3: a NUL in d=",
     as_bank("bank.example\0.attacker.example"), SENDER, "x.example",
     "refused"),
    ("a4: an apostrophe in d=",
     as_bank("bank.example'a.attacker.example"), SENDER, "x.example",
     "refused"),
    ("a4: a quotation mark in d=",
     as_bank('bank.example"a.attacker.example'), SENDER, "x.example",
     "refused"),
    ("a5: a parenthesis in d=",
     as_bank("bank.example(a.attacker.example"), SENDER, "x.example",
     "refused"),
    ("a5: a parenthesis in the domain of MAIL FROM",
     mail(FROM_BANK), "<any@bank.example(a.attacker.example>", "x.example",
     "refused"),
    ("a6: two @ and an apostrophe in MAIL FROM",
     mail(FROM_BANK), "<any@bank.example'@any.attacker.example>", "x.example",
     "refused"),
    ("a6: the same, quoted",
     mail(FROM_BANK), '<"any@bank.example"@attacker.example>', "x.example",
     "refused"),
    ("a7: a route in MAIL FROM",
     mail(FROM_BANK), "<@bank.example,@any.example:x@attacker.example>",
     "x.example", "refused"),
    ("a8: two From fields, ours first",
     ours(FROM_EVIL, FROM_BANK), SENDER, "x.example", "refused"),
    ("a8: two From fields, the bank's first",
     ours(FROM_BANK, FROM_EVIL), SENDER, "x.example", "refused"),
    ("c1: a From on top of a message that was signed",
     ours(FROM_EVIL).plus(FROM_BANK), SENDER, "x.example", "refused"),
    ("c1: a From below all",
     ours(FROM_EVIL).plus(FROM_BANK, None), SENDER, "x.example", "refused"),
    ("a9: a From behind a space, first of all",
     mail(b" " + FROM_BANK, FROM_EVIL), SENDER, "x.example", "refused"),
    ("a9: a From behind a space, as a fold of the signature",
     ours(b" " + FROM_BANK, FROM_EVIL), SENDER, "x.example",
     "pass attacker.example"),
    ("a9: a From behind a space, as a fold of another field",
     ours(b"X-A: 1\r\n " + FROM_BANK, FROM_EVIL), SENDER, "x.example",
     "pass attacker.example"),
    ("a10: a space before the colon",
     ours(b"From : " + BANK, FROM_EVIL), SENDER, "x.example", "refused"),
    ("a11: a fold before the colon",
     ours(b"From\r\n : " + BANK, FROM_EVIL), SENDER, "x.example", "refused"),
    ("a12: the same, with a Sender",
     ours(b"From\r\n : " + BANK, more=(b"Sender: " + EVIL,)), SENDER,
     "x.example", "refused"),
    ("a13: the same, with a Resent-From",
     ours(b"From\r\n : " + BANK, more=(b"Resent-From: " + EVIL,)), SENDER,
     "x.example", "refused"),
    ("a13: From the bank, Resent-From ours",
     ours(FROM_BANK, more=(b"Resent-From: " + EVIL,)), SENDER, "x.example",
     "refused"),
    ("a14: two authors, the bank first",
     ours(b"From: " + BANK + b", " + EVIL), SENDER, "x.example", "refused"),
    ("c2: two authors, the bank last, with a Sender",
     ours(b"From: " + EVIL + b", " + BANK, more=(b"Sender: " + EVIL,)),
     SENDER, "x.example", "refused"),
    ("a15: an encoded word that is an address, then an address",
     ours(b"From: " + word(b"<ceo@bank.example>") + b", <" + EVIL + b">"),
     SENDER, "x.example", "refused"),
    ("a15: an encoded word in the address itself",
     ours(b"From: <" + word(BANK) + b">"), SENDER, "x.example", "refused"),
    ("a16: a route in From",
     ours(b"From: <@attacker.example,@any.example:" + BANK + b">"), SENDER,
     "x.example", "refused"),
    ("a17: a quoted pair outside quotes",
     ours(b"From: <" + BANK + b">\\,<" + EVIL + b">"), SENDER, "x.example",
     "refused"),
    ("a18: a bare address, a comma, one in brackets",
     ours(b"From: " + BANK + b",<" + EVIL + b">"), SENDER, "x.example",
     "refused"),
    ("a19: brackets, then a bare address",
     ours(b"From: <" + EVIL + b">" + BANK), SENDER, "x.example", "refused"),
    ("a19: a bare address, then brackets",
     ours(b"From: " + BANK + b"<" + EVIL + b">"), SENDER, "x.example",
     "refused"),
    ("w2: MAIL FROM of another domain than From",
     mail(FROM_BANK), SENDER, "x.example", "refused"),
    ("w3: a null sender, HELO ours",
     mail(FROM_BANK), "<>", "attacker.example", "refused"),
    ("w3: a null sender, HELO the bank's",
     mail(FROM_BANK), "<>", "bank.example", "refused"),
    ("w4: two From fields of which one is empty",
     ours(b"From: ", FROM_EVIL), SENDER, "x.example", "refused"),
    ("w4: From in capitals beside From",
     ours(b"FROM: " + BANK, FROM_EVIL), SENDER, "x.example", "refused"),
    ("w5: an empty address beside another",
     ours(b"From: <>, <" + BANK + b">, <" + EVIL + b">"), SENDER, "x.example",
     "refused"),
    ("w6: a comment in place of a display name",
     ours(b"From: (" + BANK + b") <" + EVIL + b">"), SENDER, "x.example",
     "pass attacker.example"),
    ("w6: no From but a Sender",
     ours(more=(b"Sender: " + BANK,)), SENDER, "x.example", "refused"),
    ("w6: a semicolon between",
     ours(b"From: " + BANK + b"; " + EVIL), SENDER, "x.example", "refused"),
    ("w6: an address without @",
     ours(b"From: bank.example"), SENDER, "x.example", "refused"),
    ("w7: the whole From an encoded word",
     ours(b"From: " + word(BANK)), SENDER, "x.example", "refused"),
    ("w7: an encoded word in the domain",
     ours(b"From: ceo@" + word(b"bank.example")), SENDER, "x.example",
     "refused"),
    ("w8: a subdomain of the bank that does not exist",
     mail(b"From: ceo@mail.bank.example"), SENDER, "x.example", "refused"),
    ("w8: such a one in MAIL FROM, too",
     mail(b"From: ceo@mail.bank.example"), "<a@mail.bank.example>",
     "x.example", "refused"),
    ("w9: forwarded, with an address of the forwarder in MAIL FROM",
     mail(FROM_BANK, more=(b"Resent-From: " + EVIL,)), SENDER, "x.example",
     "refused"),
    ("w10: a forwarder's signature is its own",
     ours(FROM_BANK), SENDER, "x.example", "refused"),
    ("w11: an ARC set that says dmarc=pass",
     ours(FROM_BANK, more=(
         b"ARC-Seal: i=1; a=rsa-sha256; cv=none; d=attacker.example; s=k1;"
         b" b=AAAA",
         b"ARC-Authentication-Results: i=1; mail.veenstad.example; dmarc=pass"
         b" header.from=bank.example")), SENDER, "x.example", "refused"),
    ("w12: a homograph is a domain of its own",
     mail(b"From: ceo@xn--bnk-5cd.example"), SENDER, "x.example",
     "none xn--bnk-5cd.example"),
    ("w14: a right-to-left override in the address",
     ours("From: ceo@bank\u202e.example".encode()), SENDER, "x.example",
     "refused"),
    ("w14: a zero-width space in the domain",
     ours("From: ceo@bank\u200b.example".encode()), SENDER, "x.example",
     "refused"),
    ("a NUL in From",
     ours(b"From: ceo@bank.example\0@attacker.example"), SENDER, "x.example",
     "refused"),
    ("a bare LF in From, a second From behind it",
     ours(b"From: x@attacker.example\nFrom: ceo@bank.example"), SENDER,
     "x.example", "refused"),
    ("a bare CR in From, a second From behind it",
     ours(b"From: x@attacker.example\rFrom: ceo@bank.example"), SENDER,
     "x.example", "refused"),
    ("i= of the bank under d= of ours",
     as_bank(change={"i": b"ceo@bank.example"}), SENDER, "x.example",
     "refused"),
    ("d= of the bank with our key",
     as_bank("bank.example"), SENDER, "x.example", "refused"),
    ("d= that only begins like the bank",
     as_bank("bank.example.attacker.example"), SENDER, "x.example",
     "refused"),
    ("d= that only ends like the bank",
     as_bank("notbank.example"), "<x@notbank.example>", "x.example",
     "refused"),
    ("d= of the suffix, psd=y: no subdomain is aligned",
     signed(mail(b"From: ceo@bank.suffix.example"), "suffix.example"),
     "<x@suffix.example>", "x.example", "refused"),
    ("d= of a neighbour under a suffix, psd=y",
     signed(mail(b"From: ceo@bank.suffix.example"), "evil.suffix.example"),
     "<x@evil.suffix.example>", "x.example", "refused"),
    ("results in a comment of MAIL FROM",
     mail(FROM_BANK), '<"a; dmarc=pass header.from=bank.example"'
     '@attacker.example>', "x.example", "refused"),
    ("results in HELO",
     mail(FROM_BANK), "<>", "x;dmarc=pass", "refused"),
    ("results in i=",
     as_bank(change={"i": b"a;dmarc=3Dpass;=20header.from=3Dbank.example"
                          b"@attacker.example"}), SENDER, "x.example",
     "refused"),
    ("results in the selector",
     as_bank(change={"s": b"k1;dmarc=pass"}), SENDER, "x.example", "refused"),
]


def check(world, message, mail_from, helo, want):
    options = ""
    if any(c >= 0x80 for c in message.eml()):
        options = " SMTPUTF8 BODY=8BITMIME"
    try:
        got = deliver(world, message, mail_from, helo, options=options)
    except Refused as refused:
        expect(want == "refused", refused)
        expect(refused.code // 100 == 5, refused)
        return
    dmarc = [r for r in own_results(got) if r[0] == "dmarc"]
    expect(len(dmarc) == 1, header(got))
    _, result, text = dmarc[0]
    expect(want.startswith("pass bank") or result != "pass"
           or "bank." not in text, header(got))
    result, domain = (want + " ").split(" ")[:2]
    expect(text.startswith(f"dmarc={result}")
           and f"header.from={domain}" in text, want, "expected:",
           header(got))


def incoming(tap, world):
    for name, message, mail_from, helo, want in CASES:
        with tap.row(name):
            check(world, message, mail_from, helo, want)


def bank_message(more=(), **how):
    """One that the bank itself signed."""
    return signed(mail(FROM_BANK, more=more), "bank.example", OTHER_ED, **how)


def changed(tap, world):
    own = bank_message()
    rows = [
        ("its own message passes, from whatever address", own,
         "pass bank.example"),
        ("text added to the end", own.but(body=own.body + b"Meer.\r\n"),
         "refused"),
        ("text added behind l=", bank_message(
            length=len(own.body), add=[("l", b"%d" % len(own.body))])
         .but(body=own.body + b"Meer.\r\n"), "refused"),
        ("l=0, another body", bank_message(length=0, add=[("l", b"0")])
         .but(body=b"Meer.\r\n"), "refused"),
        ("another Subject", own.swap(b"Subject: spoed", b"Subject: rood"),
         "refused"),
        ("a From added on top", own.plus(FROM_EVIL), "refused"),
        ("expired", bank_message(change={"t": b"100"}, add=[("x", b"200")]),
         "refused"),
    ]
    for name, message, want in rows:
        with tap.row(f"a message of the bank, replayed: {name}"):
            check(world, message, SENDER, "x.example", want)


FORGED = [
    b"Authentication-Results: mail.veenstad.example; dmarc=pass",
    b"Authentication-Results: Mail.Veenstad.Example; dmarc=pass",
    b'Authentication-Results: "mail.veenstad.example"; dmarc=pass',
    b"Authentication-Results: (c) mail.veenstad.example; dmarc=pass",
    b"Authentication-Results: mail.veenstad.example 1; dmarc=pass",
    b"Authentication-Results: mail.veenstad.example/2; dmarc=pass",
    b"Authentication-Results:\r\n\tmail.veenstad.example;\r\n\tdmarc=pass",
    b"AUTHENTICATION-RESULTS: mail.veenstad.example;dmarc=pass",
]


def claims(tap, world):
    for i in range(len(FORGED)):
        some = FORGED[i:] + FORGED[:i]
        with tap.row(f"forged results, from number {i + 1} on: all are gone"):
            got = deliver(world, mail(FROM_EVIL, more=some), SENDER)
            found = fields(got, "Authentication-Results")
            expect(len(found) == 1 and "dmarc=pass" in found[0]
                   and "header.from=attacker.example" in found[0],
                   header(got))


def submit(world, message, login):
    world.sent += 1
    user = f"judged{world.sent}"
    with Smtp(587, "127.0.0.1") as smtp:
        smtp.say("EHLO client.example")
        if login:
            smtp.say(f"XCLIENT LOGIN={login}")
            smtp.say("EHLO client.example")
        smtp.say(f"MAIL FROM:<jan@{DOMAIN}>")
        smtp.say(f"RCPT TO:<{user}@{DOMAIN}>")
        smtp.send(message.eml())
    return as_sent(world.mta.wait_mail(user))


def outgoing(tap, world):
    world.daemon.zegel("key", "new", "--store", world.daemon.store, "-d",
                       "bank.example", "-s", "r2026")
    world.here.write("zegeld/senders", "# who may write as what\n"
                     f"jan {DOMAIN}\nceo bank.example {DOMAIN}\n")
    text = world.daemon.config.read_text()
    world.daemon.config.write_text(text.replace(
        "signing {", f'signing {{\n sender-map = "{world.here.folder}'
        '/zegeld/senders"'))
    world.daemon.stop()
    world.daemon.start()
    own, bank = f"jan@{DOMAIN}".encode(), BANK
    rows = [
        ("jan as himself: signed", "jan", b"From: " + own, True),
        ("c3: jan as the bank", "jan", b"From: " + bank, False),
        ("w1: jan as the bank, with his own MAIL FROM", "jan",
         b"From: Jan <" + bank + b">", False),
        ("the bank as itself: signed", "ceo", b"From: " + bank, True),
        ("nobody whom the map knows", "piet", b"From: " + own, False),
        ("who did not log in", None, b"From: " + own, False),
        ("JAN is not jan", "JAN", b"From: " + own, False),
        ("two From fields", "jan", b"From: " + own + b"\r\n" + FROM_BANK,
         False),
        ("two authors", "jan", b"From: " + own + b", " + bank, False),
        ("a subdomain of his domain", "jan", b"From: a@x." + DOMAIN.encode(),
         False),
    ]
    for name, login, author, is_signed in rows:
        with tap.row(f"on the way out: {name}"):
            try:
                got = submit(world, mail(author), login)
            except Refused as refused:
                expect(not is_signed and refused.code == 550, refused)
                continue
            expect(is_signed and fields(got, "DKIM-Signature"), header(got))


def main():
    place.enter()
    tap = Tap()
    with place.Place() as here:
        world = JudgeWorld(here, programs(), RECORDS,
                           "smtpd_authorized_xclient_hosts = 127.0.0.1")
        for part in (incoming, changed, claims, outgoing):
            part(tap, world)
        if tap.failed:
            print("# " + world.daemon.log().replace("\n", "\n# "))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
