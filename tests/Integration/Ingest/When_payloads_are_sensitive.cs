using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Logging;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;

namespace Kafka.Dlq.Tests.Integration.Ingest;

/// <summary>Log lines tell length and SHA-256 of a body and never what it says; letters are redacted and bounded as their queue says.</summary>
public sealed class When_payloads_are_sensitive(KafkaBroker broker)
{
    [Fact]
    public async Task Should_tell_length_and_hash_in_the_log_and_never_the_payload()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        Lines lines = new();
        await using IngestServer server = await IngestServer.StartAsync(broker.BootstrapServers, application => application.MapIngest("/ingest", topic, letters), log: lines);

        await server.PostAsync("""{"number":"secret","secret":"secret"}""");
        await server.PostAsync("""{"number":1,"name":"secret"}""");
        await server.PostAsync("secret");

        string all = string.Join('\n', lines.All);
        Assert.Contains("body of 6 bytes, SHA-256 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b", all, StringComparison.Ordinal);
        Assert.Equal(3, all.Split("SHA-256").Length - 1);
        Assert.DoesNotContain("secret", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_write_letters_as_their_queue_says()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"), queue => queue
            .Redact(text => text.Replace("secret", "***", StringComparison.Ordinal))
            .OmitHeaders("dlq.host")
            .MaxLetterBytes(1_024));
        await using IngestServer server = await IngestServer.StartAsync(broker.BootstrapServers, application => application.MapIngest("/ingest", topic, letters));

        await server.PostAsync("""{"number":1,"name":"secret"}""");
        await server.PostAsync($"{{\"number\":1,\"name\":\"{new string('x', 400)}\"}}");

        IReadOnlyList<ConsumeResult<byte[], byte[]>> kept = await TopicReader.ReadAtLeastAsync(broker, letters.Topic, 2);
        Assert.Equal("name: *** is no name", kept[0].Header("dlq.error.message"));
        Assert.DoesNotContain(kept[0].Message.Headers, header => header.Key == "dlq.host");
        Assert.Equal("dlq.error.message", kept[1].Header("dlq.omitted"));
    }

    private sealed record Order(int Number, string? Name = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Name is null ? [] : [new ValidationResult($"{Name} is no name", [nameof(Name)])];
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> All => [.. _lines];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
