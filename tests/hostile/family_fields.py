# SPDX-License-Identifier: ISC
"""family_fields: which fields h= selects, and fields added, removed or moved afterwards."""
import hashlib

from hostile_case import ED, RSA
from hostile_seal import NAMES, NOW, Message, plain, seal

EVE = b"From: Eve <eve@other.example>"
OVER = NAMES + NAMES

RECEIVED = [b"Received: from c by d", b"Received: from b by c", b"Received: from a by b"]


def cases(bank):
    repeated(bank)
    added(bank)
    from_fields(bank)
    own_name(bank)
    length(bank)
    times(bank)


def repeated(bank):
    bank.family = "h"
    message = plain().but(RECEIVED + plain().fields)
    for name, names in (("one", 1), ("two", 2), ("three", 3), ("five", 5)):
        bank.add("received-" + name, seal(message, RSA, names=NAMES + (b"received",) * names),
                 "pass", "rfc6376#5.4.2", "a name that comes again is taken from the bottom up")
    sealed = seal(message, RSA, names=NAMES + (b"received",) * 2)
    bank.add("received-top-added", sealed.plus(b"Received: from d by e"), "pass", "rfc6376#5.4.2",
             "a trace field on top is not selected")
    bank.add("received-low-added", sealed.plus(b"Received: from x by y", 4), "fail signature",
             "rfc6376#5.4.2", "a field added below the signed ones is selected")
    bank.add("received-swapped", swap(sealed, 2, 3), "fail signature", "rfc6376#5.4.2",
             "fields of one name have an order")
    bank.add("others-swapped", swap(sealed, 4, 5), "pass", "rfc6376#3.7",
             "fields of different names are hashed in the order of h=")
    top_down = seal(message.but(RECEIVED[::-1] + plain().fields), RSA,
                    names=NAMES + (b"received",) * 2)
    bank.add("received-top-down", top_down.but(top_down.fields[:1] + RECEIVED + plain().fields),
             "fail signature", "rfc6376#5.4.2", "a signer that took them from the top down")
    bank.add("case-mixed", seal(plain().plus(b"x-a: 1").plus(b"X-A: 2", 3), RSA, "simple/simple",
                                names=NAMES + (b"x-A", b"X-a")), "pass", "rfc6376#3.5",
             "one name in several cases is one name")
    bank.add("interleaved", seal(message, RSA, names=(b"received", b"from", b"received", b"to",
                                                      b"received", b"subject")), "pass",
             "rfc6376#5.4.2", "a name comes again after others")
    bank.add("name-prefix", seal(plain().plus(b"Subject-X: a", None).plus(b"Subj: b", None), RSA),
             "pass", "rfc6376#3.5", "a longer or shorter name is another name")
    tails = [b"X-Veld-%02d: %d" % (i, i) for i in range(40)]
    names = NAMES + (b"x-veld-07", b"x-veld-33")
    sealed = seal(plain().but(tails + plain().fields), RSA, names=names)
    bank.add("tails", sealed, "pass", "rfc6376#3.5", "forty names that differ at the end")
    bank.add("tails-other", sealed.swap(b"X-Veld-08: 8", b"X-Veld-08: 9"), "pass", "rfc6376#3.5",
             "an unsigned one of forty like names was changed")
    bank.add("tails-changed", sealed.swap(b"X-Veld-33: 33", b"X-Veld-33: 34"), "fail signature",
             "rfc6376#3.5", "a signed one of forty like names was changed")
    widths = [b"X" * i + b": %d" % i for i in range(1, 60)]
    bank.add("widths", seal(plain().but(widths + plain().fields), RSA, names=NAMES + tuple(
        b"x" * i for i in range(59, 0, -1))), "pass", "rfc6376#3.5", "names of 1 to 59 octets")
    bank.add("not-the-order", seal(plain(), RSA, names=NAMES, change={"h": b":".join(NAMES[::-1])}),
             "fail signature", "rfc6376#3.7", "h= in another order than was hashed")
    bank.add("name-unsigned", seal(plain().plus(b"X-A: 1"), RSA,
                                   change={"h": b":".join(NAMES + (b"x-a",))}),
             "fail signature", "rfc6376#3.7", "h= names a field that was not hashed")
    bank.add("null-with-crlf", seal(plain(), RSA, make=lambda text: RSA.sign(
        sha256(text.replace(b"dkim-signature:", b"\r\ndkim-signature:"))),
        change={"h": b":".join(NAMES + (b"x-none",))}), "fail signature", "rfc6376#3.5",
        "an absent field adds nothing, not even its CRLF")
    bank.add("own-with-crlf", seal(plain(), RSA, make=lambda text: RSA.sign(
        sha256(text + b"\r\n"))), "fail signature", "rfc6376#3.7",
        "the signature field is hashed without a CRLF")
    bank.add("own-with-b", seal(plain(), RSA, b=lambda v: v, make=lambda text: RSA.sign(
        sha256(text + b"Zm9v"))), "fail signature", "rfc6376#3.7", "b= is hashed empty")
    bank.add("own-first", seal(plain(), RSA, make=own_first), "fail signature", "rfc6376#3.7",
             "the signature field is hashed last")


