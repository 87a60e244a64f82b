#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The command zegel, from outside. TAP out.

    test_cmd.py ZEGEL VERSION

Most of it is tables: the words of a call, its exit code, and what one line on
standard error says. The rest is what a table cannot hold: streams, terminals,
memory, files that change.
"""
import fcntl
import json
import os
import pathlib
import pty
import re
import struct
import sys
import tempfile
import termios
import time

import cmd_desk
from cmd_desk import CRLF, NOW, PLAIN, crlf, mbox

ZONE = ("--zone", "zone.db", "--now", str(NOW))
SIGN = ("sign", "-d", "example.nl", "--now", str(NOW))
RSA = ("-k", "rsa:rsa.pem")
BOTH = RSA + ("-k", "ed25519:ed25519.pem")
VERIFY = ("verify",) + ZONE
NEW = ("key", "new", "-d", "example.nl", "-s")
RECORD = ("record", "dkim", "-d", "example.nl", "-s", "rsa", "--key")

# --- tables -----------------------------------------------------------------

# sentence, words, exit code, pattern of the line on standard error
USAGE = [
    ("no subcommand", (), 64, "a subcommand is missing, see zegel --help"),
    ("an unknown subcommand", ("nonsense",), 64,
     "nonsense: there is no such subcommand, see zegel --help"),
    ("half a subcommand", ("key",), 64,
     "key: a second word is missing, see zegel key --help"),
    ("an unknown second word", ("record", "spf"), 64,
     "record spf: there is no such subcommand, see zegel record --help"),
    ("an unknown option", ("verify", "--nonsense"), 64,
     "--nonsense: there is no such option, see zegel verify --help"),
    ("an unknown letter", ("sign", "-x"), 64,
     "-x: there is no such option, see zegel sign --help"),
    ("an unknown option before the subcommand", ("--nonsense", "verify"), 64,
     "--nonsense: there is no such option, see zegel --help"),
    ("an option of a subcommand before it", ("--mbox", "verify"), 64,
     "--mbox: there is no such option, see zegel --help"),
    ("an option without its value", ("verify", "--zone"), 64,
     "--zone: its value is missing, see zegel verify --help"),
    ("a letter without its value", ("sign", "-d"), 64,
     "--domain: its value is missing, see zegel sign --help"),
    ("a value for an option that takes none", ("verify", "--json=x"), 64,
     "--json: takes no value, see zegel verify --help"),
    ("an option given twice", (*SIGN, *RSA, "-d", "example.org"), 64,
     "--domain: given twice, see zegel sign --help"),
    ("a number given twice", (*VERIFY, "--now", "5"), 64, "--now: given twice, .*"),
    ("a number that is none", ("verify", "--now", "soon"), 64,
     "--now: expected a number from 0 to 999999999999, see .*"),
    ("a number below the least", ("verify", "--min-rsa-bits", "511"), 64,
     "--min-rsa-bits: expected a number from 512 to 16384, see .*"),
    ("a number above the most", ("verify", "--max-signatures", "65"), 64,
     "--max-signatures: expected a number from 1 to 64, see .*"),
    ("a negative number", (*SIGN, *RSA, "--expire-in", "-5"), 64,
     "--expire-in: expected a number from 1 .*"),
    ("an expiry of 0 seconds", (*SIGN, *RSA, "--expire-in", "0"), 64,
     "--expire-in: expected a number from 1 to 3153600000, see zegel sign --help"),
    ("an expiry of over 100 years", (*SIGN, *RSA, "--expire-in", "3153600001"), 64,
     "--expire-in: expected a number from 1 to 3153600000, see .*"),
    ("an expiry that is no number", (*SIGN, *RSA, "--expire-in", "7d"), 64,
     "--expire-in: expected a number from 1 .*"),
    ("bits that allow no key", ("verify", "--min-rsa-bits", "8192"), 64,
     "--min-rsa-bits 8192: is more than --max-rsa-bits, no key would do"),
    ("--ip that is no address", ("verify", "--ip", "192.0.2.256", "--helo", "a.nl"), 64,
     '--ip "192.0.2.256": is no IP address, expected .*'),
    ("a resolver that is no address", ("verify", "--resolver", "ns.example.nl"), 64,
     "ns.example.nl: the server is no address that can be asked, expected ADDR, .*"),
    ("a resolver with a port that is none", ("verify", "--resolver", "::1@99999"), 64,
     "::1@99999: the server is no address .*"),
    ("a trust anchor that is none", ("verify", "--trust-anchor", "zone.db"), 65,
     "zone.db: the trust anchor file .*, expected a file with DS or DNSKEY records"),
    ("a trust anchor that is not there", ("verify", "--trust-anchor", "absent.ds"), 66,
     "absent.ds: No such file or directory"),
    ("--zone and --resolver", (*VERIFY, "--resolver", "127.0.0.1"), 64,
     "--resolver: is no use beside --zone, which answers without a network, see .*"),
    ("--zone and --trust-anchor", (*VERIFY, "--trust-anchor", "none"), 64,
     "--trust-anchor: is no use beside --zone, which .*, see zegel verify --help"),
    ("--resolver before the subcommand, --zone behind it", ("--resolver", "::1", *VERIFY),
     64, "--resolver: is no use beside --zone, .*"),
    ("--zone before the subcommand, both others behind it",
     ("--zone", "zone.db", "verify", "--resolver", "system", "--trust-anchor", "x"), 64,
     "--resolver: is no use beside --zone, .*"),
    ("help of a subcommand that is none", ("nonsense", "--help"), 64,
     "nonsense: there is no such subcommand, see zegel --help"),
    ("help of a second word that is none", ("key", "nonsense", "--help"), 64,
     "key nonsense: there is no such subcommand, see zegel key --help"),
    ("a file for demo", ("demo", "file"), 64, "file: no file is taken here, .*"),
    ("a file for key new", (*NEW, "x", "file"), 64, "file: no file is taken here, .*"),
    ("two files for sign", (*SIGN, *RSA, "a", "b"), 64, "b: one file is enough, .*"),
    ("key new without domain", ("key", "new", "-s", "x"), 64,
     "-d DOMAIN is missing, expected: zegel key new .*"),
    ("key new without selector", ("key", "new", "-d", "example.nl"), 64,
     "-s SELECTOR is missing, expected: .*"),
    ("record dkim without key", ("record", "dkim", "-d", "example.nl", "-s", "x"), 64,
     "--key FILE is missing, expected: .*"),
    ("sign without domain", ("sign", *RSA), 64, "-d DOMAIN is missing, expected: .*"),
    ("sign without key", SIGN, 64, "-k SELECTOR:FILE is missing, expected: .*"),
    ("-k without a colon", (*SIGN, "-k", "rsa.pem"), 64,
     '-k rsa.pem: expected a selector, ":", and the file of the key'),
    ("-k without a file", (*SIGN, "-k", "rsa:"), 64, "-k rsa:: expected .*"),
    ("-k without a selector", (*SIGN, "-k", ":rsa.pem"), 64,
     'selector "": it has an empty label'),
    ("seventeen keys", (*SIGN, *(RSA * 17)), 64, "-k rsa:rsa.pem: there may be 16 keys"),
    ("a domain with an empty label", ("sign", "-d", "example..nl", *RSA), 64,
     'domain "example..nl": it has an empty label'),
    ("a domain with a dot at its end", ("sign", "-d", "example.nl.", *RSA), 64,
     'domain "example.nl.": ends with a dot'),
    ("a key to standard output", (*NEW, "x", "--out", "-"), 64,
     "--out -: a private key goes into a file only"),
    ("a domain of one label", ("sign", "-d", "nl", *RSA), 64,
     'domain "nl": it has one label only'),
    ("a domain with a space", ("sign", "-d", "exa mple.nl", *RSA), 64,
     'domain "exa mple.nl": it has an octet that no name may have'),
    ("a domain that is too long", ("sign", "-d", "a" * 64 + ".nl", *RSA), 64,
     'domain "a*.nl": a label has over 63 octets, or all over 253'),
    ("a name that is too long with its selector",
     ("key", "new", "-s", "x" * 63, "-d", ".".join(["y" * 60] * 4)), 64,
     r"x*\._domainkey\.y.*: is too long for a name in DNS"),
    ("a new selector with an underscore", (*NEW, "a_b"), 64,
     'selector "a_b": it has an octet that no name may have'),
    ("an unknown algorithm", (*NEW, "x", "--algorithm", "dsa"), 64,
     "--algorithm dsa: expected rsa or ed25519"),
    ("bits that are too few", (*NEW, "x", "--bits", "1024"), 64,
     "--bits: expected a number from 2048 to 4096, see zegel key new --help"),
    ("bits for Ed25519", (*NEW, "x", "--algorithm", "ed25519", "--bits", "2048"), 64,
     "--bits: an Ed25519 key has 256 bits, always"),
    ("an unknown format", (*RECORD, "rsa.pem", "--format", "xml"), 64,
     "--format xml: expected zone, value or json"),
    ("an unknown canonicalization", (*SIGN, *RSA, "-c", "relaxed/nofws"), 64,
     "-c relaxed/nofws: expected simple or relaxed .*"),
    ("three canonicalizations", (*SIGN, *RSA, "-c", "relaxed/relaxed/relaxed"), 64,
     "-c relaxed/relaxed/relaxed: expected .*"),
    ("fields without From", (*SIGN, *RSA, "--fields", "To:Subject"), 64,
     "cannot sign: From must be signed"),
    ("a field name that is none", (*SIGN, *RSA, "--fields", "From:a b"), 64,
     "cannot sign: no field can have a name like this"),
    ("an empty field name", (*SIGN, *RSA, "--oversign", "From::To"), 64,
     "cannot sign: no field can have a name like this"),
    ("too many field names", (*SIGN, *RSA, "--fields", ":".join(["From"] * 129)), 64,
     "--fields From:.*: has too many names"),
    ("an identity outside the domain", (*SIGN, *RSA, "-i", "@example.org"), 64,
     "cannot sign: the identity is not within the signing domain"),
]

# sentence, file of the key, exit code, pattern
KEY_FILES = [
    ("a key that all can read", "open.pem", 77,
     r"open.pem: others than its owner can use this private key \(mode 0644\), "
     "mend it with: chmod 600 open.pem"),
    ("a key that its group can read", "group.pem", 77, r"group.pem: .*\(mode 0640\).*"),
    ("a key that its group can write", "writable.pem", 77,
     r"writable.pem: .*\(mode 0620\).*"),
    ("an encrypted key", "locked.pem", 65,
     "locked.pem: the key is encrypted with a pass phrase, expected one without, .*"),
    ("half a key", "half.pem", 65, "half.pem: has no -----END line: it is cut off"),
    ("a key whose text is no key", "hollow.pem", 65,
     "hollow.pem: what stands in its PEM is no private key"),
    ("an RSA key of 512 bits (rfc8301#3.2)", "small.pem", 65,
     "small.pem: has 512 bits, expected at least 1024"),
    ("an RSA key of 5120 bits (rfc8301#3.2)", "huge.pem", 65,
     "huge.pem: has 5120 bits, expected at most 4096"),
    ("a public key", "public.pem", 65,
     "public.pem: this is a public key, expected a private key, RSA or Ed25519, in .*"),
    ("a key of another kind", "ec.pem", 65,
     "ec.pem: is neither an RSA nor an Ed25519 key"),
    ("an EC key in its own armour", "sec1.pem", 65,
     "sec1.pem: is neither an RSA nor an Ed25519 key"),
    ("an OpenSSH key", "ssh.pem", 65,
     r"ssh.pem: is an OpenSSH key, expected PKCS#8 PEM"
     r" \(ssh-keygen -p -m PKCS8 -f ssh.pem rewrites it\)"),
    ("text that is no key", "text.pem", 65, "text.pem: has no private key in PEM or DER"),
    ("a certificate without its key", "cert.pem", 65,
     "cert.pem: has no private key in PEM or DER"),
    ("an empty key file", "empty.pem", 65, "empty.pem: is empty, expected a private key"),
    ("a key file of over 64 KiB", "long.pem", 65,
     "long.pem: is longer than 65536 octets, expected a private key"),
    ("a key file that is not there", "absent.pem", 66,
     "absent.pem: No such file or directory"),
    ("a folder for a key", "folder", 66, "folder: is no regular file, expected .*"),
    ("a pipe for a key, without waiting for its writer", "pipe.pem", 66,
     "pipe.pem: is no regular file, expected a private key"),
    ("a device for a key", "/dev/null", 66, "/dev/null: is no regular file, .*"),
]

MANY = b"".join(b"X-%d: x\r\n" % i for i in range(100000))

# sentence, octets on standard input, verify's exit code, sign's, pattern
# (where only one of the two objects, the pattern is for that one)
MESSAGES = [
    ("a message of no octets", b"", 65, 65, "is empty, expected a message"),
    ("binary junk", bytes(range(256)) * 64, 65, 65,
     "does not begin with a header field, expected a message"),
    ("one octet", b"x", 65, 65, "does not begin with a header field, .*"),
    ("text without a header", b"Hallo Piet,\r\n", 65, 65,
     "does not begin with a header field, .*"),
    ("an empty line first", CRLF + PLAIN, 65, 65, "does not begin with a header field, .*"),
    ("an mbox, not said so", b"From jan Sat Nov 21 2026\n" + PLAIN, 65, 65,
     'begins with "From " like an mbox, which is read with --mbox'
     '|standard input: is an mbox: take one message out of it'),
    ("100,000 fields", b"From: jan@example.nl\r\n" + MANY + CRLF, 65, 65,
     "there are more than 10000 header fields, the limit, at octet [0-9]+"),
    ("a field of 10 MB", b"From: jan@example.nl\r\nX: " + b"x" * 10000000 + CRLF, 65, 65,
     "a header field is longer than 131072 octets, the limit; it begins at octet 22"),
    ("a header of 2 MB", b"From: jan@example.nl\r\n" + (b"X: " + b"x" * 99995 + CRLF) * 20,
     65, 65, "the header is longer than 1048576 octets, the limit, in the field at octet .*"),
    ("10,000 fields, the limit", b"From: a@example.nl\r\n" + b"X: y\r\n" * 9999 + CRLF, 1, 0, None),
    ("only a header, no empty line", PLAIN.partition(CRLF + CRLF)[0] + CRLF, 1, 0, None),
    ("only a header, its last line without an end", b"From: jan@example.nl", 1, 0, None),
    ("NUL octets in the body", PLAIN + b"\0\0\0\r\n", 1, 0, None),
    ("NUL octets in a field", b"X-A: \0\r\n" + PLAIN, 1, 65,
     r"cannot be signed: a header field has a NUL octet \(X-A\)"),
    ("two From fields", b"From: a@example.org\r\n" + PLAIN, 1, 65,
     r"cannot be signed: the message has more than one From field \(From\)"),
    ("no From field", PLAIN.replace(b"From", b"Form"), 1, 65,
     r"cannot be signed: the message has no From field \(From\)"),
    ("two Subject fields", b"Subject: a\r\n" + PLAIN, 1, 65,
     r"cannot be signed: a field that may stand once stands more than once \(Subject\)"),
    ("a lone CR in a field", b"X-A: b\rc\r\n" + PLAIN, 1, 65,
     r"cannot be signed: a header field has a CR without LF \(X-A\)"),
]

# sentence, selector, algorithm, tags, options, exit code, result, reason, warnings
SEALED = [
    ("a good signature made elsewhere", "rsa", "rsa-sha256", {}, (), 0, "pass",
     "verified", []),
    ("rsa-sha1 never passes by default", "rsa", "rsa-sha1", {}, (), 1, "permerror",
     "sha1", []),
    ("--allow-sha1 judges it", "rsa", "rsa-sha1", {}, ("--allow-sha1",), 0, "pass",
     "verified", ["sha1"]),
    ("512 bits never pass by default", "small", "rsa-sha256", {}, (), 1, "permerror",
     "key_small", None),
    ("--min-rsa-bits 512 judges them", "small", "rsa-sha256", {},
     ("--min-rsa-bits", "512"), 0, "pass", "verified", ["key_small"]),
    ("5120 bits never pass by default", "huge", "rsa-sha256", {}, (), 1, "permerror",
     "key_large", None),
    ("--max-rsa-bits 8192 judges them", "huge", "rsa-sha256", {},
     ("--max-rsa-bits", "8192"), 0, "pass", "verified", []),
    ("--min-rsa-bits 4096 refuses 2048", "rsa", "rsa-sha256", {},
     ("--min-rsa-bits", "4096"), 1, "permerror", "key_small", []),
    ("l= before the end of the body is not enough", "rsa", "rsa-sha256", {"l": "5"}, (),
     1, "policy", "unsigned_body", ["body_length", "unsigned_body"]),
    ("--allow-unsigned-body lets it pass", "rsa", "rsa-sha256", {"l": "5"},
     ("--allow-unsigned-body",), 0, "pass", "verified", ["body_length", "unsigned_body"]),
    ("an expired signature", "rsa", "rsa-sha256", {"x": str(NOW - 1000)}, (), 1,
     "permerror", "expired", []),
    ("the same as of an earlier --now", "rsa", "rsa-sha256", {"x": str(NOW + 10)}, (), 0,
     "pass", "verified", []),
    ("a signature from the future", "rsa", "rsa-sha256", {"t": str(NOW + 1000)}, (), 1,
     "permerror", "future", []),
    ("a domain that is none", "rsa", "rsa-sha256", {"d": "a..b"}, (), 1, "permerror",
     "domain", []),
]

# sentence, selector, options, what the hint says
BITS = [
    ("512 bits by default", "small", (), "At least 1024 bits are asked for here (--min-rsa-bits),"
     " shorter keys can be broken: make one of 2048."),
    ("512 bits under --min-rsa-bits 768", "small", ("--min-rsa-bits", "768"),
     "At least 768 bits are asked for here (--min-rsa-bits), shorter keys can be broken:"
     " make one of 2048."),
    ("2048 bits under --min-rsa-bits 3072", "rsa", ("--min-rsa-bits", "3072"),
     "At least 3072 bits are asked for here (--min-rsa-bits), shorter keys can be broken:"
     " make one of 3072."),
    ("5120 bits by default", "huge", (), "At most 4096 bits are taken here (--max-rsa-bits),"),
    ("2048 bits under --max-rsa-bits 1024", "rsa", ("--max-rsa-bits", "1024"),
     "At most 1024 bits are taken here (--max-rsa-bits),"),
]

# sentence, files, exit code, lines of JSON
MANY_FILES = [
    ("one good message", ("good.eml",), 0, 1),
    ("a good and an unsigned one", ("good.eml", "plain.eml"), 1, 2),
    ("a good and an undecided one", ("good.eml", "slow.eml"), 2, 2),
    ("unsigned and undecided, in either order", ("slow.eml", "plain.eml"), 2, 2),
    ("a good one and one that is not there", ("good.eml", "absent.eml"), 66, 2),
    ("one that is not there, and a good one", ("absent.eml", "good.eml"), 66, 2),
    ("a good one and an empty one", ("empty.eml", "good.eml"), 65, 2),
    ("a folder among them", ("folder", "good.eml"), 66, 2),
    ("standard input among them", ("-", "good.eml"), 0, 2),
    ("two dashes before a file", ("--", "good.eml"), 0, 1),
    ("an option behind the file", ("good.eml", "--max-signatures", "1"), 0, 1),
]

# sentence, octets of a message that is signed: what comes out is the same
# octets with CRLF, behind the new fields
OCTETS = [
    ("CRLF lines", PLAIN),
    ("LF lines", PLAIN.replace(CRLF, b"\n")),
    ("CRLF and LF mixed", PLAIN.replace(b"Subject", b"X: y\nSubject")),
    ("no line end at the end", PLAIN[:-2]),
    ("a CR at the very end", PLAIN + b"x\r"),
    ("lone CRs in the body", PLAIN + b"a\rb\r\r\nc\n\r\n"),
    ("trailing blank lines", PLAIN + b"\r\n\n\r\n"),
    ("8-bit octets", PLAIN + bytes(range(128, 256)) + b"\n"),
    ("NUL octets in the body", PLAIN + b"\0\n\0"),
    ("a header only", PLAIN.partition(CRLF + CRLF)[0] + CRLF),
    ("a header without its last line end", b"From: jan@example.nl\nSubject: x"),
    ("a line of 200,000 octets", PLAIN + b"x" * 200000 + b"\n"),
    ("as much as is kept in memory", PLAIN + b"y" * (1048576 - len(PLAIN))),
    ("one octet more than that", PLAIN + b"y" * (1048577 - len(PLAIN))),
    ("3 MB of LF lines", PLAIN + b"0123456789\n" * 300000),
]

TESTS = []


def test(sentence):
    def add(function):
        TESTS.append((sentence, function))
        return function
    return add


def rows(table, prefix):
    """A test for each row of a table; its first column is the sentence."""
    def add(function):
        for row in table:
            TESTS.append((f"{prefix}: {row[0]}",
                          lambda desk, row=row: function(desk, *row[1:])))
        return function
    return add


class Skip(Exception):
    pass


def want(good, *seen):
    if not good:
        raise AssertionError(" ".join(repr(s) for s in seen))


def want_line(ran, code, pattern):
    """One line on standard error, `zegel: ` and the pattern; nothing else."""
    want(ran.code == code, ran)
    want(re.fullmatch(f"zegel: (?:{pattern})\n", ran.err) is not None, pattern, ran)
    want(ran.out == b"", ran)


def judged(ran):
    return [json.loads(line) for line in ran.out.decode("ascii").splitlines()]


# --- usage, keys, records ---------------------------------------------------

@rows(USAGE, "one line and the exit code")
def usage_row(desk, words, code, pattern):
    want_line(desk.run(*words, stdin=PLAIN), code, pattern)


@rows(KEY_FILES, "sign and record dkim refuse")
def key_file_row(desk, name, code, pattern):
    want_line(desk.run(*SIGN, "-k", "x:" + name, stdin=PLAIN), code, pattern)
    want_line(desk.run(*RECORD, name), code, pattern)


@test("rfc8301#3.2: a key of 1024 bits signs, and 2048 are recommended")
def _(desk):
    desk.odd_rsa("k1024", 1024)
    ran = desk.run(*SIGN, "-k", "k:k1024.pem", stdin=PLAIN)
    want(ran.code == 0 and ran.out.startswith(b"DKIM-Signature:"), ran)
    want(ran.err == "zegel: k1024.pem: has 1024 bits, 2048 are recommended\n", ran)
    ran = desk.run(*RECORD, "k1024.pem")
    want(ran.code == 0 and ran.err == "", ran)


@test("a key behind a symbolic link is taken")
def _(desk):
    want(desk.run(*RECORD, "linked.pem").out == desk.run(*RECORD, "rsa.pem").out)


@test("a key of another user is refused, one of root is not")
def _(desk):
    if os.geteuid() != 0:
        raise Skip("only root can give files away")
    desk.write("theirs.pem", desk.read("rsa.pem"), 0o600)
    os.chown(desk.path("theirs.pem"), 65534, 65534)
    want_line(desk.run(*RECORD, "theirs.pem"), 77,
              "theirs.pem: belongs to user 65534, expected user 0 or root")


@test("a file that may not be read is exit 77")
def _(desk):
    desk.write("secret.eml", PLAIN, 0o000)
    how = {}
    if os.geteuid() == 0:
        how = {"user": 65534, "group": 65534, "extra_groups": []}
    for words in (("verify", *ZONE, "secret.eml"), (*RECORD, "secret.eml")):
        want_line(desk.run(*words, **how), 77, "secret.eml: Permission denied")


@test("key new writes PKCS#8 of mode 0600 whatever the umask, and the record")
def _(desk):
    for umask, name in ((0, "um0"), (0o77, "um77"), (0o777, "um777")):
        old = os.umask(umask)
        try:
            ran = desk.run(*NEW, name, "--out", name + ".pem")
        finally:
            os.umask(old)
        want(ran.code == 0 and desk.mode(name + ".pem") == 0o600, ran)
        want(desk.read(name + ".pem").startswith(b"-----BEGIN PRIVATE KEY-----\n"))
        want(ran.out.startswith(f"{name}._domainkey.example.nl. ".encode()), ran)
        want(b"v=DKIM1" in ran.out and ran.out.endswith(b"\n"), ran)
        want("chmod" not in ran.err and f"is in {name}.pem" in ran.err, ran)


@test("key new takes SELECTOR._domainkey.DOMAIN.pem without --out")
def _(desk):
    want(desk.run(*NEW, "std", "--algorithm", "ed25519").code == 0)
    want(desk.mode("std._domainkey.example.nl.pem") == 0o600)


@test("key new never overwrites a key, nor follows a link to one: exit 73")
def _(desk):
    before = desk.read("rsa.pem")
    want_line(desk.run(*NEW, "x", "--out", "folder"), 73,
              "folder: is a directory, expected a new file")
    for name in ("rsa.pem", "linked.pem"):
        want_line(desk.run(*NEW, "x", "--out", name), 73,
                  name + ": File exists, a key is never overwritten")
    want(desk.read("rsa.pem") == before)
    want_line(desk.run(*NEW, "x", "--out", "nowhere/x.pem"), 73,
              "nowhere/x.pem: No such file or directory")
    want_line(desk.run(*NEW, "x", "--out", "n" * 5000), 73, "n*: File name too long")


@test("key new leaves nothing else behind, also after a failure")
def _(desk):
    folder = desk.path("tidy")
    folder.mkdir()
    desk.run(*NEW, "x", "--out", "tidy/x.pem")
    desk.run(*NEW, "x", "--out", "tidy/x.pem")
    want([p.name for p in folder.iterdir()] == ["x.pem"], list(folder.iterdir()))


@test("key new --bits 3072 and --json")
def _(desk):
    ran = desk.run("--json", *NEW, "big", "--bits", "3072", "--out", "big.pem")
    got = json.loads(ran.out)
    want(ran.code == 0 and ran.err == "", ran)
    want(got["bits"] == 3072 and got["algorithm"] == "rsa" and got["file"] == "big.pem"
         and got["name"] == "big._domainkey.example.nl", got)
    want(desk.run("record", "dkim", "-d", "example.nl", "-s", "big", "--key", "big.pem",
                  "--json").out == ran.out)


@test("record dkim prints what key new printed, in each format")
def _(desk):
    for name in ("rsa", "ed25519"):
        words = ("record", "dkim", "-d", "example.nl", "-s", name, "--key", name + ".pem")
        zone = desk.run(*words)
        want(zone.code == 0 and zone.out in desk.read("zone.db"), zone)
        want(desk.run(*words, "--format", "zone").out == zone.out)
        value = desk.run(*words, "--format", "value").out
        want(re.fullmatch(rb"v=DKIM1; k=%s; p=[A-Za-z0-9+/=]+\n" % name.encode(), value),
             value)
        got = json.loads(desk.run(*words, "--format", "json").out)
        want(got["value"].encode() + b"\n" == value and got["type"] == "TXT", got)


@test("an internationalized domain is written and asked as A-labels (RFC 8616)")
def _(desk):
    ran = desk.run("key", "new", "-d", "bücher.example", "-s", "s", "--algorithm",
                   "ed25519", "--out", "idn.pem")
    want(ran.out.startswith(b"s._domainkey.xn--bcher-kva.example. "), ran)
    desk.write("idn.db", ran.out)
    signed = desk.run("sign", "-d", "bücher.example", "-k", "s:idn.pem", stdin=PLAIN)
    want(desk.run("verify", "--zone", "idn.db", stdin=signed.out).code == 0, signed)


# --- help and version -------------------------------------------------------

@test("help of all and of each subcommand: exit 0, lines of at most 80 columns")
def _(desk):
    for words in (("--help",), ("-h",), ("verify", "--help"), ("sign", "-h"),
                  ("key", "new", "--help"), ("key", "--help"), ("record", "dkim", "-h"),
                  ("demo", "--help"), ("--help", "sign")):
        ran = desk.run(*words)
        want(ran.code == 0 and ran.err == "" and ran.out.startswith(b"Usage: zegel "), ran)
        want(max(map(len, ran.out.decode().splitlines())) <= 80, words)
    want(b"-d DOMAIN -k SELECTOR:FILE" in desk.run("--help", "sign").out)


@test("each help is that of what was asked for, wherever --help stands")
def _(desk):
    for name in ("key", "key new", "record", "record dkim", "sign", "verify", "demo"):
        words = name.split()
        own = desk.run(*words, "--help").out
        want(own.startswith(b"Usage: zegel %s" % name.encode()), own)
        want(desk.run(*words, "-h").out == desk.run("--help", *words).out == own, name)
    want(b"  key    new " in desk.run("key", "--help").out)
    want(b"record dkim" not in desk.run("key", "--help").out)


@test("--version tells zegel's version and those beneath")
def _(desk):
    for words in (("--version",), ("verify", "--version")):
        ran = desk.run(*words)
        first, second = ran.out.decode().splitlines()
        want(ran.code == 0 and first == "zegel " + desk.version, ran)
        for name in ("OpenSSL", "libsodium", "libidn2", "libunbound", "libevent",
                     "jansson"):
            want(re.search(name + r" [0-9]+\.[0-9]", second), ran)
    got = json.loads(desk.run("--version", "--json").out)
    want(got["zegel"] == desk.version and "OpenSSL" in got["libraries"], got)


# --- messages ---------------------------------------------------------------

@rows(MESSAGES, "verify and sign")
def message_row(desk, octets, verify_code, sign_code, pattern):
    for words, code in (((*VERIFY,), verify_code), ((*SIGN, *RSA), sign_code)):
        ran = desk.run(*words, stdin=octets)
        if code >= 64:
            want_line(ran, code, "standard input: " + pattern)
        else:
            want(ran.code == code and ran.err == "" and ran.out != b"", ran)


@rows(MANY_FILES, "the gravest exit code, and every other message judged")
def files_row(desk, files, code, lines):
    desk.write("good.eml", desk.sign(PLAIN))
    desk.write("slow.eml", desk.sign(PLAIN).replace(b"s=rsa", b"s=slow"))
    desk.write("plain.eml", PLAIN)
    desk.write("empty.eml", b"")
    ran = desk.run(*VERIFY, "--json", *files, stdin=desk.read("good.eml"))
    want(ran.code == code and len(judged(ran)) == lines, ran)
    want((ran.err == "") == (code < 64) and ran.err.count("\n") == (code >= 64), ran)


@rows(SEALED, "verify")
def sealed_row(desk, selector, algorithm, tags, options, code, result, reason, warnings):
    sealed = desk.seal(PLAIN, selector, algorithm, **tags)
    ran = desk.run(*VERIFY, "--json", *options, stdin=sealed)
    got = judged(ran)[0]["dkim"][0]
    want(ran.code == code and got["result"] == result and got["reason_code"] == reason, ran)
    want(warnings is None or got["warnings"] == warnings, got)
    text = desk.run(*VERIFY, *options, stdin=sealed)
    want(text.code == code and f"  {result}  ".encode() in text.out, text)


@rows(BITS, "the hint names the limit that applied")
def bits_row(desk, selector, options, says):
    ran = desk.run(*VERIFY, *options, stdin=desk.seal(PLAIN, selector))
    flat = re.sub(r"\s+", " ", ran.out.decode())
    want(ran.code == 1 and "hint " + says in flat, says, flat)


@test("JSON has the keys that were promised, of the kinds that were promised")
def _(desk):
    signed = desk.sign(PLAIN, "--expire-in", "600", "-i", "jan@example.nl",
                       keys=("rsa", "ed25519"))
    desk.write("two.eml", signed)
    ran = desk.run("--json", *VERIFY, "two.eml", "--authserv-id", "mx.example.org")
    got = judged(ran)[0]
    want(list(got) == ["file", "message", "dkim", "spf", "arc", "dmarc", "disposition",
                       "authentication_results", "cause", "overrides"], list(got))
    want(got["file"] == "two.eml" and got["message"] == 1, got)
    for name in ("arc", "cause", "overrides", "spf", "dmarc", "disposition"):
        want(got[name] is None, name)
    want("dkim=pass" in got["authentication_results"], got)
    for sig, selector, algorithm, bits in zip(got["dkim"], ("rsa", "ed25519"),
                                              ("rsa-sha256", "ed25519-sha256"), (2048, 256)):
        want(sig == {"result": "pass", "reason": "the signature verifies",
                     "reason_code": "verified", "domain": "example.nl",
                     "selector": selector, "identity": "jan@example.nl",
                     "algorithm": algorithm, "canonicalization": "relaxed/relaxed",
                     "key_bits": bits, "dnssec": "unknown",
                     "signed_fields": sig["signed_fields"], "body_length": None,
                     "timestamp": NOW, "expires": NOW + 600, "warnings": []}, sig)
        want(sig["signed_fields"].count("From") == 2, sig)


@test("JSON of a signature that cannot be read has null for what is not there")
def _(desk):
    got = judged(desk.run(*VERIFY, "--json",
                          stdin=b"DKIM-Signature: nonsense\r\n" + PLAIN))[0]["dkim"][0]
    for name in ("domain", "selector", "identity", "algorithm", "canonicalization",
                 "key_bits", "body_length", "timestamp", "expires"):
        want(got[name] is None, name, got)
    want(got["result"] == "permerror" and got["reason_code"] == "syntax", got)
    want(got["reason"].startswith("the signature field is no tag list"), got)


@test("JSON: c= in full, i= by default, l= as a number")
def _(desk):
    for canon, full in (("relaxed", "relaxed/simple"), ("simple/relaxed", "simple/relaxed"),
                        ("simple", "simple/simple")):
        got = judged(desk.run(*VERIFY, "--json",
                              stdin=desk.sign(PLAIN, "-c", canon)))[0]["dkim"][0]
        want(got["result"] == "pass" and got["canonicalization"] == full, got)
        want(got["identity"] == "@example.nl", got)
    got = judged(desk.run(*VERIFY, "--json", stdin=desk.seal(PLAIN, l="12")))[0]["dkim"][0]
    want(got["body_length"] == 12, got)


@test("one signature that passes is enough, beside any other")
def _(desk):
    for selector in ("slow", "gone"):
        mixed = desk.sign(PLAIN, keys=("rsa", "ed25519")).replace(
            b"s=ed25519", b"s=" + selector.encode())
        want(desk.run(*VERIFY, stdin=mixed).code == 0)


@test("DNS that fails leaves it undecided: exit 2, temperror, in words")
def _(desk):
    for selector, reason in (("slow", "dns"), ("bogus", "dns_bogus")):
        message = desk.sign(PLAIN).replace(b"s=rsa", b"s=" + selector.encode())
        ran = desk.run(*VERIFY, "--json", stdin=message)
        got = judged(ran)[0]["dkim"][0]
        want(ran.code == 2 and got["result"] == "temperror"
             and got["reason_code"] == reason, got)
        text = desk.run(*VERIFY, stdin=message).out.decode()
        want("standard input: undecided, its one signature does not pass" in text, text)
        want(f"asked     TXT {selector}._domainkey.example.nl" in text, text)


@test("at most --max-signatures are looked at, from the top")
def _(desk):
    message = PLAIN
    for _ in range(4):
        message = desk.sign(message, keys=("rsa", "ed25519", "rsa"))
    for words, count in (((), 10), (("--max-signatures", "3"), 3),
                         (("--max-signatures", "64"), 12)):
        got = judged(desk.run(*VERIFY, "--json", *words, stdin=message))[0]["dkim"]
        want(len(got) == count and all(s["result"] == "pass" for s in got), words, got)


# sentence, From, rows that must be there (None: no row "author")
AUTHORS = [
    ("the signing domain", b"x@example.nl", None),
    ("below the signing domain", b"x@sub.Example.NL", None),
    ("a parent of it", b"x@nl", "the domain in From has one label only: whose"),
    ("another domain", b"x@victim.nl",
     "From is of victim.nl: no passing signature is of that domain"),
    ("a domain that only ends alike", b"x@badexample.nl",
     "From is of badexample.nl: no passing signature"),
    ("the signing domain, the address its own display name",
     b"X@Example.NL <x@example.nl>", None),
    ("the signing domain for a display name only", b"x@example.nl <x@victim.nl>",
     "From is malformed: whose"),
    ("malformed", b"x@example.nl@victim.nl", "From is malformed: whose"),
    ("two domains", b"x@example.nl, y@victim.nl", "From has addresses in several domains:"),
]


@rows(AUTHORS, "verify and sign tell whom From names")
def author_row(desk, value, says):
    message = PLAIN.replace(b"Jan <jan@example.nl>", value)
    ran = desk.run(*SIGN, *RSA, stdin=message)
    want(ran.code == 0 and (ran.err == "") == (says is None), ran)
    want(says is None or re.match("zegel: standard input: " + says.partition(":")[0], ran.err),
         ran)
    flat = re.sub(r"\s+", " ", desk.run(*VERIFY, stdin=ran.out).out.decode())
    want("verified for example.nl, its one signature passes" in flat, flat)
    want(says in flat if says else "author" not in flat, flat)


@test("two From fields: verify says that the author cannot be told")
def _(desk):
    doubled = b"From: x@victim.nl\r\n" + desk.sign(PLAIN, "--oversign", "")
    text = desk.run(*VERIFY, stdin=doubled).out.decode()
    want("the message has more than one From field" in re.sub(r"\s+", " ", text), text)


@test("the headline names each domain once, and text has i= when it says more")
def _(desk):
    twice = desk.sign(PLAIN, "-i", "jan@example.nl", keys=("rsa", "ed25519"))
    text = desk.run(*VERIFY, stdin=twice).out.decode()
    want("verified for example.nl, 2 of 2 signatures pass\n" in text, text)
    want(text.count("    identity  jan@example.nl\n") == 2, text)
    for words in ((), ("-i", "@example.nl")):
        want(b"identity" not in desk.run(*VERIFY, stdin=desk.sign(PLAIN, *words)).out)


@test("what changed is told in words, with what usually is behind it")
def _(desk):
    signed = desk.sign(PLAIN)
    for change, says in (
            ((b"morgen", b"zondag"), ("body was changed", "mailing list")),
            ((b"Subject: ", b"Subject: [x] "), ("header field was changed", "body is as it")),
            ((b"s=rsa", b"s=gone"), ("no key record", "gone._domainkey.example.nl"))):
        ran = desk.run(*VERIFY, stdin=signed.replace(*change))
        flat = re.sub(r"\s+", " ", ran.out.decode())
        want(ran.code == 1 and all(s in flat for s in says), flat)
    ran = desk.run(*VERIFY, stdin=PLAIN)
    want(b"standard input: not signed\n" in ran.out and b"no DKIM-Signature" in ran.out, ran)


@test("verify --json has an object for an input that cannot be read, sign names no --mbox")
def _(desk):
    desk.write("empty.eml", b"")
    ran = desk.run(*VERIFY, "--json", "absent.eml", "empty.eml")
    none = {name: None for name in ("dkim", "spf", "arc", "dmarc", "disposition",
                                    "authentication_results", "cause", "overrides")}
    want(judged(ran) == [
        {"file": "absent.eml", "error": "absent.eml: No such file or directory", **none},
        {"file": "empty.eml", "error": "empty.eml: is empty, expected a message", **none},
    ] and ran.err.count("\n") == 2 and ran.code == 66, ran)
    want_line(desk.run(*SIGN, *RSA, stdin=b"From x Sat Nov 21 10:00\n" + PLAIN), 65,
              "standard input: is an mbox: take one message out of it")


# --- mbox -------------------------------------------------------------------

@test("an mbox: every message judged, quoted From lines restored")
def _(desk):
    quoted = PLAIN + b"From here on\r\n>From there\r\n>>From both\r\n> From\r\n\r\nFrom\r\n"
    signed = [desk.sign(quoted), desk.sign(PLAIN), PLAIN]
    for end in (b"\n", CRLF):
        desk.write("all.mbox", mbox(*signed, end=end))
        ran = desk.run(*VERIFY, "--json", "--mbox", "all.mbox")
        got = judged(ran)
        want(ran.code == 1 and [m["message"] for m in got] == [1, 2, 3], ran)
        want([[s["result"] for s in m["dkim"]] for m in got] == [["pass"], ["pass"], []], got)
    text = desk.run(*VERIFY, "--mbox", "all.mbox").out.decode()
    want("all.mbox, message 2: verified for example.nl, its one signature passes" in text, text)


@test("an mbox with a message that is none: the others are judged, exit 65")
def _(desk):
    good = desk.sign(PLAIN)
    octets = mbox(good) + b"From x Sat Nov 21 10:00\nno header here\n\n" + mbox(good)
    ran = desk.run(*VERIFY, "--json", "--mbox", stdin=octets)
    want(ran.code == 65 and [m["message"] for m in judged(ran)] == [1, 3], ran)
    want(ran.err == "zegel: standard input: message 2: does not begin with a header field,"
         " expected a message\n", ran)


@test("a From line within a message is text unless it is behind an empty line, with a date")
def _(desk):
    text = PLAIN + b"From here on\r\n\r\nFrom there on\r\nFrom x Sat Nov 21 10:00\r\n"
    signed = desk.sign(text).replace(CRLF, b"\n")
    line = b"From jan@example.nl Sat Nov 21 10:00:00 2026\n"
    ran = desk.run(*VERIFY, "--json", "--mbox", stdin=line + signed + b"\n" + line + signed)
    want(ran.code == 0 and [m["message"] for m in judged(ran)] == [1, 2], ran)


@test("an mbox that is none, or empty, or of one empty message: exit 65")
def _(desk):
    for octets, says in ((b"", "is empty, expected an mbox"),
                         (PLAIN, 'does not begin with a "From " line, expected an mbox'),
                         (b"Fr", 'does not begin with a "From " line, expected an mbox'),
                         (b"From x\n", 'does not begin with a "From " line, expected an mbox'),
                         (b"From x Sat Nov 21 10:00\n", "message 1: is empty, expected a message")):
        want_line(desk.run(*VERIFY, "--mbox", stdin=octets), 65, "standard input: " + says)


@test("an mbox of 40 messages, each with 900 KB of header, in bounded memory")
def _(desk):
    message = (b"X: " + b"x" * 99995 + CRLF) * 9 + PLAIN
    ran = desk.run(*VERIFY, "--json", "--mbox", stdin=mbox(*[message] * 40))
    want(ran.code == 1 and ran.err == "" and len(judged(ran)) == 40, ran)


# --- zones ------------------------------------------------------------------

@test("zones: several are one; faults name the line; what is not there is 66")
def _(desk):
    signed = desk.sign(PLAIN)
    want(desk.run("verify", "--zone", "empty.db", "--zone", "zone.db", stdin=signed).code == 0)
    want(desk.run("--zone", "empty.db", "verify", "--zone", "zone.db", stdin=signed).code == 0)
    want(desk.run("verify", "--zone", "empty.db", stdin=signed).code == 1)
    desk.write("broken.db", b"a.example. A 192.0.2.1\n\nb.example. A 192.0.2.999\n")
    want_line(desk.run("verify", "--zone", "broken.db", stdin=signed), 65,
              "broken.db:3: .*, expected .*")
    want_line(desk.run("verify", "--zone", "absent.db", stdin=signed), 66,
              "absent.db: No such file or directory")
    want_line(desk.run("verify", "--zone", "folder", stdin=signed), 66,
              "folder: is a directory, expected a file")


# --- signing ----------------------------------------------------------------

def split_signed(out, count):
    """The new fields, and what stands below them."""
    fields = re.match(rb"(?:DKIM-Signature:(?:[^\r]|\r\n[\t ])*\r\n){%d}" % count, out)
    want(fields is not None, out[:300])
    return fields.group(), out[fields.end():]


@rows(OCTETS, "signed octet for octet, from a file, a pipe and standard input")
def octets_row(desk, octets):
    name = desk.write("octets.eml", octets).name
    outs = [desk.run(*SIGN, *BOTH, name), desk.run(*SIGN, *BOTH, stdin=octets)]
    with open(desk.path(name), "rb") as stdin:
        started = desk.start(*SIGN, *BOTH, stdin=stdin)
        out, err = started.communicate()
        outs.append(cmd_desk.Ran(started.returncode, out, err))
    for ran in outs:
        want(ran.code == 0 and ran.err == "", ran)
        fields, message = split_signed(ran.out, 2)
        want(message == crlf(octets), len(message), len(crlf(octets)))
        want(ran.out == outs[0].out)
        only = desk.run(*SIGN, *BOTH, "--field-only", stdin=octets)
        want(only.out == fields, only, fields)
    want(desk.run(*VERIFY, stdin=outs[0].out).code == 0)


@test("standard input that is a file is signed from where it stands, not its start")
def _(desk):
    desk.write("two.txt", b"another line\n" + PLAIN)
    with open(desk.path("two.txt"), "rb", buffering=0) as stdin:
        stdin.seek(13)
        out, err = desk.start(*SIGN, *RSA, stdin=stdin).communicate()
    want(split_signed(out, 1)[1] == PLAIN, out, err)


@test("the same message, key and --now give the same fields; tags as asked")
def _(desk):
    words = (*SIGN, *RSA, "--field-only", "-i", "@sub.example.nl", "--expire-in", "60",
             "--fields", "From:Subject:X-None", "--oversign", "From", "-c", "simple/relaxed")
    field = desk.run(*words, stdin=PLAIN).out
    want(field == desk.run(*words, stdin=PLAIN).out)
    flat = re.sub(rb"\s", b"", field)
    for tag in (b"a=rsa-sha256", b"c=simple/relaxed", b"d=example.nl", b"s=rsa",
                b"i=@sub.example.nl", b"t=%d" % NOW, b"x=%d" % (NOW + 60),
                b"h=From:From:Subject"):
        want(b";" + tag + b";" in flat.replace(b":v=", b";v=", 1), tag, flat)
    want(b"l=" not in flat.split(b";bh=")[0])
    bare = desk.run(*SIGN, *RSA, "--field-only", "--oversign", "", stdin=PLAIN).out
    want(b"From:From" not in bare and b"From:" in bare, bare)


# sentence, options of sign, a tag that is there (its name with a minus: is not)
TAGS = [
    ("relaxed/relaxed without -c", (), "c=relaxed/relaxed"),
    ("rfc6376#3.5: -c relaxed leaves the body simple", ("-c", "relaxed"),
     "c=relaxed/simple"),
    ("rfc6376#3.5: -c simple leaves the body simple", ("-c", "simple"), "c=simple/simple"),
    ("-c relaxed/relaxed", ("-c", "relaxed/relaxed"), "c=relaxed/relaxed"),
    ("-c simple/relaxed", ("-c", "simple/relaxed"), "c=simple/relaxed"),
    ("no x= without --expire-in", (), "-x"),
    ("--expire-in 1, the least", ("--expire-in", "1"), f"x={NOW + 1}"),
    ("--expire-in 3153600000, the most", ("--expire-in", "3153600000"),
     f"x={NOW + 3153600000}"),
]


@rows(TAGS, "sign writes, and verify takes")
def tags_row(desk, options, tag):
    # White space at the end of a line: simple and relaxed bodies differ.
    message = PLAIN + b"two  spaces \r\n"
    ran = desk.run(*SIGN, *RSA, *options, stdin=message)
    field = split_signed(ran.out, 1)[0]
    tags = re.sub(rb"\s", b"", field).partition(b":")[2].decode().split(";")
    names = [t.partition("=")[0] for t in tags]
    want(tag[1:] not in names if tag[0] == "-" else tag in tags, tags)
    want(desk.run(*VERIFY, stdin=ran.out).code == 0, ran)
    # What a relaxed body forgives, and a simple one does not.
    respaced = ran.out.replace(b"two  spaces ", b"two spaces")
    relaxed = any(t.startswith("c=") and t.endswith("/relaxed") for t in tags)
    want(desk.run(*VERIFY, stdin=respaced).code == (0 if relaxed else 1), tags)


@test("--fields without --oversign oversigns only what it names")
def _(desk):
    field = desk.run(*SIGN, *RSA, "--field-only", "--fields", "from:To:X-None", stdin=PLAIN).out
    want(b";h=from:from:To:To;" in re.sub(rb"\s", b"", field), field)
    field = desk.run(*SIGN, *RSA, "--field-only", "--fields", "From", "--oversign",
                     "From:Cc", stdin=PLAIN).out
    want(b";h=From:From:Cc;" in re.sub(rb"\s", b"", field), field)


@test("the tour of README.md shows what its message gives")
def _(desk):
    root = pathlib.Path(__file__).resolve().parents[2]
    field = desk.run(*SIGN, "-k", "nov26:rsa.pem", "--field-only",
                     str(root / "examples" / "brief.eml")).out.decode()
    tour = (root / "README.md").read_text()
    for line in field.splitlines():
        stable = re.sub(r" t=[0-9]+;", "", line)
        if not re.match(r"\t(b=|[A-Za-z0-9+/=]{20,}$)", line):
            want(stable.strip() in re.sub(r" t=[0-9]+;", "", tour), line)
    for words in (("signed.eml",), ()):
        desk.write("signed.eml", desk.run(*SIGN, *RSA, str(root / "examples/brief.eml")).out)
        octets = desk.read("signed.eml").replace(b"maandag", b"dinsdag")
        for line in desk.run(*VERIFY, *words, stdin=octets).out.decode().splitlines():
            stable = re.sub(r"2026-.* UTC|selector .*", "", line)
            want(words == () and re.match("    (key|made|signed|sealed) |          ", line)
                 or stable.strip() in re.sub(r"2026-.* UTC|selector .*", "", tour), line)


@test("the tour of README.md shows what spf, dmarc and verify --explain say")
def _(desk):
    root = pathlib.Path(__file__).resolve().parents[2]
    tour = (root / "README.md").read_text()
    zone = re.search(r"Add to the zone:\n\n((?:    .*\n)+)", tour).group(1)
    desk.write("tour.db", re.sub("(?m)^    ", "", zone).encode())
    (desk.folder / "examples").mkdir(exist_ok=True)
    desk.write("examples/brief.eml", (root / "examples/brief.eml").read_bytes())
    calls = re.findall(r"(?m)^    \$ build/zegel ((?:spf|dmarc|verify --zone zone --ip)"
                       r"(?:.*\\\n)*.*)\n((?:    (?!\$ ).*\n)+)", tour)
    want(len(calls) == 3, calls)
    for call, shown in calls:
        words = call.replace("\\\n", " ").replace("--zone zone", "--zone tour.db").split()
        told = desk.run(*words).out.decode()
        said = re.sub("(?m)^    ", "", shown)
        want(told.startswith(said.removesuffix("    ...\n")), said, told)


@test("sign --json gives the fields")
def _(desk):
    ran = desk.run("--json", *SIGN, *BOTH, stdin=PLAIN)
    got = json.loads(ran.out)
    want(got["file"] == "-" and len(got["fields"]) == 2, got)
    want("\r\n".join(got["fields"]).encode() + CRLF
         == desk.run(*SIGN, *BOTH, "--field-only", stdin=PLAIN).out)


@test("the clock is taken when there is no --now")
def _(desk):
    before = int(time.time())
    field = desk.run("sign", "-d", "example.nl", *RSA, "--field-only", stdin=PLAIN).out
    made = int(re.search(rb"t=([0-9]+);", field).group(1))
    want(before <= made <= int(time.time()), made)


@test("a message too large for memory needs a folder for temporary files")
def _(desk):
    large = PLAIN + b"x" * 2000000
    want_line(desk.run(*SIGN, *RSA, stdin=large, env={"TMPDIR": "/nowhere/at/all"}), 73,
              "temporary file: /nowhere/at/all/zegel.*: No such file or directory")
    want(desk.run(*SIGN, *RSA, stdin=PLAIN, env={"TMPDIR": "/nowhere/at/all"}).code == 0)
    folder = desk.path("spool")
    folder.mkdir()
    want(desk.run(*SIGN, *RSA, stdin=large, env={"TMPDIR": str(folder)}).code == 0)
    want(list(folder.iterdir()) == [])


def wait_until_asleep(started):
    """Until the process waits for something: its input, its output."""
    for _ in range(2000):
        time.sleep(0.005)
        stat = pathlib.Path(f"/proc/{started.pid}/stat").read_text()
        if stat.rpartition(")")[2].split()[0] == "S":
            return
    raise AssertionError("it never waits")


@test("a file that changes between the two passes is said: exit 74")
def _(desk):
    if not os.path.exists("/proc/self/stat"):
        raise Skip("no /proc here")
    path = desk.write("changing.eml", PLAIN + b"x\n" * 500000)
    started = desk.start(*SIGN, *RSA, "changing.eml")
    started.stdout.read(1)
    wait_until_asleep(started)
    with open(path, "ab") as more:
        more.write(b"more\n")
    _, err = started.communicate()
    want(started.returncode == 74 and err == b"zegel: changing.eml: changed while it was"
         b" read\n", started.returncode, err)


# --- what is written where --------------------------------------------------

@test("rfc6376#3.5: a time of over 12 digits is in a far future")
def _(desk):
    text = desk.run(*VERIFY, stdin=desk.seal(PLAIN, x="1" + "0" * 12, t="5")).out.decode()
    want("expires in a far future\n" in re.sub(r"\n {14}", " ", text), text)


@test("octets of others do not reach the terminal as they are")
def _(desk):
    evil = "a\x1b[31m\x07\u202eb\x9b\\.eml"
    name = os.fsencode(evil) + b"\xff"
    (pathlib.Path(os.fsdecode(bytes(desk.folder)) ) / os.fsdecode(name)).write_bytes(PLAIN)
    shown = r"a\x1B[31m\x07\xE2\x80\xAEb\xC2\x9B\x5C.eml\xFF"
    ran = desk.run(*VERIFY, name)
    want(ran.code == 1 and shown.encode() in ran.out, ran)
    want(not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80\xae", ran.out))
    ran = desk.run(*VERIFY, name + b"\n")
    want(ran.err == f"zegel: {shown}\\x0A: No such file or directory\n", ran)
    ran = desk.run(*VERIFY, "--json", name)
    want(judged(ran)[0]["file"] == evil + "\ufffd", ran)


@test("odd octets in a signature are shown escaped, and are plain in JSON")
def _(desk):
    sealed = desk.seal(PLAIN, i="=1B[2J=C2=9B=FF@example.nl", a="rsa\x1bx", s="rsa")
    ran = desk.run(*VERIFY, stdin=sealed)
    want(b"\x1b" not in ran.out and ran.code == 1, ran)
    got = judged(desk.run(*VERIFY, "--json", stdin=sealed))[0]["dkim"][0]
    want(got["result"] != "pass", got)


@test("Dutch and other letters are shown as they are")
def _(desk):
    desk.write("één € 日本.eml", PLAIN)
    want("één € 日本.eml: not signed\n".encode() in desk.run(*VERIFY, "één € 日本.eml").out)


def on_terminal(desk, *words, env):
    master, slave = pty.openpty()
    started = desk.start(*words, stdin=None, stdout=slave, env=env)
    os.close(slave)
    out = b""
    try:
        while chunk := os.read(master, 4096):
            out += chunk
    except OSError:  # the terminal is gone: end of output
        pass
    started.wait()
    started.stderr.close()
    os.close(master)
    return out


@test("colour on a terminal only, and not with NO_COLOR or TERM=dumb")
def _(desk):
    desk.write("good.eml", desk.sign(PLAIN))
    words = (*VERIFY, "good.eml")
    want(b"\x1b[1;32mpass\x1b[0m" in on_terminal(desk, *words, env={"TERM": "xterm",
                                                                    "NO_COLOR": ""}))
    for env in ({"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb", "NO_COLOR": ""}):
        want(b"\x1b" not in on_terminal(desk, *words, env=env), env)
    want(b"\x1b" not in desk.run(*words, env={"TERM": "xterm"}).out)


@test("a full disk behind standard output is said: exit 74")
def _(desk):
    desk.write("good.eml", desk.sign(PLAIN))
    for words in ((*VERIFY, "good.eml"), (*SIGN, *RSA, "good.eml"), ("--help",),
                  (*RECORD, "rsa.pem"), ("--version",)):
        with open("/dev/full", "wb") as full:
            started = desk.start(*words, stdout=full)
            _, err = started.communicate()
        want(started.returncode == 74 and err.startswith(b"zegel: standard output: "),
             words, started.returncode, err)


def shell(desk, script, *words):
    """A call through sh, for what Python's subprocess always opens."""
    return cmd_desk.Desk.run(ShellDesk(desk), "-c", script, desk.zegel, *words)


