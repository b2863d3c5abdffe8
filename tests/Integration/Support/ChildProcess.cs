using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A host of tests/HostProcess in a process of its own, for what only a process can show: signals, exit codes, a freeze.</summary>
internal sealed class ChildProcess : WatchedProcess
{
    private ChildProcess(ProcessStartInfo start)
        : base(start, TimeSpan.FromSeconds(60))
    {
    }

    /// <summary>The lines written so far, errors included.</summary>
    public IReadOnlyList<string> Lines => LinesOf(Output);

    /// <summary>Starts a host; skips the test where there are no signals.</summary>
    /// <param name="behaviour">What it does, see Program.cs of tests/HostProcess.</param>
    /// <param name="settings">librdkafka settings as key=value.</param>
    public static ChildProcess Start(string bootstrapServers, string group, string topic, string behaviour, params IEnumerable<string> settings)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with the tools of Linux.");

        // A test run that was started in the background hands a deaf ear for SIGINT on to its children: env gives them back a good one, and its own place.
        return new ChildProcess(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Program("tests", "HostProcess"), bootstrapServers, group, topic, behaviour, .. settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
    }

    /// <summary>Waits for a line.</summary>
    public Task WritesAsync(string expected) => WritesAsync(output => LinesOf(output).Contains(expected));

    /// <summary>Has a consumer that holds go on.</summary>
    public Task LetGoAsync() => Input.WriteLineAsync("go");

    private static string[] LinesOf(string output) => output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