def sha256(text):
    return hashlib.sha256(text).digest()


def own_first(text):
    fields, _, own = text.partition(b"dkim-signature:")
    return RSA.sign(sha256(b"dkim-signature:" + own + b"\r\n" + fields))


def swap(message, i, j):
    fields = list(message.fields)
    fields[i], fields[j] = fields[j], fields[i]
    return message.but(fields)


def added(bank):
    bank.family = "dup"
    # name, field, sentence; oversigned it fails, otherwise on top it passes
    rows = [
        ("subject", b"Subject: iets anders", "a second Subject"),
        ("to", b"To: eve@other.example", "a second To"),
        ("date", b"Date: Sun, 22 Nov 2026 18:00:00 +0000", "a second Date"),
        ("message-id", b"Message-ID: <x@other.example>", "a second Message-ID"),
    ]
    for name, field, sentence in rows:
        bank.add(name + "-top", seal(plain(), ED).plus(field), "pass", "rfc6376#8.15",
                 sentence + " on top, not oversigned: DKIM cannot see it")
        bank.add(name + "-bottom", seal(plain(), ED).plus(field, None), "fail signature",
                 "rfc6376#5.4.2", sentence + " at the bottom is the one selected")
        bank.add(name + "-oversigned", seal(plain(), ED, names=OVER).plus(field), "fail signature",
                 "rfc6376#5.4", sentence + " breaks an oversigned one")
    for name in ("reply-to", "sender", "cc", "content-type", "list-id", "mime-version"):
        field = name.encode() + b": eve@other.example"
        sealed = seal(plain(), ED, names=NAMES + (name.encode(),))
        bank.add(name + "-absent-signed", sealed.plus(field, 3), "fail signature", "rfc6376#3.5",
                 "an absent field that was signed may not be added")
        bank.add(name + "-unsigned", seal(plain(), ED).plus(field, 3), "pass", "rfc6376#3.5",
                 "an unsigned field may be added: DKIM cannot see it")
    for name in NAMES:
        bank.add("removed-" + name.decode(), seal(plain(), RSA).minus(name), "fail signature",
                 "rfc6376#3.7", "a signed field was removed")
    bank.add("empty-added", seal(plain(), ED, names=NAMES + (b"x-a",)).plus(b"X-A:", 2),
             "fail signature", "rfc6376#3.5", "an added field without a value is a field")
    bank.add("space-colon-added", seal(plain(), ED, names=OVER).plus(b"Subject : anders"),
             "fail signature", "rfc5322#4.5.8", "white space before the colon hides no name")


def from_fields(bank):
    bank.family = "from"
    bank.add("two-top", seal(plain(), RSA).plus(EVE), "pass", "rfc6376#5.4.2",
             "a second From on top, not oversigned: the lower one is signed")
    bank.add("two-under-signature", seal(plain(), RSA).plus(EVE, 1), "pass", "rfc6376#5.4.2",
             "a second From above the signed one")
    bank.add("two-bottom", seal(plain(), RSA).plus(EVE, None), "fail signature", "rfc6376#5.4.2",
             "a second From at the bottom is the one selected")
    bank.add("two-top-oversigned", seal(plain(), RSA, names=OVER).plus(EVE), "fail signature",
             "rfc6376#5.4", "a second From breaks an oversigned one")
    bank.add("two-same-oversigned", seal(plain(), RSA, names=OVER).plus(plain().fields[0]),
             "fail signature", "rfc6376#5.4", "the same From once more is one more")
    bank.add("two-signed", seal(plain().plus(EVE), RSA, names=OVER), "pass", "rfc6376#5.4.2",
             "two From fields, both signed: DKIM holds, who judges From refuses")
    for name, field in (("space-colon", b"From : eve@other.example"),
                        ("case", b"fROM: eve@other.example"),
                        ("tab-colon", b"FROM\t: eve@other.example"),
                        ("fold-value", b"From:\r\n eve@other.example")):
        bank.add(name + "-oversigned", seal(plain(), RSA, names=OVER).plus(field),
                 "fail signature", "rfc6376#5.4", "a second From in another dress")
    bank.add("resent-added", seal(plain(), RSA, names=OVER).plus(b"Resent-From: eve@a.example"),
             "pass", "rfc6376#3.5", "Resent-From is another field")
    bank.add("none-signed", seal(plain().minus(b"from"), RSA), "pass", "rfc6376#3.5",
             "no From at all: signed as absent, DKIM holds")
    bank.add("none-signed-added", seal(plain().minus(b"from"), RSA).plus(EVE, 2),
             "fail signature", "rfc6376#3.5", "a From put where none was signed")