class ShellDesk:
    def __init__(self, desk):
        self.zegel, self.folder = "/bin/sh", desk.folder


@test("closed standard input, output and error are no files of ours")
def _(desk):
    desk.write("good.eml", desk.sign(PLAIN))
    ran = shell(desk, 'exec "$0" "$@" >&-', *VERIFY, "good.eml")
    want(ran.code == 74 and ran.err.startswith("zegel: standard output: "), ran)
    ran = shell(desk, 'exec "$0" "$@" <&-', *VERIFY)
    want(ran.code == 74 and ran.err == "zegel: standard input: Bad file descriptor\n", ran)
    ran = shell(desk, 'exec "$0" "$@" >&- 2>&-', *NEW, "shut", "--out", "shut.pem")
    want(ran.code == 74, ran)
    want(desk.read("shut.pem").startswith(b"-----BEGIN") and
         desk.read("shut.pem").endswith(b"-----END PRIVATE KEY-----\n"))


@test("a reader that goes away is said: exit 74, and the work ends")
def _(desk):
    desk.write("large.eml", PLAIN + b"x\n" * 500000)
    started = desk.start(*SIGN, *RSA, "large.eml")
    started.stdout.read(1)
    started.stdout.close()
    err = started.stderr.read()
    want(started.wait() == 74 and re.fullmatch(
        rb"zegel: standard output: (Broken pipe|could not be written)\n", err), err)
    started.stderr.close()
    started.stdin.close()


