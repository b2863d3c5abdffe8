using Kafka.Dlq.Tests.Integration.Support;
using System.Net;

namespace Kafka.Dlq.Tests.Integration.Ingest;

/// <summary>A body above the endpoint's limits, and a record above its topic's, are answered with 413. Only what is too large is refused, never what happened to travel with it.</summary>
public sealed class When_a_body_is_too_large(KafkaBroker broker)
{
    [Fact]
    public async Task Should_refuse_a_body_above_the_limit_and_store_nothing()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<string[]> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using IngestServer server = await StartAsync(topic, letters, options => options.MaxBodySize = 30);

        IngestServer.Answer known = await server.PostAsync(new string('x', 31));
        IngestServer.Answer chunked = await server.PostAsync(new string('x', 31), isChunked: true);
        IngestServer.Answer exact = await server.PostAsync(new string('x', 30));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest), (known.Code, chunked.Code, exact.Code));
        Assert.Single(await TopicReader.ReadAtLeastAsync(broker, letters.Topic, 1));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, topic));
    }

    [Fact]
    public async Task Should_refuse_an_array_of_more_elements_than_allowed_and_store_nothing()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<string[]> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using IngestServer server = await StartAsync(topic, letters, options => options.MaxRecords = 2);

        IngestServer.Answer many = await server.PostAsync("""[["a"],5,["c"]]""");
        IngestServer.Answer few = await server.PostAsync("""[["a"],["b"]]""");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Accepted), (many.Code, few.Code));
        Assert.Equal(2, (await TopicReader.ReadAtLeastAsync(broker, topic, 2)).Count);
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters.Topic));
    }

    [Fact]
    public async Task Should_refuse_only_the_record_that_its_topic_does_not_take()
    {
        string topic = await broker.CreateTopicAsync(settings: new Dictionary<string, string> { ["max.message.bytes"] = "500" });
        DeadLetterQueue<string[]> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using IngestServer server = await StartAsync(topic, letters);
        string large = $"[\"{new string('x', 600)}\"]";

        IngestServer.Answer array = await server.PostAsync($"[[\"a\"],{large},[\"b\"]]");
        IngestServer.Answer[] atOnce = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => server.PostAsync(number % 10 == 5 ? $"[{large}]" : $"[[\"{number}\"]]")));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, 2, null), (array.Code, array.Accepted, array.Id));
        Assert.Equal(1, Assert.Single(array.Rejected).GetProperty("index").GetInt32());
        Assert.Equal(Enumerable.Range(0, 60).Select(number => number % 10 == 5 ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.Accepted), atOnce.Select(answer => answer.Code));
        Assert.Equal(2 + 54, (await TopicReader.ReadAllAsync(broker, topic)).Count);
    }

    private Task<IngestServer> StartAsync(string topic, DeadLetterQueue<string[]> letters, Action<IngestOptions<string[]>>? configure = null) =>
        IngestServer.StartAsync(broker.BootstrapServers, application => application.MapIngest("/ingest", topic, letters, configure));
}
