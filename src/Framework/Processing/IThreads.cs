namespace Kafka.Dlq.Processing;

/// <summary>What the engine asks of threads: the border at which a simulation stands in for them.</summary>
internal interface IThreads
{
    /// <summary>How long the poll thread may stand still in one round for partitions that will soon have room.</summary>
    TimeSpan Patience { get; }

    /// <summary>Runs one round after the other on a thread of its own.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="round">How long to rest before the next round; null ends the thread. Never throws.</param>
    /// <param name="hurry">Ends a rest.</param>
    void Loop(string name, Func<TimeSpan?> round, CancellationToken hurry);

    /// <summary>Waits, blocking, until something has ended.</summary>
    /// <returns>False when the time is over.</returns>
    bool Wait(Task ended, TimeSpan limit);

    /// <summary>Cancels at once; those who listen, the user's code among them, are told on another thread.</summary>
    /// <returns>Ends when all have been told.</returns>
    Task CancelAsync(CancellationTokenSource source);
}
