using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class ProducerPoolTests : IAsyncDisposable
{
    private readonly List<(string? Cluster, IReadOnlyDictionary<string, string> Settings, FakeProducer Producer)> _made = [];
    private readonly ProducerPool _pool;

    public ProducerPoolTests()
    {
        Dictionary<string, IReadOnlyDictionary<string, string>> clusters = new()
        {
            ["spare"] = new Dictionary<string, string> { ["bootstrap.servers"] = "spare:9092" },
            ["archive"] = new Dictionary<string, string> { ["bootstrap.servers"] = "archive:9092" },
        };
        Dictionary<string, string> main = new() { ["bootstrap.servers"] = "main:9092", ["security.protocol"] = "ssl" };
        _pool = new ProducerPool(main, clusters, new DeadLetterOptions(), TimeProvider.System, (cluster, settings) =>
        {
            FakeProducer producer = new() { Left = _made.Count + 1 };
            _made.Add((cluster, settings, producer));
            return producer;
        });
    }

    [Fact]
    public void Producers_are_made_when_asked_for_and_shared_for_each_cluster()
    {
        Assert.Empty(_made);

        Assert.Same(_pool.Get(null), _pool.Get(null));
        Assert.Same(_pool.Get("spare"), _pool.Get("spare"));

        Assert.Equal([null, "spare"], _made.Select(made => made.Cluster));
    }

    [Fact]
    public void A_named_cluster_takes_nothing_from_the_settings_of_the_main_one()
    {
        _pool.Get("spare");

        Assert.Equal("spare:9092", _made[0].Settings["bootstrap.servers"]);
        Assert.DoesNotContain("security.protocol", _made[0].Settings);
    }

    [Fact]
    public void An_unknown_cluster_is_refused_naming_those_there_are() =>
        Assert.Contains("'other'. Clusters: archive, spare.", Assert.Throws<ArgumentException>(() => _pool.Get("other")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Many_callers_at_once_get_one_producer()
    {
        IProducer<byte[]?, byte[]?>[] got = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => _pool.Get(null))));

        Assert.Single(got.Distinct());
        Assert.Single(_made);
    }

    [Fact]
    public void A_broken_producer_is_replaced_once_for_all_who_use_it()
    {
        IProducer<byte[]?, byte[]?> broken = _pool.Get(null);

        IProducer<byte[]?, byte[]?> fresh = _pool.Replace(broken);

        Assert.NotSame(broken, fresh);
        Assert.Same(fresh, _pool.Replace(broken));
        Assert.Same(fresh, _pool.Get(null));
    }

    [Fact]
    public void A_producer_of_the_users_own_is_not_replaced()
    {
        FakeProducer own = new();

        Assert.Same(own, _pool.Replace(own));
    }

    [Fact]
    public async Task Closing_flushes_all_under_the_deadline_and_counts_what_was_left()
    {
        _pool.Get(null);
        _pool.Get("spare");
        _pool.Replace(_pool.Get("spare"));

        int left = await _pool.CloseAsync(TimeSpan.FromSeconds(7));

        Assert.Equal(1 + 2 + 3, left);
        Assert.All(_made, made => Assert.Equal((TimeSpan.FromSeconds(7), true), (made.Producer.Flushed, made.Producer.IsDisposed)));
        Assert.Equal(left, await _pool.CloseAsync(TimeSpan.Zero));
        Assert.Throws<ObjectDisposedException>(() => _pool.Get(null));
    }

    [Fact]
    public async Task The_client_accepts_the_default_settings()
    {
        await using ProducerPool real = new(new Dictionary<string, string> { ["bootstrap.servers"] = "127.0.0.1:1" }, new Dictionary<string, IReadOnlyDictionary<string, string>>(), new DeadLetterOptions(), TimeProvider.System, (_, _) => { }, (_, _) => { });

        Assert.NotNull(real.Get(null).Handle);
        Assert.Equal(0, await real.CloseAsync(TimeSpan.Zero));
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();
}
