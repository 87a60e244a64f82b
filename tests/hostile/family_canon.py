# SPDX-License-Identifier: ISC
"""family_canon: what canonicalization must keep, and what it must not forgive."""
from hostile_case import ED, RSA
from hostile_seal import BODY, Message, plain, seal

MODES = ("simple", "relaxed")

# White space, line ends and lone CRs at every offset of a word or vector.
WIDTHS = b"".join(b"x" * i + b" \t"[:1 + i % 2] * (i % 5) + b"y" * (i % 3)
                  + b" " * (i % 4) + b"\r\n" for i in range(300))
WIDTHS_CR = b"".join(b"x" * i + b"\r" * (i % 3) + b" " * (i % 4) + b"\r" * (i % 2) + b"\r\n"
                     for i in range(300))

# name, body, sentence; each is signed as it is, in both forms, and must pass
BODIES = [
    ("empty", b"", "an empty body"),
    ("crlf", b"\r\n", "a body of one empty line"),
    ("crlf-1000", b"\r\n" * 1000, "a thousand empty lines are none"),
    ("spaces", b" \t \r\n", "a body of white space: a line in simple, nothing in relaxed"),
    ("spaces-no-crlf", b" \t ", "white space without a line end"),
    ("no-last-crlf", b"abc", "the missing last CRLF is added"),
    ("no-last-crlf-space", b"abc \t", "white space before a missing last CRLF"),
    ("blank-1000", BODY + b"\r\n" * 1000, "a thousand empty lines at the end"),
    ("blank-inside", b"a\r\n" + b"\r\n" * 1000 + b"b\r\n", "a thousand empty lines inside stay"),
    ("space-lines-end", BODY + b" \r\n\t\r\n \t \r\n", "lines of white space at the end"),
    ("space-lines-inside", b"a\r\n \r\n\t\r\nb\r\n", "lines of white space inside"),
    ("tabs", b"\ta\tb\t\tc\t\r\n", "tabs"),
    ("lone-cr", b"a\rb\r\n\rc\r\n", "a lone CR is content"),
    ("lone-cr-end", b"a\r\nb\r", "a lone CR at the end is content"),
    ("cr-crlf", b"a\r\r\nb\r\r\r\n", "CR CR LF: the first CR is content"),
    ("cr-crlf-end", b"a\r\n\r\r\n\r\n", "a line of one CR is not empty"),
    ("wsp-cr", b"a \rb\t\r c\r\n", "a CR within white space divides it"),
    ("vt-ff", b"a \x0b\x0c b\x0c\r\n\x0b\r\n", "VT and FF are no white space"),
    ("nbsp", b"a \xc2\xa0 b\xc2\xa0\r\n", "NO-BREAK SPACE is no white space"),
    ("nul", b"a\x00b\r\n\x00\r\n", "NUL is content"),
    ("8bit", bytes(range(128, 256)) + b"\r\n", "8-bit octets are content"),
    ("dots", b".\r\n..\r\n.a\r\n", "dots are not stuffed here"),
    ("from-line", b"From jan\r\n>From piet\r\n", "From lines are content"),
    ("long-line", b"x " * 60000 + b"\r\n", "one line of 120,000 octets"),
    ("long-space", b"x" + b" " * 100000 + b"y\r\n", "one run of 100,000 blanks"),
    ("long-space-end", b"x" + b" \t" * 50000 + b"\r\n", "100,000 octets of blanks at a line end"),
    ("widths", WIDTHS, "white space and line ends at every offset"),
    ("widths-cr", WIDTHS_CR, "lone CRs at every offset"),
    ("looks-like-header", b"DKIM-Signature: v=1; a=rsa-sha256; d=other.example; s=rsa; h=from; "
     b"bh=; b=\r\n\r\n", "a signature in the body is text"),
]

