// SPDX-License-Identifier: GPL-2.0-only

// A web server: a file, and pages that count. For linux/arm.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"sync/atomic"
)

var hits int64 // 64 bits wide: LDREXD and STREXD on ARM

func count(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "%d\n", atomic.AddInt64(&hits, 1<<32))
}

func main() {
	http.Handle("/", http.FileServer(http.Dir(os.Args[2])))
	http.HandleFunc("/count", count)
	l, err := net.Listen("tcp4", os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ready")
	fmt.Fprintln(os.Stderr, http.Serve(l, nil))
	os.Exit(1)
}
