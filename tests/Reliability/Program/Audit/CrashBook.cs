using Confluent.Kafka;
using Kafka.Dlq.Reliability.Campaigns;
using Kafka.Dlq.Reliability.Results;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>How often records killed their workers, and what their letters say of it.</summary>
/// <param name="Killers">Records that were planted as such.</param>
/// <param name="Crashes">How many workers they killed.</param>
/// <param name="MostOfOne">How many workers one of them killed.</param>
/// <param name="Revokes">How often partitions were taken from workers, after each of which a crash is not expected.</param>
/// <param name="Found">Killers with a letter of the kind "crash".</param>
/// <param name="Excused">Healthy records with one, at which workers were killed from outside as often as is allowed.</param>
/// <param name="Accused">Healthy records with one at which they were not.</param>
/// <param name="MaxCrashes">What the workers' guard allows.</param>
internal sealed record CrashBook(long Killers, int Crashes, int MostOfOne, int Revokes, int Found, int Excused, int Accused, int MaxCrashes)
{
    public IEnumerable<Figure> Figures =>
    [
        new("killers", Killers),
        new("crashes", Crashes),
        new("crashes of one record, most", MostOfOne, Together: Together.Largest),
        new("letters of the kind crash", Found),
        new("healthy records that were at hand at as many SIGKILLs", Excused),
    ];

    public IEnumerable<string> Failures =>
    [
        .. Verdicts.Never(Killers - Found, "records that kill their process have no letter of the kind crash"),
        .. Verdicts.Never(Accused, $"healthy records have a letter of the kind crash, although no {MaxCrashes} workers were killed at them"),
        .. Verdicts.Never(Math.Max(0, Crashes - (Killers * (MaxCrashes + 1)) - Revokes), $"workers died more than there may: {MaxCrashes} for each of {Killers} records and one that was not expected, and one for each of {Revokes} revokes"),
    ];

    public static CrashBook Read(CampaignTopics topics, IReadOnlyList<string> ledgers, int maxCrashes)
    {
        List<LedgerLine> lines = [.. ledgers.SelectMany(LedgerFile.Read).Where(line => line.Kind is LedgerKind.Killed or LedgerKind.Revoked or LedgerKind.Lost)];
        List<int> crashes = [.. lines.Where(line => line.Kind == LedgerKind.Killed).GroupBy(line => (line.Partition, line.Offset)).Select(same => same.Count())];
        ILookup<bool, (int Partition, long Offset)> given = TopicScan.Read(topics.BootstrapServers, topics.Letters)
            .Where(letter => Text(letter, "dlq.error.kind") == "crash")
            .Select(letter => (IsKiller: WorkRecord.FaultOf(letter.Message.Headers) == PlantedFault.Killer, Place: ((int)Number(letter, "dlq.source.partition"), Number(letter, "dlq.source.offset"))))
            .Distinct()
            .ToLookup(letter => letter.IsKiller, letter => letter.Place);
        int excused = given[false].Count(place => KilledWorkers.At(ledgers, place.Partition, place.Offset) >= maxCrashes);
        return new CrashBook(
            TopicScan.Read(topics.BootstrapServers, topics.Source).Count(record => WorkRecord.FaultOf(record.Message.Headers) == PlantedFault.Killer),
            crashes.Sum(),
            crashes.DefaultIfEmpty().Max(),
            lines.Count(line => line.Kind != LedgerKind.Killed && line.Text.Length > 0),
            given[true].Count(),
            excused,
            given[false].Count() - excused,
            maxCrashes);
    }

    private static long Number(ConsumeResult<byte[]?, byte[]?> letter, string header) => long.Parse(Text(letter, header), CultureInfo.InvariantCulture);

    private static string Text(ConsumeResult<byte[]?, byte[]?> letter, string header) => Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes(header));
}
