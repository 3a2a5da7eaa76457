#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Make of the containers' default policy what runc takes.

Usage: policy.py PROFILE

PROFILE is seccomp.json of golang-github-containers-common, which says what to
allow with which capabilities and on which architectures. Prints the member
"seccomp" of a bundle's config.json, for ARM and a container that has just the
capabilities that "runc spec" gives, none of which the profile asks for but
CAP_AUDIT_WRITE.
"""
import json
import sys

CAPS = {"CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE"}


def applies(rule):
    """As setupSeccomp() of github.com/containers/common/pkg/seccomp decides"""
    wanted, unwanted = rule["includes"], rule["excludes"]
    if "arches" in wanted and "arm" not in wanted["arches"]:
        return False
    if "arm" in unwanted.get("arches", ()):
        return False
    if not CAPS.issuperset(wanted.get("caps", ())):
        return False
    return not CAPS.intersection(unwanted.get("caps", ()))


def for_runc(rule):
    """The same without what runc does not know"""
    kept = {key: rule[key] for key in ("names", "action")}
    if rule.get("args"):
        kept["args"] = rule["args"]
    if "errnoRet" in rule:
        kept["errnoRet"] = rule["errnoRet"]
    return kept


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as f:
        profile = json.load(f)
    policy = {
        "defaultAction": profile["defaultAction"],
        "defaultErrnoRet": profile["defaultErrnoRet"],
        "architectures": ["SCMP_ARCH_ARM"],
        "syscalls": [for_runc(r) for r in profile["syscalls"] if applies(r)],
    }
    print('"seccomp": ' + json.dumps(policy) + ",")


main()
