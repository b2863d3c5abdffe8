using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>
/// What a worker did, a line each, in a file that outlives it: a line has left the process when its method returns, so no kill can take it back. (A power cut could; processes are what is killed here.)
/// </summary>
/// <remarks>Stamps are the system's monotonic clock, which all processes of a machine share. Safe from any thread.</remarks>
internal sealed class Ledger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    public Ledger(string path) => _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Write(LedgerKind kind, int partition, long offset) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"{(char)kind} {Stopwatch.GetTimestamp()} {partition} {offset}\n"));

    /// <summary>Writes a line that says more of a record.</summary>
    public void Write(LedgerKind kind, int partition, long offset, double number) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"{(char)kind} {Stopwatch.GetTimestamp()} {partition} {offset} {number:0.###}\n"));

    /// <summary>Writes a line that concerns no record.</summary>
    public void Write(LedgerKind kind, string text) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"{(char)kind} {Stopwatch.GetTimestamp()} -1 -1 {text.ReplaceLineEndings(" ")}\n"));

    public void Dispose() => _file.Dispose();

    private void Write(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        lock (_gate)
        {
            _file.Write(bytes);
        }
    }
}
