using Kafka.Dlq.Reliability.Audit;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>A worker that runs as a process of its own, and the ledger that it leaves behind.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int LinesKept = 20;

    private readonly Queue<string> _said = new();
    private readonly Process _process;

    private WorkerProcess(int slot, WorkerSettings settings)
    {
        Slot = slot;
        Settings = settings;
        ProcessStartInfo start = new("dotnet", [typeof(WorkerProcess).Assembly.Location, "worker", settings.ToJson()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A worker lives for seconds: what it compiles should be compiled quickly rather than well.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its place in the pool; a successor takes the same.</summary>
    public int Slot { get; }

    public WorkerSettings Settings { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public bool IsFrozen { get; private set; }

    /// <summary>How long its ledger is, in bytes: it grows with the work.</summary>
    public long LedgerLength => new FileInfo(Settings.Ledger) is { Exists: true } file ? file.Length : 0;

    /// <summary>The end of what it wrote to its standard streams, which is nothing unless it crashes.</summary>
    public string LastWords
    {
        get
        {
            lock (_said)
            {
                return string.Join(Environment.NewLine, _said);
            }
        }
    }

    public static WorkerProcess Start(int slot, WorkerSettings settings) => new(slot, settings);

    /// <summary>Whether the group gave it partitions at least once.</summary>
    public bool WasAssigned() => File.Exists(Settings.Ledger) && LedgerFile.Read(Settings.Ledger).Any(line => line.Kind == LedgerKind.Assigned && line.Text.Length > 0);

    /// <summary>Whether a record ended it that was to.</summary>
    public bool WasKilledByRecord() => File.Exists(Settings.Ledger) && LedgerFile.Read(Settings.Ledger).Any(line => line.Kind == LedgerKind.Killed);

    /// <summary>Ends it at once (SIGKILL).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Freeze()
    {
        IsFrozen = true;
        ProcessSignal.Freeze(_process);
    }

    public void Thaw()
    {
        IsFrozen = false;
        ProcessSignal.Thaw(_process);
    }

    /// <summary>Has it stop in order; one that does not is killed at the deadline.</summary>
    /// <returns>Whether it ended by itself with exit code 0.</returns>
    public async Task<bool> LeaveAsync(TimeSpan deadline)
    {
        ProcessSignal.AskToEnd(_process);
        using CancellationTokenSource late = new(deadline);
        try
        {
            await _process.WaitForExitAsync(late.Token);
            return _process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            Kill();
            return false;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            if (line is not null)
            {
                _said.Enqueue(line);
            }

            while (_said.Count > LinesKept)
            {
                _said.Dequeue();
            }
        }
    }
}
