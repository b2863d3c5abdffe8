using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Waits for a condition with a deadline. The only place of the tests that lets time pass.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Fails the test when the condition stays false until the deadline.</summary>
    /// <param name="condition">Asked again and again, never twice at a time.</param>
    /// <param name="deadline">The longest wait.</param>
    /// <param name="describe">What was expected and what is seen, asked when the deadline is over.</param>
    public static Task BecomesTrueAsync(Func<bool> condition, TimeSpan deadline, Func<string> describe) =>
        BecomesTrueAsync(() => Task.Run(condition), deadline, describe);

    /// <inheritdoc cref="BecomesTrueAsync(Func{bool}, TimeSpan, Func{string})"/>
    public static async Task BecomesTrueAsync(Func<Task<bool>> condition, TimeSpan deadline, Func<string> describe)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(begin) > deadline)
            {
                Assert.Fail($"After {deadline.TotalSeconds:0.#} s: {describe()}");
            }

            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }
}
