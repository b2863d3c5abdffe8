using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>A line of the trace, put together only when there is one.</summary>
[InterpolatedStringHandler]
internal ref struct NoteText
{
    private DefaultInterpolatedStringHandler _text;

    public NoteText(int literalLength, int formattedCount, World world, out bool isTraced)
    {
        isTraced = world.IsTraced;
        _text = isTraced ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public string Take() => _text.ToStringAndClear();
}
