namespace Kafka.Dlq.DeadLetters;

/// <summary>Counts the runs of a sliding window in ten slices, so that its size does not depend on their number: what leaves it does so up to a tenth of the window late.</summary>
internal sealed class RunWindow(TimeSpan window)
{
    private const int Slices = 10;

    private readonly (long Slice, long Failed, long All)[] _slices = new (long, long, long)[Slices];
    private readonly long _length = Math.Max(1, window.Ticks / Slices);

    public void Add(TimeSpan now, bool isFailed)
    {
        long slice = now.Ticks / _length;
        ref (long Slice, long Failed, long All) place = ref _slices[slice % Slices];
        if (place.Slice != slice)
        {
            place = (slice, 0, 0);
        }

        place.All++;
        place.Failed += isFailed ? 1 : 0;
    }

    public (long Failed, long All) Count(TimeSpan now)
    {
        long slice = now.Ticks / _length;
        long failed = 0;
        long all = 0;
        foreach ((long Slice, long Failed, long All) place in _slices)
        {
            if (place.Slice > slice - Slices)
            {
                failed += place.Failed;
                all += place.All;
            }
        }

        return (failed, all);
    }

    public void Clear() => Array.Clear(_slices);
}
