namespace Kafka.Dlq.Connection.Native;

/// <summary>How many native messages this process took from librdkafka and has not destroyed. Between two fetches there are none; tests look at it.</summary>
internal static class NativeCount
{
    private static long _outstanding;

    public static long Outstanding => Interlocked.Read(ref _outstanding);

    public static void Taken(int count) => Interlocked.Add(ref _outstanding, count);

    public static void Destroyed(int count) => Interlocked.Add(ref _outstanding, -count);
}
