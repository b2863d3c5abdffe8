using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kafka.Dlq.Hosting;

/// <summary>Gives the host's own stop the time that ours may take: otherwise it would give up first, and leave dead letters and commits behind.</summary>
internal sealed class HostStopTimeout(IOptions<KafkaDlqOptions> options) : IPostConfigureOptions<HostOptions>
{
    public void PostConfigure(string? name, HostOptions host)
    {
        TimeSpan ours = options.Value.ShutdownTimeout;
        if (ours >= TimeSpan.Zero && ours < TimeSpan.FromDays(1) && host.ShutdownTimeout < ours + StopDeadlines.Rest)
        {
            host.ShutdownTimeout = ours + StopDeadlines.Rest;
        }
    }
}
