using System.Diagnostics;

namespace Kafka.Dlq.Reliability;

/// <summary>Waits for a condition with a deadline. The only place of the program that lets time pass without a reason of its own.</summary>
internal static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <param name="otherwise">What is wrong, asked when the deadline is over.</param>
    /// <exception cref="TimeoutException">The condition stayed false.</exception>
    public static async Task UntilAsync(Func<bool> condition, TimeSpan deadline, Func<string> otherwise, CancellationToken cancellationToken = default)
    {
        if (!await TryUntilAsync(condition, deadline, cancellationToken))
        {
            throw new TimeoutException($"After {deadline.TotalSeconds:0} s: {otherwise()}.");
        }
    }

    /// <returns>Whether the condition became true before the deadline.</returns>
    public static async Task<bool> TryUntilAsync(Func<bool> condition, TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!await Task.Run(condition, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(begin) > deadline)
            {
                return false;
            }

            await Task.Delay(Interval, cancellationToken);
        }

        return true;
    }
}
