using System.Diagnostics;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A host of tests/HostProcess in a process of its own, for what only a process can show: signals, exit codes, a freeze.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private ChildProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The lines written so far, errors included.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
            }
        }
    }

    /// <summary>Starts a host; skips the test where there are no signals.</summary>
    /// <param name="behaviour">What it does, see Program.cs of tests/HostProcess.</param>
    /// <param name="settings">librdkafka settings as key=value.</param>
    public static ChildProcess Start(string bootstrapServers, string group, string topic, string behaviour, params IEnumerable<string> settings)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with the tools of Linux.");

        // A test run that was started in the background hands a deaf ear for SIGINT on to its children: env gives them back a good one, and its own place.
        return new ChildProcess(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Program(), bootstrapServers, group, topic, behaviour, .. settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
    }

    /// <summary>Waits for a line.</summary>
    public Task WritesAsync(string expected) => Eventually.BecomesTrueAsync(
        () => Lines.Contains(expected), Deadline, () => $"the process has not written '{expected}', but:\n{string.Join('\n', Lines)}");

    /// <summary>Has a consumer that holds go on.</summary>
    public Task LetGoAsync() => _process.StandardInput.WriteLineAsync("go");

    /// <summary>Sends a signal by its name, for instance TERM, INT, STOP or CONT.</summary>
    public async Task SignalAsync(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await Eventually.BecomesTrueAsync(() => _process.HasExited, Deadline, () => $"the process does not end; it wrote:\n{string.Join('\n', Lines)}");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    // bin/<configuration>/<framework> of the tests and of the program agree.
    private static string Program()
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo tests = framework.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(tests.FullName, "HostProcess", "bin", framework.Parent.Name, framework.Name, "HostProcess.dll");
    }

    private void Hear(string? line)
    {
        lock (_lock)
        {
            _output.AppendLine(line);
        }
    }
}
