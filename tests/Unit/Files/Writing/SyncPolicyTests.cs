using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Writing;

public sealed class SyncPolicyTests : IDisposable
{
    private readonly FilesFolder _folder = new();
    private readonly FaultyDisk _disk = new();

    [Fact]
    public async Task Each_confirms_before_each_acknowledgement()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(disk: _disk.Create);
        for (int count = 1; count <= 5; count++)
        {
            await writer.AppendAsync(Entries.Of("entry"), TestContext.Current.CancellationToken);

            Assert.Equal(count, _disk.Confirmations);
        }
    }

    [Fact]
    public async Task Appends_at_the_same_time_share_confirmations()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(disk: _disk.Create);

        await Task.WhenAll(Entries.Numbered(2000).Select(entry => writer.AppendAsync(entry, TestContext.Current.CancellationToken)));

        Assert.InRange(_disk.Confirmations, 1, 1000);
        Assert.Equal(2000, _folder.ReadAll().Length);
    }

    [Fact]
    public async Task Interval_confirms_when_its_time_is_over()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { Sync = SyncPolicy.Interval, SyncInterval = TimeSpan.FromSeconds(2) }, _disk.Create);
        await writer.AppendAsync(Entries.Of("entry"), TestContext.Current.CancellationToken);
        Assert.Equal(0, _disk.Confirmations);
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        await writer.AppendAsync(Entries.Of("entry"), TestContext.Current.CancellationToken);
        Assert.Equal(0, _disk.Confirmations);

        _folder.Time.Advance(TimeSpan.FromSeconds(1));

        await Soon.BecomesTrueAsync(() => _disk.Confirmations == 1, "a confirmation after the interval, without an append");
    }

    [Fact]
    public async Task Operating_system_confirms_at_the_end_of_a_segment_and_on_request()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { Sync = SyncPolicy.OperatingSystem }, _disk.Create);
        await writer.AppendAsync(Entries.Of("entry"), TestContext.Current.CancellationToken);
        Assert.Equal(0, _disk.Confirmations);
        await writer.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, _disk.Confirmations);
        await writer.AppendAsync(Entries.Of("entry"), TestContext.Current.CancellationToken);

        await writer.DisposeAsync();

        Assert.Equal(2, _disk.Confirmations);
    }

    public void Dispose() => _folder.Dispose();
}
