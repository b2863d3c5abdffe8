using Kafka.Dlq.Tests.Simulation.Checks;

namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>How the run of one seed ended.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Violation">The first broken invariant, or null.</param>
/// <param name="Digest">Equal for equal runs.</param>
/// <param name="Steps">How many steps it took.</param>
/// <param name="Handlings">How often a record was handled.</param>
/// <param name="Doubled">How often one that had been handled before.</param>
/// <param name="Letters">How many letters were written.</param>
/// <param name="Seen">What occurred in it.</param>
/// <param name="Scenario">What the seed decided.</param>
/// <param name="Trace">What happened, where it was asked for.</param>
internal sealed record Outcome(int Seed, string? Violation, ulong Digest, long Steps, int Handlings, int Doubled, int Letters, Sightings Seen, string Scenario, string Trace);
