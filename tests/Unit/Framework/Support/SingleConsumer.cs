using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>A consumer of single messages that follows a script and lends its verbs to the test.</summary>
internal sealed class SingleConsumer(Script script) : MessageConsumer
{
    public new int Attempt => base.Attempt;

    public new bool IsLastAttempt => base.IsLastAttempt;

    public bool Mark(Message message) => MarkAsConsumed(message);

    public new void Fail(Message message, Exception exception) => base.Fail(message, exception);

    public void Hold(TimeSpan? duration = null, Offset? offset = null) => Pause(duration, offset);

    public void GoTo(Offset offset) => Seek(offset);

    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        script.Runs.Add($"{message.Offset.Value} #{base.Attempt}");
        return script.Single(this, message, cancellationToken);
    }
}
