using Confluent.Kafka;
using Kafka.Dlq.Testing;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Examples;

/// <summary>The README's sample does what the README says: it handles orders, makes a failing one a dead letter, and ends when it is asked to.</summary>
public sealed class When_the_readme_sample_runs
{
    [Fact]
    public async Task Should_handle_orders_and_give_up_the_one_that_fails()
    {
        await using EmbeddedKafka kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("orders");
        kafka.CreateTopic("orders.dlq");
        string[] orders = ["""{"number":1,"total":9.5}""", """{"number":2,"total":-1}""", """{"number":3,"total":4}"""];
        await TopicWriter.WriteAsync(kafka.BootstrapServers, "orders", orders.Length, number => new Message<byte[], byte[]> { Value = Encoding.UTF8.GetBytes(orders[number]) });

        using ExampleProcess sample = ExampleProcess.Start("ReadmeSample", kafka.BootstrapServers);
        await sample.WritesAsync(output => output.Contains("order 3: 4", StringComparison.Ordinal));
        await sample.AskToEndAsync();

        Assert.True(await sample.EndAsync() == 0, sample.Output);
        Assert.Contains("order 1: 9.5", sample.Output, StringComparison.Ordinal);
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(kafka.BootstrapServers, "orders.dlq"));
        Assert.Equal(orders[1], Encoding.UTF8.GetString(letter.Message.Value));
    }
}
