using System.Text.Json.Serialization;

namespace Kafka.Dlq.Benchmarks.Broker;

/// <summary>The source-generated contract that all contenders read the orders with.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
internal sealed partial class OrderJson : JsonSerializerContext;
