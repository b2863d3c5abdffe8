using Kafka.Dlq.Consuming;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Processing;
using System.Runtime.ExceptionServices;

namespace Kafka.Dlq.Rejecting;

/// <summary>Carries out, for one partition, what the route's actions say of rejected records. Safe from any thread.</summary>
internal sealed class Rejecter(PartitionAssignment assignment, RejectServices services, KafkaMonitor monitor, TimeProvider time)
{
    private readonly SinkCollector[] _collectors = [.. assignment.Topic.Actions.Sinks.Select(services.Sinks.Of)];

    /// <summary>What was rejected or settled of the messages in work.</summary>
    public RejectMemory Memory { get; } = new();

    private RouteActions Actions => assignment.Topic.Actions;

    /// <summary>The kind of an error that a record is rejected with.</summary>
    public static ErrorKind KindOf(Exception error) =>
        error is MessageDeserializationException || error.InnerException is MessageDeserializationException ? ErrorKind.Deserialization : ErrorKind.Consume;

    /// <summary>Whether an error is one to reject a record for. Those that end the run say nothing of the record, critical ones are the host's, and with <c>Throw</c> all are the retry engine's.</summary>
    public bool Takes(Exception error, Run run) =>
        !IsEnding(run) && Actions.For(KindOf(error)) != DeadLetterAction.Throw && !assignment.Topic.Recovery.Critical.Contains(error);

    /// <summary>Rejects a record: once for each message and part, however often its run is repeated. Nothing happens for a partition that was taken away: its next owner decides.</summary>
    /// <exception cref="Exception">The error itself, with <c>Throw</c>.</exception>
    public void Reject(Rejection rejection)
    {
        DeadLetterAction action = Actions.For(rejection.Kind);
        if (action == DeadLetterAction.Throw)
        {
            ExceptionDispatchInfo.Throw(rejection.Error);
        }

        RejectedBody body = RejectedBody.Of(rejection.Record);
        Message message = rejection.Message;
        if (assignment.IsRevoked || !Memory.TryReject(message.Offset.Value, body.PartName, assignment.Offsets.Cursor))
        {
            return;
        }

        RejectedRecord record = new()
        {
            Message = message.Detach(),
            Body = body,
            GroupId = assignment.Topic.Route.GroupId,
            Consumer = rejection.Consumer,
            Error = rejection.Error,
            Reason = rejection.Reason ?? Wrapped.TypeOf(rejection.Error),
            Kind = rejection.Kind,
            Attempt = rejection.Attempt,
            RejectedAt = time.GetUtcNow(),
            Queue = assignment.Topic.DeadLetterQueue,
            IsFromRetryTopic = assignment.Topic.IsRetryTopic,
        };
        if (action.IsSink)
        {
            services.Sinks.Of(action.Name).Add(record, assignment);
        }
        else if (action == DeadLetterAction.Log)
        {
            services.Log.Write(record);
        }

        if (monitor.IsListenedTo<RecordRejected>())
        {
            monitor.Publish(new RecordRejected(record.Message, action.Name, record.Error, record.Reason, record.Id));
        }
    }

    /// <summary>Waits until the sinks that the next run may reject to have room.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        foreach (SinkCollector collector in _collectors)
        {
            await collector.WaitForRoomAsync(cancellationToken);
        }
    }

    private bool IsEnding(Run run) => assignment.IsRevoked || assignment.GivenUp.IsCancellationRequested || run.Limit is { IsOver: true };

}
