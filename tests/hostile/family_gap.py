# SPDX-License-Identifier: ISC
"""family_gap: where the header ends, which octets are a field, and line ends.

The rule of zegel (mail/msgsplit.h) is Postfix's: the header ends before the
first line that is neither a field nor the continuation of one. A message that
another rule reads otherwise must not verify by that other reading.
"""
from hostile_case import ED, RSA
from hostile_seal import CRLF, NAMES, Message, plain, seal

SIGNED = seal(plain(), RSA)
REFUSED = 65
MORE = b"X-More: 1\r\n\r\nHallo.\r\n"

# a line that is no field, sentence
LINES = [
    ("no-colon", b"dit is geen veld", "a line without a colon"),
    ("empty-name", b": x", "a colon without a name"),
    ("space-name", b"X Y: z", "white space within a name"),
    ("8bit-name", b"Na\xefef: x", "an 8-bit octet in a name"),
    ("utf8-name", "Na\u00efef: x", "UTF-8 in a name"),
    ("nul-name", b"X\x00Y: z", "NUL in a name"),
    ("control-name", b"X\x01: z", "a control octet in a name"),
    ("del-name", b"X\x7f: z", "DEL in a name"),
    ("cr-name", b"X\rY: z", "a lone CR in a name"),
    ("mbox-line", b"From jan Sat Nov 21 18:00:00 2026", "the line that mbox puts first"),
    ("fold-name", b"From\r\n : eve@other.example", "a fold before the colon (A11)"),
    ("fold-name-bare", b"Subject\r\n\t: x", "a fold before the colon"),
    ("cr-only", b"\r", "a line of one CR is not empty"),
    ("cr-colon", b"\r: x", "a line that begins with CR"),
    ("dot", b".", "a line of one dot"),
    ("boundary", b"--grens", "a line that looks like MIME"),
    ("unicode-space", "\u00a0X: y", "NO-BREAK SPACE does not continue a field"),
]

# first octets of the file, before a message that is signed rightly; sentence
FIRST = [
    ("space", b" X: y\r\n", "a first line that begins with a blank (A9)"),
    ("tab", b"\tX: y\r\n", "a first line that begins with a tab"),
    ("empty", b"\r\n", "an empty first line: there is no header"),
    ("bom", b"\xef\xbb\xbf", "a byte order mark is in no name"),
    ("mbox", b"From jan Sat Nov 21 18:00:00 2026\r\n", "mbox is read with --mbox only"),
    ("text", b"Hallo\r\n", "a first line that is text"),
    ("colon", b": x\r\n", "a first line without a name"),
    ("nul", b"\x00", "NUL is in no name"),
    ("cr", b"\r", "CR is in no name"),
]


def cases(bank):
    bank.family = "gap"
    for name, line, sentence in LINES:
        line = line.encode("utf-8") if isinstance(line, str) else line
        right = seal(Message(plain().fields, line + CRLF + MORE, b""), RSA)
        bank.add(name, right, "pass", "rfc5322#2.2",
                 sentence + ": body begins there, and was signed so")
        skipped = seal(plain(b"Hallo.\r\n"), RSA)
        skipped = Message(skipped.fields, line + CRLF + MORE, b"")
        bank.add(name + "-skipped", skipped, "fail body_changed", "rfc5322#2.2",
                 sentence + ": signed by one who reads over it")
    for name, octets, sentence in FIRST:
        no_header(bank, "first-" + name, octets + SIGNED.eml(), sentence)
    continuations(bank)
    not_signatures(bank)
    ends(bank)
    line_ends(bank)


def no_header(bank, name, octets, sentence):
    """The command says that this is no message; to the library it has no signature."""
    bank.add(name, octets, None, "rfc5322#2.2", sentence, exit=REFUSED, library=[])


def continuations(bank):
    fields = plain().fields
    rows = [
        ("space-line", b"Subject: een\r\n ", "a line of one blank continues a field"),
        ("tab-line", b"Subject: een\r\n\t", "a line of one tab continues a field"),
        ("space-cr-line", b"Subject: een\r\n \r", "a line of a blank and CR continues a field"),
        ("lead-space-field", b"Subject: een\r\n From: eve@other.example",
         "a field after a blank is a continuation (A9)"),
        ("lead-tab-field", b"Subject: een\r\n\tFrom: eve@other.example",
         "a field after a tab is a continuation"),
    ]
    for name, field, sentence in rows:
        message = plain().but(fields[:2] + [field] + fields[3:])
        bank.add(name, seal(message, RSA, names=NAMES + NAMES), "pass", "rfc5322#2.2.3", sentence)
    # A reader who takes the line of a blank for the end of the header.
    other = seal(Message(fields[:2] + [b"X-A: b"], CRLF.join(fields[2:]) + b"\r\n\r\nHallo.\r\n"),
                 ED, names=(b"from", b"to", b"x-a"))
    bank.add("space-line-as-end", Message(other.fields, other.body, b" \r\n"),
             "fail body_changed", "rfc5322#2.2.3",
             "signed by one who ends the header at a blank line")


