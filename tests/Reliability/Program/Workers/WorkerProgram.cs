using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>What a worker process runs.</summary>
internal static class WorkerProgram
{
    public static async Task<int> RunAsync(string json)
    {
        WorkerSettings settings = WorkerSettings.FromJson(json);
        _ = Task.Run(EndWithTheCampaign);
        using Ledger ledger = new(settings.Ledger);
        using IHost host = WorkerHost.Build(settings, ledger);
        using IDisposable told = host.Services.GetRequiredService<KafkaMonitor>().Subscribe<KafkaEvent>(new EventBook(ledger).Take);
        await host.RunAsync();
        return 0;
    }

    // The standard input is a lease: it ends with the campaign, however that ends.
    private static void EndWithTheCampaign()
    {
        while (Console.In.Read() >= 0)
        {
        }

        Process.GetCurrentProcess().Kill();
    }
}
