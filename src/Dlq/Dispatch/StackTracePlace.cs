using System.Diagnostics;
using System.Reflection;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Where an exception was thrown and which way it came: its type, and the methods of its frames with the instructions reached in them.</summary>
internal sealed class StackTracePlace : IEquatable<StackTracePlace>
{
    private readonly Type _error;
    private readonly (MethodBase Method, int Instruction)[] _frames;
    private readonly int _hash;

    private StackTracePlace(Type error, (MethodBase Method, int Instruction)[] frames)
    {
        _error = error;
        _frames = frames;
        HashCode hash = new();
        hash.Add(error);
        foreach ((MethodBase method, int instruction) in frames)
        {
            hash.Add(method);
            hash.Add(instruction);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>The place; null when it cannot be told, as for an exception that was never thrown.</summary>
    public static StackTracePlace? Of(Exception error)
    {
        StackFrame[] trace = new StackTrace(error, fNeedFileInfo: false).GetFrames();
        (MethodBase Method, int Instruction)[] frames = new (MethodBase, int)[trace.Length];
        for (int i = 0; i < trace.Length; i++)
        {
            if (trace[i].GetMethod() is not { } method)
            {
                return null;
            }

            frames[i] = (method, trace[i].GetILOffset());
        }

        return frames.Length == 0 ? null : new StackTracePlace(error.GetType(), frames);
    }

    public bool Equals(StackTracePlace? other) => other is not null && other._hash == _hash && other._error == _error && other._frames.AsSpan().SequenceEqual(_frames);

    public override bool Equals(object? obj) => Equals(obj as StackTracePlace);

    public override int GetHashCode() => _hash;
}
