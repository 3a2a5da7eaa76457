#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Judge the selftests by what they printed.

Each RUN is KERNEL/CPU/VARIANT=LOG, where LOG holds what run-selftests.sh
printed in that guest and, in its last line, how the guest ended; others after
the tests may say which programs were to be run, and what the guest died of. The
verdict is "passed" only for what the log proves:

- the guest ended by itself, without a kernel splat, and all selected programs
  were run;
- each program printed its plan, all results of it, and ended with status 0;
- the names of the tests are exactly those of the expected list;
- no test failed; each one that was skipped is in the list of skips, with that
  reason and for that kernel and CPU; a test in that list that passes is a
  failure too, because then the list is wrong.

Prints each failing test with its kernel and CPU and what it said, and last a
line "N passed, N failed, N skipped". The exit status is 0 if none failed.

The expected list has one SUITE/PROGRAM:TEST a line. A line of the skip list is
RUN-PATTERN TEST-PATTERN REASON, separated by tabs, with the shell's patterns;
the first line that fits a test decides. The reason '-' says that the test is
not skipped; a '!' before the RUN-PATTERN that to be skipped is just what is
wanted there, and counts as passed; a '?' that the test may pass, too. '#' begins
a comment in both lists.

The tests of the suite "host" are expected of the run of that name, which is no
guest, and all others of each guest.
"""

import argparse
import fnmatch
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXPECTED = os.path.join(TOP, "selftests", "expected", "tests.list")
SKIPS = os.path.join(TOP, "selftests", "expected", "skips.list")

MARK = re.compile(r"^# gate32: (begin|end|tests|guest|select) (\S+)"
                  r"(?: status=(\S+))?(?: seconds=\d+)?$")
SAID = re.compile(r"^# gate32: said (.*)$")
PLAN = re.compile(r"^1\.\.(\d+)(?:\s*#\s*(SKIP)\b\s*(.*))?\s*$", re.I)
RESULT = re.compile(
    r"^(not ok|ok)\b\s*(\d+)?\s*(?:-\s+)?(.*?)\s*(?:#\s*(SKIP|TODO|XFAIL|XPASS|"
    r"TIMEOUT|ERROR)\b\s*(.*))?$", re.I)

# The name under which a fault of a whole program or guest is counted.
WHOLE = "(program)"
GUEST = "(guest)"
KEEP_LINES = 40
MISSING = "expected, but no result"

# The reason that fits all, for machines of which nothing is known.
ANY = "*"


class Result:
    """What became of one test of one run."""

    def __init__(self, name, state, reason="", output=()):
        self.name = name
        self.state = state      # "ok", "not ok" or "skip"
        self.reason = reason
        self.output = list(output)[-KEEP_LINES:]


class Program:
    """One test program's part of the log."""

    def __init__(self, name):
        self.name = name
        self.plan = None
        self.skipped = None     # reason, if the program skipped all of it
        self.results = []
        self.problems = []
        self.pending = []
        self.output = []
        self.ended = False

    def feed(self, line):
        self.output.append(line)
        plan = PLAN.match(line)
        if plan:
            if self.plan is not None:
                self.problems.append("a second plan")
            self.plan = int(plan.group(1))
            if plan.group(2):
                self.skipped = plan.group(3) or "no reason given"
                if self.plan:
                    self.problems.append("a plan of tests that skips all")
            return
        result = RESULT.match(line)
        if not result:
            self.pending.append(line)
            return
        verdict, number, name, directive, reason = result.groups()
        directive = (directive or "").upper()
        if number is None or int(number) != len(self.results) + 1:
            self.problems.append("result %d is numbered %s: %s"
                                 % (len(self.results) + 1, number, line))
        state = verdict.lower()
        if directive == "SKIP" and state == "ok":
            state = "skip"
        elif directive and state == "ok":
            # An expected failure is none of the states that a test may have.
            state, reason = "not ok", "directive %s" % directive
        if not name:
            self.problems.append("a result without a name: %s" % line)
            name = "#%d" % (len(self.results) + 1)
        full = "%s:%s" % (self.name, name)
        if any(r.name == full for r in self.results):
            self.problems.append("two results named %s" % name)
        self.results.append(Result(full, state, reason or "", self.pending))
        self.pending = []

    def end(self, status):
        self.ended = True
        failed = any(r.state == "not ok" for r in self.results)
        if self.plan is None:
            self.problems.append("no plan")
        elif not self.skipped and self.plan == 0:
            self.problems.append("a plan of no tests")
        elif len(self.results) != self.plan:
            self.problems.append("plan of %d tests, but %d results"
                                 % (self.plan, len(self.results)))
        if status in ("124", "137"):
            self.problems.append("killed or timed out (status %s)" % status)
        elif status == "4" and self.skipped is not None:
            pass
        elif status != "0" and not failed:
            self.problems.append("exit status %s" % status)
        elif status == "0" and failed:
            self.problems.append("exit status 0 in spite of failures")


