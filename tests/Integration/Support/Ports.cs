using System.Net;
using System.Net.Sockets;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Finds ports for brokers.</summary>
internal static class Ports
{
    // Below the ports that outgoing connections are given: those may be taken between our choice and the broker's bind, or while a killed broker is away.
    private const int Lowest = 15_000;
    private const int Highest = 30_000;

    /// <summary>Different loopback ports on which nobody listens.</summary>
    public static int[] Free(int count)
    {
        HashSet<int> found = [];
        while (found.Count < count)
        {
            int port = Random.Shared.Next(Lowest, Highest);
            if (IsFree(port))
            {
                found.Add(port);
            }
        }

        return [.. found];
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
