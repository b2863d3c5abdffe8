using Confluent.Kafka;
using System.Diagnostics.CodeAnalysis;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>A batch consumer that follows a script and lends its verbs to the test.</summary>
internal sealed class BatchConsumer : BaseConsumer, IDisposable
{
    private readonly Script _script;

    public BatchConsumer(Script script)
    {
        _script = script;
        script.Made();
        script.Consumers.Add(this);
    }

    /// <summary>The producer to send letters with instead of the default one.</summary>
    public Func<IProducer<byte[]?, byte[]?>>? OwnProducer { get; set; }

    public MessageBatch Batch => Messages;

    public new int Attempt => base.Attempt;

    public new bool IsRetrying => base.IsRetrying;

    public new bool IsLastAttempt => base.IsLastAttempt;

    public new bool IsRevoked => base.IsRevoked;

    protected override IProducer<byte[]?, byte[]?> Producer => OwnProducer?.Invoke() ?? base.Producer;

    public bool Mark(Message message) => MarkAsConsumed(message);

    public Task<bool> MarkAndCommit(Message message) => MarkAsConsumedAndCommitAsync(message);

    public Task<bool> Commit() => CommitOffsetsAsync();

    public void Hold(TimeSpan? duration = null, Offset? offset = null) => Pause(duration, offset);

    public void GoOn() => Resume();

    public void GoTo(Offset offset) => Seek(offset);

    public new void Fail(Message message, Exception exception) => base.Fail(message, exception);

    public void GiveUp(Message message, string? reason = null) => DispatchToDlq(message, reason);

    public Task GiveUpAsync(Message message, string? reason = null) => DispatchToDlqAsync(message, reason);

    public void Refuse(Message message, Exception error, string? reason = null) => Reject(message, error, reason);

    public void RefusePart(Message message, object? record, Exception error) => Reject(message, record, error);

    public bool Try(Message message, Action process) => TryProcess(message, process);

    public bool Try<T>(Message message, Func<T> process, [MaybeNullWhen(false)] out T result) => TryProcess(message, process, out result);

    public Task<bool> TryAsync(Message message, Func<Task> process) => TryProcessAsync(message, process);

    public Task WriteBulk(Func<IReadOnlyList<Message>, Task<IReadOnlyList<BulkResult>>> write) => WriteBulkAsync(write);

    public void Dispose() => _script.Told.Add("disposed");

    protected internal override Task ConsumeAsync(CancellationToken cancellationToken)
    {
        _script.Runs.Add($"{Messages.First.Offset.Value}-{Messages.Last.Offset.Value} #{base.Attempt}");
        return _script.Batch(this, cancellationToken);
    }

    protected internal override Task InitializedAsync(CancellationToken cancellationToken) => Tell("initialized", cancellationToken);

    protected internal override Task RevokedAsync(CancellationToken cancellationToken) => Tell("revoked", cancellationToken);

    protected internal override Task ShutdownAsync(CancellationToken cancellationToken) => Tell("shutdown", cancellationToken);

    protected internal override Task EofedAsync(CancellationToken cancellationToken) => Tell("eofed", cancellationToken);

    private Task Tell(string hook, CancellationToken cancellationToken)
    {
        _script.Told.Add(hook);
        return _script.Hooks.TryGetValue(hook, out Func<BatchConsumer, CancellationToken, Task>? act) ? act(this, cancellationToken) : Task.CompletedTask;
    }
}
