using Kafka.Dlq.Tests.Integration.Support;
using System.Net;

namespace Kafka.Dlq.Tests.Integration.Ingest;

/// <summary>Invalid records go to the queue of the endpoint, else of the topic, else of the host; null switches off: they are answered and forgotten.</summary>
public sealed class When_an_endpoint_says_no_queue(KafkaBroker broker)
{
    [Fact]
    public async Task Should_use_the_queue_of_the_topic()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<int> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using IngestServer server = await IngestServer.StartAsync(
            broker.BootstrapServers,
            application => application.MapIngest<int>("/ingest", topic),
            draw: draw => draw.Topic(topic, route => route.Active(false).DefaultDeadLetterQueue(letters)));

        await ExpectLetterAsync(server, letters.Topic);
    }

    [Fact]
    public async Task Should_use_the_queue_of_the_host()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<int> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using IngestServer server = await IngestServer.StartAsync(broker.BootstrapServers, application => application.MapIngest<int>("/ingest", topic), options => options.DeadLetterQueue = letters);

        await ExpectLetterAsync(server, letters.Topic);
    }

    [Fact]
    public async Task Should_answer_and_forget_where_null_is_said()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<int> letters = new(await broker.CreateTopicAsync(role: "dlq"));
        await using IngestServer server = await IngestServer.StartAsync(
            broker.BootstrapServers, application => application.MapIngest<int>("/ingest", topic, deadLetterQueue: null), options => options.DeadLetterQueue = letters);

        IngestServer.Answer answer = await server.PostAsync("""["no number",5]""");

        Assert.Equal((HttpStatusCode.BadRequest, null, 1), (answer.Code, answer.Id, answer.Accepted));
        Assert.Equal("5", Assert.Single(await TopicReader.ReadAtLeastAsync(broker, topic, 1)).Text());
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters.Topic));
    }

    private async Task ExpectLetterAsync(IngestServer server, string letters)
    {
        IngestServer.Answer answer = await server.PostAsync("\"no number\"");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Code);
        Assert.Equal(answer.Id, Assert.Single(await TopicReader.ReadAtLeastAsync(broker, letters, 1)).Header("dlq.id"));
    }
}
