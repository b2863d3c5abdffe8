using Confluent.Kafka;

namespace Kafka.Dlq.Provisioning;

/// <summary>A change of a topic that the broker refused.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Option">What was to be changed, as findings name it.</param>
/// <param name="Error">What the broker says.</param>
internal sealed record ChangeRefusal(string Topic, string Option, Error Error);