class Run:
    """One guest: its name and what its log says."""

    def __init__(self, name, lines):
        self.name = name
        self.programs = []
        self.problems = []
        self.said = []          # of the guest's end, by who ran it
        self.select = ""        # only programs that match this were to run
        self.parse(lines)

    def parse(self, lines):
        program = None
        done = ended = False
        for line in lines:
            line = line.rstrip("\r\n")
            said = SAID.match(line)
            if said:
                self.said.append(said.group(1))
                continue
            mark = MARK.match(line)
            if not mark:
                if program:
                    program.feed(line)
                continue
            kind, what, status = mark.groups()
            if kind == "begin":
                if program:
                    program.problems.append("no end of the program")
                program = Program(what)
                if any(p.name == what for p in self.programs):
                    program.problems.append("the program was run twice")
                self.programs.append(program)
            elif kind == "end":
                if not program or program.name != what:
                    self.problems.append("end of %s without its begin" % what)
                else:
                    program.end(status)
                program = None
            elif kind == "select":
                self.select = what
            elif kind == "tests" and what == "done":
                done = True
            elif kind == "guest":
                ended = True
                reason = what + ("=" + status if status else "")
                if what != "status=0":
                    self.problems.append("the guest ended badly: %s" % reason)
        if program:
            program.problems.append(
                "no end of the program: the guest died or hung in it, after "
                + (program.results[-1].name if program.results
                   else "no result"))
        if not done:
            self.problems.append("not all programs were run")
        if not ended:
            self.problems.append("no word about the end of the guest")


