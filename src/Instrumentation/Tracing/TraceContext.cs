using Confluent.Kafka;
using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace Kafka.Dlq.Instrumentation;

/// <summary>Reads and writes the W3C trace context in the headers of records: <c>traceparent</c> and <c>tracestate</c>.</summary>
internal static class TraceContext
{
    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";

    // W3C: a parent of version 00 has 55 characters; a later version may have more behind another dash, and is read as far as it is known.
    private const int KnownParentLength = 55;

    // Bounds on what a stranger may make us decode.
    private const int MaxParentLength = 512;
    private const int MaxStateLength = 4096;

    private static readonly SearchValues<byte> Printable = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(character => (byte)character), (byte)'\t']);

    public static bool TryRead(Headers headers, out ActivityContext context)
    {
        context = default;
        return Text(headers, TraceParent, MaxParentLength) is { } parent
            && ActivityContext.TryParse(Known(parent), Text(headers, TraceState, MaxStateLength), isRemote: true, out context)
            && context.TraceId != default
            && context.SpanId != default;
    }

    public static void Write(Activity activity, Headers headers)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } id } || headers.TryGetLastBytes(TraceParent, out _))
        {
            return;
        }

        headers.Add(TraceParent, Encoding.ASCII.GetBytes(id));
        if (!string.IsNullOrEmpty(activity.TraceStateString))
        {
            headers.Add(TraceState, Encoding.ASCII.GetBytes(activity.TraceStateString));
        }
    }

    private static string Known(string parent) =>
        parent.Length > KnownParentLength && parent[KnownParentLength] == '-' && !parent.StartsWith("00", StringComparison.Ordinal) ? parent[..KnownParentLength] : parent;

    private static string? Text(Headers headers, string key, int maxLength) =>
        headers.TryGetLastBytes(key, out byte[]? bytes) && bytes is not null && bytes.Length <= maxLength && !bytes.AsSpan().ContainsAnyExcept(Printable)
            ? Encoding.ASCII.GetString(bytes)
            : null;
}
