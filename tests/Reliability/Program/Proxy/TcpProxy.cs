using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Kafka.Dlq.Reliability.Proxy;

/// <summary>
/// Stands between clients and a server on loopback, hands bytes on in both directions, and disturbs them on request: late, slow, not at all, or with a reset.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;

    private TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Where clients connect.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>What is done to the bytes; may be changed at any time.</summary>
    public Disturbance Disturbance { get; } = new();

    /// <param name="port">Where the server listens, now or later.</param>
    public static TcpProxy To(int port) => new(port);

    /// <summary>Ends all connections with a reset. New ones are taken.</summary>
    public void Reset()
    {
        foreach (ProxiedConnection connection in _connections.Keys)
        {
            connection.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                ProxiedConnection connection = new(await _listener.AcceptSocketAsync(_end.Token), _target, Disturbance);
                _connections[connection] = ServeAsync(connection);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The end of the proxy, or a client that went before it was taken.
            }
        }
    }

    private async Task ServeAsync(ProxiedConnection connection)
    {
        await Task.Yield();
        await connection.RunAsync(_end.Token);
        _connections.TryRemove(connection, out _);
    }
}