def read_list(path):
    """The lines of a list, without comments."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = [re.sub(r"(^|\s)#.*", "", line).rstrip() for line in file]
    except FileNotFoundError:
        sys.exit("ktap-gate.py: error: no list %s" % path)
    return [line for line in lines if line]


def read_skips(path):
    skips = []
    for line in read_list(path):
        parts = re.split(r"\t+", line, maxsplit=2)
        if len(parts) != 3:
            sys.exit("ktap-gate.py: error: %s: not three columns: %s"
                     % (path, line))
        kind = parts[0][0] if parts[0][0] in "!?" else ""
        skips.append((parts[0][len(kind):], parts[1], parts[2], kind))
    return skips


def apply_skips(skips, run, result):
    """The result with regard to the list of skips."""
    rule = next((rule for rule in skips
                 if fnmatch.fnmatchcase(run, rule[0]) and
                 fnmatch.fnmatchcase(result.name, rule[1])),
                ("", "", "-", ""))
    reason = result.reason or "no reason given"
    state, why = result.state, result.reason
    if result.state == "skip" and rule[2] == "-":
        state, why = "not ok", "skipped, but not in the list of skips: " + reason
    elif result.state == "skip" and not fnmatch.fnmatchcase(reason, rule[2]):
        state, why = ("not ok",
                      "skipped for another reason than listed: " + reason)
    elif result.state == "skip" and rule[3] == "!":
        state = "ok"
    elif (result.state == "ok" and rule[3] != "?" and
          rule[2] not in ("-", ANY)):
        state, why = "not ok", "passes, but is in the list of skips"
    return Result(result.name, state, why, result.output)


def on_host(name):
    """Whether a run, or a test, is one of the host and not of a guest."""
    return name.startswith("host/")


def selected(name, patterns):
    """The same selection that run-selftests.sh makes."""
    program = name.split(":", 1)[0]
    for pattern in patterns.split(","):
        wanted = not pattern.startswith("!")
        if fnmatch.fnmatchcase(program,
                               "*%s*" % pattern.lstrip("!")) != wanted:
            return False
    return True


def judge(run, expected, skips):
    """All results of a run, with the faults of programs and guest as tests."""
    judged = []
    seen = set()
    # What the guest died of explains all that is missing.
    if run.problems:
        judged.append(Result(GUEST, "not ok", "; ".join(run.problems),
                             run.said[:KEEP_LINES]))
    for program in run.programs:
        for result in program.results:
            seen.add(result.name)
            result = apply_skips(skips, run.name, result)
            if result.name not in expected:
                result = Result(result.name, "not ok",
                                "not in the expected list (make expected)"
                                + (": " + result.reason if result.reason
                                   else ""), result.output)
            judged.append(result)
        if program.skipped is not None:
            for name in sorted(expected):
                if name.startswith(program.name + ":"):
                    seen.add(name)
                    judged.append(apply_skips(
                        skips, run.name,
                        Result(name, "skip", program.skipped)))
        if program.problems:
            judged.append(Result("%s:%s" % (program.name, WHOLE), "not ok",
                                 "; ".join(program.problems),
                                 program.pending or program.output))
    for name in sorted(expected - seen):
        judged.append(Result(name, "not ok", MISSING))
    return judged


def print_failures(run, judged):
    """Each on a line, but the missing ones of a program on one."""
    missing = {}
    for result in judged:
        if result.state != "not ok":
            continue
        if result.reason == MISSING:
            program, test = result.name.split(":", 1)
            missing.setdefault(program, []).append(test)
            continue
        print("FAIL %s %s%s" % (run.name, result.name,
                                ": " + result.reason if result.reason else ""))
        for line in result.output:
            if line.strip():
                print("    " + line)
    for program, tests in sorted(missing.items()):
        print("FAIL %s %s: %s of %s"
              % (run.name, program, MISSING, ", ".join(tests[:3]) +
                 (" and %d more" % (len(tests) - 3) if tests[3:] else "")))


def update_expected(path, runs):
    """Replace the names of the programs that were run."""
    names = set(read_list(path)) if os.path.exists(path) else set()
    for run in runs:
        if run.problems:
            sys.exit("ktap-gate.py: error: %s: %s: list left alone"
                     % (run.name, "; ".join(run.problems)))
        for program in run.programs:
            if program.problems or program.skipped is not None:
                sys.exit("ktap-gate.py: error: %s: %s: %s: list left alone"
                         % (run.name, program.name,
                            "; ".join(program.problems) or "skipped"))
            names = {n for n in names if not n.startswith(program.name + ":")}
    for run in runs:
        names.update(r.name for p in run.programs for r in p.results)
    with open(path + ".tmp", "w", encoding="utf-8") as file:
        file.write("# SPDX-License-Identifier: GPL-2.0-only\n"
                   "# Every test that has to give a result on every kernel and"
                   " CPU.\n# Written by \"make expected\".\n")
        file.writelines(name + "\n" for name in sorted(names))
    os.rename(path + ".tmp", path)
    print("%s: %d tests" % (path, len(names)))


def write_ktap(path, judged_runs):
    """All verdicts as one KTAP document, a subtest for each run."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("KTAP version 1\n1..%d\n" % len(judged_runs))
        for number, (run, judged) in enumerate(judged_runs, 1):
            bad = False
            file.write("    KTAP version 1\n    # Subtest: %s\n    1..%d\n"
                       % (run.name, len(judged)))
            for index, result in enumerate(judged, 1):
                bad = bad or result.state == "not ok"
                file.write("    %s %d %s%s\n" % (
                    "not ok" if result.state == "not ok" else "ok", index,
                    result.name, " # SKIP " + result.reason
                    if result.state == "skip" else ""))
            file.write("%s %d %s\n" % ("not ok" if bad else "ok", number,
                                       run.name))


