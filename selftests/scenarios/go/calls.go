// SPDX-License-Identifier: GPL-2.0-only

// Calls of container tools as a program for linux/arm makes them, whose int has
// 32 bits and whose threads and signals are those of Go's runtime.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// Of ARM's unistd.h; package syscall ends earlier.
const (
	sysMemfdCreate     = 385
	sysExecveat        = 387
	sysUtimensatTime64 = 412
)

const (
	atFdcwd      = -100
	atEmptyPath  = 0x1000
	fGetSeals    = 1034
	fAddSeals    = 1033
	allSeals     = 15
	memfdCloexec = 1
	memfdSealing = 2
	sigusr1      = syscall.SIGUSR1
)

func fatal(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func pointer(s string) uintptr {
	p, err := syscall.BytePtrFromString(s)
	fatal(err)
	return uintptr(unsafe.Pointer(p))
}

func show(what string, errno syscall.Errno) {
	if errno == 0 {
		fmt.Println(what+":", "done")
	} else {
		fmt.Println(what+":", errno)
	}
}

//
// utimensat: a timespec of 2 x 32 bits, whose nanoseconds may be no time at all
//

const (
	utimeNow  = 1<<30 - 1
	utimeOmit = 1<<30 - 2
)

type timespec32 struct{ sec, nsec int32 }
type timespec64 struct{ sec, nsec int64 }

func times(path string) string {
	var st syscall.Stat_t
	now := time.Now().Unix()

	fatal(syscall.Lstat(path, &st))
	text := func(t syscall.Timespec) string {
		if d := now - int64(t.Sec); d >= 0 && d < 1000 {
			return "now"
		}
		return fmt.Sprintf("%d.%09d", t.Sec, t.Nsec)
	}
	return "access " + text(st.Atim) + ", modification " + text(st.Mtim)
}

func utimens() {
	const path = "/tmp/utimens"

	fatal(os.WriteFile(path, nil, 0644))
	defer os.Remove(path)
	for _, ts := range [][2]timespec32{
		{{1000000001, 999999999}, {2147483647, 1}},
		{{0, utimeOmit}, {1000000002, 2}},
		{{-1, 3}, {77, utimeOmit}},
		{{5, utimeOmit}, {6, utimeOmit}},
		{{0, utimeNow}, {0, utimeOmit}},
		{{0, 1000000000}, {0, 0}},
		{{0, utimeOmit}, {0, -1}},
	} {
		_, _, errno := syscall.Syscall6(syscall.SYS_UTIMENSAT, ^uintptr(99), pointer(path),
			uintptr(unsafe.Pointer(&ts)), 0, 0, 0)
		show(fmt.Sprint("utimensat ", ts), errno)
		fmt.Println(" ", times(path))
	}
	for _, ts := range [][2]timespec64{
		{{1 << 33, 5}, {0, utimeOmit}},
		{{0, utimeOmit}, {0, utimeNow}},
		// What a 32-bit kernel does not look at
		{{1, 6 | 1<<40}, {0, utimeOmit | 1<<32}},
	} {
		_, _, errno := syscall.Syscall6(sysUtimensatTime64, ^uintptr(99), pointer(path),
			uintptr(unsafe.Pointer(&ts)), 0, 0, 0)
		show(fmt.Sprint("utimensat_time64 ", ts), errno)
		fmt.Println(" ", times(path))
	}
	fatal(os.Chtimes(path, time.Unix(1, 2), time.Unix(3, 4)))
	fmt.Println("Chtimes:", times(path))
}

//
// statfs: types beyond 31 bits; a size that says what is wanted
//

func statfs() {
	for _, path := range os.Args[2:] {
		var st syscall.Statfs_t
		if err := syscall.Statfs(path, &st); err != nil {
			fmt.Println(path+":", err)
			continue
		}
		fmt.Printf("%s: type %d %#x, %d %d, names of %d, flags %#x\n", path, st.Type,
			uint32(st.Type), st.Bsize, st.Frsize, st.Namelen, st.Flags)
	}
	var buf [128]byte
	for _, size := range []uintptr{80, 84, 88, 96} {
		_, _, errno := syscall.Syscall(syscall.SYS_STATFS64, pointer("/proc"), size,
			uintptr(unsafe.Pointer(&buf)))
		show(fmt.Sprint("statfs64 of size ", size), errno)
	}
}

//
// A user namespace with all numbers there are: 4294967295 is not one, and no
// int of a 32-bit program
//

const everybody = "0 0 4294967295\n"

func uidMap() {
	mine, err := os.ReadFile("/proc/self/uid_map")
	fatal(err)
	fmt.Println("outside:", strings.Fields(string(mine)))

	cmd := exec.Command("/proc/self/exe", "uid-map-wait")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER}
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	in, err := cmd.StdinPipe()
	fatal(err)
	fatal(cmd.Start())
	proc := fmt.Sprintf("/proc/%d/", cmd.Process.Pid)
	fatal(os.WriteFile(proc+"uid_map", []byte(everybody), 0))
	fatal(os.WriteFile(proc+"gid_map", []byte(everybody), 0))
	in.Close()
	fatal(cmd.Wait())
}

