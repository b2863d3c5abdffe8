using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Rejecting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using System.Globalization;

namespace Kafka.Dlq.Hosting;

/// <summary>Answers what a person would ask: does it poll, are the brokers there, does each partition get on, do dead letters arrive?</summary>
internal sealed class KafkaDlqHealthCheck(KafkaDlqService service, IOptions<KafkaDlqOptions> options, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (service.Running is not { } engine)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(service.NotRunning));
        }

        List<string> unhealthy = [.. engine.Connections.SelectMany(Broken)];
        IEnumerable<string> stuck = engine.Connections.SelectMany(connection => connection.Assignments.All).SelectMany(Stuck);
        List<string> degraded = [.. engine.FailingLetters.Select(Undelivered), .. engine.FailingSinks.Select(Unflushed), .. engine.Spools.SelectMany(Spooled), .. stuck, .. engine.Connections.SelectMany(connection => connection.Hanging)];
        string text = string.Join(' ', [.. unhealthy, .. degraded]);
        return Task.FromResult(
            unhealthy.Count > 0 ? HealthCheckResult.Unhealthy(text)
            : degraded.Count > 0 ? HealthCheckResult.Degraded(text)
            : HealthCheckResult.Healthy());
    }

    private IEnumerable<string> Broken(KafkaConnection connection)
    {
        if (connection.Health.Failed is { } failed)
        {
            yield return $"{connection.Name} failed: {failed}.";
        }

        if (connection.Health.Unreachable is { } reason)
        {
            yield return $"No broker can be reached by {connection.Name}: {reason}.";
        }

        if (connection.SinceLastPoll is not { } silence)
        {
            yield return $"{connection.Name} does not poll.";
        }
        else if (silence > options.Value.Health.PollSilence)
        {
            yield return $"{connection.Name} has not polled for {silence.TotalSeconds:0} s.";
        }
    }

    private IEnumerable<string> Stuck(PartitionAssignment assignment)
    {
        if (assignment.Held is { } held)
        {
            yield return $"{assignment.Partition.Topic}/{assignment.Partition.Partition.Value} holds since {held.Since:O} at offset {held.Offset}: {held.Why}.";
            yield break;
        }

        if (assignment.FailingSince is { } since && time.GetUtcNow() - since > options.Value.Health.StuckAfter)
        {
            yield return $"{assignment.Partition.Topic}/{assignment.Partition.Partition.Value} has been failing since {since:O} at offset {assignment.Offsets.Cursor}.";
        }
    }

    private static IEnumerable<string> Spooled(LetterSpool spool)
    {
        SpoolStatistics found = spool.Statistics;
        if (found.Letters > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Dead letters for '{spool.Topic}' wait on disk: {found.Letters} in {found.Bytes} of {found.MaxBytes} bytes, the oldest for {found.OldestAge?.TotalSeconds:0} s.");
        }

        if (found.IsFull)
        {
            yield return $"The spool for '{spool.Topic}' is full: its partitions hold until letters are delivered.";
        }
    }

    private static string Unflushed(FailingSink sink) =>
        $"Sink '{sink.Sink}' does not take {sink.Records} rejected records since {sink.Since:O}: {sink.LastError?.Message ?? "it has not answered yet"}";

    private static string Undelivered(FailingLetter letter) =>
        $"The dead letter of {letter.Source} cannot be delivered to '{letter.TargetTopic}' since {letter.Since:O}: {letter.LastError.Message}";
}
