using Kafka.Dlq.Tests.Integration.Support;
using System.Net;

namespace Kafka.Dlq.Tests.Integration.Ingest;

/// <summary>While Kafka cannot take a record or a letter, the answer is 503 and acknowledges nothing.</summary>
public sealed class When_kafka_is_away
{
    [Fact]
    public async Task Should_answer_503_and_acknowledge_nothing()
    {
        string nowhere = $"127.0.0.1:{Ports.Free(1).Single()}";
        await using IngestServer server = await IngestServer.StartAsync(
            nowhere, application => application.MapIngest("/ingest", "orders", new DeadLetterQueue<Order>("orders.dlq"), options => options.Timeout = TimeSpan.FromMilliseconds(300)));

        IngestServer.Answer good = await server.PostAsync("""{"number":1}""");
        IngestServer.Answer bad = await server.PostAsync("{}");
        IngestServer.Answer mixed = await server.PostAsync("""[{"number":1},{}]""");

        Assert.All([good, bad, mixed], answer =>
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json", null), (answer.Code, answer.Type, answer.Id));
            Assert.False(answer.Json.TryGetProperty("accepted", out _));
        });
    }

    private sealed record Order(int Number);
}
