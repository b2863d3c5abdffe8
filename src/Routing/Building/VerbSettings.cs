using System.Diagnostics.CodeAnalysis;

namespace Kafka.Dlq.Routing.Building;

/// <summary>What was said of one topic, or in one draw's defaults: every call of every verb, so that a second one can be told.</summary>
internal sealed class VerbSettings
{
    // Keys are the router's verbs, and for features their types and levels.
    private readonly Dictionary<object, VerbCalls> _calls = [];

    public IEnumerable<VerbCalls> Repeated => _calls.Values.Where(calls => calls.Values.Count > 1);

    public IEnumerable<LevelledFeature> Features =>
        from call in _calls
        where call.Key is FeatureKey
        let key = (FeatureKey)call.Key
        select new LevelledFeature(key.Type, key.Level, (IRouteFeature)call.Value.Values[0]);

    public void Set<T>(Verb<T> verb, T value)
        where T : notnull => Add(verb, verb.Name, value);

    public void Set<TFeature>(TFeature feature, FeatureLevel level = FeatureLevel.Route)
        where TFeature : class, IRouteFeature => Add(new FeatureKey(typeof(TFeature), level), feature.Verb, feature);

    public bool TryGet<T>(Verb<T> verb, [MaybeNullWhen(false)] out T value)
        where T : notnull
    {
        bool found = _calls.TryGetValue(verb, out VerbCalls? calls);
        value = found ? (T)calls!.Values[0] : default;
        return found;
    }

    private void Add(object key, string verb, object value)
    {
        if (_calls.TryGetValue(key, out VerbCalls? earlier))
        {
            earlier.Values.Add(value);
            return;
        }

        _calls.Add(key, new VerbCalls(verb, [value]));
    }

    private sealed record FeatureKey(Type Type, FeatureLevel Level);
}
