using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class ProducerSettingsTests
{
    [Fact]
    public void Defaults_are_safe_and_quick() =>
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["enable.idempotence"] = "true",
                ["acks"] = "all",
                ["linger.ms"] = "0",
                ["compression.type"] = "none",
                ["message.timeout.ms"] = "24000",
            },
            For());

    [Theory]
    [InlineData("linger.ms", "50", "linger.ms")]
    [InlineData("queue.buffering.max.ms", "50", "linger.ms")]
    [InlineData("compression.codec", "lz4", "compression.type")]
    [InlineData("delivery.timeout.ms", "1000", "message.timeout.ms")]
    [InlineData("message.timeout.ms", "1000", "message.timeout.ms")]
    public void What_the_user_set_by_either_name_wins(string set, string value, string name)
    {
        Dictionary<string, string> settings = For((set, value));

        Assert.Equal(value, settings[set]);
        Assert.Equal(set == name, settings.ContainsKey(name));
    }

    [Theory]
    [InlineData("acks", "1")]
    [InlineData("request.required.acks", "0")]
    [InlineData("max.in.flight", "6")]
    [InlineData("max.in.flight.requests.per.connection", "100")]
    [InlineData("retries", "0")]
    [InlineData("queuing.strategy", "lifo")]
    public void Settings_that_an_idempotent_producer_refuses_leave_idempotence_to_the_client(string name, string value) =>
        Assert.DoesNotContain("enable.idempotence", For((name, value)));

    [Theory]
    [InlineData("acks", "all")]
    [InlineData("acks", "-1")]
    [InlineData("max.in.flight", "1")]
    [InlineData("retries", "3")]
    public void Settings_that_an_idempotent_producer_takes_keep_it(string name, string value) =>
        Assert.Equal("true", For((name, value))["enable.idempotence"]);

    [Fact]
    public void Settings_of_consumers_are_left_out() =>
        Assert.DoesNotContain(For(("group.id", "shop"), ("auto.offset.reset", "earliest"), ("fetch.queue.backoff.ms", "10")).Keys, name => name is "group.id" or "auto.offset.reset" or "fetch.queue.backoff.ms");

    private static Dictionary<string, string> For(params (string Name, string Value)[] user) =>
        ProducerSettings.For(user.ToDictionary(pair => pair.Name, pair => pair.Value), new DeadLetterOptions());
}
