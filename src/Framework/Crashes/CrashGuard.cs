namespace Kafka.Dlq.Crashes;

/// <summary>What guards one partition against messages that kill the process.</summary>
/// <param name="Watch">Lets runs begin.</param>
/// <param name="Condemned">Gives messages up.</param>
internal sealed record CrashGuard(CrashWatch Watch, CondemnedMessages Condemned);
