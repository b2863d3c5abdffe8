using Kafka.Dlq.Benchmarks.Files;
using Kafka.Dlq.Benchmarks.Report;
using System.CommandLine;

namespace Kafka.Dlq.Benchmarks.CommandLine;

/// <summary>Measures the dead letter files; needs a disk and no broker.</summary>
internal static class FilesCommand
{
    private const int DefaultRounds = 5;
    private const double DefaultSeconds = 2;

    public static Command Create()
    {
        Option<string> directory = new("--directory") { Description = "Where files are written; default the temporary folder. It is the disk of this folder that is measured.", HelpName = "FOLDER", DefaultValueFactory = _ => Path.GetTempPath() };
        Option<int> rounds = new("--rounds") { Description = $"How often everything is measured; default {DefaultRounds}.", HelpName = "N", DefaultValueFactory = _ => DefaultRounds };
        Option<double> seconds = new("--seconds") { Description = $"How long each measurement writes; default {DefaultSeconds}.", HelpName = "N", DefaultValueFactory = _ => DefaultSeconds };
        Option<string?> report = new("--report") { Description = "Writes the table into this page.", HelpName = "FILE" };
        Command command = new("files", "Measures writing and reading of dead letter files. Needs no broker.") { directory, rounds, seconds, report };
        command.SetAction((parsed, _) => RunAsync(new FileSettings(
            Path.Combine(parsed.GetRequiredValue(directory), $"kafka-dlq-bench-files-{Environment.ProcessId}"), parsed.GetValue(rounds), parsed.GetValue(seconds), parsed.GetValue(report))));
        return command;
    }

    private static async Task<int> RunAsync(FileSettings settings)
    {
        try
        {
            RunInfo run = ThisMachine.Describe(Environment.GetCommandLineArgs().Skip(1)) with { Broker = "none" };
            ReportTable table = await new FilePart(settings, new Progress()).RunAsync();
            Screen.Write(table);
            if (settings.Report is not null)
            {
                PerformancePage.Write([table], run, settings.Report);
            }

            return 0;
        }
        catch (Exception exception) when (exception is BenchException or IOException)
        {
            await Console.Error.WriteLineAsync($"bench: {exception.Message}");
            return 1;
        }
        finally
        {
            if (Directory.Exists(settings.Directory))
            {
                Directory.Delete(settings.Directory, recursive: true);
            }
        }
    }
}
