using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Kafka.Dlq;

/// <summary>
/// Handles the messages of a topic in batches. Derive from it, take services in the constructor, and override <see cref="ConsumeAsync"/>.
/// </summary>
/// <remarks>
/// One instance works on one partition for as long as it is assigned (with <c>ConsumerPersistence(false)</c>: on one batch), in a service scope of its own.
/// Its hooks never run at the same time. The members below belong to the current run: use them from inside the hooks, not from the constructor.
/// </remarks>
public abstract class BaseConsumer
{
    private ConsumerContext? _context;

    /// <summary>The messages of the current run, of one partition and in the order of their offsets. Empty outside <see cref="ConsumeAsync"/>.</summary>
    protected MessageBatch Messages => Context.Run.Messages;

    /// <summary>The topic this instance works on: that of the route, or one of its retry topics.</summary>
    protected string Topic => Context.Partition.Topic;

    /// <summary>The partition this instance works on.</summary>
    protected Partition Partition => Context.Partition.Partition;

    /// <summary>The number of the current run, from 1; 2 is the first retry. It counts on through retry topics; for a batch it is that of the first message.</summary>
    protected int Attempt => Context.Run.Attempt;

    /// <summary>Whether the current run repeats one that failed: <see cref="Attempt"/> &gt; 1.</summary>
    protected bool IsRetrying => Attempt > 1;

    /// <summary>Whether the next thing to happen, should this run fail, is the dead letter queue. Always false where no number of retries says so: without a dead letter queue, with a time budget, and with a strategy or rules; with <c>Bisect</c> or <c>Singly</c> too where the run has several messages.</summary>
    protected bool IsLastAttempt => Context.Run.IsLastAttempt;

    /// <summary>Whether the partition was revoked or lost. What the run does from then on is another member's to do: marks return false.</summary>
    protected bool IsRevoked => Context.IsRevoked;

    /// <summary>
    /// The producer that sends this consumer's dead letters, free for your own use too (safe from any thread; not to be disposed).
    /// Override it to send letters through another producer, for instance to another cluster; it is asked once for each letter.
    /// </summary>
    protected virtual IProducer<byte[]?, byte[]?> Producer => Context.DefaultProducer;

    internal ConsumerContext Context => _context
        ?? throw new InvalidOperationException($"{GetType()} is not at work yet: its context is there from InitializedAsync on, not in the constructor.");

    internal IProducer<byte[]?, byte[]?> LetterProducer => Producer;

    /// <summary>Its name in letters.</summary>
    internal virtual string? Name => GetType().FullName;

    /// <summary>Handles <see cref="Messages"/>. Throwing fails the run: it is retried after the back-off, and the failing message goes to the dead letter queue when its retries are used up.</summary>
    /// <param name="cancellationToken">Cancelled when the partition is revoked and when the host's stop exceeds <c>ShutdownTimeout</c>; ending with an exception then counts as no failure. Cancelled too when the run exceeds the topic's <c>Timeout</c>, which is one.</param>
    protected internal abstract Task ConsumeAsync(CancellationToken cancellationToken);

    /// <summary>Runs once, before the first messages. A failure is reported and not retried.</summary>
    /// <param name="cancellationToken">As that of <see cref="ConsumeAsync"/>.</param>
    protected internal virtual Task InitializedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs when the partition was revoked or lost, after the current run ended. Offsets can no longer be marked. A failure is reported and not retried.</summary>
    /// <param name="cancellationToken">Cancelled when the host's stop exceeds <c>ShutdownTimeout</c>.</param>
    protected internal virtual Task RevokedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs when the host stops, unless the partition was revoked, even while it waits out a back-off. What it marks is committed. A failure is reported and not retried.</summary>
    /// <param name="cancellationToken">Cancelled after 5 s; the stop goes on then.</param>
    protected internal virtual Task ShutdownAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs when the end of the partition was reached and everything before it handled, for topics with <c>Eofed()</c>. A failure is reported and not retried.</summary>
    /// <param name="cancellationToken">As that of <see cref="ConsumeAsync"/>.</param>
    protected internal virtual Task EofedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Marks a message, and all before it, as consumed: offset + 1 is stored and committed with the next flush (<c>CommitInterval</c>, a revoke, the stop).
    /// Marking an older message moves the offset back. Safe from any thread.
    /// </summary>
    /// <param name="message">A message of this partition.</param>
    /// <returns>False when the partition is no longer ours; nothing is stored then.</returns>
    /// <exception cref="ArgumentException">The message is of another topic or partition.</exception>
    protected bool MarkAsConsumed(Message message) => Context.Mark(message);

    /// <summary>Marks a message as <see cref="MarkAsConsumed"/> does and waits until the broker has the offset. Failing commits are reported and tried again.</summary>
    /// <param name="message">A message of this partition.</param>
    /// <returns>False when the partition is no longer ours.</returns>
    /// <exception cref="ArgumentException">The message is of another topic or partition.</exception>
    /// <exception cref="OperationCanceledException">The host's stop exceeded <c>ShutdownTimeout</c>.</exception>
    protected Task<bool> MarkAsConsumedAndCommitAsync(Message message) => Context.Mark(message) ? Context.CommitAsync() : Task.FromResult(false);