# name, body signed, body sent, what simple says, what relaxed says, sentence
CHANGES = [
    ("octet", b"a\r\n", b"b\r\n", "fail", "fail", "one octet changed"),
    ("line-added", BODY, BODY + b"PS\r\n", "fail", "fail", "a line added at the end"),
    ("line-removed", BODY, BODY[:-5], "fail", "fail", "the last line removed"),
    ("blank-first", BODY, b"\r\n" + BODY, "fail", "fail", "an empty line added at the start"),
    ("blank-last", BODY, BODY + b"\r\n\r\n", "pass", "pass", "empty lines added at the end"),
    ("blank-last-gone", BODY + b"\r\n\r\n", BODY, "pass", "pass", "empty lines at the end removed"),
    ("last-crlf-gone", BODY, BODY[:-2], "pass", "pass", "the last CRLF removed"),
    ("space-end", BODY, BODY.replace(b"Jan\r", b"Jan \t\r"), "fail", "pass",
     "white space added at a line's end"),
    ("space-run", BODY, BODY.replace(b"een  ", b"een \t   "), "fail", "pass",
     "white space changed within a line"),
    ("space-start", BODY, BODY.replace(b"Jan", b" Jan"), "fail", "fail",
     "white space added at a line's start: there was none"),
    ("space-new", b"ab\r\n", b"a b\r\n", "fail", "fail", "white space where there was none"),
    ("space-gone", b"a b\r\n", b"ab\r\n", "fail", "fail", "white space removed altogether"),
    ("space-line-last", BODY, BODY + b" \t\r\n", "fail", "pass",
     "a line of white space added at the end"),
    ("space-line-inside", b"a\r\nb\r\n", b"a\r\n \r\nb\r\n", "fail", "fail",
     "a line of white space added inside"),
    ("case", b"abc\r\n", b"ABC\r\n", "fail", "fail", "letters of the body keep their case"),
    ("cr-removed", b"a\r\r\nb\r\n", b"a\r\nb\r\n", "fail", "fail", "a lone CR removed"),
    ("cr-line-last", b"a\r\n", b"a\r\n\r\r\n", "fail", "fail", "a line of one CR added"),
    ("cr-to-crlf", b"a\rb\r\n", b"a\r\nb\r\n", "fail", "fail", "a lone CR made a line end"),
    ("nul-added", b"ab\r\n", b"ab\x00c\r\n", "fail", "fail", "a NUL and more after it"),
    ("nul-end", b"ab\r\n", b"ab\r\n\x00", "fail", "fail", "a NUL at the end"),
    ("ff-end", b"ab\r\n", b"ab\x0c\r\n", "fail", "fail", "a form feed is no white space"),
    ("dot-added", b".a\r\n", b"..a\r\n", "fail", "fail", "dots that were not unstuffed"),
    ("empty-filled", b"", b"x\r\n", "fail", "fail", "text put into an empty body"),
    ("filled-emptied", b"x\r\n", b"", "fail", "fail", "the whole body removed"),
    ("empty-spaces", b"", b" \r\n", "fail", "pass", "a line of white space in an empty body"),
]

# name, field signed, field sent, simple, relaxed, sentence
FIELDS = [
    ("fold", b"Subject: een twee", b"Subject: een\r\n twee", "fail", "pass", "a fold added"),
    ("unfold", b"Subject: een\r\n\ttwee", b"Subject: een twee", "fail", "pass", "a fold removed"),
    ("fold-first", b"Subject: een", b"Subject:\r\n een", "fail", "pass",
     "a fold right after the colon"),
    ("fold-blank", b"Subject: een twee", b"Subject: een\r\n \r\n\t twee", "fail", "pass",
     "a fold with a line of white space in it"),
    ("fold-tail", b"Subject: een", b"Subject: een\r\n \t", "fail", "pass",
     "a fold with nothing but white space at the end"),
    ("fold-new", b"Subject: eentwee", b"Subject: een\r\n twee", "fail", "fail",
     "a fold where there was no white space"),
    ("space-run", b"Subject: een twee", b"Subject: een \t  twee", "fail", "pass",
     "white space changed"),
    ("space-end", b"Subject: een", b"Subject: een \t ", "fail", "pass", "white space at the end"),
    ("space-start", b"Subject: een", b"Subject:een", "fail", "pass", "white space after the colon"),
    ("space-colon", b"Subject: een", b"Subject \t: een", "fail", "pass",
     "white space before the colon"),
    ("name-case", b"Subject: een", b"sUBJECT: een", "fail", "pass", "the case of the name"),
    ("value-case", b"Subject: een", b"Subject: Een", "fail", "fail", "the case of the value"),
    ("empty", b"Subject:", b"Subject: \t ", "fail", "pass", "an empty value and a blank one"),
    ("emptied", b"Subject: een", b"Subject:", "fail", "fail", "a value removed"),
    ("octet", b"Subject: een", b"Subject: eem", "fail", "fail", "one octet changed"),
    ("cr", b"Subject: een", b"Subject: een\r", "fail", "fail", "a lone CR is content"),
    ("cr-space", b"Subject: een twee", b"Subject: een\rtwee", "fail", "fail",
     "a lone CR is no white space"),
    ("nul", b"Subject: een", b"Subject: een\x00twee", "fail", "fail", "a NUL and more after it"),
    ("vt", b"Subject: een twee", b"Subject: een\x0btwee", "fail", "fail", "VT is no white space"),
    ("colon", b"Subject: een", b"Subject:: een", "fail", "fail", "a second colon"),
    ("encoded", b"Subject: een", b"Subject: =?utf-8?q?een?=", "fail", "fail",
     "an encoded word is not its text"),
]