def print_table(judged_runs):
    """Kernels and variants by CPUs: how many passed, or failed."""
    cells = {}
    for run, judged in judged_runs:
        if on_host(run.name):
            continue
        kernel, cpu, variant = (run.name.split("/") + ["", ""])[:3]
        bad = sum(result.state == "not ok" for result in judged)
        good = sum(result.state == "ok" for result in judged)
        row = kernel if variant == "default" else "%s %s" % (kernel, variant)
        cells.setdefault(row, {})[cpu] = "FAILED %d" % bad if bad else str(good)
    cpus = sorted({cpu for row in cells.values() for cpu in row})
    widths = [max([len(cpu)] + [len(row.get(cpu, "")) for row in cells.values()])
              for cpu in cpus]
    first = max([len("passed")] + [len(row) for row in cells])
    for row, content in [("passed", dict(zip(cpus, cpus)))] + list(cells.items()):
        print("  ".join([row.ljust(first)] + [
            content.get(cpu, "-").rjust(width)
            for cpu, width in zip(cpus, widths)]).rstrip())


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--expected", default=EXPECTED,
                        help="list of tests (default selftests/expected/)")
    parser.add_argument("--skips", default=SKIPS,
                        help="list of skips (default selftests/expected/)")
    parser.add_argument("--select", default="", metavar="PATTERN",
                        help="only programs matching this were to be run")
    parser.add_argument("--any-skip", action="store_true",
                        help="accept all skips: this machine is no reference")
    parser.add_argument("--ktap", metavar="FILE",
                        help="write all verdicts there as KTAP")
    parser.add_argument("--update", action="store_true",
                        help="write the expected list instead of judging")
    parser.add_argument("run", nargs="+", metavar="RUN",
                        help="KERNEL/CPU/VARIANT=LOG")
    args = parser.parse_args()

    runs = []
    for spec in args.run:
        name, separator, log = spec.rpartition("=")
        if not separator:
            parser.error("not KERNEL/CPU/VARIANT=LOG: %s" % spec)
        try:
            with open(log, encoding="utf-8", errors="replace") as file:
                runs.append(Run(name, file))
        except OSError as error:
            # A log that is not there proves nothing.
            print("ktap-gate.py: %s: %s" % (name, error), file=sys.stderr)
            runs.append(Run(name, []))

    if args.update:
        update_expected(args.expected, runs)
        return 0

    expected = {name for name in read_list(args.expected)
                if selected(name, args.select)}
    if not expected:
        sys.exit("ktap-gate.py: error: the expected list has no such test")
    skips = ([("*", "*", ANY, "")] if args.any_skip
             else read_skips(args.skips))

    count = {"ok": 0, "not ok": 0, "skip": 0}
    judged_runs = []
    for run in runs:
        judged = judge(run, {name for name in expected
                             if on_host(run.name) == on_host(name) and
                             selected(name, run.select)}, skips)
        judged_runs.append((run, judged))
        own = {"ok": 0, "not ok": 0, "skip": 0}
        for result in judged:
            own[result.state] += 1
            count[result.state] += 1
        print_failures(run, judged)
        print("%s: %d passed, %d failed, %d skipped"
              % (run.name, own["ok"], own["not ok"], own["skip"]))
    if args.ktap:
        write_ktap(args.ktap, judged_runs)
    if len(runs) > 2:
        print_table(judged_runs)
    print("%d passed, %d failed, %d skipped"
          % (count["ok"], count["not ok"], count["skip"]))
    return 1 if count["not ok"] else 0


if __name__ == "__main__":
    sys.exit(main())
