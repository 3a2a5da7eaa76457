// SPDX-License-Identifier: GPL-2.0-only

// A program that sets up a seccomp policy for itself and for what it executes, by
// libseccomp, as container tools do: for the architecture that it is built for.
package main

/*
#cgo LDFLAGS: -lseccomp
#include <errno.h>
#include <sched.h>
#include <seccomp.h>

// Go does not call functions whose number of arguments varies.
static int refuse(scmp_filter_ctx c, const char *name, int error)
{
	return seccomp_rule_add(c, SCMP_ACT_ERRNO(error),
				seccomp_syscall_resolve_name(name), 0);
}

static int refuse_if(scmp_filter_ctx c, const char *name, int error, int arg,
		     unsigned int mask, unsigned int value)
{
	return seccomp_rule_add(c, SCMP_ACT_ERRNO(error),
				seccomp_syscall_resolve_name(name), 1,
				SCMP_CMP(arg, SCMP_CMP_MASKED_EQ, mask, value));
}

static int kill_process(scmp_filter_ctx c, const char *name)
{
	return seccomp_rule_add(c, SCMP_ACT_KILL_PROCESS,
				seccomp_syscall_resolve_name(name), 0);
}
*/
import "C"

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"
)

const (
	allows       = 0x7fff0000
	newUser      = syscall.CLONE_NEWUSER
	armFadvise   = 270
	armFileRange = 341
	clone3       = 435
	cacheflush   = 0xf0002
)

func must(what string, ret C.int) {
	if ret != 0 {
		fmt.Println(what+":", syscall.Errno(-ret))
		os.Exit(1)
	}
}

func refuse(c C.scmp_filter_ctx, name string, errno syscall.Errno) {
	must(name, C.refuse(c, C.CString(name), C.int(errno)))
}

func policy() {
	fmt.Printf("architecture %#x, API level %d\n", uint32(C.seccomp_arch_native()),
		C.seccomp_api_get())
	c := C.seccomp_init(allows)
	must("TSYNC", C.seccomp_attr_set(c, C.SCMP_FLTATR_CTL_TSYNC, 1))
	refuse(c, "mkdir", syscall.EXDEV)
	refuse(c, "mkdirat", syscall.EXDEV)
	// Calls that AArch64 does not have, by this name or at all
	refuse(c, "arm_fadvise64_64", syscall.EDOM)
	refuse(c, "arm_sync_file_range", syscall.ERANGE)
	refuse(c, "cacheflush", syscall.EXFULL)
	refuse(c, "clone3", syscall.ENOSYS)
	// By their arguments
	must("socket", C.refuse_if(c, C.CString("socket"), C.int(syscall.EAFNOSUPPORT), 0,
		^C.uint(0), syscall.AF_NETLINK))
	must("clone", C.refuse_if(c, C.CString("clone"), C.int(syscall.EPERM), 0,
		newUser, newUser))
	must("sethostname", C.kill_process(c, C.CString("sethostname")))
	must("export", C.seccomp_export_pfc(c, 1))
	must("load", C.seccomp_load(c))
	C.seccomp_release(c)
}

func call(what string, nr uintptr, args ...uintptr) {
	for len(args) < 6 {
		args = append(args, 0)
	}
	_, _, errno := syscall.Syscall6(nr, args[0], args[1], args[2], args[3], args[4], args[5])
	fmt.Printf("%s: %v\n", what, errno)
}

func judged() {
	name := append([]byte("/tmp/policy"), 0)
	path := uintptr(unsafe.Pointer(&name[0]))

	call("mkdir", syscall.SYS_MKDIR, path, 0755)
	call("access", syscall.SYS_ACCESS, path, 0)
	call("arm_fadvise64_64", armFadvise)
	call("arm_sync_file_range", armFileRange)
	call("cacheflush", cacheflush, path, path+4)
	call("clone3", clone3)
	// Without the policy: EINVAL
	call("clone, a user namespace", syscall.SYS_CLONE, newUser|syscall.CLONE_FS)
	call("socket, netlink", syscall.SYS_SOCKET, syscall.AF_NETLINK, syscall.SOCK_RAW)
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	fmt.Println("socket, unix:", err)
	syscall.Close(fd)
	runtime.KeepAlive(name)
}

// threads: there before the policy, which has to be theirs as well
func threads(n int) (begin chan bool, results chan error) {
	started := make(chan bool)

	begin, results = make(chan bool), make(chan error)
	for i := 0; i < n; i++ {
		go func() {
			runtime.LockOSThread()
			started <- true
			<-begin
			results <- os.Mkdir("/tmp/policy", 0755)
		}()
		<-started
	}
	return begin, results
}

func nameOfHost() {
	fmt.Println("going to set a name")
	fmt.Println("it is set:", syscall.Sethostname([]byte("name")))
}

func main() {
	if len(os.Args) > 1 {
		nameOfHost()
		return
	}
	begin, results := threads(3)
	policy()
	judged()
	close(begin)
	for i := 0; i < 3; i++ {
		fmt.Println("a thread:", <-results)
	}
	for _, argv := range [][]string{
		{"/bin/busybox", "mkdir", "/tmp/policy"},
		{"/proc/self/exe", "name"},
	} {
		cmd := exec.Command(argv[0], argv[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stdout
		fmt.Printf("%s: %v\n", argv[0], cmd.Run())
	}
}
