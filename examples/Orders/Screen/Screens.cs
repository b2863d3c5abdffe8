using Spectre.Console;

namespace Kafka.Dlq.Examples.Orders.Screen;

/// <summary>The console to write to: with colours and a live picture in a terminal, plain lines in a pipe or file.</summary>
internal static class Screens
{
    private const int PipeWidth = 120;

    public static IAnsiConsole Create()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        plain.Profile.Width = PipeWidth;
        return plain;
    }
}
