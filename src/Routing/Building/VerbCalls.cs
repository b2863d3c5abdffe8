namespace Kafka.Dlq.Routing.Building;

/// <summary>The calls of one verb on one topic.</summary>
/// <param name="Verb">Its name.</param>
/// <param name="Values">What each call gave; more than one is a fault.</param>
internal sealed record VerbCalls(string Verb, List<object> Values);