def not_signatures(bank):
    field = SIGNED.fields[0]
    rows = [
        ("x-dkim", b"X-" + field, "another name"),
        ("longer-name", field.replace(b"DKIM-Signature:", b"DKIM-Signature2:"), "a longer name"),
        ("shorter-name", field.replace(b"DKIM-Signature:", b"DKIM-Signatur:"), "a shorter name"),
        ("folded-in", b"X-A: b\r\n " + field, "a continuation of another field"),
        ("arc", field.replace(b"DKIM-Signature:", b"ARC-Message-Signature: i=1;"), "ARC's field"),
        ("domainkey", field.replace(b"DKIM-Signature:", b"DomainKey-Signature:"), "DomainKeys"),
    ]
    for name, other, sentence in rows:
        bank.add("not-" + name, plain().plus(other), [], "rfc6376#3.5",
                 "no signature field: " + sentence)
    bank.add("not-in-body", plain(SIGNED.eml()), [], "rfc6376#3.5", "a signed message as body")
    bank.add("none", plain(), [], "rfc6376#6.1", "a message without a signature")


def ends(bank):
    header = CRLF.join(seal(Message(plain().fields, b""), RSA).fields)
    rows = [
        ("empty-file", b"", "a file of no octets"), ("one-crlf", b"\r\n", "one empty line"),
        ("one-octet", b"x", "one octet"), ("one-cr", b"\r", "one CR"),
        ("one-nul", b"\x00", "one NUL"), ("one-space", b" ", "one blank"),
        ("nuls", bytes(100000), "100,000 NULs"),
        ("utf16", SIGNED.eml().decode("ascii").encode("utf-16"), "UTF-16"),
        ("binary", bytes(range(256)) * 400, "octets of all kinds"),
    ]
    for name, octets, sentence in rows:
        no_header(bank, "file-" + name, octets, sentence)
    bank.add("end-in-field", header, "pass", "rfc5322#2.2",
             "the file ends in the last field, without CRLF")
    bank.add("end-after-field", header + CRLF, "pass", "rfc5322#2.2",
             "the file ends after the last field")
    bank.add("end-cr", header + CRLF + b"\r", "fail body_changed", "rfc5322#2.1",
             "the file ends in a lone CR: a body")
    right = seal(Message(plain().fields, b"\r", b""), RSA)
    bank.add("end-cr-signed", right, "pass", "rfc5322#2.1",
             "the file ends in a lone CR: a body, and was signed so")
    right = seal(Message(plain().fields, b"abc", b""), RSA)
    bank.add("end-in-text", right, "pass", "rfc5322#2.2",
             "the file ends in a line without a colon: a body")
    fields = plain().fields[:-1]
    cut = seal(Message(fields, b""), RSA, names=NAMES[:4])
    bank.add("end-in-fold", CRLF.join(cut.fields) + b"\r\n \t", "pass", "rfc5322#2.2.3",
             "the file ends in the white space of a fold")


def line_ends(bank):
    """The command turns a bare LF into CRLF; to the library LF is an octet like others."""
    text = SIGNED.eml()
    bank.add("lf-all", text.replace(b"\r\n", b"\n"), "pass", "design#5",
             "LF lines from a file are mail lines", library="refused")
    bank.add("lf-body", SIGNED.but(body=SIGNED.body.replace(b"\r\n", b"\n")), "pass", "design#5",
             "a body of LF lines", library=["fail body_changed"])
    bank.add("lf-one", SIGNED.but(body=SIGNED.body.replace(b"Jan\r\n", b"Jan\n")), "pass",
             "design#5", "one LF line among CRLF lines", library=["fail body_changed"])
    bank.add("lf-lone", seal(plain(b"a\nb\r\n"), RSA), "fail body_changed", "rfc6376#2.8",
             "a lone LF signed as content: a file cannot keep it", library=["pass"])
    bank.add("lf-cr", seal(plain(b"a\n\rb\r\n"), RSA), "fail body_changed", "rfc6376#2.8",
             "LF CR signed as content", library=["pass"])
    smuggled = seal(plain(), RSA, names=NAMES + NAMES)
    bank.add("lf-smuggled-from", smuggled.swap(b"Subject: een proef",
                                               b"Subject: een proef\nFrom: eve@other.example"),
             "fail signature", "rfc5322#2.2", "a From after a lone LF is a From",
             library="refused")
    bank.add("lf-smuggled-unsigned", SIGNED.swap(b"Subject: een proef",
                                                 b"Subject: een proef\nX-Eve: 1"),
             "pass", "rfc5322#2.2", "a field after a lone LF is a field, not more Subject",
             library="refused")
    subject = plain().swap(b"Subject: een proef", b"Subject: een\nproef: x")
    bank.add("lf-in-field", seal(subject, RSA), "fail signature", "rfc5322#2.2",
             "a lone LF signed as content of a field", library="refused")
    crs = text.replace(b"\r\n", b"\r")
    bank.add("cr-all", crs, "permerror syntax", "rfc5322#2.1",
             "CR alone ends no line: all is one field")
    twice = text.replace(b"\r\n", b"\r\r\n")
    bank.add("cr-twice", twice, ["permerror syntax"], "rfc5322#2.1",
             "CR CR LF at every line's end: CRs in all fields, an empty line that is none")
