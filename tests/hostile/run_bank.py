#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""run_bank.py ZEGEL FOLDER: the hostile bank in FOLDER through the command ZEGEL.

Runs `zegel verify` for each case of bank.json, with --json and without,
several at once, and speaks TAP. A case fails for another result, reason or
exit code than it expects; for output that is not one JSON object on one line;
for a control or bidirectional character in what is written, in either form;
for a crash, and after 20 seconds.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

TIME_S = 20
# C0 but LF, DEL, C1, and the characters that turn the direction of text
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def command(zegel, folder, case, form):
    call = [zegel, "verify", *form, "--now", str(case["now"])]
    for zone in case["zone"]:
        call += ["--zone", str(folder / zone)]
    return call + case["options"] + [str(folder / case["eml"])]


def run(zegel, folder, case, form):
    """What was written, and the faults that any form of output may have."""
    try:
        ran = subprocess.run(command(zegel, folder, case, form), stdin=subprocess.DEVNULL,
                             capture_output=True, timeout=TIME_S, check=False)
    except subprocess.TimeoutExpired:
        return b"", ["more than %d s" % TIME_S]
    if ran.returncode < 0 or b"Sanitizer" in ran.stderr or b"runtime error" in ran.stderr:
        return b"", ["crashed: %d" % ran.returncode, ran.stderr.decode("utf-8", "replace")[-2000:]]
    found = text_faults("standard output", ran.stdout) + text_faults("standard error", ran.stderr)
    if ran.returncode != case["exit"]:
        found.append("exit code %d, want %d" % (ran.returncode, case["exit"]))
    if case["expect"] is None and not ran.stderr.startswith(b"zegel: "):
        found.append("nothing on standard error")
    return ran.stdout, found


def text_faults(what, octets):
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        return ["%s is no UTF-8" % what]
    found = CONTROL.search(text)
    return ["%s has U+%04X" % (what, ord(found.group()))] if found else []


def signature_faults(i, got, want):
    result, reason = got.get("result"), got.get("reason_code")
    if result != want["result"] and result not in want.get("also", []):
        return ["signature %d: got %s (%s), want %s" % (i, result, reason, want["result"])]
    if "reason" in want and reason not in want["reason"]:
        return ["signature %d: %s, but for the reason %s" % (i, result, reason)]
    return []


def refusal_faults(output):
    """A message that is refused has an object that says so and no verdicts."""
    try:
        told = json.loads(output)
    except ValueError:
        return ["no JSON object for a message that is refused"]
    if not isinstance(told, dict) or not told.get("error"):
        return ["no error told for a message that is refused"]
    return ["a verdict for a message that is refused"] if told.get("dkim") is not None else []


def result_faults(output, expect):
    if expect is None:
        return refusal_faults(output)
    lines = output.decode("utf-8", "replace").split("\n")
    if len(lines) != 2 or lines[1] != "":
        return ["not one line"]
    try:
        got = json.loads(lines[0])["dkim"]
        if len(got) != len(expect):
            return ["%d signatures, want %d" % (len(got), len(expect))]
        return [fault for i, (g, w) in enumerate(zip(got, expect))
                for fault in signature_faults(i, g, w)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return ["not the JSON that was promised: %r" % error]


def faults(zegel, folder, case):
    output, found = run(zegel, folder, case, ["--json"])
    text, more = run(zegel, folder, case, [])
    if case["expect"] is not None and text == b"":
        more.append("nothing on standard output")
    return found + result_faults(output, case["expect"]) + ["as text: " + fault for fault in more]


def main():
    if len(sys.argv) != 3:
        sys.exit("use: run_bank.py ZEGEL FOLDER")
    zegel, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    cases = json.loads((folder / "bank.json").read_text())
    print("1..%d" % len(cases), flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        results = pool.map(lambda case: faults(zegel, folder, case), cases)
        for i, (case, found) in enumerate(zip(cases, results), 1):
            failed += bool(found)
            print("%sok %d - %s: %s" % ("not " if found else "", i, case["name"],
                                        case["sentence"]))
            for fault in found:
                print("# " + fault.replace("\n", "\n# "))
    return 1 if failed else 0


sys.exit(main())