// Whoever is 0 in there gets its privileges by executing something.
func uidMapWait() {
	io.Copy(io.Discard, os.Stdin)
	fatal(syscall.Exec("/proc/self/exe", []string{"calls", "uid-map-inside"}, os.Environ()))
}

func uidMapInside() {
	const path, nobody = "/tmp/uid_map", 1<<32 - 2

	text, err := os.ReadFile("/proc/self/uid_map")
	fatal(err)
	fields := strings.Fields(string(text))
	fmt.Println("inside:", fields, "I am", uint32(os.Getuid()))
	_, err = strconv.Atoi(fields[2])
	fmt.Println("as an int:", err)
	n, err := strconv.ParseUint(fields[2], 10, 32)
	fmt.Println("as 32 bits:", n, err)

	var st syscall.Stat_t
	number := uint32(nobody)
	fatal(os.WriteFile(path, nil, 0644))
	defer os.Remove(path)
	for _, id := range []int{int(int32(number)), -1} {
		fatal(os.Chown(path, id, id))
		fatal(syscall.Stat(path, &st))
		fmt.Println("owner of the file:", st.Uid, st.Gid)
	}
	// All threads, or so one shall believe: by a signal to each.
	fmt.Println("setresgid:", syscall.Setresgid(-1, int(int32(number)), -1))
	fmt.Println("setresuid:", syscall.Setresuid(-1, int(int32(number)), -1))
	fmt.Println("I am", uint32(os.Geteuid()), uint32(os.Getegid()))
	fmt.Println("and back:", syscall.Setresuid(-1, 0, -1), uint32(os.Geteuid()))
}

//
// execveat by its number: container tools execute copies of themselves
//

func execveat(dir int, path string, argv []string, flags uintptr) syscall.Errno {
	args, err := syscall.SlicePtrFromStrings(argv)
	fatal(err)
	env, err := syscall.SlicePtrFromStrings(os.Environ())
	fatal(err)
	_, _, errno := syscall.Syscall6(sysExecveat, uintptr(dir), pointer(path),
		uintptr(unsafe.Pointer(&args[0])), uintptr(unsafe.Pointer(&env[0])), flags, 0)
	return errno
}

// copyOfMyself: sealed, and gone when something is executed
func copyOfMyself() int {
	name := pointer("a copy")
	fd, _, errno := syscall.Syscall(sysMemfdCreate, name, memfdCloexec|memfdSealing, 0)
	if errno != 0 {
		fatal(errno)
	}
	me, err := os.Open("/proc/self/exe")
	fatal(err)
	st, err := me.Stat()
	fatal(err)
	for left := int(st.Size()); left > 0; {
		n, err := syscall.Sendfile(int(fd), int(me.Fd()), nil, left)
		fatal(err)
		left -= n
	}
	_, _, errno = syscall.Syscall(syscall.SYS_FCNTL64, fd, fAddSeals, allSeals)
	show("sealed", errno)
	return int(fd)
}

