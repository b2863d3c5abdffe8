using Kafka.Dlq.Connection;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection;

public sealed class EventPumpTests
{
    [Fact]
    public async Task Events_are_told_in_order_and_those_that_are_left_when_it_ends_too()
    {
        KafkaMonitor monitor = new();
        List<KafkaEvent> told = [];
        monitor.Subscribe<KafkaEvent>(told.Add);
        EventPump pump = new(monitor);
        pump.Post(new AppRunning());
        pump.Post(new AppStopping());
        Assert.Empty(told);

        pump.Complete();
        await pump.RunAsync();

        Assert.Equal([new AppRunning(), new AppStopping()], told);
    }

    [Fact]
    public async Task When_subscribers_are_far_behind_the_oldest_events_are_dropped()
    {
        KafkaMonitor monitor = new();
        int told = 0;
        monitor.Subscribe<AppRunning>(_ => told++);
        bool last = false;
        monitor.Subscribe<AppStopped>(_ => last = true);
        EventPump pump = new(monitor);
        for (int i = 0; i < 10_100; i++)
        {
            pump.Post(new AppRunning());
        }

        pump.Post(new AppStopped());
        pump.Complete();
        await pump.RunAsync();

        Assert.Equal(9_999, told);
        Assert.True(last);
    }
}
