/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - tracepoints: events/gate32/ in tracefs
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM gate32

#if !defined(_GATE32_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _GATE32_TRACE_H

#include <linux/tracepoint.h>

/* A routed call comes in; its arguments as the handler will see them. */
TRACE_EVENT(gate32_enter,
	TP_PROTO(u32 nr, const u64 *args),
	TP_ARGS(nr, args),
	TP_STRUCT__entry(
		__field(u32, nr)
		__array(u32, args, 6)
	),
	TP_fast_assign(
		int i;

		__entry->nr = nr;
		for (i = 0; i < 6; i++)
			__entry->args[i] = (u32)args[i];
	),
	TP_printk("nr=%u args=%x,%x,%x,%x,%x,%x", __entry->nr,
		  __entry->args[0], __entry->args[1], __entry->args[2],
		  __entry->args[3], __entry->args[4], __entry->args[5])
);

/* It returns; not seen for one that ends the thread. */
TRACE_EVENT(gate32_exit,
	TP_PROTO(u32 nr, long ret),
	TP_ARGS(nr, ret),
	TP_STRUCT__entry(
		__field(u32, nr)
		__field(long, ret)
	),
	TP_fast_assign(
		__entry->nr = nr;
		__entry->ret = ret;
	),
	TP_printk("nr=%u ret=%ld", __entry->nr, __entry->ret)
);

#endif /* _GATE32_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
