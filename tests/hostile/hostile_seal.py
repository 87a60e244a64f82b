# SPDX-License-Identifier: ISC
"""hostile_seal: canonicalization and signing by RFC 6376, told what to do.

The signer takes nothing from the tags it writes: canonicalization, names,
hash and length are arguments. So a tag can be wrong while all the rest of the
signature is right.
"""
import base64
import hashlib
import re

NOW = 1795284000
DOMAIN = b"sender.example"
NAMES = (b"from", b"to", b"subject", b"date", b"message-id")
CRLF = b"\r\n"


def octets(text):
    return text.encode("utf-8") if isinstance(text, str) else bytes(text)


def b64(raw):
    return base64.b64encode(raw)


# --- canonicalization (RFC 6376 3.4) -------------------------------------

def canon_body(body, mode):
    if mode == "relaxed":
        lines = body.split(CRLF)
        body = CRLF.join(re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in lines)
    while body.endswith(CRLF):
        body = body[:-2]
    if body == b"" and mode == "relaxed":
        return b""
    return body + CRLF


def canon_field(raw, mode):
    if mode == "simple":
        return raw
    name, _, value = raw.partition(b":")
    value = re.sub(rb"\r\n(?=[ \t])", b"", value)
    value = re.sub(rb"[ \t]+", b" ", value).strip(b" ")
    return name.rstrip(b" \t").lower() + b":" + value


def field_name(raw):
    return raw.partition(b":")[0].rstrip(b" \t").lower()


def select(fields, names):
    """The fields that h= names, bottom-most first (RFC 6376 5.4.2)."""
    left = {}
    for field in fields:
        left.setdefault(field_name(field), []).append(field)
    return [left[n.lower()].pop() for n in names if left.get(n.lower())]


# --- messages ------------------------------------------------------------

class Message:
    """Raw fields without their last CRLF, from the top; what follows them; the body."""

    def __init__(self, fields, body, gap=CRLF):
        self.fields, self.body, self.gap = list(fields), body, gap

    def eml(self):
        return b"".join(f + CRLF for f in self.fields) + self.gap + self.body

    def but(self, fields=None, body=None):
        """The same message with other fields or another body."""
        return Message(self.fields if fields is None else fields,
                       self.body if body is None else body, self.gap)

    def plus(self, field, at=0):
        """The same message with one more field, before field `at`."""
        where = len(self.fields) if at is None else at
        return self.but(self.fields[:where] + [field] + self.fields[where:])

    def minus(self, name):
        return self.but([f for f in self.fields if field_name(f) != name])

    def swap(self, old, new):
        """The same message with octets of its header replaced, exactly once."""
        text = (b"\x00" + CRLF + b"\x00").join(self.fields)
        assert text.count(old) == 1, (old, text.count(old))
        return self.but(text.replace(old, new).split(b"\x00" + CRLF + b"\x00"))


BODY = b"Hallo Pieter,\r\n\r\nDit is een  proef.\r\n\r\nJan\r\n"
LENGTH = 43  # of BODY, relaxed; several l= are written from it


def plain(body=BODY, **more):
    """The message that all cases start from."""
    return Message([
        b"From: Jan Jansen <jan@sender.example>",
        b"To: Piet Pietersen <piet@receiver.example>",
        b"Subject: een proef",
        b"Date: Sat, 21 Nov 2026 18:00:00 +0000",
        b"Message-ID: <proef.1@sender.example>",
    ], body, **more)


# --- signing -------------------------------------------------------------

ORDER = ("v", "a", "c", "d", "s", "t", "h", "bh", "b")
FOLD_BEFORE = ("h", "bh", "b")


def tag_text(tags, end=b""):
    """The usual form: a space between tags, folds before the long ones."""
    parts = []
    for i, (name, value) in enumerate(tags):
        space = CRLF + b"\t" if name in FOLD_BEFORE else b" " if i > 0 else b""
        parts.append(space + octets(name) + b"=" + octets(value))
    return b"DKIM-Signature: " + b";".join(parts) + end


def signature_tags(alg, canon, names, selector, change, drop, add):
    value = {
        "v": b"1", "a": alg, "c": canon, "d": DOMAIN, "s": selector,
        "t": b"%d" % (NOW - 60), "h": b":".join(names), "bh": b"%BH", "b": b"%B",
    }
    value.update(change)
    tags = [(name, value[name]) for name in ORDER if name not in drop]
    return tags[:-2] + list(add) + tags[-2:] if "b" not in drop else tags + list(add)


def fold_b(text):
    return b"".join(CRLF + b"\t " * (i > 0) + text[i:i + 70] if i > 0 else text[:70]
                    for i in range(0, max(len(text), 1), 70))


def signing_input(fields, names, head, tail, mode):
    """What is hashed for b= (RFC 6376 3.7); `fields` are without the own one."""
    empty = head.rstrip(b" \t\r\n") + tail.lstrip(b" \t\r\n")
    lines = [canon_field(f, mode) + CRLF for f in select(fields, names)]
    return b"".join(lines) + canon_field(empty, mode)


def seal(message, key, canon="relaxed/relaxed", names=NAMES, length=None, digest="sha256",
         alg=None, selector=None, change=None, drop=(), add=(), form=None, end=b"", at=0,
         bh=None, b=None, make=None):
    """The message with one more DKIM-Signature at index `at`.

    change, drop, add   tags that are written otherwise, left out, added before bh=
    form                the whole field instead; %BH and %B stand for the values
    bh, b               functions that spoil the base64 of bh= and b=
    make                instead of the key's signature: octets from the signing input
    """
    header_mode, body_mode = canon.split("/")
    names = [octets(n) for n in names]
    if form is None:
        alg = octets(alg or key.alg + b"-" + octets(digest))
        tags = signature_tags(alg, octets(canon), names, octets(selector or key.selector),
                              change or {}, drop, add)
        form = tag_text(tags, end)
    body = canon_body(message.body, body_mode)[:length]
    body_hash = b64(hashlib.new(digest, body).digest())
    form = form.replace(b"%BH", bh(body_hash) if bh else body_hash)
    head, mark, tail = form.partition(b"%B")
    if not mark:
        return message.plus(form, at)
    text = signing_input(message.fields, names, head, tail, header_mode)
    raw = make(text) if make else key.sign(hashlib.new(digest, text).digest())
    value = fold_b(b64(raw))
    return message.plus(head + (b(value) if b else value) + tail, at)
