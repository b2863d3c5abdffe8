namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>What contenders are called in tables.</summary>
internal static class ContenderNames
{
    public static string Of(Contender contender) => contender switch
    {
        Contender.BareNative => "bare native",
        Contender.TunedLoop => "tuned loop",
        Contender.DefaultLoop => "default loop",
        Contender.TunedLoopJson => "tuned loop, JSON",
        Contender.Batch => "BaseConsumer",
        Contender.BatchJson => "BaseConsumer<T>, JSON",
        Contender.Message => "MessageConsumer",
        Contender.MessageJson => "MessageConsumer<T>, JSON",
        _ => throw new ArgumentOutOfRangeException(nameof(contender), contender, "It has no name."),
    };
}
