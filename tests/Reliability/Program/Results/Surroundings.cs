using Confluent.Kafka;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Reliability.Results;

/// <summary>The machine and the versions that figures were measured with.</summary>
internal static class Surroundings
{
    private const int LettersOfCommit = 8;
    private const double Gibi = 1024 * 1024 * 1024;

    public static string Machine => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibi:0} GiB, {RuntimeInformation.OSDescription.Split(' ')[0]} {RuntimeInformation.OSArchitecture}");

    public static string Versions => $"Kafka.Dlq {VersionOf(typeof(BaseConsumer))}, Confluent.Kafka {VersionOf(typeof(IConsumer<,>))}, librdkafka {Library.VersionString}, .NET {Environment.Version}, broker {Broker}";

    private static string Broker => Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } ? "as it runs" : DistributionVersion() ?? "unknown";

    private static string VersionOf(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion is { } version ? Short(version) : "unknown";

    // 1.2.3+0123456, without the rest of the commit's name.
    private static string Short(string version) => version.IndexOf('+', StringComparison.Ordinal) is >= 0 and int plus ? version[..Math.Min(version.Length, plus + LettersOfCommit)] : version;

    // kafka-clients-4.1.0.jar
    private static string? DistributionVersion() => Brokers.Cluster.Home is { } home
        ? Directory.EnumerateFiles(Path.Combine(home, "libs"), "kafka-clients-*.jar").Select(file => Path.GetFileNameWithoutExtension(file)["kafka-clients-".Length..]).Select(version => $"Apache Kafka {version}").FirstOrDefault()
        : null;
}