# --- memory -----------------------------------------------------------------

def peak_kb(started):
    text = pathlib.Path(f"/proc/{started.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+([0-9]+) kB", text).group(1))


def pipe_is_empty(stream):
    left = fcntl.ioctl(stream.fileno(), termios.FIONREAD, struct.pack("i", 0))
    return struct.unpack("i", left)[0] == 0


def peak_of_pipe(desk, words, octets):
    """The most memory while `octets` come through a pipe, up to their end."""
    started = desk.start(*words, stdout=open(os.devnull, "wb"))
    started.stdin.write(octets)
    started.stdin.flush()
    while not pipe_is_empty(started.stdin):
        time.sleep(0.005)
    wait_until_asleep(started)
    peak = peak_kb(started)
    started.communicate()
    return peak, started.returncode


@test("25 MB take at most 4 MB more memory than 2 KB: verify, sign, sign a file")
def _(desk):
    if not os.path.exists("/proc/self/status"):
        raise Skip("no /proc here")
    if desk.sanitized:
        raise Skip("memory is a sanitizer's")
    small = PLAIN + b"x" * 70 * 25
    large = PLAIN + (b"y" * 70 + CRLF) * 350000
    for words, small_in, large_in in (
            (VERIFY, desk.sign(small), desk.sign(large)),
            ((*SIGN, *RSA), small, large)):
        base, code = peak_of_pipe(desk, words, small_in)
        peak, large_code = peak_of_pipe(desk, words, large_in)
        want(code == large_code == 0, code, large_code)
        want(peak - base <= 4096, words, base, peak)
    desk.write("large.eml", large)
    started = desk.start(*SIGN, *RSA, "large.eml")
    started.stdout.read(1)  # the second pass has begun
    wait_until_asleep(started)
    peak = peak_kb(started)
    out, _ = started.communicate()
    want(started.returncode == 0 and large.endswith(out[-100000:]), started.returncode)
    want(peak - base <= 4096, "sign a file", base, peak)


