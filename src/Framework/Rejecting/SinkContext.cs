using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Rejecting;

/// <summary>What a sink is made with.</summary>
internal sealed record SinkContext(
    IServiceProvider Services,
    KafkaDlqOptions Options,
    DeadLetterDispatcher Dispatcher,
    Func<string?, IProducer<byte[]?, byte[]?>> Producers,
    TimeProvider Time,
    ILoggerFactory Loggers);
