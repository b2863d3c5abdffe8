namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>What a figure must reach.</summary>
/// <param name="Work">What is measured.</param>
/// <param name="Wanted">What it must reach, in words.</param>
/// <param name="Found">The figure with its spread; null when it was not measured.</param>
/// <param name="IsReached">Whether the median reaches it.</param>
internal sealed record Mark(string Work, string Wanted, string? Found, bool IsReached)
{
    public string Verdict => Found is null ? "not measured" : IsReached ? "pass" : "MISS";
}