# fields that are signed and sent as they are, with both canonicalizations
FIELDS_KEPT = [
    ("empty", b"Subject:", "an empty value"),
    ("blank", b"Subject: \t", "a blank value"),
    ("fold-blank", b"Subject: een\r\n \r\n\t\r\n twee", "lines of white space within a field"),
    ("fold-first", b"Subject:\r\n\t een", "a fold right after the colon"),
    ("cr", b"Subject: een\rtwee\r\r", "lone CRs are content"),
    ("cr-fold", b"Subject: een\r\r\n twee", "a lone CR before a fold"),
    ("nul", b"Subject: een\x00twee", "a NUL is content"),
    ("8bit", b"Subject: na\xefef \xff\xfe", "8-bit octets are content"),
    ("control", b"Subject: \x01\x1b[31m\x7f", "control octets are content"),
    ("colons", b"Subject::::: een:", "colons in the value"),
    ("name-odd", b"X!#$%&'*+-/=?^`{|}~: een", "visible octets in a name"),
    ("name-long", b"X" * 5000 + b": een", "a name of 5,000 octets"),
    ("folds-5000", b"Subject: een" + b"\r\n x" * 5000, "5,000 folds"),
    ("widths", b"Subject: " + b"".join(b"x" * i + b" " * (i % 4) + b"\r\n\t" + b" " * (i % 3)
                                       for i in range(1, 150)) + b"einde",
     "folds at every offset"),
    ("spaces-100000", b"Subject: een" + b" " * 100000 + b"twee", "100,000 blanks"),
]


def cases(bank):
    bank.family = "body"
    for name, body, sentence in BODIES:
        for mode in MODES:
            bank.add("%s-%s" % (name, mode), seal(plain(body), RSA, "relaxed/" + mode), "pass",
                     "rfc6376#3.4.3" if mode == "simple" else "rfc6376#3.4.4", sentence)
    bank.family = "change"
    for name, signed, sent, simple, relaxed, sentence in CHANGES:
        for mode, want in zip(MODES, (simple, relaxed)):
            message = seal(plain(signed), ED, "relaxed/" + mode).but(body=sent)
            bank.add("%s-%s" % (name, mode), message,
                     "fail body_changed" if want == "fail" else "pass",
                     "rfc6376#3.4.3" if mode == "simple" else "rfc6376#3.4.4", sentence)
    bank.family = "field"
    fields(bank)
    kept(bank)


def fields(bank):
    for name, signed, sent, simple, relaxed, sentence in FIELDS:
        for mode, want in zip(MODES, (simple, relaxed)):
            message = seal(plain().minus(b"subject").plus(signed, 2), ED, mode + "/relaxed")
            at = message.fields.index(signed)
            message = message.but(message.fields[:at] + [sent] + message.fields[at + 1:])
            bank.add("%s-%s" % (name, mode), message,
                     "fail signature" if want == "fail" else "pass",
                     "rfc6376#3.4.1" if mode == "simple" else "rfc6376#3.4.2", sentence)


def kept(bank):
    for name, field, sentence in FIELDS_KEPT:
        message = plain().minus(b"subject").plus(field, 2)
        names = (b"from", b"to", b"date", b"message-id", field.partition(b":")[0])
        if name == "name-long":
            names = names[:4]
        for mode in MODES:
            bank.add("kept-%s-%s" % (name, mode), seal(message, RSA, mode + "/relaxed", names),
                     "pass", "rfc6376#3.4.1" if mode == "simple" else "rfc6376#3.4.2", sentence)
    whole(bank)


def whole(bank):
    rows = [
        ("no-body-no-gap", Message(plain().fields, b"", b""), "a header, and then nothing"),
        ("no-body", Message(plain().fields, b""), "a header, an empty line, and then nothing"),
        ("rfc-example", Message([b"A: X", b"B : Y\t\r\n\tZ  ", b"From: jan@sender.example"],
                                b" C \r\nD \t E\r\n\r\n\r\n"), "the example of the RFC"),
    ]
    for name, message, sentence in rows:
        for mode in MODES:
            bank.add("%s-%s" % (name, mode),
                     seal(message, ED, mode + "/" + mode, names=(b"from", b"a", b"b")), "pass",
                     "rfc6376#3.4.5", sentence)
