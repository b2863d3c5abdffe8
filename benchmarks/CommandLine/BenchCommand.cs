using System.CommandLine;

namespace Kafka.Dlq.Benchmarks.CommandLine;

/// <summary>The command line.</summary>
internal static class BenchCommand
{
    public static RootCommand Create(Func<BenchSettings, BenchOutput, CancellationToken, Task<int>> run)
    {
        BenchOptions options = new();
        RootCommand command = new("Measures Kafka.Dlq beside the bare client on a running broker. What is compared is measured in one run, round by round, each measurement in a process and a consumer group of its own.");
        options.AddTo(command);
        command.Subcommands.Add(ReportCommand.Create());
        command.Subcommands.Add(FilesCommand.Create());
        command.Subcommands.Add(MeasureCommand.Create());
        command.SetAction((parsed, token) => run(options.SettingsOf(parsed), options.OutputOf(parsed), token));
        return command;
    }
}