func executed() {
	const script = "/tmp/script"

	fatal(os.WriteFile(script, []byte("#!/bin/busybox echo\n"), 0755))
	fatal(os.Symlink(script, script+".link"))
	fd, err := syscall.Open(script, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	fatal(err)
	show("a link", execveat(atFdcwd, script+".link", []string{"x"}, 0x100))
	show("a script that will be closed", execveat(fd, "", []string{"x"}, atEmptyPath))
	show("an empty path", execveat(fd, "", []string{"x"}, 0))
	show("flags", execveat(fd, "", []string{"x"}, 1))
	show("a number", execveat(12345, "x", []string{"x"}, 0))
	os.Remove(script)
	os.Remove(script + ".link")
	show("a copy of myself", execveat(copyOfMyself(), "", []string{"copy", "execveat-copy"},
		atEmptyPath))
	os.Exit(1)
}

func executedCopy() {
	exe, err := os.Readlink("/proc/self/exe")
	fmt.Println("this is", os.Args, "of", exe, err)
	me, err := os.Open("/proc/self/exe")
	fatal(err)
	seals, _, errno := syscall.Syscall(syscall.SYS_FCNTL64, me.Fd(), fGetSeals, 0)
	fmt.Println("seals:", seals, errno)
	me.Close()
	bin, err := syscall.Open("/bin", syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
	fatal(err)
	show("busybox", execveat(bin, "busybox", []string{"echo", "that was execveat"}, 0))
	os.Exit(1)
}

//
// Atomic operations on 64 bits
//

func atomics() {
	const rounds = 2000
	var sum, swapped int64
	var ticket uint64
	var flag int64
	var group sync.WaitGroup

	for i := 0; i < 4; i++ {
		group.Add(1)
		go func(mine int64) {
			runtime.LockOSThread()
			for n := 0; n < rounds; n++ {
				atomic.AddInt64(&sum, 1<<32+mine)
				for {
					old := atomic.LoadUint64(&ticket)
					if atomic.CompareAndSwapUint64(&ticket, old, old*3+1<<33) {
						break
					}
				}
				// Both halves at once
				if v := atomic.SwapInt64(&flag, mine<<40|mine); v>>40 != v&0xff {
					atomic.AddInt64(&swapped, 1)
				}
			}
			group.Done()
		}(int64(i + 1))
	}
	group.Wait()
	var want uint64
	for n := 0; n < 4*rounds; n++ {
		want = want*3 + 1<<33
	}
	fmt.Printf("added %#x, exchanged %#x, expected %#x, torn %d\n", sum, ticket, want, swapped)
	atomic.StoreInt64(&sum, -1<<63)
	fmt.Println(atomic.AddInt64(&sum, -1), atomic.LoadInt64(&sum) == 1<<63-1)
}

//
// Go takes the processor back from a goroutine by SIGURG; here come more of them
//

func digest(rounds int) string {
	sum := sha256.Sum256([]byte("gate32"))

	for i := 0; i < rounds; i++ {
		sum = sha256.Sum256(sum[:])
	}
	return fmt.Sprintf("%x", sum[:8])
}

// signalAll: every thread but the caller's
func signalAll(sig syscall.Signal) int {
	tasks, err := os.ReadDir("/proc/self/task")
	fatal(err)
	sent := 0
	for _, t := range tasks {
		tid, err := strconv.Atoi(t.Name())
		if err == nil && tid != syscall.Gettid() &&
			syscall.Tgkill(os.Getpid(), tid, sig) == nil {
			sent++
		}
	}
	return sent
}

func storm() {
	var stop, sent, seen uint64
	var group sync.WaitGroup
	sums := make([]string, 3)

	signals := make(chan os.Signal, 64)
	signal.Notify(signals, sigusr1)
	go func() {
		for range signals {
			atomic.AddUint64(&seen, 1)
		}
	}()
	for i := range sums {
		group.Add(1)
		go func(i int) {
			sums[i] = digest(300)
			group.Done()
		}(i)
	}
	go func() {
		runtime.LockOSThread()
		for atomic.LoadUint64(&stop) == 0 || atomic.LoadUint64(&seen) == 0 {
			atomic.AddUint64(&sent, uint64(signalAll(syscall.SIGURG)))
			atomic.AddUint64(&sent, uint64(signalAll(sigusr1)))
			time.Sleep(time.Millisecond)
		}
		atomic.StoreUint64(&stop, 2)
	}()
	group.Wait()
	fmt.Println(sums, sums[0] == digest(300))
	atomic.StoreUint64(&stop, 1)
	for atomic.LoadUint64(&stop) != 2 {
		time.Sleep(time.Millisecond)
	}
	fmt.Println("sent:", atomic.LoadUint64(&sent) > 0, "seen:", atomic.LoadUint64(&seen) > 0)
}

func preempt() {
	var stop uint32
	var n uint64

	runtime.GOMAXPROCS(1)
	go func() {
		fmt.Println("the other one has the processor")
		atomic.StoreUint32(&stop, 1)
	}()
	// No call, and so no place where Go could stop it otherwise
	for atomic.LoadUint32(&stop) == 0 {
		n++
	}
	fmt.Println("and has given it back:", n > 0)
}

//
// Signals carry what they carry
//

func status() {
	cmd := exec.Command("/proc/self/exe", "killed")
	out, err := cmd.CombinedOutput()
	first, _, _ := bytes.Cut(out, []byte("\n"))
	fmt.Printf("%s; %v\n", first, err)
	st := cmd.ProcessState.Sys().(syscall.WaitStatus)
	fmt.Println(st.Signaled(), st.Signal(), binary.Size(st))
}

func killed() {
	fmt.Println("going to die")
	fatal(syscall.Kill(syscall.Getpid(), syscall.SIGKILL))
	select {}
}

//
// In a container: calls that its policy does not let through, of those that need
// no privileges
//

func refused() {
	for _, c := range []struct {
		what string
		nr   uintptr
		args [3]uintptr
	}{
		{"personality(PER_LINUX32)", syscall.SYS_PERSONALITY, [3]uintptr{8}},
		{"personality(PER_BSD)", syscall.SYS_PERSONALITY, [3]uintptr{6}},
		{"nice", 34, [3]uintptr{1}},
		{"bdflush", 134, [3]uintptr{1}},
		{"add_key", 309, [3]uintptr{}},
		{"userfaultfd", 388, [3]uintptr{0, 1}},
		{"arm_fadvise64_64", 270, [3]uintptr{99}},
		{"setns", 375, [3]uintptr{99}},
		{"execveat", sysExecveat, [3]uintptr{99}},
		{"a number beyond", 600, [3]uintptr{}},
	} {
		_, _, errno := syscall.Syscall(c.nr, c.args[0], c.args[1], c.args[2])
		show(c.what, errno)
	}
}

var commands = map[string]func(){
	"utimens":        utimens,
	"statfs":         statfs,
	"uid-map":        uidMap,
	"uid-map-wait":   uidMapWait,
	"uid-map-inside": uidMapInside,
	"execveat":       executed,
	"execveat-copy":  executedCopy,
	"atomics":        atomics,
	"storm":          storm,
	"preempt":        preempt,
	"status":         status,
	"killed":         killed,
	"refused":        refused,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "calls: which?")
		os.Exit(125)
	}
	commands[os.Args[1]]()
}
