# SPDX-License-Identifier: ISC
"""mailworld -- what the rounds in this folder share: rows in TAP, messages, and
a name server, a zegeld and a mail server that belong together.
"""

import email.utils
import pathlib
import re
import smtplib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "demo"))

import place  # noqa: E402
from daemon import Daemon  # noqa: E402
from nameserver import Nameserver  # noqa: E402
from postfix import as_sent  # noqa: E402

DOMAIN = "veenstad.example"


class Tap:
    """Rows, told as they come; `with tap.row(name):` fails by an exception."""

    def __init__(self):
        self.count = self.failed = 0

    def row(self, name):
        return Row(self, name)

    def end(self):
        print(f"1..{self.count}")
        return 1 if self.failed else 0


class Row:
    def __init__(self, tap, name):
        self.tap, self.name = tap, name

    def __enter__(self):
        return self

    def __exit__(self, kind, why, _):
        self.tap.count += 1
        self.tap.failed += kind is not None
        print(f"{'not ' if kind else ''}ok {self.tap.count} - {self.name}")
        if kind is not None:
            text = f"{kind.__name__}: {why}"
            print("# " + text.replace("\n", "\n# "))
        sys.stdout.flush()
        return kind is None or issubclass(kind, Exception)


def expect(holds, *told):
    if not holds:
        raise AssertionError(" ".join(
            t.decode("utf-8", "replace") if isinstance(t, bytes) else str(t)
            for t in told))


def header(message):
    return message.split(b"\r\n\r\n")[0].decode("utf-8", "surrogateescape")


def fields(message, name):
    """Values of the fields of that name, unfolded, from the top."""
    found = re.findall(rf"^{name}[ \t]*:((?:[^\r\n]|\r\n[ \t])*)", header(message),
                       re.M | re.I)
    return [re.sub(r"\r\n[ \t]+", " ", value).strip() for value in found]


def letter(subject="Uw afspraak", body="Tot dinsdag 8 december.\r\n",
           sender=f"balie@{DOMAIN}", more=""):
    return (f"From: Gemeente Veenstad <{sender}>\r\n"
            f"To: Noor <noor@{DOMAIN}>\r\n"
            f"Subject: {subject}\r\n"
            f"Date: Tue, 1 Dec 2026 09:00:00 +0100\r\n"
            f"Message-ID: {email.utils.make_msgid(domain=DOMAIN)}\r\n"
            f"{more}\r\n{body}").encode("utf-8")


class World:
    """A domain with two keys, their records in a signed zone, and a zegeld; the
    mail server is made by `mta(place, domain, incoming, outgoing)`."""

    def __init__(self, here, programs, mta, group="postfix"):
        self.here = here
        self.daemon = Daemon(here, programs, DOMAIN, None, group)
        self.records = (self.daemon.key("r2026", "rsa")
                        + self.daemon.key("e2026", "ed25519"))
        self.names = Nameserver(here, DOMAIN, self.records)
        self.daemon.anchor = self.names.anchor
        self.daemon.configure()
        self.daemon.start()
        self.mta = mta(here, DOMAIN, self.daemon.incoming,
                       self.daemon.outgoing)
        self.sent = 0

    def restart(self, verifying="", more=""):
        self.daemon.configure(verifying, more)
        self.daemon.stop()
        self.daemon.start()

    def hand_in(self, port, message, user=None, source=None,
                sender=f"balie@{DOMAIN}", options=()):
        """Sends by SMTP; returns the mailbox. A refusal is an SMTP exception
        of smtplib."""
        self.sent += 1
        user = user or f"box{self.sent}"
        host = "::1" if source and ":" in source else "127.0.0.1"
        with smtplib.SMTP(host, port, "client.example", 60,
                          (source, 0) if source else None) as smtp:
            smtp.ehlo_or_helo_if_needed()
            smtp.sendmail(sender, [f"{user}@{DOMAIN}"], message,
                          mail_options=options)
        return user

    def leave(self, message, **more):
        """From one of ours, by 587: the message as it arrived."""
        return as_sent(self.mta.wait_mail(self.hand_in(587, message, **more)))

    def arrive(self, message, **more):
        """From outside, by 25: likewise."""
        more.setdefault("source", place.OUTSIDE4)
        return as_sent(self.mta.wait_mail(self.hand_in(25, message, **more)))

    def refusal(self, send, message, **more):
        """The reply to a message that is refused: code and text."""
        try:
            send(message, **more)
        except smtplib.SMTPDataError as error:
            return error.smtp_code, error.smtp_error.decode()
        except smtplib.SMTPResponseException as error:
            raise AssertionError(f"refused too early: {error}")
        raise AssertionError("it was not refused")


def results(message):
    """Values of our Authentication-Results field, which must be the only one
    of ours, and on top."""
    own = [v for v in fields(message, "Authentication-Results")
           if v.startswith(f"mail.{DOMAIN};")]
    expect(len(own) == 1, "one field of ours expected:", header(message))
    expect(header(message).lower().startswith("authentication-results:"),
           "it is not on top:", header(message))
    return own[0]


def programs():
    """The folder with zegel and zegeld."""
    return pathlib.Path(sys.argv[1]).resolve()
