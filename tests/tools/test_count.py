#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""count-tests counts what meson's log says, and where CI is set no test that
was skipped unseen. TAP out.

    test_count.py ROOT
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

TAP = "1..2\nok 1 - a\nok 2 - b%s\n"
GONE = " # SKIP there is no folder x"
SANITIZED = " # SKIP memory is a sanitizer's"

# sentence, result, exit code, output, CI, the last line, words of another line
CASES = [
    ("rows are counted", "OK", 0, TAP % "", "", "2 passed, 0 failed", ""),
    ("a program without rows counts as one", "OK", 0, "", "", "1 passed, 0 failed", ""),
    ("a row that failed", "FAIL", 1, "1..1\nnot ok 1 - a\n", "",
     "0 passed, 1 failed", "t: some rows"),
    ("a crash behind good rows", "ERROR", -11, TAP % "", "", "2 passed, 1 failed",
     "t: ERROR"),
    ("a time-out", "TIMEOUT", -9, "", "", "0 passed, 1 failed", "t: TIMEOUT"),
    ("a plan without rows", "SKIP", 0, "1..0\n", "", "0 passed, 1 failed",
     "t: ran no row"),
    ("a row that is skipped", "OK", 0, TAP % GONE, "", "1 passed, 0 failed, 1 skipped", ""),
    ("in CI a row that is skipped has failed", "OK", 0, TAP % GONE, "true",
     "1 passed, 1 failed", "CI is set: b # SKIP there is no folder x"),
    ("in CI a row that only another build can run is skipped", "OK", 0,
     TAP % SANITIZED, "true", "1 passed, 0 failed, 1 skipped", ""),
    ("all rows skipped", "SKIP", 0, "1..1\nok 1 - b" + GONE, "",
     "0 passed, 0 failed, 1 skipped", ""),
    ("in CI all rows skipped", "SKIP", 0, "1..1\nok 1 - b" + GONE, "1",
     "0 passed, 1 failed", "CI is set"),
    ("a program that is skipped", "SKIP", 77, "no script\n", "",
     "0 passed, 0 failed, 1 skipped", ""),
    ("in CI a program that is skipped", "SKIP", 77, "no script\n", "1",
     "0 passed, 1 failed", "CI is set: no script"),
    ("in CI a skip without a reason", "OK", 0, TAP % " # SKIP", "1",
     "1 passed, 1 failed", "CI is set"),
    ("in CI rows that say skip otherwise", "OK", 0, "1..1\nok 1 - skip it\n", "1",
     "1 passed, 0 failed", ""),
]


def counted(tool, log, ci):
    """The lines of count-tests for a log, None for no log, and its exit code."""
    with tempfile.TemporaryDirectory(prefix="zegel-count-") as folder:
        if log is not None:
            logs = pathlib.Path(folder) / "meson-logs"
            logs.mkdir()
            (logs / "testlog.json").write_text(json.dumps(log) + "\n")
        done = subprocess.run([tool, folder], env={**os.environ, "CI": ci},
                              stdout=subprocess.PIPE, text=True, check=False)
        return done.stdout.splitlines(), done.returncode


def main():
    tool = pathlib.Path(sys.argv[1]).resolve() / "tools" / "count-tests"
    checks = [("a build without a log", None, "", "0 passed, 1 failed", "no tests ran")]
    checks += [(name, {"name": "t", "result": result, "returncode": code,
                       "stdout": out}, ci, last, words)
               for name, result, code, out, ci, last, words in CASES]
    bad = 0
    print(f"1..{len(checks)}")
    for number, (name, log, ci, last, words) in enumerate(checks, 1):
        lines, code = counted(tool, log, ci)
        passed = int(last.split()[0])
        good = lines[-1] == last and words in "\n".join(lines[:-1]) \
            and (words != "") == (len(lines) > 1) \
            and code == (0 if " 0 failed" in last and passed else 1)
        bad += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        for line in [] if good else [*lines, f"exit {code}"]:
            print("#", line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