    /// <summary>Commits what is marked on this partition and waits until the broker has it. An offset held back by a dead letter on its way is committed up to that letter.</summary>
    /// <returns>False when the partition is no longer ours.</returns>
    /// <exception cref="OperationCanceledException">The host's stop exceeded <c>ShutdownTimeout</c>.</exception>
    protected Task<bool> CommitOffsetsAsync() => Context.CommitAsync();

    /// <summary>
    /// Holds this partition after the current run: the running code goes on, then nothing is handled for the duration. Suppresses the automatic mark of this run.
    /// A later pause replaces an earlier one; pauses end with the assignment. A run that fails waits out its back-off instead. Safe from any thread.
    /// </summary>
    /// <param name="duration">How long; default the first wait of the topic's back-off. Zero or more.</param>
    /// <param name="offset">Where to go on; default behind the current run.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative, or the offset is.</exception>
    protected void Pause(TimeSpan? duration = null, Offset? offset = null) => Context.Pause(duration, offset);

    /// <summary>Ends a pause of this partition at once; nothing happens when there is none. Safe from any thread.</summary>
    protected void Resume() => Context.Resume();

    /// <summary>
    /// Goes on from another offset of this partition after the current run, which drops the rest of its messages from memory and suppresses its automatic mark.
    /// Marks of older messages later in this run are refused (false): they would move the offset behind the target.
    /// Safe from any thread; while nothing is handled, the partition goes there at once.
    /// </summary>
    /// <param name="offset">An offset, <see cref="Offset.Beginning"/> or <see cref="Offset.End"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is another special value.</exception>
    protected void Seek(Offset offset) => Context.Seek(offset);

    /// <summary>
    /// Hands a message to the dead letter queue and goes on. Marks nothing; but the offset cannot be committed past the message before the broker has its letter.
    /// </summary>
    /// <param name="message">A message of this partition.</param>
    /// <param name="reason">Why, for the header <c>dlq.reason</c>.</param>
    /// <exception cref="InvalidOperationException">The topic has no dead letter queue.</exception>
    /// <exception cref="ArgumentException">The message is of another topic or partition.</exception>
    protected void DispatchToDlq(Message message, string? reason = null) => _ = Context.DispatchAsync(this, message, reason);

    /// <summary>
    /// Says that a message of this run has failed, and lets the run go on. When the run returns, all of its other messages are handled, and each that failed is retried alone after the back-off, with its own count of
    /// runs, and given up when its retries are used up; without a dead letter queue it is retried for ever. In the order of their offsets: what stands behind the first that failed is marked when that is settled.
    /// </summary>
    /// <remarks>
    /// Works with and without <c>Isolate</c> and <c>Independent</c>; rules and strategies see each error by itself. Marks of messages behind one that failed wait until it is settled, so mark as ever. Once more for the same message
    /// changes nothing: the first error counts. When the run throws all the same, it has failed as a whole, and the first message that failed is its culprit, as if named by <see cref="PoisonMessageException"/>.
    /// In a consumer of single messages it is as if the message's call had thrown. Nothing happens when the partition is no longer ours. Safe from any thread.
    /// </remarks>
    /// <param name="message">A message of the run that is going on and not marked; in a consumer of single messages, the one that it was given.</param>
    /// <param name="exception">What went wrong with it, as its letter tells it.</param>
    /// <exception cref="ArgumentException">The message is of another topic, partition or run.</exception>
    /// <exception cref="InvalidOperationException">No run is going on: it has returned. Or the message, or one behind it, was marked.</exception>
    /// <example><code>catch (FormatException exception) { Fail(message, exception); }</code></example>
    protected void Fail(Message message, Exception exception) => Context.Fail(message, exception);

    /// <summary>Hands a message to the dead letter queue and waits until the broker has it. Marks nothing.</summary>
    /// <param name="message">A message of this partition.</param>
    /// <param name="reason">Why, for the header <c>dlq.reason</c>.</param>
    /// <exception cref="InvalidOperationException">The topic has no dead letter queue.</exception>
    /// <exception cref="ArgumentException">The message is of another topic or partition.</exception>
    /// <exception cref="OperationCanceledException">The partition was revoked, or the host's stop exceeded <c>ShutdownTimeout</c>, before the broker had it.</exception>
    protected Task DispatchToDlqAsync(Message message, string? reason = null) => Context.DispatchAsync(this, message, reason);

    /// <summary>
    /// Rejects a message: what becomes of it is said by the topic's <see cref="DeadLetterAction"/>. Marks nothing; with a sink, the offset cannot be committed past the message before the sink has it.
    /// A run that is repeated rejects a message once. Nothing happens when the partition was taken away. Safe from any thread.
    /// </summary>
    /// <param name="message">A message of this partition.</param>
    /// <param name="error">Why. With <see cref="DeadLetterAction.Throw"/>, the default, it is thrown, as it is.</param>
    /// <param name="reason">Why, in a word or two of which there are few: the counter counts by it. Default: the error's type.</param>
    /// <exception cref="ArgumentException">The message is of another topic or partition.</exception>
    protected void Reject(Message message, Exception error, string? reason = null) => Context.Reject(this, message, message, error, reason);

