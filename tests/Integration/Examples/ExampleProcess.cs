using Kafka.Dlq.Tests.Integration.Support;
using System.Diagnostics;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Examples;

/// <summary>An example of the repository, started as a user would, from the same build as the tests.</summary>
internal sealed class ExampleProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly Lock _lock = new();
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private ExampleProcess(ProcessStartInfo start)
    {
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

    /// <summary>Starts an example.</summary>
    /// <param name="name">Its folder under examples.</param>
    /// <param name="bootstrapServers">Its broker; null for its own embedded cluster.</param>
    public static ExampleProcess Start(string name, string? bootstrapServers = null, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet", [Program(name), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        start.Environment.Remove("KAFKA_BOOTSTRAP_SERVERS");
        if (bootstrapServers is not null)
        {
            start.Environment["KAFKA_BOOTSTRAP_SERVERS"] = bootstrapServers;
        }

        return new ExampleProcess(start);
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Deadline);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The example did not end within {Deadline.TotalSeconds} s. It wrote:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Waits until the output holds a text.</summary>
    public Task WritesAsync(Func<string, bool> enough) =>
        Eventually.BecomesTrueAsync(() => enough(Output), Deadline, () => $"the example has not written what was expected, but:\n{Output}");

    /// <summary>Asks the process to end, which hosts treat as they treat Ctrl-C. Shells give SIGINT, deaf, to what they start in the background, so it is SIGTERM here.</summary>
    public async Task AskToEndAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    // bin/<configuration>/<framework> of the tests and of the example agree.
    private static string Program(string name)
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo root = framework.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "examples", name, "bin", framework.Parent.Name, framework.Name, $"{name}.dll");
    }

    private void Hear(string? line)
    {
        lock (_lock)
        {
            _output.AppendLine(line);
        }
    }
}
