using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kafka.Dlq.Letters;

/// <summary>Reads and writes <see cref="DeadLetter{T}"/> as the JSON model of five members.</summary>
public sealed class DeadLetterJsonConverter : JsonConverterFactory
{
    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(DeadLetter<>);
    }

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return (JsonConverter)Activator.CreateInstance(typeof(LetterConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
    }

    private sealed class LetterConverter<T> : JsonConverter<DeadLetter<T>>
    {
        private static readonly RecordReader<T> Reader = new("");

        public override DeadLetter<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LetterModel.Read(JsonElement.ParseValue(ref reader), Reader)
            ?? throw new JsonException($"The JSON is no dead letter: it needs the members {string.Join(", ", LetterModel.Members)}.");

        public override void Write(Utf8JsonWriter writer, DeadLetter<T> value, JsonSerializerOptions options) => LetterModel.Write(writer, value);
    }
}
