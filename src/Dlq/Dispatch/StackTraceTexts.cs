using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// The texts of stack traces. To write one costs more than all else that a dead letter needs, and messages fail in few places: so the text is kept for
/// each place. Safe from any thread.
/// </summary>
internal sealed class StackTraceTexts
{
    // A text takes a few kilobytes. Code that fails in more places than these in turn writes each trace anew, as it would without.
    private const int MostPlaces = 256;

    private readonly ConcurrentDictionary<StackTracePlace, string> _texts = new();

    /// <summary>What <see cref="Exception.StackTrace"/> says; null for an exception that was never thrown.</summary>
    public string? Of(Exception error)
    {
        if (CameFromElsewhere(error) || StackTracePlace.Of(error) is not { } place)
        {
            return error.StackTrace;
        }

        return _texts.TryGetValue(place, out string? known) ? known : Write(error, place);
    }

    private string? Write(Exception error, StackTracePlace place)
    {
        string? text = error.StackTrace;
        if (text is null || !IsToldByFrames(error))
        {
            return text;
        }

        if (_texts.Count >= MostPlaces)
        {
            _texts.Clear();
        }

        return _texts.GetOrAdd(place, text);
    }

    // A type may have words of its own, which may differ from one exception to the next.
    private static bool IsToldByFrames(Exception error) =>
        error.GetType().GetMethod("get_StackTrace", Type.EmptyTypes)?.DeclaringType == typeof(Exception);

    // A trace of another process, or of where an exception was made, goes along as text and is in no frame. Where that cannot be known, all are written anew.
    private static bool CameFromElsewhere(Exception error)
    {
        try
        {
            return RemoteTraceOf(error) is not null;
        }
        catch (MissingFieldException)
        {
            return true;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_remoteStackTraceString")]
    private static extern ref string? RemoteTraceOf(Exception error);
}
