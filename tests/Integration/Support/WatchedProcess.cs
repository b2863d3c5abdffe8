using System.Diagnostics;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A process of its own whose output is read while it runs. It ends with the test.</summary>
internal abstract class WatchedProcess : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _output = new();
    private readonly Process _process;
    private readonly TimeSpan _deadline;

    /// <param name="start">What to start, with output and error redirected.</param>
    /// <param name="deadline">How long it is waited for what it writes, and for its end.</param>
    protected WatchedProcess(ProcessStartInfo start, TimeSpan deadline)
    {
        _deadline = deadline;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All that was written so far, errors included.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString();
            }
        }
    }

    protected TextWriter Input => _process.StandardInput;

    /// <summary>Waits until the output holds a text.</summary>
    public Task WritesAsync(Func<string, bool> enough) =>
        Eventually.BecomesTrueAsync(() => enough(Output), _deadline, () => $"the process has not written what was expected, but:\n{Output}");

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
        await Eventually.BecomesTrueAsync(() => _process.HasExited, _deadline, () => $"the process does not end; it wrote:\n{Output}");
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

    /// <summary>A program of the repository from the same build as the tests.</summary>
    /// <param name="path">Its folder from the repository's root, which is also its name.</param>
    protected static string Program(params ReadOnlySpan<string> path)
    {
        // bin/<configuration>/<framework> of the tests and of the program agree.
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo root = framework.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine([root.FullName, .. path, "bin", framework.Parent.Name, framework.Name, $"{path[^1]}.dll"]);
    }

    private void Hear(string? line)
    {
        lock (_lock)
        {
            _output.AppendLine(line);
        }
    }
}
