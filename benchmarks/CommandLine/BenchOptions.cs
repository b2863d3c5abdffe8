using Kafka.Dlq.Benchmarks.Throughput;
using System.CommandLine;

namespace Kafka.Dlq.Benchmarks.CommandLine;

/// <summary>The options of the command line and what they become.</summary>
internal sealed class BenchOptions
{
    private const string All = "all";
    private const int DefaultRounds = 5;
    private const int QuickRounds = 2;
    private const long DefaultRecords = 1_500_000;
    private const long QuickRecords = 300_000;
    private const long DefaultFailingRecords = 1_000_000;
    private const long QuickFailingRecords = 100_000;

    private readonly Argument<string[]> _parts = new("part") { Description = "What is measured; default all.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _quick = new("--quick") { Description = $"Only to see that it works: {QuickRounds} rounds and a fifth of the records. No figures to be told." };
    private readonly Option<int?> _rounds = new("--rounds") { Description = $"How often everything is measured; default {DefaultRounds}.", HelpName = "N" };
    private readonly Option<long?> _records = new("--records") { Description = $"Records of a topic of small values; default {DefaultRecords:N0}. Half as many of large ones.", HelpName = "N" };
    private readonly Option<long?> _failingRecords = new("--failing-records") { Description = $"Records of which up to 1 % fail; default {DefaultFailingRecords:N0}. A fifth and a tenth where 10 % and all fail.", HelpName = "N" };
    private readonly Option<int?> _rate = new("--rate") { Description = "Records per second for the latency; default half of what producer, broker and consumer keep up with.", HelpName = "N" };
    private readonly Option<int[]> _sizes = new("--sizes") { Description = "Sizes of values in bytes.", HelpName = "N", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [100, 1000] };
    private readonly Option<int[]> _partitions = new("--partitions") { Description = "Numbers of partitions.", HelpName = "N", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 6, 48] };
    private readonly Option<Contender[]> _contenders = new("--contenders") { Description = "Who reads, for throughput; default all.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Enum.GetValues<Contender>() };
    private readonly Option<FetchMode?> _fetching = new("--fetching") { Description = "How ours fetches; default as its users have it." };
    private readonly Option<string> _brokers = new("--brokers") { Description = "Bootstrap servers; default KAFKA_BOOTSTRAP_SERVERS.", HelpName = "HOST:PORT" };
    private readonly Option<string?> _json = new("--json") { Description = "Writes all samples into this file.", HelpName = "FILE" };
    private readonly Option<string?> _report = new("--report") { Description = "Writes the tables into this page, and the plot beside it.", HelpName = "FILE" };

    public BenchOptions()
    {
        _parts.AcceptOnlyFromAmong([.. Enum.GetNames<Part>().Select(name => name.ToLowerInvariant()), All]);
        _brokers.DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") ?? "";
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_parts);
        foreach (Option option in new Option[] { _quick, _rounds, _records, _failingRecords, _rate, _sizes, _partitions, _contenders, _fetching, _brokers, _json, _report })
        {
            command.Options.Add(option);
        }
    }

    public BenchSettings SettingsOf(ParseResult parsed)
    {
        bool isQuick = parsed.GetValue(_quick);
        return new BenchSettings(
            parsed.GetRequiredValue(_brokers),
            PartsOf(parsed.GetValue(_parts) ?? []),
            parsed.GetValue(_rounds) ?? (isQuick ? QuickRounds : DefaultRounds),
            parsed.GetValue(_records) ?? (isQuick ? QuickRecords : DefaultRecords),
            parsed.GetValue(_failingRecords) ?? (isQuick ? QuickFailingRecords : DefaultFailingRecords),
            parsed.GetValue(_rate),
            parsed.GetRequiredValue(_sizes),
            parsed.GetRequiredValue(_partitions),
            parsed.GetRequiredValue(_contenders),
            parsed.GetValue(_fetching));
    }

    public BenchOutput OutputOf(ParseResult parsed) => new(parsed.GetValue(_json), parsed.GetValue(_report));

    private static Part[] PartsOf(string[] names) =>
        names.Length == 0 || names.Contains(All, StringComparer.Ordinal) ? Enum.GetValues<Part>() : [.. names.Select(name => Enum.Parse<Part>(name, ignoreCase: true)).Distinct()];
}