    /// <summary>Rejects something that was made of a message, as <see cref="Reject(Message, Exception, string?)"/> does. One message may have several; equal ones are rejected once.</summary>
    /// <param name="message">The message of this partition that it was made of.</param>
    /// <param name="record">Bytes, text, an object (kept as JSON), or null. One that cannot be made into JSON is named, with the reason. Read at once.</param>
    /// <param name="error">Why. With <see cref="DeadLetterAction.Throw"/>, the default, it is thrown, as it is.</param>
    /// <param name="reason">Why, in a word or two of which there are few. Default: the error's type.</param>
    /// <exception cref="ArgumentException">The message is of another topic or partition.</exception>
    protected void Reject(Message message, object? record, Exception error, string? reason = null) => Context.Reject(this, message, record, error, reason);

    /// <summary>
    /// Does something with a message, and rejects it when that throws: at once, without a retry. Cancellation, critical errors and, with <see cref="DeadLetterAction.Throw"/>, all errors pass
    /// through unchanged.
    /// </summary>
    /// <param name="message">A message of this partition.</param>
    /// <param name="process">What is done with it.</param>
    /// <returns>True when it was handled, false when it was rejected.</returns>
    /// <example><code>if (!TryProcess(message, () =&gt; rows.Add(Row.Of(message.Payload)))) { continue; }</code></example>
    protected bool TryProcess(Message message, Action process)
    {
        ArgumentNullException.ThrowIfNull(process);
        try
        {
            process();
            return true;
        }
        catch (Exception error) when (Context.Rejects(error))
        {
            Reject(message, error);
            return false;
        }
    }

    /// <summary>Makes something of a message as <see cref="TryProcess(Message, Action)"/> does.</summary>
    /// <typeparam name="T">What is made.</typeparam>
    /// <param name="message">A message of this partition.</param>
    /// <param name="process">Makes it.</param>
    /// <param name="result">What was made; the default of its type when the message was rejected.</param>
    /// <returns>True when it was made, false when the message was rejected.</returns>
    protected bool TryProcess<T>(Message message, Func<T> process, [MaybeNullWhen(false)] out T result)
    {
        ArgumentNullException.ThrowIfNull(process);
        T? made = default;
        bool isHandled = TryProcess(message, () => { made = process(); });
        result = made;
        return isHandled;
    }

    /// <summary>Stands in the way of an asynchronous function that nobody would wait for.</summary>
    /// <param name="message">A message of this partition.</param>
    /// <param name="process">An asynchronous function.</param>
    [Obsolete("What an asynchronous function throws later would be seen by nobody. Use TryProcessAsync, and await it.", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool TryProcess(Message message, Func<Task> process) => throw new NotSupportedException($"{message}: use {nameof(TryProcessAsync)}.");

    /// <summary>Does something with a message as <see cref="TryProcess(Message, Action)"/> does.</summary>
    /// <param name="message">A message of this partition.</param>
    /// <param name="process">What is done with it.</param>
    /// <returns>True when it was handled, false when it was rejected.</returns>
    protected async Task<bool> TryProcessAsync(Message message, Func<Task> process)
    {
        ArgumentNullException.ThrowIfNull(process);
        try
        {
            await process();
            return true;
        }
        catch (Exception error) when (Context.Rejects(error))
        {
            Reject(message, error);
            return false;
        }
    }

    /// <summary>
    /// Writes the messages of this run at once to a system that answers for each, and settles them: what is written is done, what can never be is rejected (see <see cref="Reject(Message, Exception, string?)"/>),
    /// and what may be written later fails the run, which is then repeated after the back-off, with its dead letter queue behind it. Marks up to the first message that is not settled.
    /// </summary>
    /// <param name="write">
    /// Given the messages that are not settled, in order; at least one. A repeated run is not given those again that were settled behind the failing one, as long as the partition stays here: after a revoke
    /// or a crash they are written again. Gives a result for each, in the same order. What it throws fails the run, and settles nothing.
    /// </param>
    /// <exception cref="InvalidOperationException">There are not as many results as messages, or this is a consumer of single messages.</exception>
    /// <exception cref="Exception">The error of the first message that is to be written later; with <see cref="DeadLetterAction.Throw"/> also of one that can never be.</exception>
    /// <example><code>await WriteBulkAsync(async messages =&gt; ResultsOf(await index.BulkAsync(messages.Select(DocumentOf), cancellationToken)));</code></example>
    protected Task WriteBulkAsync(Func<IReadOnlyList<Message>, Task<IReadOnlyList<BulkResult>>> write) => Context.WriteBulkAsync(this, write);

    internal void Attach(ConsumerContext context) => _context = context;
}
