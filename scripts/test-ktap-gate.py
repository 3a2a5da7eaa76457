#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Test ktap-gate.py with the logs of scripts/testdata/gate/.

Prints KTAP. Each log is judged as a run on a CPU for which a skip is listed
(a64fx), on one without (cortex-a72), or as one without gate32, where nearly all
tests have to be skipped (absent) or may be (either).
"""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "testdata", "gate")

A72 = "6.12/cortex-a72/default"
A64FX = "6.12/a64fx/default"
ABSENT = "6.12/cortex-a72/absent"
EITHER = "6.12/cortex-a72/either"

# Log, run, more options, (passed, failed, skipped), what has to be said.
CASES = [
    ("passed", A72, [], (3, 0, 0), ""),
    ("passed", A64FX, [], (2, 1, 0), "passes, but is in the list of skips"),
    ("passed", A72, ["--select", "one"], (2, 1, 0), "global.third: not in the"),
    ("program-missing", A72, ["--select", "one_test"], (2, 0, 0), ""),
    ("program-missing", A72, ["--select", "gate/o*test"], (2, 0, 0), ""),
    ("program-missing", A72, [], (2, 1, 0),
     "gate/two_test: expected, but no result of global.third"),
    ("selected", A72, [], (2, 0, 0), ""),
    ("skipped", A64FX, [], (2, 0, 1), ""),
    ("skipped", A72, [], (2, 1, 0),
     "not in the list of skips: no AArch32 on this CPU"),
    ("skipped-other-reason", A64FX, [], (2, 1, 0),
     "skipped for another reason than listed: no such device"),
    ("skipped-unlisted", A64FX, [], (1, 2, 0), "list of skips: too lazy"),
    ("skipped-unlisted", A72, ["--any-skip"], (2, 0, 1), ""),
    ("skipped", EITHER, [], (2, 0, 1), ""),
    ("skipped-other-reason", EITHER, [], (2, 1, 0),
     "skipped for another reason than listed: no such device"),
    ("passed", EITHER, [], (3, 0, 0), ""),
    ("absent", ABSENT, [], (3, 0, 0), ""),
    ("absent", A72, [], (1, 2, 0), "list of skips: gate32 is absent"),
    ("passed", ABSENT, [], (1, 2, 0), "passes, but is in the list of skips"),
    ("skipped-other-reason", ABSENT, [], (0, 3, 0),
     "skipped, but not in the list of skips: no such device"),
    ("program-skipped", A64FX, [], (2, 0, 1), ""),
    ("program-skipped", A72, [], (2, 1, 0), "not in the list of skips: no AArch32"),
    ("program-skipped-unlisted", A72, [], (1, 2, 0), "gate32 is absent"),
    ("failed", A72, [], (2, 1, 0), "Expected -22 (-22) == ret (0)"),
    ("failed-status-0", A72, [], (2, 2, 0), "status 0 in spite of failures"),
    ("status-1", A72, [], (3, 1, 0), "exit status 1"),
    ("short", A72, [], (2, 2, 0), "plan of 2 tests, but 1 results"),
    ("no-plan", A72, [], (3, 1, 0), "no plan"),
    ("empty-plan", A72, [], (1, 3, 0), "a plan of no tests"),
    ("crashed", A72, [], (2, 2, 0), "exit status 139"),
    ("timeout", A72, [], (2, 2, 0), "killed or timed out (status 137)"),
    ("guest-died", A72, [], (1, 4, 0),
     "the guest died or hung in it, after gate/one_test:global.first"),
    ("truncated", A72, [], (1, 4, 0), "no word about the end of the guest"),
    ("splat", A72, [], (3, 1, 0),
     "the guest ended badly: status=99\n    WARNING: CPU: 0 PID: 77"),
    ("not-all-run", A72, [], (3, 1, 0), "not all programs were run"),
    ("renamed", A72, [], (2, 2, 0), "global.renamed: not in the expected"),
    ("twice", A72, [], (3, 2, 0), "two results named global.first"),
    ("misnumbered", A72, [], (3, 1, 0), "result 2 is numbered 3"),
    ("xfail", A72, [], (2, 2, 0), "directive XFAIL"),
    ("empty", A72, [], (0, 4, 0), "no word about the end of the guest"),
    ("no-such-log", A72, [], (0, 4, 0), "not all programs were run"),
    ("passed", A72, ["--select", "drivers"], None, "has no such test"),
    ("passed", "host/lint/default", [], (0, 3, 0), "not in the expected"),
]


def run_gate(options):
    return subprocess.run(
        [sys.executable, os.path.join(HERE, "ktap-gate.py"),
         "--expected", os.path.join(DATA, "tests.list"),
         "--skips", os.path.join(DATA, "skips.list")] + options,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False)


def fault(log, run, options, counts, text):
    """What is wrong with the gate's answer, or nothing."""
    done = run_gate(options + ["%s=%s/%s.log" % (run, DATA, log)])
    lines = done.stdout.splitlines()
    if text not in done.stdout:
        return "does not say '%s'" % text, lines
    if counts is None:
        return ("" if done.returncode == 1 else "accepts it"), lines
    if done.returncode != (1 if counts[1] else 0):
        return "exit status %d" % done.returncode, lines
    if not lines or lines[-1] != "%d passed, %d failed, %d skipped" % counts:
        return "other counts than %d, %d, %d" % counts, lines
    return "", lines


def main():
    if sys.argv[1:]:
        print(__doc__)
        return 0 if sys.argv[1] in ("-h", "--help") else 2
    print("KTAP version 1\n1..%d" % len(CASES))
    failed = 0
    for number, case in enumerate(CASES, 1):
        log, run, options, counts, text = case
        name = " ".join([log, run.split("/", 1)[1]] + options)
        wrong, lines = fault(*case)
        if wrong:
            failed += 1
            print("# %s" % wrong)
            for line in lines:
                print("#   %s" % line)
        print("%s %d %s" % ("not ok" if wrong else "ok", number, name))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
