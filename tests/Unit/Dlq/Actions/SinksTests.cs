using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Kafka.Dlq.Tests.Unit.Files.Support;
using Kafka.Dlq.Tests.Unit.Instrumentation.Logging;
using Kafka.Dlq.Tests.Unit.Support;
using Microsoft.Extensions.Logging;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Dlq.Actions;

/// <summary>The ready sinks: a topic, local files, the log.</summary>
public sealed class SinksTests
{
    private static readonly DeadLetterOptions Options = new();

    [Fact]
    public void Topic_has_taken_a_batch_when_the_broker_acknowledged_all_of_it()
    {
        DispatcherHarness harness = new();
        TopicSink sink = new("orders.bad", RejectedFormat.Letter, Options, harness.Dispatcher, () => harness.Producer);
        Task? taken = null;

        harness.Do(() => taken = sink.RejectAsync([SomeRejected.At(4, key: "k"), SomeRejected.At(5)], CancellationToken.None));
        harness.Acknowledge(0);
        Assert.False(taken!.IsCompleted);
        harness.Acknowledge(1);

        Assert.True(taken.IsCompletedSuccessfully);
        FakeProducer.Sent first = harness.Producer.Taken[0];
        Assert.Equal(("orders.bad", "k", "x"), (first.Target.Topic, Text(first.Message.Key), Text(first.Message.Value)));
        Assert.Equal(
            ("orders-0-4@shop#1", "no_account", "consume", "no account", "2", "Shop.Orders"),
            (first.Header("dlq.id"), first.Header("dlq.reason"), first.Header("dlq.error.kind"), first.Header("dlq.error.message"), first.Header("dlq.attempts"), first.Header("dlq.consumer")));
        Assert.Equal(["4", "5"], harness.Offsets);
    }

    [Fact]
    public void What_was_made_of_a_message_stands_in_place_of_its_value_and_has_an_id_of_its_own()
    {
        DispatcherHarness harness = new();
        TopicSink sink = new("orders.bad", RejectedFormat.Letter, Options, harness.Dispatcher, () => harness.Producer);

        harness.Do(() => _ = sink.RejectAsync([SomeRejected.At(4, record: "line 1"), SomeRejected.At(4, record: "line 2")], CancellationToken.None));

        Assert.Equal(["line 1", "line 2"], harness.Producer.Taken.Select(sent => Text(sent.Message.Value)));
        Assert.Equal(2, harness.Producer.Taken.Select(sent => sent.Header("dlq.id")).Distinct().Count());
        Assert.All(harness.Producer.Taken, sent => Assert.StartsWith("orders-0-4@shop#1/", sent.Header("dlq.id"), StringComparison.Ordinal));
        Assert.Equal(SomeRejected.At(4, record: "line 1").Id, harness.Producer.Taken[0].Header("dlq.id"));
    }

    [Fact]
    public void Envelope_goes_to_the_topic_as_the_value_and_the_error_through_the_redaction()
    {
        DispatcherHarness harness = new();
        TopicSink sink = new("orders.bad", RejectedFormat.Envelope, new DeadLetterOptions { Redact = _ => "(redacted)" }, harness.Dispatcher, () => harness.Producer);

        harness.Do(() => _ = sink.RejectAsync([SomeRejected.At(4, payload: "{}")], CancellationToken.None));

        Assert.Equal("""{"record":"{}","error":"(redacted)"}""", Text(Assert.Single(harness.Producer.Taken).Message.Value));
    }

    [Fact]
    public async Task Files_have_a_batch_when_the_disk_has_it()
    {
        using FilesFolder folder = new();
        FileSink sink = new(folder.OpenWriter(), RejectedFormat.Letter, Options);

        await sink.RejectAsync([SomeRejected.At(4, key: "k"), SomeRejected.At(5, payload: null), SomeRejected.At(6, record: new byte[] { 0, 255 })], CancellationToken.None);
        await sink.FlushAsync(CancellationToken.None);
        await sink.CloseAsync(CancellationToken.None);
        await sink.DisposeAsync();

        using DeadLetterFileReader reader = folder.OpenReader(options => options with { KeepsPosition = false });
        DeadLetterEntry[] entries = [.. reader.ReadAvailable().Select(stored => stored.Entry)];
        Assert.Equal([4, 5, 6], entries.Select(entry => entry.Source!.Offset.Value));
        Assert.Equal(("consumer", "Shop.Orders", "no_account", "k", "x"), (entries[0].ComponentType, entries[0].ComponentId, entries[0].Reason, Text(entries[0].Key?.ToArray()), Text(entries[0].Value?.ToArray())));
        Assert.Null(entries[1].Value);
        Assert.Equal([0, 255], entries[2].Value!.Value.ToArray());
    }

    [Fact]
    public async Task Files_that_cannot_be_written_fail_the_batch()
    {
        using FilesFolder folder = new();
        DeadLetterFileWriter writer = folder.OpenWriter();
        await writer.DisposeAsync();
        FileSink sink = new(writer, RejectedFormat.Letter, Options);

        await Assert.ThrowsAsync<IOException>(() => sink.RejectAsync([SomeRejected.At(4), SomeRejected.At(5)], CancellationToken.None));
    }

    [Theory]
    [InlineData(false, null, null)]
    [InlineData(true, "k", "x")]
    public async Task Log_holds_key_and_record_only_where_that_is_allowed(bool withPayload, string? key, string? record)
    {
        CollectingLogger log = new(LogLevel.Information);
        LogSink sink = new(log, withPayload);

        await sink.RejectAsync([SomeRejected.At(4, key: "k")], CancellationToken.None);
        await sink.FlushAsync(CancellationToken.None);

        CollectingLogger.Line line = Assert.Single(log.Lines);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Equal(("orders", 0, 4L, "shop", 2, "no_account"), ((string)line.Values["Topic"]!, (int)line.Values["Partition"]!, (long)line.Values["Offset"]!, (string)line.Values["GroupId"]!, (int)line.Values["Attempt"]!, (string)line.Values["Reason"]!));
        Assert.Equal((key, record), (line.Values.GetValueOrDefault("Key"), line.Values.GetValueOrDefault("Record")));
    }

    [Fact]
    public void Payload_in_a_line_is_text_or_base64_and_is_cut()
    {
        Assert.Null(LogSink.TextOf(null));
        Assert.Equal("base64:AP8=", LogSink.TextOf(new byte[] { 0, 255 }));
        Assert.EndsWith("... (10000 bytes)", LogSink.TextOf(Encoding.UTF8.GetBytes(new string('a', 10_000))), StringComparison.Ordinal);
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
