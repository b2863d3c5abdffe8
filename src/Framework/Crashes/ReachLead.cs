namespace Kafka.Dlq.Crashes;

/// <summary>How far the durable mark leads the work: by 200 ms of it, so that a commit is made ten times a second at most and few messages are suspects after a crash. Pure.</summary>
internal static class ReachLead
{
    /// <summary>The least offsets: a topic with little traffic is not to wait for a commit at each message.</summary>
    public const int Least = 16;

    /// <summary>The most offsets: after a crash they are run one at a time.</summary>
    public const int Most = 2_000;

    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(200);

    /// <summary>The next lead; at most twice and at least half the one before, so that one odd moment does not decide.</summary>
    /// <param name="last">The lead before.</param>
    /// <param name="worked">How many offsets were gone through since it was chosen.</param>
    /// <param name="elapsed">How long that took.</param>
    public static int Next(int last, long worked, TimeSpan elapsed)
    {
        double wanted = elapsed > TimeSpan.Zero ? Math.Max(worked, 0) * (Work / elapsed) : worked > 0 ? Most : last;
        return (int)Math.Clamp(Math.Clamp(wanted, last / 2.0, last * 2.0), Least, Most);
    }
}
