using System.Collections.Frozen;

namespace Kafka.Dlq.DeadLetters;

/// <summary>How the kinds of errors are written.</summary>
internal static class ErrorKindText
{
    private static readonly FrozenDictionary<ErrorKind, string> Texts = Enum.GetValues<ErrorKind>().ToFrozenDictionary(kind => kind, kind => kind.ToString().ToLowerInvariant());

    public static string InLowerCase(this ErrorKind kind) => Texts[kind];
}
