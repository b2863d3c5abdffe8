using Kafka.Dlq.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kafka.Dlq;

/// <summary>
/// Tells what there is to do about the topics of the routes before anything is done, and does it on request: for a deployment step or a look at a cluster.
/// It is in the container once <c>AddKafkaDlq</c> was called, and needs no started host. May be used from any thread.
/// </summary>
/// <example>
/// <code>
/// TopicPlanner topics = host.Services.GetRequiredService&lt;TopicPlanner&gt;();
/// Console.WriteLine(await topics.PlanAsync(TopicProvisioning.Align));
/// </code>
/// </example>
public sealed class TopicPlanner
{
    private readonly KafkaDlqBuilder _builder;
    private readonly IOptions<KafkaDlqOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    internal TopicPlanner(KafkaDlqBuilder builder, IOptions<KafkaDlqOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _time = time;
        _builder = builder;
        _options = options;
        _loggers = loggers;
    }

    /// <summary>Asks the clusters and says what there is to do. Changes nothing, whatever the mode. Each request to a broker waits 5 s at most.</summary>
    /// <param name="mode">What may be done; null, the default: <c>options.Topics</c>. With <see cref="TopicProvisioning.None"/> no cluster is asked and the plan is empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The plan, with the faults that would stop a start: they are not thrown here.</returns>
    /// <exception cref="InvalidRoutesException">Options or routes have faults; it lists them all.</exception>
    /// <exception cref="Provisioning.BrokerUnreachableException">A cluster did not answer; trying again is safe.</exception>
    public Task<TopicPlan> PlanAsync(TopicProvisioning? mode = null, CancellationToken cancellationToken = default) =>
        Setup().PlanAsync(mode ?? _options.Value.Topics, cancellationToken);

    /// <summary>
    /// Plans anew and carries the plan out, as the start of a host does, without consuming anything. So a deployment step with the rights to create topics can do it once,
    /// and hosts without them start with <see cref="TopicProvisioning.Verify"/>. Any number of processes may do so at the same moment.
    /// </summary>
    /// <param name="mode">What may be done; null, the default: <c>options.Topics</c>.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent to a broker may still happen.</param>
    /// <returns>What was carried out.</returns>
    /// <exception cref="InvalidRoutesException">Options or routes have faults; it lists them all.</exception>
    /// <exception cref="Provisioning.TopicProvisioningException">The plan has a fault, and nothing was done; or a broker refused a change. It lists them all.</exception>
    /// <exception cref="Provisioning.BrokerUnreachableException">A cluster did not answer; trying again is safe.</exception>
    public Task<TopicPlan> CarryOutAsync(TopicProvisioning? mode = null, CancellationToken cancellationToken = default) =>
        Setup().RunAsync(mode ?? _options.Value.Topics, cancellationToken);

    private TopicSetup Setup() => new(StartupCheck.Run(_builder, _options.Value), _options.Value, _time, _loggers) { Sinks = _builder.Sinks };
}
