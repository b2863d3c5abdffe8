using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.LetterTopics;

/// <summary>Tells, when a host starts, which dead letter topics do not fit their sources. It is advice: whatever goes wrong with it, the host goes on.</summary>
/// <param name="read">Reads topics of a cluster, given its name and those of the topics, with or without their settings.</param>
/// <param name="monitor">Where it is told.</param>
/// <param name="logger">Where it is noted that a cluster did not tell.</param>
internal sealed class LetterTopicAdviser(
    Func<string?, IReadOnlyCollection<string>, bool, CancellationToken, Task<IReadOnlyDictionary<string, TopicState>>> read, KafkaMonitor monitor, ILogger logger)
{
    /// <summary>Asks the clusters, unless that is not wanted, and tells what does not fit.</summary>
    /// <param name="ways">From where to where letters go.</param>
    /// <param name="declarations">What routes say of topics.</param>
    /// <param name="mode">With <see cref="TopicProvisioning.None"/> no cluster is asked, and only what is declared is looked at.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task AdviseAsync(IReadOnlyList<LetterWay> ways, IReadOnlyList<TopicDeclaration> declarations, TopicProvisioning mode, CancellationToken cancellationToken)
    {
        Dictionary<TopicPlace, TopicState> states = [];
        try
        {
            if (mode != TopicProvisioning.None)
            {
                await ReadAsync(ways, states, cancellationToken);
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops before anybody could tell.
            return;
        }

        foreach (LetterWay way in ways)
        {
            foreach (DeadLetterTopicUnfit unfit in LetterWayChecks.Of(way, Facts(way.Source), Facts(way.Target)))
            {
                monitor.Publish(unfit);
            }
        }

        TopicFacts Facts(TopicPlace place) => new(states.GetValueOrDefault(place), declarations.FirstOrDefault(declaration => declaration.Topic == place.Topic));
    }

    private async Task ReadAsync(IReadOnlyList<LetterWay> ways, Dictionary<TopicPlace, TopicState> states, CancellationToken cancellationToken)
    {
        IEnumerable<TopicPlace> asked = ways.Where(way => !way.IsFromPattern).Select(way => way.Source).Concat(ways.Select(way => way.Target)).Distinct();
        foreach (IGrouping<string?, string> cluster in asked.GroupBy(place => place.Cluster, place => place.Topic))
        {
            // Partitions first: a cluster that does not tell settings, or only after a long wait, may still tell them.
            IReadOnlyCollection<string> topics = [.. cluster];
            Keep(cluster.Key, await TryReadAsync(cluster.Key, topics, withSettings: false, cancellationToken), states);
            Keep(cluster.Key, states.Keys.Any(place => place.Cluster == cluster.Key) ? await TryReadAsync(cluster.Key, topics, withSettings: true, cancellationToken) : null, states);
        }
    }

    private void Keep(string? cluster, IReadOnlyDictionary<string, TopicState>? found, Dictionary<TopicPlace, TopicState> states)
    {
        foreach ((string topic, TopicState state) in found ?? new Dictionary<string, TopicState>())
        {
            states[new TopicPlace(cluster, topic)] = state;
            Note(cluster, state.Problem);
        }
    }

    private async Task<IReadOnlyDictionary<string, TopicState>?> TryReadAsync(string? cluster, IReadOnlyCollection<string> topics, bool withSettings, CancellationToken cancellationToken)
    {
        try
        {
            return await read(cluster, topics, withSettings, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: it is advice, for which nothing else may fail.
            Note(cluster, exception.Message);
            return null;
        }
    }

    private void Note(string? cluster, string? reason)
    {
        if (reason is not null)
        {
            LetterTopicLog.NotTold(logger, cluster ?? "the host's own", reason);
        }
    }
}
