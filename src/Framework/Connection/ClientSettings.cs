namespace Kafka.Dlq.Connection;

/// <summary>The settings that every kind of client understands: how to reach the brokers and who one is. Others would only make an admin client log warnings.</summary>
internal static class ClientSettings
{
    private static readonly string[] SharedPrefixes =
        ["bootstrap.", "broker.", "client.", "security.", "sasl.", "ssl.", "enable.ssl.", "enable.sasl.", "socket.", "reconnect.", "metadata.", "api.", "https.", "debug", "log", "test.mock."];

    public static Dictionary<string, string> Shared(IReadOnlyDictionary<string, string> settings) =>
        settings.Where(setting => SharedPrefixes.Any(prefix => setting.Key.StartsWith(prefix, StringComparison.Ordinal))).ToDictionary();
}
