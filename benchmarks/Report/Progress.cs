using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>Tells on the error stream what goes on, so that the output holds the results only.</summary>
internal sealed class Progress
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Tell(string text) => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(_start):mm\\:ss} {text}");
}
