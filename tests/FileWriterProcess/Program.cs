using Kafka.Dlq.Files;
using System.Globalization;

// Writes numbered dead letters until it is killed, several at the same time, and tells the number of each that was acknowledged: directory, sync policy, first number.
long next = long.Parse(args[2], CultureInfo.InvariantCulture) - 1;
DeadLetterFileOptions options = new() { Directory = args[0], Sync = Enum.Parse<SyncPolicy>(args[1]), SegmentBytes = 64 * 1024 };
await using DeadLetterFileWriter writer = DeadLetterFileWriter.Open(options);
await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(WriteAsync)));

async Task WriteAsync()
{
    while (true)
    {
        long number = Interlocked.Increment(ref next);

        // Of every size, now and then larger than a block; the bytes can be told from the number.
        byte[] value = new byte[number % 50 == 0 ? 40_000 : number % 1500];
        Array.Fill(value, (byte)number);
        await writer.AppendAsync(new DeadLetterEntry { Reason = number.ToString(CultureInfo.InvariantCulture), Value = value });
        await Console.Out.WriteLineAsync($"acknowledged {number}");
    }
}
