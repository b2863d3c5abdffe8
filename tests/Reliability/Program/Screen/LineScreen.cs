using System.Diagnostics;
using System.Globalization;

namespace Kafka.Dlq.Reliability.Screen;

/// <summary>A line every ten seconds, with the time at which it will probably end.</summary>
internal sealed class LineScreen(string id, TextWriter output, TimeProvider time) : IScreen
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly long _begin = Stopwatch.GetTimestamp();
    private TimeSpan _next = Period;

    public void Report(double done, string text)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_begin);
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + Period;
        string end = done > 0 ? time.GetLocalNow().Add((elapsed / done) - elapsed).ToString("HH:mm:ss", CultureInfo.InvariantCulture) : "unknown";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id} {done,6:0.0%}  ends about {end}  {text}"));
    }
}