# --- demo -------------------------------------------------------------------

@test("demo: every verdict as expected, nothing left behind, no private key shown")
def _(desk):
    folder = desk.path("demo")
    folder.mkdir()
    ran = desk.run("demo", env={"TMPDIR": str(folder)})
    want(ran.code == 0 and ran.err == "", ran)
    want(list(folder.iterdir()) == [], list(folder.iterdir()))
    text = ran.out.decode()
    want(text.endswith("6 of 6 verdicts were as expected.\n"), text[-200:])
    want(text.count("As expected.") == 6 and "PRIVATE" not in text)
    want(max(map(len, text.splitlines())) <= 110)
    lines = [json.loads(line) for line in desk.run("demo", "--json").out.splitlines()]
    want([(s["step"], s["as_expected"]) for s in lines] == [
        (name, True) for name in ("original", "forwarded", "body", "subject", "footer", "missing")], lines)


@test("demo without a place to work: exit 73")
def _(desk):
    want_line(desk.run("demo", env={"TMPDIR": "/nowhere/at/all"}), 73,
              "/nowhere/at/all/zegel-demo.*: No such file or directory")


# ----------------------------------------------------------------------------

def run_test(desk, function):
    """A line of TAP's verdict, and what went wrong."""
    try:
        function(desk)
        return "ok", "", []
    except Skip as why:
        return "ok", f" # SKIP {why}", []
    except Exception as fault:  # pylint: disable=broad-except
        text = f"{type(fault).__name__}: {fault}"
        return "not ok", "", text.replace("\\n", "\n").splitlines()[:60]


def main():
    if len(sys.argv) != 3:
        sys.exit("use: test_cmd.py ZEGEL VERSION")
    bad = 0
    print(f"1..{len(TESTS)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="zegel-cmd-") as folder:
        os.chmod(folder, 0o755)
        desk = cmd_desk.Desk(sys.argv[1], folder)
        desk.version = sys.argv[2]
        desk.make_keys()
        desk.make_odd_keys()
        for number, (sentence, function) in enumerate(TESTS, 1):
            word, note, lines = run_test(desk, function)
            bad += word != "ok"
            print(f"{word} {number} - {sentence}{note}", flush=True)
            for line in lines:
                print("#", line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
