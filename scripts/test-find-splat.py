#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Test find-splat.sh with logs as kernels write them.

Prints KTAP. Each log begins with a complaint from before process 1 starts, but
for those of which the test says so.
"""

import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BOOT = ("[    0.100000] WARNING: CPU: 0 PID: 1 at kernel/x.c:1 boot+0x1/0x2\n"
        "[    1.000000] gate32 guest: start\n")


def log(*lines):
    return "".join("[  %d.000000] %s\n" % (100 + i, line)
                   for i, line in enumerate(lines))


def timeout(thread, *between):
    """The message of schedule_timeout() from a thread of the kernel."""
    return log("schedule_timeout: wrong timeout value fffffffffffffffc",
               "CPU: 1 UID: 0 PID: 9 Comm: x Tainted: G  OE  6.12.1-arm64 #1",
               "Tainted: [O]=OOT_MODULE, [E]=UNSIGNED_MODULE",
               "Hardware name: linux,dummy-virt (DT)",
               "Call trace:", " dump_stack+0x18/0x28",
               " schedule_timeout+0x140/0x170", *between,
               " %s+0x438/0x4a0 [vivid]" % thread, " kthread+0xec/0xf8",
               " ret_from_fork+0x10/0x20")


WARNING = "WARNING: CPU: 0 PID: 7 at fs/x.c:5 x_read+0x1/0x2"
VIVID = timeout("vivid_thread_sdr_cap")

# As 6.1 and 6.12 write it, with the lines that the console breaks.
OOPS = log("Unable to handle kernel NULL pointer dereference at 8",
           "Mem abort info:", "  ESR = 0x0000000096000006",
           "  EC = 0x25: DABT (current EL), IL = 32 bits",
           "  SET = 0, FnV = 0", "  EA = 0, S1PTW = 0",
           "  FSC = 0x06: level 2 translation fault", "Data abort info:",
           "  ISV = 0, ISS = 0x00000006, ISS2 = 0x00000000",
           "  CM = 0, WnR = 0, TnD = 0, TagAccess = 0",
           "user pgtable: 4k pages, pgdp=000000010ea72000",
           "[0000000000000008] pgd=0800000110a50003, p4d=0800000110a50003",
           "Internal error: Oops: 0000000096000006 [#1] SMP",
           "Modules linked in: nls_ascii mac80211\nmod dax",
           " virtio_gpu vivid", "CPU: 0 PID: 7 Comm: sh",
           "pc : f+0x1/0x2 [m]", "lr : g+0x1/0x2", "sp : ffff80000a3bbc60",
           "x29: ffff80000a3bbc60 x28: ffff0000c2b10e40",
           "x2 : 0000000000000000 x1 : 0000000000000000 x0 : 00000000",
           "Call trace:", " f+0x1/0x2 [m]")
SHORT_OOPS = "".join(line for line in OOPS.splitlines(True)
                     if re.search("Unable|Internal|CPU: |pc |lr |trace| f[+]",
                                  line))
KASAN = log("BUG: KASAN: slab-use-after-free in f+0x1/0x2",
            "The buggy address belongs to the object at ffff0000c1234500",
            " which belongs to the cache kmalloc-64 of size 64")

# Name, log, whether there is a splat, what has to be said.
CASES = [
    ("none", BOOT + log("EXT4-fs (loop0): mounted"), False, ""),
    ("before process 1", BOOT, False, ""),
    ("no process 1", log(WARNING), True, "WARNING: CPU: 0 PID: 7"),
    ("warning", BOOT + log("before", WARNING), True, "has: [  101.000000] WARN"),
    ("context", BOOT + log("before", WARNING), True, "before"),
    ("oops", BOOT + log("Unable to handle kernel paging request"), True,
     "Unable to handle"),
    ("oops without what is long", BOOT + OOPS, True, SHORT_OOPS),
    ("kasan with what it says of the object", BOOT + KASAN, True, KASAN),
    ("trace alone", BOOT + log("Call trace:"), True, "Call trace:"),
    ("stall", BOOT + log("rcu: INFO: rcu_sched self-detected stall"), True,
     "self-detected"),
    ("lockdep", BOOT + log("WARNING: possible circular locking dependency"),
     True, "circular"),
    ("kmemleak", BOOT + log("unreferenced object 0xffff (size 8):"), True,
     "unreferenced"),
    ("race of others", BOOT + log("BUG: KCSAN: data-race in a / b"), False, ""),
    ("race of gate32", BOOT + log("BUG: KCSAN: data-race in a [gate32] / b"),
     True, "KCSAN"),
    ("known", BOOT + VIVID, False,
     "gate32: known: [  100.000000] schedule_timeout"),
    ("known twice", BOOT + VIVID + VIVID, False, "known"),
    ("known, then another", BOOT + VIVID + log(WARNING), True, "PID: 7"),
    ("another inside a known one",
     BOOT + timeout("vivid_thread_vid_cap", WARNING), True, "PID: 7"),
    ("same message of others", BOOT + timeout("worker_thread"), True,
     "Call trace:"),
    ("known, cut off", BOOT + VIVID[:VIVID.index(" vivid_")], True,
     "Call trace:"),
    ("no log", None, True, "cannot read"),
]


def main():
    if len(sys.argv) > 1:
        print(__doc__.strip())
        return 0 if sys.argv[1] in ("-h", "--help") else 2
    print("KTAP version 1\n1..%d" % len(CASES))
    failed = 0
    for number, (name, text, splat, says) in enumerate(CASES, 1):
        path = "/no/such/log"
        if text is not None:
            with tempfile.NamedTemporaryFile("w", delete=False) as f:
                f.write(text)
            path = f.name
        run = subprocess.run([os.path.join(HERE, "find-splat.sh"), path],
                             capture_output=True, text=True, check=False)
        if text is not None:
            os.unlink(path)
        good = run.returncode == (1 if splat else 0) and says in run.stderr
        if not good:
            failed += 1
            print("# expected %s and %r, got status %d and:\n#   %s" %
                  ("a splat" if splat else "no splat", says, run.returncode,
                   "\n#   ".join(run.stderr.splitlines())))
        print("%s %d %s" % ("ok" if good else "not ok", number, name))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
