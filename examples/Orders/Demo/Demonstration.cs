using Confluent.Kafka;
using Kafka.Dlq.Examples.Orders.Audit;
using Kafka.Dlq.Examples.Orders.Screen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>The demonstration from start to end: produce, consume, stop in order, audit, report.</summary>
internal sealed class Demonstration(IAnsiConsole console, DemoSettings settings, ExampleKafka broker, IHost host)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time = host.Services.GetRequiredService<TimeProvider>();
    private readonly Tally _tally = host.Services.GetRequiredService<Tally>();
    private readonly OrderAudit _audit = new(settings.Topics);

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 when every order is accounted for and ended as planted, otherwise 1.</returns>
    public async Task<int> RunAsync()
    {
        Announce();
        _tally.Listen(host.Services.GetRequiredService<KafkaMonitor>());
        CancellationToken stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await host.StartAsync(CancellationToken.None);
        using GroupProgress progress = new(broker, settings.Topics);
        using AuditReader reader = new(broker, progress, _audit, _time);

        bool interrupted = await WorkAsync(progress, stop);
        console.WriteLine(interrupted
            ? "Stopping in order: what is being handled ends, dead letters are delivered, offsets are committed."
            : "All orders are done. Stopping in order, and closing the books.");
        await host.StopAsync(CancellationToken.None);
        return Report(await reader.CloseAsync());
    }

    private async Task<bool> WorkAsync(GroupProgress progress, CancellationToken stop)
    {
        using CancellationTokenSource done = new();
        Task display = new ProgressDisplay(console, settings, _tally, _time).RunAsync(done.Token);
        await new OrderSource(broker, settings, _audit, _tally, _time).RunAsync(stop);
        while (!stop.IsCancellationRequested && !await Task.Run(progress.IsDone, CancellationToken.None))
        {
            await Task.Delay(Look, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await done.CancelAsync();
        await display;
        return stop.IsCancellationRequested;
    }

    private void Announce()
    {
        console.WriteLine($"Broker: {broker.Description}");
        console.WriteLine($"Topics: {string.Join(", ", settings.Topics.All)}; group {settings.Topics.Group}");
        console.WriteLine(settings.Count is { } count
            ? $"Producing {count:N0} orders{(settings.Pace is { } pace ? $", {pace:N0} per second" : "")}. Ctrl-C stops in order."
            : $"Producing {settings.Pace:N0} orders per second until Ctrl-C.");
        console.WriteLine("Of a hundred orders 1 is unparsable, 1 has a negative total, 5 fail once and 1 fails twice.");
    }

    private int Report(AuditResult result)
    {
        TallyCounts run = _tally.Counts;
        FinalTable.Write(console, result, run);
        foreach (ConsumeResult<byte[], byte[]> letter in result.Samples)
        {
            LetterPanel.Write(console, letter);
        }

        if (result.Left > 0)
        {
            console.WriteLine(broker.IsEmbedded
                ? $"{result.Left:N0} orders were left; the embedded cluster ends with this process, and they with it."
                : $"{result.Left:N0} orders are left on the broker: the next start goes on with them (--orders 0 produces no new ones).");
        }

        bool good = result.IsGood && run.Refused == 0;
        console.MarkupLine(good ? "[green]Every order is accounted for.[/]" : "[red]Not every order is accounted for.[/]");
        return good ? 0 : 1;
    }
}
