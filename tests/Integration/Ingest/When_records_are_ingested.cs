using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Ingest;

/// <summary>A web application without consumers takes JSON into a topic: acknowledged by Kafka, or a dead letter, or nothing and 503.</summary>
public sealed class When_records_are_ingested(KafkaBroker broker)
{
    [Fact]
    public async Task Should_accept_what_is_valid_and_keep_what_is_not()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using IngestServer server = await StartAsync(topic, letters);

        IngestServer.Answer good = await server.PostAsync("""{"number":1, "total":5}""");
        IngestServer.Answer bad = await server.PostAsync("""{"number":1,"total":-5}""");
        IngestServer.Answer mixed = await server.PostAsync("""[{"number":2,"total":1},{"number":3},{"number":4,"total":1}]""");
        IngestServer.Answer broken = await server.PostAsync("{ no json");

        Assert.Equal((HttpStatusCode.Accepted, 1), (good.Code, good.Accepted));
        Assert.All([bad, mixed, broken], answer => Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Code, answer.Type)));
        Assert.Equal("total", bad.Json.GetProperty("errors").EnumerateObject().Single().Name);
        Assert.Equal((2, 1), (mixed.Accepted, mixed.Rejected.Single().GetProperty("index").GetInt32()));
        Assert.Equal(
            ["""{"number":1, "total":5}""", """{"number":2,"total":1}""", """{"number":4,"total":1}"""],
            (await TopicReader.ReadAtLeastAsync(broker, topic, 3)).Select(record => record.Text()));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> kept = await TopicReader.ReadAtLeastAsync(broker, letters.Topic, 3);
        Assert.Equal(["""{"number":1,"total":-5}""", """{"number":3}""", "{ no json"], kept.Select(letter => letter.Text()));
        Assert.Equal([bad.Id, mixed.Id, broken.Id], kept.Select(letter => letter.Header("dlq.id")));
        Assert.All(kept, letter => Assert.Equal(("ingest", topic), (letter.Header("dlq.error.kind"), letter.Header("dlq.source.topic"))));
        Assert.Equal("System.Text.Json.JsonException", kept[2].Header("dlq.error.type"));
    }

    [Fact]
    public async Task Should_take_all_of_an_array_or_nothing_where_asked_to()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using IngestServer server = await StartAsync(topic, letters, options => options.AllOrNothing = true);

        IngestServer.Answer answer = await server.PostAsync("""[{"number":2,"total":1},{"number":3}]""");

        Assert.Equal((HttpStatusCode.BadRequest, 0), (answer.Code, answer.Accepted));
        Assert.Equal("""{"number":3}""", Assert.Single(await TopicReader.ReadAtLeastAsync(broker, letters.Topic, 1)).Text());
        Assert.Empty(await TopicReader.ReadAllAsync(broker, topic));
    }

    [Fact]
    public async Task Should_write_records_with_the_key_that_is_asked_for()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using IngestServer server = await StartAsync(topic, letters, options => options.Key = order => order.Number == 13 ? throw new InvalidOperationException("unlucky") : $"order {order.Number}");

        IngestServer.Answer answer = await server.PostAsync("""[{"number":7,"total":1},{"number":13,"total":1}]""");

        Assert.Equal((HttpStatusCode.BadRequest, 1), (answer.Code, answer.Accepted));
        Assert.Equal("order 7", Encoding.UTF8.GetString(Assert.Single(await TopicReader.ReadAtLeastAsync(broker, topic, 1)).Message.Key));
        Assert.Contains("unlucky", Assert.Single(await TopicReader.ReadAtLeastAsync(broker, letters.Topic, 1)).Header("dlq.error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_answer_415_to_what_is_not_said_to_be_json()
    {
        await using IngestServer server = await StartAsync(await broker.CreateTopicAsync(), new DeadLetterQueue<Order>(await broker.CreateTopicAsync(role: "dlq")));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await server.PostAsync("number=1", contentType: "text/plain")).Code);
    }

    private Task<IngestServer> StartAsync(string topic, DeadLetterQueue<Order> letters, Action<IngestOptions<Order>>? configure = null) =>
        IngestServer.StartAsync(broker.BootstrapServers, application => application.MapIngest("/ingest", topic, letters, configure));

    private sealed record Order(int Number, [Range(0, 1000)] decimal Total);
}
