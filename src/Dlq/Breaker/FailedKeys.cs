namespace Kafka.Dlq.DeadLetters;

/// <summary>Which keys failed alike. Of each kind of failure only so many keys are remembered as are asked for, those that failed last, and of kinds the last 32.</summary>
internal sealed class FailedKeys(int most)
{
    private const int MostKinds = 32;

    private readonly Dictionary<string, List<(int Key, TimeSpan At, long Successes)>> _kinds = new(StringComparer.Ordinal);

    /// <param name="kind">What they failed of.</param>
    /// <param name="key">Stands for the message's key.</param>
    /// <param name="now">When.</param>
    /// <param name="successes">How many runs had ended well by then.</param>
    public void Add(string kind, int key, TimeSpan now, long successes)
    {
        if (!_kinds.TryGetValue(kind, out List<(int Key, TimeSpan At, long Successes)>? keys))
        {
            if (_kinds.Count == MostKinds)
            {
                _kinds.Remove(_kinds.MinBy(known => known.Value[^1].At).Key);
            }

            keys = _kinds[kind] = [];
        }

        keys.RemoveAll(known => known.Key == key);
        if (keys.Count == most)
        {
            keys.RemoveAt(0);
        }

        keys.Add((key, now, successes));
    }

    /// <summary>How many keys failed so at a time or later.</summary>
    public int CountSince(string kind, TimeSpan from) => Of(kind).Count(known => known.At >= from);

    /// <summary>How many keys failed so since so many runs had ended well.</summary>
    public int CountSince(string kind, long successes) => Of(kind).Count(known => known.Successes == successes);

    public void Clear() => _kinds.Clear();

    private List<(int Key, TimeSpan At, long Successes)> Of(string kind) => _kinds.GetValueOrDefault(kind) ?? [];
}
