namespace Kafka.Dlq.Tests.Simulation.Checks;

/// <summary>How often each element occurred. Equal when all counts are.</summary>
internal sealed class Sightings : IEquatable<Sightings>
{
    private readonly long[] _counts = new long[Enum.GetValues<Element>().Length];

    /// <summary>The elements that never occurred.</summary>
    public IEnumerable<Element> Missing => Enum.GetValues<Element>().Where(element => _counts[(int)element] == 0);

    public void Note(Element element) => _counts[(int)element]++;

    public void Add(Sightings other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    public bool Equals(Sightings? other) => other is not null && _counts.AsSpan().SequenceEqual(other._counts);

    public override bool Equals(object? obj) => Equals(obj as Sightings);

    public override int GetHashCode() => _counts.Aggregate(0, HashCode.Combine);

    public override string ToString() =>
        string.Join(", ", Enum.GetValues<Element>().Select(element => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{element} {_counts[(int)element]:N0}")));
}
