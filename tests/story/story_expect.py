# SPDX-License-Identifier: ISC
"""story_expect: holds what came out of zegeld against what a story expects."""
import json
import os
import stat
import time

import milter_client as milter
from story_language import contains, matches

LOG_WAIT = 3  # seconds for a line that is written behind the reply
VERDICTS = ("accept", "reject", "tempfail", "discard", "quarantine")


def check(player, lines):
    """All lines of an `expect:`; what is wrong is an AssertionError."""
    left = list(lines)
    tops = [line for line in left if line.startswith("top ")]
    if tops:
        check_tops(player.out, tops)
    for line in left:
        verb, _, rest = line.partition(" ")
        if verb == "top":
            continue
        found = CHECKS.get(verb)
        if found is None:
            raise AssertionError(f"nothing is expected so: {line}")
        said = found(player, rest)
        if said:
            raise AssertionError(f"{line}\n{said}\n{shown(player.out)}")


def shown(out):
    lines = [f"reply {out.reply}"] + [f"change {c}" for c in out.changes]
    lines += [text_of(field) for field in out.message.fields[:30]]
    return "\n".join(line[:900] for line in lines)


def text_of(field):
    name, value = field
    return f"{name.decode('utf-8', 'replace').rstrip()}: " \
        + value.strip().decode("utf-8", "replace")


def check_tops(out, tops):
    for number, line in enumerate(tops):
        if number >= len(out.message.fields) \
                or not matches(line[4:], text_of(out.message.fields[number])):
            raise AssertionError(f"field {number + 1} is not {line[4:]}\n{shown(out)}")


# --- the verbs: None, or what is wrong -------------------------------------

def accept(player, _):
    out = player.out
    if out.reply not in ("accept", "continue") or out.of("quarantine"):
        return "the message was not accepted"
    return None


def quarantine(player, text):
    reasons = [reason.decode() for reason, in player.out.of("quarantine")]
    if player.out.reply not in ("accept", "continue") or len(reasons) != 1:
        return "the message is not quarantined"
    return None if contains(text, reasons[0]) else f"reason: {reasons[0]}"


def reply(player, text):
    """"reject 550 5.7.20 text", "tempfail 451 4.7.5 text"."""
    if not player.out.reply.startswith("reply "):
        return "no reply of our own words"
    if player.out.stage != "end":
        return f"answered at {player.out.stage}, not at the end"
    return None if contains(text, player.out.reply) else "another reply"


def reject(player, text):
    if player.out.reply != "reject" and not player.out.reply.startswith("reply 5"):
        return "not rejected"
    return reply(player, text) if text else None


def tempfail(player, text):
    if player.out.reply != "tempfail" and not player.out.reply.startswith("reply 4"):
        return "not put off"
    return reply(player, text) if text else None


def unchanged(player, _):
    return "it was changed" if player.out.changes else None


def field(player, text):
    fields = [text_of(f) for f in player.out.message.fields]
    return None if any(matches(text, f) for f in fields) else "no such field"


def no(player, text):
    if text.startswith("log "):
        return "the log has it" if has_line(text[4:], player.desk.log()) else None
    name, colon, value = text.partition(":")
    wanted = f"{name}: {value.strip()}" if colon else f"{name}: ..."
    fields = [text_of(f) for f in player.out.message.fields
              if f[0].decode("latin-1").rstrip().lower() == name.lower()]
    alike = [f for f in fields if matches(wanted.lower(), f.lower())]
    return f"there is: {alike[0]}" if alike else None


def fields(player, text):
    name, count = text.split()
    there = len(player.out.message.named(name.encode()))
    return None if there == int(count) else f"there are {there}"


def added(player, text):
    count = len(player.out.of("insert")) + len(player.out.of("add"))
    return None if count == int(text) else f"there were {count}"


def removed(player, text):
    count = player.out.removed()
    return None if count == int(text) else f"there were {count}"


def rest(player, _):
    """"rest as sent": but for what was put on top, it is the message sent."""
    new = len(player.out.of("insert"))
    if player.out.of("add"):
        return "a field was added at the bottom"
    if player.out.message.fields[new:] != player.sent.fields:
        return "the rest is another"
    return None


def verifies(player, text):
    """By the command: exactly these selectors pass, in this order."""
    ran = player.desk.command(["verify", "--json", "--zone", "zone", "--now",
                               str(player.desk.now)],
                              player.out.message.octets())
    passes = [s["selector"] for s in json.loads(ran.stdout)["dkim"]
              if s["result"] == "pass"]
    wanted = [] if text == "not" else text.split()
    return None if passes == wanted else f"zegel verify: {ran.stdout.decode()}"


def log(player, text):
    if text.startswith("lines "):
        return log_lines(player, text)
    until = time.monotonic() + LOG_WAIT
    while not has_line(text, player.desk.log()):
        if time.monotonic() > until:
            return "the log has no such line"
        time.sleep(0.02)
    return None


def has_line(text, lines):
    return any(matches(text, line) for line in lines.split("\n"))


def log_lines(player, text):
    """"log lines 2 PATTERN": as many have it."""
    _, count, pattern = text.split(None, 2)
    log(player, pattern)
    there = sum(matches(pattern, line) for line in player.desk.log().split("\n"))
    return None if there == int(count) else f"there are {there}"


def skipped(player, _):
    return None if player.out.skipped else "all of the body was wanted"


def within(player, text):
    """Seconds from MAIL to the last reply."""
    return None if player.seconds <= float(text) else f"{player.seconds:.2f} s"


def mode(player, text):
    """"mode PATH 0660": of a file in the story's folder."""
    name, wanted = text.split()
    there = stat.S_IMODE(os.stat(player.desk.path(name)).st_mode)
    return None if there == int(wanted, 8) else f"mode {there:o}"


def negotiated(player, text):
    """"negotiated version 2 without no-replies"."""
    session = player.session
    words = text.split()
    if words[0] == "version" and session.version != int(words[1]):
        return f"version {session.version}"
    flags = session.flags
    facts = {"no-replies": all(flags & bit for bit in milter.NO_REPLY.values()
                               if session.offered[2] & bit),
             "skip": bool(flags & milter.SKIP),
             "spaces": bool(flags & milter.LEAD_SPACE)}
    for word in words:
        if word in facts and not facts[word]:
            return f"flags {flags:#x}"
    return None


def all_contained(patterns, text):
    for wanted in patterns:
        if not has_line(wanted, text):
            raise AssertionError(f"nothing says: {wanted}\n{text}")


def closed(session, lines):
    """Behind raw octets: closed, and only that."""
    if lines != ["closed"]:
        raise AssertionError("behind raw octets only `closed` can be expected")
    try:
        while True:
            session.wire.receive()
    except milter.Closed:
        session.wire.close()


CHECKS = {"accept": accept, "reject": reject, "tempfail": tempfail,
          "quarantine": quarantine, "unchanged": unchanged, "field": field,
          "no": no, "fields": fields, "added": added, "removed": removed,
          "rest": rest, "verifies": verifies, "log": log,
          "negotiated": negotiated, "skipped": skipped, "within": within, "mode": mode}
