using Spectre.Console;

namespace Kafka.Dlq.Reliability.Screen;

/// <summary>A bar with the time that is left.</summary>
internal sealed class BarScreen(string id, ProgressTask bar) : IScreen
{
    public void Report(double done, string text)
    {
        bar.Description = $"{id} {Markup.Escape(text)}";
        bar.Value = done * bar.MaxValue;
    }
}
