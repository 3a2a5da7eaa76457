#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Check what others get of the selftests: the installed folder, the packed
source, and what LAVA is to do with them.

The folder has to be complete and to know nothing of the machine that it was
built on. The packed source has to build without git, a network or the cache.
The steps of lava-test.yaml are taken, with small programs in place of the
selftests and the kernel's own run_kselftest.sh. Prints KTAP. Builds what is not
built yet; nothing is fetched.
"""
import json
import os
import re
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.normpath(os.path.join(HERE, "../.."))
CACHE = os.environ.get("GATE32_CACHE") or os.path.join(
    os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "gate32")
AARCH64, ARM = 183, 40
PT_INTERP, SHT_SYMTAB = 3, 2


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


def run(command, **options):
    """Its output; what has gone wrong is a complaint."""
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: status {done.returncode}\n"
                           f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def make(folder, *words, **options):
    return run(["make", "-s", "-C", folder, *words], **options)


def files(folder):
    for where, _, names in os.walk(folder):
        for name in names:
            yield os.path.join(where, name)


def listed(folder):
    return read(os.path.join(folder, "kselftest-list.txt")).split()


# --- the installed folder ----------------------------------------------------

def check_list(work):
    """Just the programs whose tests are expected, and all of them there."""
    folder = f"{work}/installed"
    expected = {line.split(":")[0].replace("/", ":") for line in
                read(f"{TOP}/selftests/expected/tests.list").splitlines()
                if line and not line.startswith(("#", "host/"))}
    names = listed(folder)
    for name in sorted(set(names) ^ expected):
        yield f"{name} is {'not ' if name in expected else ''}in the list"
    if len(names) != len(set(names)):
        yield "a program is in the list twice"
    for name in names:
        if not os.access(os.path.join(folder, name.replace(":", "/")), os.X_OK):
            yield f"{name} cannot be run"
    if run(["sh", f"{folder}/run_kselftest.sh", "-l"]).split() != names:
        yield "run_kselftest.sh has another list"
    for name in ("run-selftests.sh", "kselftest-lava.sh",
                 "kselftest/runner.sh", "kselftest/prefix.pl"):
        if not os.access(os.path.join(folder, name), os.X_OK):
            yield f"no {name}"
    for path in files(folder):
        with open(path, "rb") as file:
            program = file.read(4).startswith((b"#!", b"\x7fELF"))
        if os.access(path, os.X_OK) and not program:
            yield f"{os.path.relpath(path, folder)} may be run, and is no program"


def options(path):
    return set(re.findall(r"^CONFIG_\w+=[ym]$", read(path), re.M))


def check_settings(work):
    """Each suite's time limit and kernel options, all together those of
    Kconfig.snippet that are not for guests."""
    folder = f"{work}/installed"
    every = set()
    for suite in sorted({name.split(":")[0] for name in listed(folder)}):
        try:
            if not re.search(r"^timeout=\d+$",
                             read(f"{folder}/{suite}/settings"), re.M):
                yield f"{suite}/settings: no time limit"
            own = options(f"{folder}/{suite}/config")
        except OSError as error:
            yield str(error)
            continue
        if "CONFIG_COMPAT=y" not in own:
            yield f"{suite}/config: no COMPAT"
        every |= own
    snippet, _, _ = read(f"{TOP}/Kconfig.snippet").partition("# Guests:")
    wanted = set(re.findall(r"^CONFIG_\w+=[ym]$", snippet, re.M))
    if options(f"{folder}/config") != wanted or every != wanted:
        yield "config is not what Kconfig.snippet says"
    for text in read(f"{folder}/config").splitlines():
        if not re.fullmatch(r"CONFIG_\w+=[ym]", text):
            yield f"config: {text}"


def elf_complaint(path, data):
    """What is wrong with a program, if it is one."""
    if data[:4] != b"\x7fELF":
        return None
    wide = data[4] == 2
    machine = struct.unpack_from("<H", data, 18)[0]
    if machine not in (AARCH64, ARM):
        return "is for another machine"
    phoff, shoff = struct.unpack_from("<QQ" if wide else "<II", data,
                                      32 if wide else 28)
    phsize, phnum, shsize, shnum = struct.unpack_from(
        "<HHHH", data, 54 if wide else 42)
    segments = {struct.unpack_from("<I", data, phoff + i * phsize)[0]
                for i in range(phnum)}
    sections = {struct.unpack_from("<I", data, shoff + i * shsize + 4)[0]
                for i in range(shnum)}
    if PT_INTERP in segments and not path.endswith("-dynamic"):
        return "is not static"
    if SHT_SYMTAB in sections:
        return "has symbols"
    return None


def check_programs(work):
    """Static programs, for the board and not for this machine."""
    folder = f"{work}/installed"
    programs = 0
    for path in files(folder):
        with open(path, "rb") as file:
            data = file.read()
        programs += data[:4] == b"\x7fELF"
        complaint = elf_complaint(path, data)
        if complaint:
            yield f"{os.path.relpath(path, folder)} {complaint}"
    if programs < 20:
        yield f"only {programs} programs"


def check_paths(work):
    """Nothing of the folders here."""
    folder = f"{work}/installed"
    places = [place.encode() for place in {TOP, CACHE, work,
                                           os.path.realpath(CACHE)}]
    for path in files(folder):
        with open(path, "rb") as file:
            data = file.read()
        for place in places:
            if place in data:
                yield f"{os.path.relpath(path, folder)}: {place.decode()}"


# --- the packed source -------------------------------------------------------

def check_source(work):
    """Unpacked in an empty folder, with no git, cache or network, it builds
    the very same programs; and nothing of the rest is missing."""
    make(f"{TOP}/selftests", "dist", f"DIST={work}/source.tar.gz")
    os.mkdir(f"{work}/source")
    run(["tar", "-C", f"{work}/source", "-xf", f"{work}/source.tar.gz"])
    source, = os.listdir(f"{work}/source")
    source = f"{work}/source/{source}"
    if os.path.exists(f"{source}/.git"):
        yield "it has git's folder"
    for name in ("git", "apt-get", "wget", "curl", "dpkg"):
        write(f"{work}/none/{name}",
              f"#!/bin/sh\necho no {name} here >&2\nexit 1\n", 0o755)
    env = {"PATH": f"{work}/none:{os.environ['PATH']}", "HOME": f"{work}/home",
           "LC_ALL": "C"}
    make(f"{source}/selftests", "install", "TARGETS=guide",
         f"INSTALL_PATH={work}/built", env=env)
    for path in files(f"{work}/installed/guide"):
        with open(path, "rb") as one, \
                open(path.replace("/installed/", "/built/"), "rb") as other:
            if one.read() != other.read():
                yield f"{os.path.basename(path)} is another one"
    dry = make(f"{source}/selftests", "-n", "all", env=env)
    if re.search(r"fetch-\w+\.sh", dry):
        yield "something is to be fetched"
    for suite in ("gate", "drivers", "oracle", "stress", "fuzz", "guide"):
        if f"/selftests/{suite}" not in dry:
            yield f"{suite} is not built"
    if os.path.exists(f"{work}/home"):
        yield "it has written to the home folder"


# --- LAVA --------------------------------------------------------------------

# As tests are, in all the ways that they end: what each prints, and does.
PROGRAMS = {
    "passes": "echo 'KTAP version 1'; echo 1..2; echo ok 1 one\n"
              "echo 'ok 2 two # SKIP no such thing'\n",
    "fails": "echo 'KTAP version 1'; echo 1..2; echo 'ok 1 a b/c'\n"
             "echo not ok 2 two; exit 1\n",
    "skips": "echo 'KTAP version 1'; echo '1..0 # SKIP gate32 is absent'\n"
             "exit 4\n",
    "dies": "echo 'KTAP version 1'; echo 1..2; echo ok 1 one; kill -SEGV $$\n",
    "hangs": "echo 'KTAP version 1'; echo 1..2; echo ok 1 one; sleep 60\n",
    "silent": "exit 0\n",
    "expects": "echo 'KTAP version 1'; echo 1..2\n"
               "[ \"$GATE32_EXPECT\" = 1 ] || echo -n 'not '\n"
               "echo ok 1 gate\n"
               "[ -e \"$GATE32_KO\" ] || echo -n 'not '\n"
               "echo ok 2 module\n",
}
VERDICTS = """load-module pass
own_passes_one pass
own_passes_two skip
own_fails_a-b-c pass
own_fails_two fail
own_skips skip
own_dies_one pass
own_dies fail
own_hangs_one pass
own_hangs fail
own_silent pass
own_expects_gate pass
own_expects_module pass
"""
YAML = """use CPAN::Meta::YAML; use JSON::PP;
local $/; print encode_json(CPAN::Meta::YAML->read_string(<STDIN>)->[0]);"""


def yaml(name):
    """A file of that kind, by what perl has for it."""
    with open(os.path.join(HERE, name), "rb") as file:
        return json.loads(subprocess.run(["perl", "-e", YAML], stdin=file,
                                         capture_output=True, check=True).stdout)


def pack_suite(work):
    """A folder like the installed one, with a suite of small programs."""
    folder = f"{work}/packed"
    for name in ("run_kselftest.sh", "kselftest-lava.sh", "kselftest/runner.sh",
                 "kselftest/prefix.pl"):
        write(f"{folder}/{name}", read(f"{work}/installed/{name}"), 0o755)
    for name, text in PROGRAMS.items():
        write(f"{folder}/own/{name}", "#!/bin/sh\n" + text, 0o755)
    write(f"{folder}/own/settings", "timeout=2\n")
    write(f"{folder}/other/never", "#!/bin/sh\necho ok 1 never\n", 0o755)
    write(f"{folder}/kselftest-list.txt", "other:never\n" + "".join(
        f"own:{name}\n" for name in PROGRAMS))
    run(["tar", "-C", folder, "-czf", f"{work}/packed.tar.gz", "."])


def board(work):
    """What a board has, as far as the steps need it."""
    write(f"{work}/board/lava-test-case",
          f'#!/bin/sh\n[ "$2" = --result ] && echo "$1 $3" >>{work}/told\n', 0o755)
    write(f"{work}/board/lava-test-raise",
          f'#!/bin/sh\necho "raised $1" >>{work}/told\nexit 1\n', 0o755)
    write(f"{work}/board/wget",
          '#!/bin/sh\n[ "$1 $2" = "-q -O" ] && cp "$4" "$3"\n', 0o755)
    write(f"{work}/board/insmod",
          f'#!/bin/sh\necho "$1" >>{work}/insmod\n', 0o755)
    write(f"{work}/module", "a module\n")


def steps(work, **params):
    """Take the steps of the definition as LAVA does: all in one shell."""
    definition = yaml("lava-test.yaml")
    script = "".join(f"{name}='{params.get(name, value)}'\nexport {name}\n"
                     for name, value in definition["params"].items())
    script += "".join(f"{step}\n" for step in definition["run"]["steps"])
    with tempfile.TemporaryDirectory(dir=work) as folder:
        subprocess.run(["sh", "-c", script], cwd=folder, check=False,
                       capture_output=True, stdin=subprocess.DEVNULL,
                       env={"PATH": f"{work}/board:{os.environ['PATH']}"})
    told = read(f"{work}/told") if os.path.exists(f"{work}/told") else ""
    write(f"{work}/told", "")
    return told


def check_lava(work):
    """Each way to end is reported; and what cannot be fetched is."""
    pack_suite(work)
    board(work)
    packed = f"{work}/packed.tar.gz"
    told = steps(work, KSELFTEST_URL=packed, MODULE_URL=f"{work}/module",
                 SUITES="own")
    for line in sorted(set(told.splitlines()) ^ set(VERDICTS.splitlines())):
        yield f"told {'and should not be' if line in told else 'is not'}: {line}"
    if not told.startswith("load-module pass") or \
            not os.path.exists(f"{work}/insmod"):
        yield "the module was not loaded first"
    told = steps(work, KSELFTEST_URL=packed, SUITES="own")
    if "load-module" in told or "own_expects_module fail" not in told:
        yield f"without a module: {told}"
    if "raised no-kselftest" not in steps(work, KSELFTEST_URL=f"{work}/nothing"):
        yield "that there are no tests to fetch is not told"
    if "no-results fail" not in steps(work, KSELFTEST_URL=packed, SUITES="none"):
        yield "that no test was run is not told"


def check_job(_):
    """The definition and the job fit each other."""
    definition, job = yaml("lava-test.yaml"), yaml("lava-job.yaml")
    if definition["metadata"]["format"] != "Lava-Test Test Definition 1.0":
        yield "lava-test.yaml: not the format that LAVA knows"
    suites = set(os.listdir(f"{TOP}/selftests"))
    for name in definition["params"]["SUITES"].split():
        if name not in suites:
            yield f"lava-test.yaml: no suite {name}"
    if [list(action)[0] for action in job["actions"]] != ["deploy", "boot", "test"]:
        yield "lava-job.yaml: not the actions of a job"
    for use in job["actions"][2]["test"]["definitions"]:
        if not os.path.exists(os.path.join(TOP, use["path"])):
            yield f"lava-job.yaml: no {use['path']}"
        for name in set(use["parameters"]) - set(definition["params"]):
            yield f"lava-job.yaml: no parameter {name}"
    tar = re.search(r"^TAR \?= .*/(\S+)$", read(f"{TOP}/selftests/Makefile"), re.M)
    release = re.search(r'GATE32_RELEASE "(.*)"',
                        read(f"{TOP}/module/version.h"))[1]
    name = tar[1].replace("$(release)", release)
    if not use["parameters"]["KSELFTEST_URL"].endswith("/" + name):
        yield f"lava-job.yaml: what is packed is called {name}"


CHECKS = (check_list, check_settings, check_programs, check_paths,
          check_source, check_lava, check_job)


def complaints_of(check, work):
    try:
        return list(check(work))
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        return (str(error) or repr(error)).splitlines()


def main():
    if len(sys.argv) > 1:
        print(__doc__.strip())
        sys.exit(0 if sys.argv[1] in ("-h", "--help") else 2)
    print(f"KTAP version 1\n1..{len(CHECKS)}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as work:
        make(f"{TOP}/selftests", "install", f"INSTALL_PATH={work}/installed")
        for number, check in enumerate(CHECKS, 1):
            complaints = complaints_of(check, work)
            for text in complaints:
                print(f"# {text}")
            failed += bool(complaints)
            print("not ok" if complaints else "ok", number,
                  check.__name__.removeprefix("check_"), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
