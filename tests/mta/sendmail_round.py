#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""sendmail_round.py PROGRAMS -- zegeld beside a real Sendmail. TAP."""

import sys

from mailworld import (DOMAIN, Tap, World, expect, fields, header, letter,
                       place, programs, results)
from postfix_round import FORGED, OTHERS, zegel_says
from sendmail import Sendmail


def passes(world, message):
    said = zegel_says(world, message)["dkim"]
    expect([s["result"] for s in said] == ["pass", "pass"], said)


def rows(tap, world):
    with tap.row("submitted mail leaves with two signatures that verify"):
        signed = world.leave(letter())
        passes(world, signed)
    with tap.row("folds, and white space of all kinds, too"):
        passes(world, world.leave(letter(
            subject="a\r\n\tb  c \r\n   d ",
            more="X-Tab:\tx\r\nX-None:y\r\nReferences:\r\n <a@b>\r\n <c@d>"
                 "\r\n")))
    with tap.row("it comes in by port 25 and gets dkim=pass, on top"):
        said = results(world.arrive(signed))
        expect(said.count("dkim=pass") == 2, said)
    with tap.row("a changed body gets dkim=fail"):
        got = world.arrive(signed.replace(b"8 december", b"9 december"))
        expect(results(got).count("dkim=fail") == 2, results(got))
    with tap.row("fields that claim our name are gone, others stay"):
        text = "".join(a + b for a, b in zip(FORGED, OTHERS + [""] * 3))
        got = world.arrive(text.encode() + signed)
        expect(results(got).count("dkim=pass") == 2, results(got))
        kept = [v.split(";")[0]
                for v in fields(got, "Authentication-Results")[1:]]
        expect(kept == ["mx.other.example", "mx.third.example"], kept)
    with tap.row("1 MB leaves and arrives"):
        got = world.arrive(world.leave(letter() + b"x" * 70 + b"\r\n"
                                       + (b"y" * 70 + b"\r\n") * 15000))
        expect(results(got).count("dkim=pass") == 2, results(got))
    world.restart('    fail = reject\n    none = mark\n'
                  '    mark-subject = "[?] "')
    with tap.row("reject: 550 5.7.20"):
        code, text = world.refusal(
            world.arrive, signed.replace(b"8 december", b"9 december"))
        expect(code == 550 and "5.7.20" in text, code, text)
    with tap.row("mark: a field and a prefix"):
        got = world.arrive(letter())
        expect(fields(got, "X-Spam-Flag") == ["YES"], header(got))
        expect(fields(got, "Subject") == ["[?] Uw afspraak"], header(got))


def main():
    place.enter()
    tap = Tap()
    with place.Place() as here:
        rows(tap, World(here, programs(), Sendmail, group="root"))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
