using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Validation;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kafka.Dlq.Letters;

/// <summary>Makes an object of bytes and says what is wrong with it. Never throws for what the bytes are. Safe from any thread.</summary>
/// <typeparam name="T">What the bytes are meant to be.</typeparam>
public sealed class RecordReader<T>
{
    private static readonly JsonSerializerOptions Strict = MakeStrict();

    private readonly IDeserializer<T> _deserializer;
    private readonly JsonTypeInfo<T>? _contract;
    private readonly string _topic;

    /// <summary>Makes a reader.</summary>
    /// <param name="topic">The topic, as a deserializer is told.</param>
    /// <param name="deserializer">Reads the bytes; null reads strict JSON.</param>
    public RecordReader(string topic, IDeserializer<T>? deserializer = null)
    {
        _topic = topic;
        _deserializer = deserializer ?? Default();
        _contract = (_deserializer as JsonDeserializer<T>)?.Contract;
    }

    /// <summary>Reads and validates.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isNull">Whether there are none: a tombstone.</param>
    public TypedRecord<T> Read(ReadOnlyMemory<byte> bytes, bool isNull = false)
    {
        try
        {
            T value = _deserializer.Deserialize(bytes.Span, isNull, new SerializationContext(MessageComponentType.Value, _topic, []));
            if (value is null)
            {
                return Wrong(new MemberViolation("", isNull ? $"A tombstone is no {typeof(T).Name}." : $"Null is no {typeof(T).Name}."));
            }

            IReadOnlyList<MemberViolation> violations = new ObjectValidation(_contract?.Options).Check(value);
            return violations.Count == 0 ? new TypedRecord<T>(value) : new TypedRecord<T>(violations);
        }
        catch (JsonException exception)
        {
            return new TypedRecord<T>(ShapeOf(bytes, exception));
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            // Deserializers and constructors are the user's code; whatever they throw means that these bytes are no T.
            return Wrong(new MemberViolation("", $"{exception.GetType().Name}: {exception.Message}"));
        }
    }

    private static IDeserializer<T> Default() => DefaultDeserializers.For<T>() is var usual and not JsonDeserializer<T> ? usual : Json.For<T>(Strict);

    private static JsonSerializerOptions MakeStrict()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static TypedRecord<T> Wrong(MemberViolation violation) => new([violation]);

    private MemberViolation[] ShapeOf(ReadOnlyMemory<byte> bytes, JsonException exception)
    {
        // The serializer names all that is missing in one sentence; each member is told by itself.
        MemberViolation[] missing = [.. from member in Missing(bytes) select new MemberViolation(member, "The member is missing.")];
        string path = exception.Path is null or "$" ? "" : exception.Path.TrimStart('$').TrimStart('.');
        return missing.Length > 0 && path.Length == 0 ? missing : [.. missing, new MemberViolation(path, exception.Message)];
    }

    private IEnumerable<string> Missing(ReadOnlyMemory<byte> bytes)
    {
        if (_contract is not { Kind: JsonTypeInfoKind.Object } || JsonText.Parse(bytes) is not { ValueKind: JsonValueKind.Object } found)
        {
            return [];
        }

        StringComparer names = _contract.Options.PropertyNameCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        HashSet<string> there = new(found.EnumerateObject().Select(member => member.Name), names);
        return _contract.Properties.Where(IsRequired).Select(member => member.Name).Where(member => !there.Contains(member));
    }

    private bool IsRequired(JsonPropertyInfo member) =>
        member.IsRequired || (_contract!.Options.RespectRequiredConstructorParameters && member.AssociatedParameter is { HasDefaultValue: false });
}