def own_name(bank):
    bank.family = "own"
    names = NAMES + (b"dkim-signature",)
    low = seal(plain(), ED)
    both = seal(low, RSA, names=names)
    bank.add("signs-other", both, ["pass", "pass"], "rfc6376#3.5",
             "dkim-signature in h= is the other signature")
    bank.add("signs-other-below", seal(low, RSA, names=names, at=None), ["pass", "pass"],
             "rfc6376#3.5", "the other signature stands above: never the own one is taken")
    two = seal(seal(low, ED, "simple/simple"), RSA, names=names + (b"dkim-signature",))
    bank.add("signs-two", two, ["pass"] * 3, "rfc6376#4.2", "two other signatures, bottom up")
    bank.add("other-changed", both.swap(b"a=ed25519-sha256", b"a=ed25519-sha257"),
             ["fail signature", "permerror algorithm"], "rfc6376#3.5",
             "the other signature was signed and changed")
    bank.add("other-removed", both.but(both.fields[:1] + both.fields[2:]), "fail signature",
             "rfc6376#4.2", "the other signature was signed and removed")
    bank.add("other-added", both.plus(low.fields[0]), ["pass"] * 3, "rfc6376#5.4.2",
             "a signature on top of the signed one is not selected")


def length(bank):
    bank.family = "l"
    body = plain().body
    # name, l=, octets hashed, body sent, options, result, sentence
    rows = [
        ("append", 43, 43, body + b"PS: koop dit\r\n", "policy unsigned_body", "text after l="),
        ("append-octet", 43, 43, body + b"x", "policy unsigned_body", "one octet after l="),
        ("append-html", 43, 43, body + b"--b\r\nContent-Type: text/html\r\n\r\n<b>\r\n" * 50,
         "policy unsigned_body", "another MIME part after l="),
        ("append-blank", 43, 43, body + b"\r\n" * 50, "pass", "empty lines after l= are none"),
        ("append-space", 43, 43, body + b" \t\r\n" * 50, "pass",
         "lines of white space after l= are none in relaxed"),
        ("append-blank-text", 43, 43, body + b"\r\n" * 50 + b"x\r\n", "policy unsigned_body",
         "text after l= and empty lines"),
        ("zero", 0, 0, body, "policy unsigned_body", "l=0 signs no body at all"),
        ("zero-empty", 0, 0, b"", "pass", "l=0 and no body"),
        ("one", 1, 1, body, "policy unsigned_body", "l=1 signs one octet"),
        ("cr-lf", 42, 42, body, "policy unsigned_body", "l= ends between CR and LF"),
        ("short", 20, 20, body, "policy unsigned_body", "l= ends within a line"),
        ("changed", 43, 43, body.replace(b"Jan", b"Eve"), "fail body_changed",
         "a change before l="),
        ("changed-after", 20, 20, body.replace(b"Jan", b"Eve"), "policy unsigned_body",
         "a change after l="),
        ("long", 44, 43, body, "permerror body_length", "l= is larger than the body"),
        ("long-blank", 45, 43, body + b"\r\n\r\n", "permerror body_length",
         "l= counts the canonical body: its last empty lines are not there"),
        ("long-raw", 44, 43, body, "permerror body_length",
         "l= counts the canonical body, not the raw one"),
        ("truncated", 43, 43, body[:-9], "permerror body_length", "the body was cut before l="),
        ("wrap-32", 2 ** 32 + 43, 43, body, "permerror body_length", "l= does not wrap at 2^32"),
        ("wrap-63", 2 ** 63 + 43, 43, body, "permerror body_length", "l= does not wrap at 2^63"),
        ("wrap-64", 2 ** 64 + 43, 43, body, "permerror body_length", "l= does not wrap at 2^64"),
        ("wrap-64-zero", 2 ** 64, 0, body, "permerror body_length", "l= does not wrap to 0"),
        ("max-64", 2 ** 64 - 1, 43, body, "permerror body_length",
         "the largest number of 64 bits is not the whole body"),
        ("max-63", 2 ** 63 - 1, 43, body, "permerror body_length",
         "the largest signed number of 64 bits"),
        ("nines-76", 10 ** 76 - 1, 43, body, "permerror body_length", "76 nines"),
    ]
    for name, said, hashed, sent, want, sentence in rows:
        sealed = seal(plain(), RSA, length=hashed, add=[("l", b"%d" % said)]).but(body=sent)
        bank.add(name, sealed, want, "rfc6376#8.2" if "policy" in want else "rfc6376#3.5", sentence)
    sealed = seal(plain(), RSA, length=43, add=[("l", b"43")]).but(body=body + b"PS\r\n")
    bank.add("append-allowed", sealed, "pass", "design#6", "--allow-unsigned-body lets it pass",
             ("--allow-unsigned-body",))
    sealed = seal(plain(), RSA, "relaxed/simple", length=44, add=[("l", b"44")])
    bank.add("simple-all", sealed, "pass", "rfc6376#3.5", "l= counts the simple body")
    bank.add("simple-append", sealed.but(body=body + b" \r\n"), "policy unsigned_body",
             "rfc6376#8.2", "in simple a line of white space is text")
    bank.add("two-lengths", seal(sealed.but(body=body + b"PS\r\n"), ED),
             ["pass", "policy unsigned_body"], "rfc6376#4.1",
             "one signature with l=, one over all the body")


