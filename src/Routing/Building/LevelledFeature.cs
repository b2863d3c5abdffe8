namespace Kafka.Dlq.Routing.Building;

/// <summary>What was said about a feature at one level.</summary>
/// <param name="Type">The type by which the feature is found again.</param>
/// <param name="Level">How specific the word is.</param>
/// <param name="Feature">What was said first.</param>
internal sealed record LevelledFeature(Type Type, FeatureLevel Level, IRouteFeature Feature);
