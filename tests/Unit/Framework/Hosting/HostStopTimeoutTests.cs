using Kafka.Dlq.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kafka.Dlq.Tests.Unit.Framework.Hosting;

public sealed class HostStopTimeoutTests
{
    [Fact]
    public void The_host_waits_at_least_as_long_as_the_engines_stop_may_take() =>
        Assert.Equal(TimeSpan.FromSeconds(60) + StopDeadlines.Rest, After(ours: TimeSpan.FromSeconds(60), hosts: TimeSpan.FromSeconds(30)));

    [Fact]
    public void A_longer_limit_of_the_hosts_stays() =>
        Assert.Equal(TimeSpan.FromHours(1), After(ours: TimeSpan.FromSeconds(60), hosts: TimeSpan.FromHours(1)));

    [Theory]
    [InlineData(-1)]
    [InlineData(86_400)]
    public void A_limit_that_makes_no_sense_is_left_to_the_check_of_options(int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(30), After(ours: TimeSpan.FromSeconds(seconds), hosts: TimeSpan.FromSeconds(30)));

    private static TimeSpan After(TimeSpan ours, TimeSpan hosts)
    {
        HostOptions host = new() { ShutdownTimeout = hosts };
        new HostStopTimeout(Options.Create(new KafkaDlqOptions { ShutdownTimeout = ours })).PostConfigure(null, host);
        return host.ShutdownTimeout;
    }
}
