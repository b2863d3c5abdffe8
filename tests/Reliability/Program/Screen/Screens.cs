using Spectre.Console;

namespace Kafka.Dlq.Reliability.Screen;

/// <summary>Chooses how a campaign is followed.</summary>
internal static class Screens
{
    public static Task<T> FollowAsync<T>(string id, Func<IScreen, Task<T>> run) => AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Out.IsTerminal
        ? AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .StartAsync(progress => run(new BarScreen(id, progress.AddTask(id))))
        : run(new LineScreen(id, Console.Out, TimeProvider.System));
}
