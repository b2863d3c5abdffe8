namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>What the consumers of a test do, and what became of them.</summary>
internal sealed class Script
{
    /// <summary>What a batch consumer does in a run; default: mark each message.</summary>
    public Func<BatchConsumer, CancellationToken, Task> Batch { get; set; } = (consumer, _) =>
    {
        foreach (Message message in consumer.Batch)
        {
            consumer.Mark(message);
        }

        return Task.CompletedTask;
    };

    /// <summary>What a consumer of single messages does with one.</summary>
    public Func<SingleConsumer, Message, CancellationToken, Task> Single { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>What hooks do, by their names.</summary>
    public Dictionary<string, Func<BatchConsumer, CancellationToken, Task>> Hooks { get; } = [];

    /// <summary>Called for each consumer that is made; may throw.</summary>
    public Action Made { get; set; } = () => { };

    /// <summary>Hooks and disposals in their order.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Offsets and attempts of what was run: <c>0-9 #1</c>, or <c>4 #2</c> for single messages.</summary>
    public List<string> Runs { get; } = [];

    public List<BatchConsumer> Consumers { get; } = [];
}
