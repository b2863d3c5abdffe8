namespace Kafka.Dlq.DeadLetters;

/// <summary>Finds dead letter topics that lead back to their source, where a message that always fails would go round for ever. Pure.</summary>
internal static class DeadLetterCycles
{
    /// <summary>The cycle that this path begins, in words, or null when it begins none. Each cycle is begun by its first path in the table, so that it is told once.</summary>
    /// <param name="index">The path to follow.</param>
    /// <param name="paths">All paths in the table's order; equal ones come from groups that read the same topic.</param>
    public static string? ToReportFor(int index, IReadOnlyList<DeadLetterPath> paths)
    {
        bool isRepeated = paths.Take(index).Contains(paths[index]);
        IReadOnlyList<DeadLetterPath>? cycle = isRepeated ? null : ShortestWayBack(paths[index], paths);
        return cycle is not null && BeginsWithFirst(cycle, paths) ? Describe(cycle) : null;
    }

    private static List<DeadLetterPath>? ShortestWayBack(DeadLetterPath start, IReadOnlyList<DeadLetterPath> paths)
    {
        Dictionary<DeadLetterPath, DeadLetterPath?> cameFrom = new() { [start] = null };
        Queue<DeadLetterPath> open = new([start]);
        while (open.TryDequeue(out DeadLetterPath? path))
        {
            if (path != start && start.Reads(path.Target))
            {
                return WayTo(path, cameFrom);
            }

            foreach (DeadLetterPath next in paths.Where(next => next.Reads(path.Target) && cameFrom.TryAdd(next, path)))
            {
                open.Enqueue(next);
            }
        }

        return null;
    }

    private static List<DeadLetterPath> WayTo(DeadLetterPath last, Dictionary<DeadLetterPath, DeadLetterPath?> cameFrom)
    {
        List<DeadLetterPath> way = [];
        for (DeadLetterPath? path = last; path is not null; path = cameFrom[path])
        {
            way.Insert(0, path);
        }

        return way;
    }

    private static bool BeginsWithFirst(IReadOnlyList<DeadLetterPath> cycle, IReadOnlyList<DeadLetterPath> paths) =>
        paths.First(cycle.Contains) == cycle[0];

    private static string Describe(IReadOnlyList<DeadLetterPath> cycle)
    {
        string way = string.Join(" -> ", cycle.Select(path => path.Target).Prepend(cycle[0].Source));
        return cycle[0].IsPattern ? $"{way} (matched by {cycle[0].Source})" : way;
    }
}
