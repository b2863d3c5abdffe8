using Microsoft.Win32.SafeHandles;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Testing.Native;

/// <summary>Owns a native mock cluster and the native client that it needs for its timers and log.</summary>
internal sealed class MockCluster : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int ErrorTextSize = 512;
    private const int HeartbeatMilliseconds = 500;

    private readonly nint _client;

    private MockCluster(nint client, nint cluster)
        : base(ownsHandle: true)
    {
        _client = client;
        SetHandle(cluster);
    }

    public string BootstrapServers => Marshal.PtrToStringUTF8(MockApi.BootstrapServers(this)) ?? "";

    public static MockCluster Start(int brokers)
    {
        nint client = StartClient();
        nint cluster = MockApi.NewCluster(client, brokers);
        if (cluster == 0)
        {
            MockApi.DestroyClient(client);
            throw new InvalidOperationException($"The embedded cluster could not open loopback ports for {brokers} brokers; librdkafka wrote the reason to the error output.");
        }

        MockCluster started = new(client, cluster);
        MockApi.SetInitialRebalanceDelay(started, 0);
        // Members of KIP-848 groups learn their assignment by heartbeat: the default of 3 s would be the length of every test.
        MockApi.SetHeartbeatInterval(started, HeartbeatMilliseconds);
        return started;
    }

    protected override bool ReleaseHandle()
    {
        MockApi.DestroyCluster(handle);
        MockApi.DestroyClient(_client);
        return true;
    }

    private static nint StartClient()
    {
        nint settings = MockApi.NewSettings();
        byte[] reason = new byte[ErrorTextSize];
        // This client has no brokers to talk to by design: only errors are news.
        MockApi.SetSetting(settings, "log_level", "3", reason, ErrorTextSize);
        nint client = MockApi.NewClient(MockApi.Producer, settings, reason, ErrorTextSize);
        if (client == 0)
        {
            MockApi.DestroySettings(settings);
            throw new InvalidOperationException($"librdkafka could not start the embedded cluster's client: {ErrorText(reason)}");
        }

        return client;
    }

    private static string ErrorText(byte[] text) => System.Text.Encoding.UTF8.GetString(text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOf((byte)0))));
}
