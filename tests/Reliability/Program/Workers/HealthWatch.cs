using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Asks the health check as a probe would, and writes each change into the ledger.</summary>
internal sealed class HealthWatch(HealthCheckService health, Ledger ledger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period);
        HealthStatus? last = null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            HealthReport report = await health.CheckHealthAsync(stoppingToken);
            if (report.Status != last)
            {
                last = report.Status;
                ledger.Write(LedgerKind.Health, $"{report.Status} {report.Entries.Values.First().Description}");
            }
        }
    }
}
