using System.Diagnostics.CodeAnalysis;

namespace Kafka.Dlq;

/// <summary>A record's bytes as an object, or why they are none.</summary>
/// <typeparam name="T">What they were meant to be.</typeparam>
public sealed class TypedRecord<T>
{
    internal TypedRecord(T value) => Value = value;

    internal TypedRecord(IReadOnlyList<MemberViolation> violations) => Violations = violations;

    /// <summary>Whether the bytes are a valid object.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Violations.Count == 0;

    /// <summary>The object; the type's default where it is not valid.</summary>
    public T? Value { get; }

    /// <summary>What is wrong, 100 things at most; empty where nothing is.</summary>
    public IReadOnlyList<MemberViolation> Violations { get; } = [];
}
