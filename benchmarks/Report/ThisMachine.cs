using Confluent.Kafka;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>Describes the machine and the versions at hand.</summary>
internal static class ThisMachine
{
    /// <param name="arguments">Of this program.</param>
    public static RunInfo Describe(IEnumerable<string> arguments) => new(
        DateTimeOffset.UtcNow,
        string.Join(' ', arguments.Prepend("./bench")),
        Told("KAFKADLQ_BENCH_SOURCE"),
        $"{Processor()}, {Environment.ProcessorCount} cores",
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        $"{SystemName()}, {RuntimeInformation.ProcessArchitecture}",
        $"{RuntimeInformation.FrameworkDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} garbage collection",
        $"Confluent.Kafka {ClientVersion()}, librdkafka {Library.VersionString}",
        Told("KAFKADLQ_BENCH_BROKER"));

    // ./bench knows these; a client cannot ask a broker for its version.
    private static string Told(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : "not told";

    private static string ClientVersion() =>
        typeof(Library).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "of unknown version";

    private static string Processor() => FieldOf("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string SystemName() => FieldOf("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription;

    private static string? FieldOf(string file, string name, char separator)
    {
        string? line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim();
    }
}
