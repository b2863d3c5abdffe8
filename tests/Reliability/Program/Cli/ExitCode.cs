namespace Kafka.Dlq.Reliability.Cli;

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    public const int Kept = 0;

    /// <summary>A campaign did not keep its promise, or did not come to its end.</summary>
    public const int Broken = 1;

    /// <summary>A campaign was not run, because what it needs is not here.</summary>
    public const int NotRun = 3;
}
