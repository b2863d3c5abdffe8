using System.Diagnostics;
using System.Text.Json;

namespace Kafka.Dlq.Benchmarks.Measuring;

/// <summary>A process for one measurement: memory, garbage collections, processor time and compiled code are its own.</summary>
internal static class Child
{
    public const string Verb = "measure";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    /// <summary>Runs a job in a fresh process of this program.</summary>
    /// <exception cref="BenchException">It failed, and said why.</exception>
    public static async Task<TResult> RunAsync<TJob, TResult>(TJob job, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(StartInfo(typeof(TJob).Name))!;
        try
        {
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(job).AsMemory(), cancellationToken);
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            string answer = await process.StandardOutput.ReadToEndAsync(cancellationToken).WaitAsync(Deadline, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<TResult>(answer)!
                : throw new BenchException($"{job}: {(await errors).Trim()}");
        }
        catch (TimeoutException exception)
        {
            throw new BenchException($"{job}: no answer within {Deadline}.", exception);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static ProcessStartInfo StartInfo(string job)
    {
        string program = Environment.ProcessPath!;
        bool isHosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new ProcessStartInfo(program, [.. isHosted ? [typeof(Child).Assembly.Location] : Array.Empty<string>(), Verb, job])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
