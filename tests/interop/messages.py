# SPDX-License-Identifier: ISC
"""Fifty messages of different kinds, for zegel and its peers to sign.

Each is a name and octets with CRLF lines. None is hostile: what is here, mail
servers carry every day, or may carry by RFC 5322 and 6532.
"""
import base64
import random


def crlf(text):
    return text.replace("\n", "\r\n").encode("utf-8")


BASE = """From: Jan de Vries <jan@example.nl>
To: Piet <piet@example.org>
Subject: {subject}
Date: Sat, 21 Nov 2026 10:00:00 +0100
Message-ID: <{id}@example.nl>
"""


def mail(number, body, extra="", subject="proef"):
    head = BASE.format(subject=subject, id=number) + extra
    octets = body if isinstance(body, bytes) else crlf(body)
    return crlf(head) + b"\r\n" + octets


def attachment(octets, seed):
    data = random.Random(seed).randbytes(octets * 3 // 4)
    text = base64.encodebytes(data).replace(b"\n", b"\r\n")
    return text


def multipart(seed, octets):
    return (b"--grens\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            b"Bijlage.\r\n--grens\r\nContent-Type: application/pdf\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n"
            + attachment(octets, seed) + b"--grens--\r\n")


MULTIPART = ("MIME-Version: 1.0\n"
             "Content-Type: multipart/mixed; boundary=\"grens\"\n")
UTF8 = ("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n")
HTML = ("MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n")


def html(lines):
    row = "\t<tr>\n\t\t<td  class=\"a\">  &euro; {0},00  </td>\n\n\t</tr>   \n"
    return ("<!DOCTYPE html>\n<html>\n  <body>\n"
            + "".join(row.format(i) for i in range(lines))
            + "  </body>\n</html>\n")


def words(count, seed):
    r = random.Random(seed)
    pick = ["de", "gemeente", "deelt", "mee", "dat", "het", "loket", "open",
            "is", "van", "negen", "tot", "vijf", "en", "op", "zaterdag"]
    out, line = [], ""
    for _ in range(count):
        word = r.choice(pick)
        if len(line) + len(word) > 70:
            out.append(line)
            line = ""
        line += (" " if line else "") + word
    return "\n".join(out + [line, ""])


def fields(count):
    return "".join("X-Veld-%d: waarde %d\n" % (i, i) for i in range(count))


LONG_TO = "Cc: " + ",\n ".join(
    "Naam %d <naam%d@voorbeeld%d.example>" % (i, i, i) for i in range(80)) + "\n"

LIST = ("List-Id: Nieuwsbrief <nieuws.example.nl>\n"
        "List-Unsubscribe: <https://example.nl/af?x=1>,\n"
        " <mailto:af@example.nl?subject=af>\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
        "List-Post: NO\n")


def build():
    """Returns [(name, octets)], fifty of them."""
    rows = [
        ("a short text", "Hallo.\n", "", None),
        ("an empty body", "", "", None),
        ("a body of one empty line", "\n", "", None),
        ("a body of empty lines only", "\n\n\n\n", "", None),
        ("a body of white space only", "  \t \n \n", "", None),
        ("no CRLF at the end", b"Zonder einde", "", None),
        ("white space and no CRLF at the end", b"Zonder einde \t", "", None),
        ("trailing empty lines", "Tekst\n\n\n\n", "", None),
        ("leading empty lines", "\n\n\nTekst\n", "", None),
        ("empty lines between", "a\n\n\n\n\nb\n\nc\n", "", None),
        ("white space at the end of lines", "a  \nb\t\n c \t \n", "", None),
        ("runs of white space", "a   b\t\tc \t d\n\t e\n", "", None),
        ("lines of dots", ".\n..\n...\n.a\n", "", None),
        ("lines that begin with From", "From hier\n>From daar\n", "", None),
        ("UTF-8 body", "Caf\u00e9 \u20ac 5, na\u00efef \u2713\n", UTF8, None),
        ("8-bit body, no UTF-8", b"caf\xe9 \x80\xff\r\n", "", None),
        ("UTF-8 subject", "Tekst\n", "", "Caf\u00e9 \u20ac"),
        ("encoded-word subject", "Tekst\n", "",
         "=?utf-8?Q?Caf=C3=A9?= =?utf-8?B?4oKs?="),
        ("UTF-8 display name and address", "Tekst\n",
         "Reply-To: \u00c9\u00e9n <caf\u00e9@example.nl>\n", None),
        ("subject folded with tabs", "Tekst\n", "", "een\n\ttwee\n\t\tdrie"),
        ("subject with runs of white space", "Tekst\n", "",
         "een   twee \t drie  "),
        ("empty subject", "Tekst\n", "", ""),
        ("fold right after the colon", "Tekst\n",
         "References:\n <1@example.nl>\n\t<2@example.nl>\n", None),
        ("long folded recipients", "Tekst\n", LONG_TO, None),
        ("a field of 900 octets in one line", "Tekst\n",
         "References: " + "<x@example.nl>" * 60 + "\n", None),
        ("list fields", words(100, 1), LIST, None),
        ("200 fields", "Tekst\n", fields(195), None),
        ("fields in capitals and small letters", "Tekst\n",
         "REPLY-TO: a@example.nl\nin-reply-to: <9@example.nl>\n", None),
        ("repeated Received fields", "Tekst\n",
         "Received: by a\nReceived: by b;\n\tSat, 21 Nov 2026\n"
         "Received: by c\n", None),
        ("resent fields", "Tekst\n",
         "Resent-From: a@example.nl\nResent-Date: Sat, 21 Nov 2026 11:00:00"
         " +0100\nResent-To: b@example.org\n", None),
        ("multipart with a small attachment", multipart(2, 3000), MULTIPART,
         None),
        ("HTML of 2 KB", html(30), HTML, None),
        ("HTML of 50 KB", html(900), HTML, None),
        ("text of 20 KB", words(3500, 3), "", None),
        ("text of 300 KB", words(52000, 4), "", None),
        ("a line of 998 octets", "x" * 998 + "\n", "", None),
        ("a line of 5000 octets", "y" * 5000 + "\n", "", None),
        ("a line of 70000 spaces", " " * 70000 + "\nslot\n", "", None),
        ("base64 of 1 MB", multipart(5, 1000000), MULTIPART, None),
        ("1 MB of empty lines, then text", b"\r\n" * 524288 + b"slot\r\n", "",
         None),
        ("32 KB of empty lines at the end", b"slot\r\n" + b"\r\n" * 16384, "",
         None),
        ("an attachment of 25 MB", multipart(6, 25000000), MULTIPART, None),
        ("lone CR within a line", b"een\rtwee\r\ndrie\r\n", "", None),
        ("NUL-free control octets", b"bel\x07 tab\x0b vt\x0c ff\r\n", "",
         None),
        ("quoted-printable", "=46rom =3D=\n zacht\n",
         "MIME-Version: 1.0\nContent-Type: text/plain\n"
         "Content-Transfer-Encoding: quoted-printable\n", None),
        ("format=flowed", "dit loopt \ndoor \nen eindigt.\n-- \nJan\n",
         "MIME-Version: 1.0\nContent-Type: text/plain; format=flowed\n", None),
        ("a signature separator at the end", "Groet\n-- \nJan\n", "", None),
        ("body that looks like a header", "Van: iets\nOok: dit\n\nrest\n", "",
         None),
        ("comments in fields", "Tekst\n",
         "Sender: jan@example.nl (Jan (thuis))\n", None),
        ("colons in a subject", "Tekst\n", "", "Re: Fwd: a: b :c"),
    ]
    return [(name, mail(i, body, extra, "proef" if subject is None else subject))
            for i, (name, body, extra, subject) in enumerate(rows)]


if __name__ == "__main__":
    for name, octets in build():
        print("%9d  %s" % (len(octets), name))
