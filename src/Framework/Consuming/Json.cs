using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kafka.Dlq;

/// <summary>Deserializers that read JSON with System.Text.Json, straight from the bytes.</summary>
/// <example><code>topic.Consumer&lt;OrdersConsumer&gt;().Deserializer(Json.For&lt;Order&gt;())</code></example>
public static class Json
{
    /// <summary>Reads JSON of one type. A tombstone becomes null (the default of a value type); the JSON text <c>null</c> is an error.</summary>
    /// <typeparam name="T">What the payload is.</typeparam>
    /// <param name="options">How to read it; default <see cref="JsonSerializerOptions.Web"/>: camel case, names in any case, numbers may be quoted.</param>
    public static IDeserializer<T> For<T>(JsonSerializerOptions? options = null) =>
        options is null ? JsonDeserializer<T>.Default : new JsonDeserializer<T>((JsonTypeInfo<T>)Resolved(options).GetTypeInfo(typeof(T)));

    /// <summary>Reads JSON of one type with a source-generated contract, without reflection.</summary>
    /// <typeparam name="T">What the payload is.</typeparam>
    /// <param name="type">The contract, for instance <c>ShopJson.Default.Order</c>.</param>
    public static IDeserializer<T> For<T>(JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new JsonDeserializer<T>(type);
    }

    private static JsonSerializerOptions Resolved(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
