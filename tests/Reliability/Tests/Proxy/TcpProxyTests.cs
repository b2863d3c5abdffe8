using Kafka.Dlq.Reliability.Proxy;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kafka.Dlq.Tests.Reliability.Proxy;

public sealed class TcpProxyTests : IAsyncLifetime
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly TcpClient _client = new();
    private TcpProxy? _proxy;
    private TcpClient? _accepted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server.Start();
        _proxy = TcpProxy.To(((IPEndPoint)_server.LocalEndpoint).Port);
        await _client.ConnectAsync(IPAddress.Loopback, _proxy.Port, Cancellation);
        _accepted = await _server.AcceptTcpClientAsync(Cancellation);
    }

    [Fact]
    public async Task Bytes_pass_both_ways()
    {
        await SendAsync(_client, 1);
        Assert.Equal(1, await ReceiveAsync(_accepted!));

        await SendAsync(_accepted!, 2);
        Assert.Equal(2, await ReceiveAsync(_client));
    }

    [Fact]
    public async Task Cut_holds_bytes_until_it_is_mended()
    {
        _proxy!.Disturbance.Cut();
        await SendAsync(_client, 1);
        Task<int> received = ReceiveAsync(_accepted!);

        // Another round through the proxy would have brought the byte.
        await using TcpProxy other = TcpProxy.To(((IPEndPoint)_server.LocalEndpoint).Port);
        using TcpClient second = new();
        await second.ConnectAsync(IPAddress.Loopback, other.Port, Cancellation);
        using TcpClient secondAccepted = await _server.AcceptTcpClientAsync(Cancellation);
        await SendAsync(second, 2);
        Assert.Equal(2, await ReceiveAsync(secondAccepted));
        Assert.False(received.IsCompleted);

        _proxy.Disturbance.Mend();
        Assert.Equal(1, await received);
    }

    [Fact]
    public async Task Latency_delays_bytes()
    {
        TimeSpan latency = TimeSpan.FromMilliseconds(200);
        _proxy!.Disturbance.Latency = latency;
        long begin = Stopwatch.GetTimestamp();

        await SendAsync(_client, 1);
        await ReceiveAsync(_accepted!);

        Assert.True(Stopwatch.GetElapsedTime(begin) >= latency * 0.9);
    }

    [Fact]
    public async Task Throttle_lets_so_many_bytes_a_second_pass()
    {
        _proxy!.Disturbance.BytesPerSecond = 10;
        long begin = Stopwatch.GetTimestamp();

        await SendAsync(_client, 1, 2, 3);
        await ReceiveAsync(_accepted!);

        Assert.True(Stopwatch.GetElapsedTime(begin) >= TimeSpan.FromMilliseconds(80));
    }

    [Fact]
    public async Task Reset_is_seen_by_the_client_and_new_connections_are_taken()
    {
        _proxy!.Reset();

        IOException seen = await Assert.ThrowsAsync<IOException>(() => ReceiveAsync(_client));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(seen.InnerException).SocketErrorCode);

        using TcpClient next = new();
        await next.ConnectAsync(IPAddress.Loopback, _proxy.Port, Cancellation);
        using TcpClient accepted = await _server.AcceptTcpClientAsync(Cancellation);
        await SendAsync(next, 5);
        Assert.Equal(5, await ReceiveAsync(accepted));
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy!.DisposeAsync();
        _accepted!.Dispose();
        _client.Dispose();
        _server.Dispose();
    }

    private static async Task SendAsync(TcpClient client, params byte[] bytes) => await client.GetStream().WriteAsync(bytes, Cancellation);

    private static async Task<int> ReceiveAsync(TcpClient client)
    {
        byte[] one = new byte[1];
        await client.GetStream().ReadExactlyAsync(one, Cancellation);
        return one[0];
    }
}
