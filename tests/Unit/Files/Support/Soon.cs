namespace Kafka.Dlq.Tests.Unit.Files.Support;

/// <summary>Waits for what another thread does.</summary>
internal static class Soon
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    public static async Task BecomesTrueAsync(Func<bool> condition, string what)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Deadline, $"Not within {Deadline}: {what}.");
            await Task.Delay(Poll, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
