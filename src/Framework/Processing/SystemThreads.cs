namespace Kafka.Dlq.Processing;

/// <summary>The operating system's threads and the thread pool.</summary>
internal sealed class SystemThreads : IThreads
{
    public static SystemThreads Instance { get; } = new();

    public TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(10);

    public void Loop(string name, Func<TimeSpan?> round, CancellationToken hurry) =>
        new Thread(() => Run(round, hurry)) { IsBackground = true, Name = name }.Start();

    public bool Wait(Task ended, TimeSpan limit) => Task.WaitAny([ended], limit) == 0;

    public Task CancelAsync(CancellationTokenSource source) => source.CancelAsync();

    private static void Run(Func<TimeSpan?> round, CancellationToken hurry)
    {
        while (round() is { } rest)
        {
            if (rest > TimeSpan.Zero)
            {
                hurry.WaitHandle.WaitOne(rest);
            }
        }
    }
}
