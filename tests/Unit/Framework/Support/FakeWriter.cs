using Confluent.Kafka;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Routing;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>Takes the outputs of transforms; the test says what the broker answers.</summary>
internal sealed class FakeWriter
{
    private readonly List<TaskCompletionSource<TopicPartitionOffset>> _answers = [];

    /// <summary>What was written, in order: the value, and how it travelled where that is alone.</summary>
    public List<string> Written { get; } = [];

    public Task<TopicPartitionOffset> WriteAsync(TopicRoute route, string topic, Message<byte[]?, byte[]?> record, Batching batching)
    {
        TaskCompletionSource<TopicPartitionOffset> answer = new();
        _answers.Add(answer);
        Written.Add(Encoding.UTF8.GetString(record.Value!) + (batching == Batching.Alone ? " alone" : ""));
        return answer.Task;
    }

    /// <summary>The broker has what was written at that place.</summary>
    public void Acknowledge(int index) => _answers[index].SetResult(new TopicPartitionOffset("copies", 0, index));

    /// <summary>The broker refuses what was written at that place.</summary>
    public void Refuse(int index, ErrorCode code) => _answers[index].SetException(new KafkaException(new Error(code)));
}