def times(bank):
    bank.family = "time"
    # name, t=, x=, result, sentence
    rows = [
        ("x-past", None, NOW - 86400, "permerror expired", "expired yesterday"),
        ("x-past-301", None, NOW - 301, "permerror expired", "expired beyond the skew"),
        ("x-past-300", None, NOW - 300, "pass", "expired, and the skew is just used up"),
        ("x-past-299", None, NOW - 299, "pass", "expired within the skew"),
        ("x-now", None, NOW, "pass", "expires now"),
        ("x-zero", None, 0, "permerror expired", "expired in 1970"),
        ("x-12-digits", None, 999999999999, "pass", "x= of 12 digits"),
        ("x-13-digits", None, 9999999999999, "pass", "x= of more than 12 digits is for ever"),
        ("x-2-64", None, 2 ** 64 + NOW - 86400, "pass", "x= does not wrap at 2^64"),
        ("x-4000-digits", None, 10 ** 4000 - 1, "pass", "x= of 4,000 digits is for ever"),
        ("t-future-301", NOW + 301, None, "permerror future", "made beyond the skew"),
        ("t-future-300", NOW + 300, None, "pass", "made in the future, at the skew's end"),
        ("t-future-299", NOW + 299, None, "pass", "made in the future, within the skew"),
        ("t-future", NOW + 86400 * 365, None, "permerror future", "made next year"),
        ("t-12-digits", 999999999999, None, "permerror future", "t= of 12 digits"),
        ("t-13-digits", 9999999999999, None, "permerror future|times",
         "t= of more than 12 digits is beyond every time"),
        ("t-2-64", 2 ** 64 + NOW - 60, None, "permerror future|times", "t= does not wrap at 2^64"),
        ("t-2-32", 2 ** 32 + NOW - 60, None, "permerror future", "t= does not wrap at 2^32"),
        ("x-before-t", NOW - 60, NOW - 61, "permerror times", "x= before t="),
        ("x-is-t", NOW - 60, NOW - 60, "permerror times", "x= is greater than t="),
        ("x-after-t", NOW - 60, NOW - 59, "pass", "x= is greater than t=, expired in the skew"),
    ]
    for name, made, ends, want, sentence in rows:
        how = {"change": {"t": b"%d" % made}} if made is not None else {"drop": ("t",)}
        if ends is not None:
            how["add"] = [("x", b"%d" % ends)]
        bank.add(name, seal(plain(), RSA, **how), want, "rfc6376#3.5", sentence)
    expired = seal(Message(plain().fields, plain().body), ED, add=[("x", b"1")], drop=("t",))
    bank.add("expired-beside-good", seal(expired, RSA), ["pass", "permerror expired"],
             "rfc6376#6.1", "an expired signature does not hurt a good one")
