using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Tests.Integration.Ingest;

/// <summary>A web application without consumers takes JSON into a topic: acknowledged by Kafka, or a dead letter, or nothing and 503.</summary>
public sealed class When_records_are_ingested(KafkaBroker broker)
{
    [Fact]
    public async Task Should_accept_what_is_valid_and_keep_what_is_not()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using WebApplication application = await StartAsync(topic, letters, broker.BootstrapServers);

        (HttpStatusCode Code, JsonElement Json) good = await PostAsync(application, """{"number":1, "total":5}""");
        (HttpStatusCode Code, JsonElement Json) bad = await PostAsync(application, """{"number":1,"total":-5}""");
        (HttpStatusCode Code, JsonElement Json) mixed = await PostAsync(application, """[{"number":2,"total":1},{"number":3},{"number":4,"total":1}]""");
        (HttpStatusCode Code, JsonElement Json) broken = await PostAsync(application, "{ no json");

        Assert.Equal((HttpStatusCode.Accepted, 1), (good.Code, good.Json.GetProperty("accepted").GetInt32()));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (bad.Code, mixed.Code, broken.Code));
        Assert.Equal("total", bad.Json.GetProperty("errors").EnumerateObject().Single().Name);
        Assert.Equal((2, 1), (mixed.Json.GetProperty("accepted").GetInt32(), mixed.Json.GetProperty("rejected").EnumerateArray().Single().GetProperty("index").GetInt32()));
        Assert.Equal(
            ["""{"number":1, "total":5}""", """{"number":2,"total":1}""", """{"number":4,"total":1}"""],
            (await TopicReader.ReadAtLeastAsync(broker, topic, 3)).Select(record => record.Text()));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> kept = await TopicReader.ReadAtLeastAsync(broker, letters.Topic, 3);
        Assert.Equal(["""{"number":1,"total":-5}""", """{"number":3}""", "{ no json"], kept.Select(letter => letter.Text()));
        Assert.Equal([Id(bad), Id(mixed), Id(broken)], kept.Select(letter => letter.Header("dlq.id")));
        Assert.All(kept, letter => Assert.Equal(("ingest", topic), (letter.Header("dlq.error.kind"), letter.Header("dlq.source.topic"))));
        Assert.Equal("System.Text.Json.JsonException", kept[2].Header("dlq.error.type"));
    }

    [Fact]
    public async Task Should_take_all_of_an_array_or_nothing_where_asked_to()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using WebApplication application = await StartAsync(topic, letters, broker.BootstrapServers, options => options.AllOrNothing = true);

        (HttpStatusCode code, JsonElement json) = await PostAsync(application, """[{"number":2,"total":1},{"number":3}]""");

        Assert.Equal((HttpStatusCode.BadRequest, 0), (code, json.GetProperty("accepted").GetInt32()));
        Assert.Equal("""{"number":3}""", Assert.Single(await TopicReader.ReadAtLeastAsync(broker, letters.Topic, 1)).Text());
        Assert.Empty(await TopicReader.ReadAllAsync(broker, topic));
    }

    [Fact]
    public async Task Should_refuse_a_body_above_the_limit_and_store_nothing()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using WebApplication application = await StartAsync(topic, letters, broker.BootstrapServers, options => options.MaxBodySize = 30);

        (HttpStatusCode Code, JsonElement Json) known = await PostAsync(application, new string('x', 31));
        (HttpStatusCode Code, JsonElement Json) chunked = await PostAsync(application, new string('x', 31), isChunked: true);
        (HttpStatusCode Code, JsonElement Json) exact = await PostAsync(application, new string('x', 30));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest), (known.Code, chunked.Code, exact.Code));
        Assert.Single(await TopicReader.ReadAtLeastAsync(broker, letters.Topic, 1));
    }

    [Fact]
    public async Task Should_answer_503_and_acknowledge_nothing_while_kafka_is_away()
    {
        string nowhere = $"127.0.0.1:{Ports.Free(1).Single()}";
        await using WebApplication application = await StartAsync("orders", new DeadLetterQueue<Order>("orders.dlq"), nowhere, options => options.Timeout = TimeSpan.FromMilliseconds(300));

        (HttpStatusCode Code, JsonElement Json) good = await PostAsync(application, """{"number":1,"total":5}""");
        (HttpStatusCode Code, JsonElement Json) bad = await PostAsync(application, "{}");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (good.Code, bad.Code));
        Assert.False(bad.Json.TryGetProperty("deadLetterId", out _));
    }

    [Fact]
    public async Task Should_tell_length_and_hash_in_the_log_and_never_the_payload()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        Lines lines = new();
        await using WebApplication application = await StartAsync(topic, letters, broker.BootstrapServers, log: lines);

        await PostAsync(application, """{"number":"secret","secret":"secret"}""");
        await PostAsync(application, "secret");

        string all = string.Join('\n', lines.All);
        Assert.Contains("body of 6 bytes, SHA-256 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b", all, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", all, StringComparison.Ordinal);
    }

    private static string? Id((HttpStatusCode Code, JsonElement Json) answer) => answer.Json.GetProperty("deadLetterId").GetString();

    private static async Task<WebApplication> StartAsync(string topic, DeadLetterQueue<Order> letters, string servers, Action<IngestOptions<Order>>? configure = null, ILoggerProvider? log = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug);
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddKafkaDlq(kafka => kafka.Configure(options =>
        {
            options.Kafka["bootstrap.servers"] = servers;
            options.Topics = TopicProvisioning.None;
        }));
        WebApplication application = builder.Build();
        application.MapIngest("/ingest/orders", topic, letters, configure);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return application;
    }

    private static async Task<(HttpStatusCode Code, JsonElement Json)> PostAsync(WebApplication application, string body, bool isChunked = false)
    {
        using HttpClient client = new() { BaseAddress = new Uri(application.Urls.Single()) };
        using HttpRequestMessage request = new(HttpMethod.Post, "/ingest/orders") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = isChunked;
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(text).RootElement.Clone());
    }

    private sealed record Order(int Number, [Range(0, 1000)] decimal Total);

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> All => [.. _lines];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
