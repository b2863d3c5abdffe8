using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using System.Diagnostics;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Instrumentation.Tracing;

[Collection(TelemetryCollection.Name)]
public sealed class KafkaActivitiesTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanId = "b7ad6b7169203331";
    private const string TraceParent = $"00-{TraceId}-{SpanId}-01";

    private readonly HeardActivities _heard = new();

    public void Dispose() => _heard.Dispose();

    [Fact]
    public void Nothing_is_made_and_no_header_is_read_while_nobody_listens()
    {
        _heard.Dispose();
        SomeRecord message = new(headers: Traced());

        Assert.Null(KafkaActivities.StartRun([message], "billing", 1));
        Assert.Null(KafkaActivities.StartDispatch(message, "orders.dlq"));
        Assert.Equal(0, message.HeaderReads);
    }

    [Fact]
    public void Run_of_one_message_continues_its_trace()
    {
        using Activity? run = KafkaActivities.StartRun([new SomeRecord(headers: Traced(state: "vendor=1"))], "billing", 2);

        Assert.NotNull(run);
        Assert.Equal("process orders", run.OperationName);
        Assert.Equal(ActivityKind.Consumer, run.Kind);
        Assert.Equal(TraceId, run.TraceId.ToHexString());
        Assert.Equal(SpanId, run.ParentSpanId.ToHexString());
        Assert.True(run.HasRemoteParent);
        Assert.Equal("vendor=1", run.TraceStateString);
        Assert.Empty(run.Links);
    }

    [Fact]
    public void Run_bears_the_attributes_of_the_semantic_conventions()
    {
        using Activity? run = KafkaActivities.StartRun([new SomeRecord(tombstone: true)], "billing", 2);

        Assert.Equal(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["messaging.system"] = "kafka",
                ["messaging.operation.name"] = "process",
                ["messaging.operation.type"] = "process",
                ["messaging.destination.name"] = "orders",
                ["messaging.destination.partition.id"] = "3",
                ["messaging.consumer.group.name"] = "billing",
                ["messaging.kafka.offset"] = 42L,
                ["messaging.kafka.message.tombstone"] = true,
                ["kafka_dlq.attempt"] = 2,
            },
            run!.TagObjects.ToDictionary());
    }

    [Fact]
    public void Run_of_several_messages_links_to_those_that_have_a_trace()
    {
        KafkaRecord[] messages = [new SomeRecord(offset: 42, headers: Traced()), new SomeRecord(offset: 43), new SomeRecord(offset: 50, headers: Traced(SpanId.Replace('b', 'c')))];

        using Activity? run = KafkaActivities.StartRun(messages, "billing", 1);

        Assert.Equal(default, run!.ParentSpanId);
        Assert.Equal([SpanId, SpanId.Replace('b', 'c')], run.Links.Select(link => link.Context.SpanId.ToHexString()));
        Assert.Equal(3, run.GetTagItem("messaging.batch.message_count"));
        Assert.Equal(42L, run.GetTagItem("kafka_dlq.first_offset"));
        Assert.Equal(50L, run.GetTagItem("kafka_dlq.last_offset"));
        Assert.Null(run.GetTagItem("messaging.kafka.offset"));
    }

    [Fact]
    public void Run_of_a_large_batch_reads_and_links_only_its_first_messages()
    {
        SomeRecord[] messages = [.. Enumerable.Range(0, 1000).Select(offset => new SomeRecord(offset: offset, headers: Traced()))];

        using Activity? run = KafkaActivities.StartRun(messages, "billing", 1);

        Assert.Equal(KafkaActivities.MaxLinks, run!.Links.Count());
        Assert.Equal(KafkaActivities.MaxLinks, messages.Count(message => message.HeaderReads > 0));
    }

    [Fact]
    public void Run_without_messages_is_refused() =>
        Assert.Throws<ArgumentException>(() => KafkaActivities.StartRun([], "billing", 1));

    [Fact]
    public void Dispatch_continues_the_trace_of_the_message_and_links_to_the_run()
    {
        SomeRecord message = new(headers: Traced());
        using Activity? run = KafkaActivities.StartRun([new SomeRecord(), message], "billing", 1);

        using Activity? dispatch = KafkaActivities.StartDispatch(message, "orders.dlq");

        Assert.Equal("send orders.dlq", dispatch!.OperationName);
        Assert.Equal(ActivityKind.Producer, dispatch.Kind);
        Assert.Equal(TraceId, dispatch.TraceId.ToHexString());
        Assert.Equal(SpanId, dispatch.ParentSpanId.ToHexString());
        Assert.Equal(run!.SpanId, Assert.Single(dispatch.Links).Context.SpanId);
        Assert.Equal("orders.dlq", dispatch.GetTagItem("messaging.destination.name"));
        Assert.Equal("send", dispatch.GetTagItem("messaging.operation.name"));
        Assert.Equal("orders", dispatch.GetTagItem("kafka_dlq.source.topic"));
        Assert.Equal("3", dispatch.GetTagItem("kafka_dlq.source.partition"));
        Assert.Equal(42L, dispatch.GetTagItem("kafka_dlq.source.offset"));
    }

    [Fact]
    public void Dispatch_of_a_message_without_a_trace_continues_that_of_the_run()
    {
        SomeRecord message = new();
        using Activity? run = KafkaActivities.StartRun([message], "billing", 1);

        using Activity? dispatch = KafkaActivities.StartDispatch(message, "orders.dlq");

        Assert.Equal(run!.SpanId, dispatch!.ParentSpanId);
        Assert.Empty(dispatch.Links);
    }

    [Fact]
    public void Failed_activity_tells_what_was_thrown()
    {
        using Activity? run = KafkaActivities.StartRun([new SomeRecord()], "billing", 1);

        KafkaActivities.Fail(run, new AggregateException(new FormatException("bad total")));

        Assert.Equal(ActivityStatusCode.Error, run!.Status);
        Assert.Equal("bad total", run.StatusDescription);
        Assert.Equal("System.FormatException", run.GetTagItem("error.type"));
        Assert.Single(run.Events, e => e.Name == "exception");
    }

    [Fact]
    public void Failing_no_activity_does_nothing() =>
        Assert.Null(Record.Exception(() => KafkaActivities.Fail(activity: null, new FormatException())));

    [Fact]
    public void Extracted_context_is_remote_and_the_last_header_counts()
    {
        Headers headers = Traced();
        headers.Add("traceparent", Encoding.ASCII.GetBytes(TraceParent.Replace("-01", "-00", StringComparison.Ordinal)));

        Assert.True(KafkaActivities.TryExtract(headers, out ActivityContext context));

        Assert.True(context.IsRemote);
        Assert.Equal(TraceId, context.TraceId.ToHexString());
        Assert.Equal(ActivityTraceFlags.None, context.TraceFlags);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("zz-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra")]
    public void Garbage_in_the_header_is_no_context(string garbage)
    {
        Headers headers = new() { { "traceparent", Encoding.UTF8.GetBytes(garbage) } };

        Assert.False(KafkaActivities.TryExtract(headers, out ActivityContext context));
        Assert.Equal(default, context);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_context()
    {
        Assert.False(KafkaActivities.TryExtract(new Headers { { "traceparent", null } }, out _));
        Assert.False(KafkaActivities.TryExtract(new Headers { { "traceparent", [.. Enumerable.Repeat((byte)0xFF, 55)] } }, out _));
        Assert.False(KafkaActivities.TryExtract(new Headers { { "traceparent", new byte[1_000_000] } }, out _));
        Assert.False(KafkaActivities.TryExtract([], out _));
    }

    [Fact]
    public void Later_version_of_the_header_is_understood_as_far_as_it_is_known()
    {
        Headers headers = new() { { "traceparent", Encoding.ASCII.GetBytes($"01-{TraceId}-{SpanId}-01-more") } };

        Assert.True(KafkaActivities.TryExtract(headers, out ActivityContext context));
        Assert.Equal(SpanId, context.SpanId.ToHexString());
    }

    [Fact]
    public void Unreadable_trace_state_does_not_cost_the_trace()
    {
        Headers headers = Traced();
        headers.Add("tracestate", [0x00, 0xFF]);

        Assert.True(KafkaActivities.TryExtract(headers, out ActivityContext context));
        Assert.Null(context.TraceState);
    }

    [Fact]
    public void Injected_context_is_the_one_extracted()
    {
        using Activity? run = KafkaActivities.StartRun([new SomeRecord(headers: Traced(state: "vendor=1"))], "billing", 1);
        Headers headers = [];

        KafkaActivities.Inject(run, headers);

        Assert.True(KafkaActivities.TryExtract(headers, out ActivityContext context));
        Assert.Equal(run!.TraceId, context.TraceId);
        Assert.Equal(run.SpanId, context.SpanId);
        Assert.Equal("vendor=1", context.TraceState);
    }

    [Fact]
    public void Headers_with_a_trace_keep_it()
    {
        using Activity? run = KafkaActivities.StartRun([new SomeRecord()], "billing", 1);
        Headers headers = Traced();

        KafkaActivities.Inject(run, headers);

        Assert.Equal(TraceParent, Encoding.ASCII.GetString(Assert.Single(headers).GetValueBytes()));
    }

    [Fact]
    public void No_activity_injects_nothing()
    {
        Headers headers = [];

        KafkaActivities.Inject(activity: null, headers);

        Assert.Empty(headers);
    }

    private static Headers Traced(string span = SpanId, string? state = null)
    {
        Headers headers = new() { { "traceparent", Encoding.ASCII.GetBytes($"00-{TraceId}-{span}-01") } };
        if (state is not null)
        {
            headers.Add("tracestate", Encoding.ASCII.GetBytes(state));
        }

        return headers;
    }
}
