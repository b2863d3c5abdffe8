using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Integration.Support;
using System.Diagnostics;
using System.Globalization;

namespace Kafka.Dlq.Tests.Integration.Files;

/// <summary>A process of tests/FileWriterProcess, which writes numbered dead letters until it is killed.</summary>
internal sealed class FileWriterProcess : WatchedProcess
{
    private const string Acknowledged = "acknowledged ";

    private FileWriterProcess(ProcessStartInfo start)
        : base(start, TimeSpan.FromSeconds(120))
    {
    }

    public static FileWriterProcess Start(string directory, SyncPolicy policy, long first)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with the tools of Linux.");
        string[] arguments = [Program("tests", "FileWriterProcess"), directory, policy.ToString(), first.ToString(CultureInfo.InvariantCulture)];
        return new FileWriterProcess(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
    }

    /// <summary>Waits for so many acknowledgements, kills the process in the midst of its work, and gives the numbers that it told.</summary>
    public async Task<long[]> KillAfterAsync(int count)
    {
        await WritesAsync(output => Numbers(output).Count() >= count);
        await SignalAsync("KILL");
        await EndAsync();
        return [.. Numbers(Output)];
    }

    // The last line may have been cut off by the end, and a part of a number is another number.
    private static IEnumerable<long> Numbers(string output) => output[..(output.LastIndexOf('\n') + 1)]
        .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
        .SkipLast(1)
        .Where(line => line.StartsWith(Acknowledged, StringComparison.Ordinal))
        .Select(line => long.Parse(line.AsSpan(Acknowledged.Length), CultureInfo.InvariantCulture));
}
