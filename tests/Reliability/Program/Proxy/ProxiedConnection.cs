using System.Net;
using System.Net.Sockets;

namespace Kafka.Dlq.Reliability.Proxy;

/// <summary>A client's connection and the one made for it to the server.</summary>
internal sealed class ProxiedConnection(Socket client, int target, Disturbance disturbance) : IDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Serves until either side ends. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            client.NoDelay = true;
            await disturbance.PassAsync(0, either.Token);
            await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target), either.Token);
            Task[] both = [PumpAsync(client, _server, either.Token), PumpAsync(_server, client, either.Token)];
            await Task.WhenAny(both);
            await either.CancelAsync();
            await Task.WhenAll(both);
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone or was never there; the other learns it below.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    /// <summary>Ends both sides with a reset instead of a farewell.</summary>
    public void Reset()
    {
        foreach (Socket socket in (Socket[])[client, _server])
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Close();
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // It ended by itself meanwhile.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        for (int read; (read = await from.ReceiveAsync(buffer, cancellationToken)) > 0;)
        {
            await disturbance.PassAsync(read, cancellationToken);
            await SendAllAsync(to, buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
        }
    }
}
