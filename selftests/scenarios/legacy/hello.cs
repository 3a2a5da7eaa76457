// SPDX-License-Identifier: GPL-2.0-only
using System;
using System.Threading;

// Compiled on the host; executed by Debian's armhf mono.
class Hello
{
	static int total;

	static void Add()
	{
		for (int i = 1; i <= 100; i++)
			Interlocked.Add(ref total, i);
	}

	static void Main(string[] args)
	{
		var threads = new Thread[4];

		Console.WriteLine("Hello from {0} bits, {1}", IntPtr.Size * 8,
				  args.Length > 0 ? args[0] : "nobody");
		for (int i = 0; i < threads.Length; i++) {
			threads[i] = new Thread(Add);
			threads[i].Start();
		}
		foreach (var thread in threads)
			thread.Join();
		Console.WriteLine("four threads: {0}", total);
		try {
			int[] none = null;
			Console.WriteLine(none[0]);
		} catch (NullReferenceException) {
			Console.WriteLine("a null reference was caught");
		}
		GC.Collect();
		Console.WriteLine("{0:F3}", Math.Sqrt(2));
	}
}
