using Kafka.Dlq.Benchmarks.Failures;
using Kafka.Dlq.Benchmarks.Idle;
using Kafka.Dlq.Benchmarks.Latency;
using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.StartStop;
using Kafka.Dlq.Benchmarks.Throughput;
using System.CommandLine;
using System.Text.Json;

namespace Kafka.Dlq.Benchmarks.CommandLine;

/// <summary>What a child process of the program is started with: reads a job, does it, and writes the result.</summary>
internal static class MeasureCommand
{
    private static readonly Dictionary<string, Func<string, Task<string>>> Jobs = new(StringComparer.Ordinal)
    {
        [nameof(ThroughputJob)] = text => DoAsync<ThroughputJob, Measured>(text, ThroughputMeasurement.RunAsync),
        [nameof(FailureJob)] = text => DoAsync<FailureJob, FailureMeasured>(text, FailureMeasurement.RunAsync),
        [nameof(LatencyJob)] = text => DoAsync<LatencyJob, LatencyRun>(text, LatencyMeasurement.RunAsync),
        [nameof(IdleJob)] = text => DoAsync<IdleJob, IdleMeasured>(text, IdleMeasurement.RunAsync),
        [nameof(StartJob)] = text => DoAsync<StartJob, StartMeasured>(text, StartMeasurement.RunAsync),
    };

    public static Command Create()
    {
        Argument<string> job = new("job");
        job.AcceptOnlyFromAmong([.. Jobs.Keys]);
        Command command = new(Child.Verb, "Does one job, read as JSON from the standard input. The program starts itself with it.") { job };
        command.Hidden = true;
        command.SetAction(async (parsed, token) =>
        {
            string text = await Console.In.ReadToEndAsync(token);
            string answer = await Jobs[parsed.GetRequiredValue(job)](text);
            await Console.Out.WriteLineAsync(answer.AsMemory(), token);
            return 0;
        });
        return command;
    }

    private static async Task<string> DoAsync<TJob, TResult>(string text, Func<TJob, Task<TResult>> run) =>
        JsonSerializer.Serialize(await run(JsonSerializer.Deserialize<TJob>(text)!));
}
