using Confluent.Kafka;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>Reaches the native client behind Confluent.Kafka's consumer. It is not public there, so each step is checked, and where one fails there is no native client.</summary>
internal static class NativeHandle
{
    private const string Property = "LibrdkafkaHandle";

    /// <summary>The client's handle, or null with the reason.</summary>
    public static SafeHandle? Find(IClient client, out string reason)
    {
        object? found = typeof(Handle).GetProperty(Property, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)?.GetValue(client.Handle);
        if (found is not SafeHandle { IsInvalid: false, IsClosed: false } handle)
        {
            reason = $"Confluent.Kafka {typeof(Handle).Assembly.GetName().Version} has no usable Handle.{Property}";
            return null;
        }

        reason = "";
        return handle;
    }
}
