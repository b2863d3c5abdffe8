using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// The record that a dead letter is written as: key, value and headers of its message untouched and in order, followed by the headers of
/// <see cref="DeadLetterHeaders"/>, which replace those of an earlier pass.
/// </summary>
/// <remarks>Everything is read from the message at once, so that it may change or go away afterwards. Safe to use from any thread.</remarks>
public sealed class DeadLetterRecord
{
    private const int LongestTraceHeader = 512;
    private const int LongestOmitted = 1_024;

    // Asking the system anew for each letter would cost as much as several headers.
    private static readonly string Host = Environment.MachineName;

    private readonly LetterSettings _settings = LetterSettings.Default;
    private IReadOnlyList<Header> _original;
    private readonly IReadOnlyList<string> _refused = [];
    private readonly List<Header> _own = new(24);
    private byte[]? _key;
    private byte[]? _value;
    private readonly Timestamp _timestamp;

    /// <summary>Reads a letter.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="options">How the error is written.</param>
    /// <param name="dispatchedAt">The time of dispatch, which becomes the record's timestamp.</param>
    /// <param name="activity">The activity of sending it, whose trace a message without one joins; null for none.</param>
    public DeadLetterRecord(DeadLetter letter, DeadLetterOptions options, DateTimeOffset dispatchedAt, Activity? activity = null)
        : this(letter, options, dispatchedAt, activity, new StackTraceTexts())
    {
    }

    internal DeadLetterRecord(DeadLetter letter, DeadLetterOptions options, DateTimeOffset dispatchedAt, Activity? activity, StackTraceTexts texts)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(options);
        KafkaRecord message = letter.Message;
        _settings = letter.Settings;
        LetterHistory history = LetterHistory.Of(letter);
        Id = DeadLetterId.Of(letter, history);
        Place = new LetterPlace(_settings.PartitionBy, Number: null);
        IdText = letter.Part is { } part ? $"{Id}/{part}" : letter.GivenId ?? Id.ToString();
        _key = message.HasKey ? Bytes(message.Key) : null;
        _value = message.IsTombstone ? null : Bytes(message.RawPayload);
        _timestamp = new Timestamp(dispatchedAt);
        HeaderChoice original = HeaderChoice.Of(message.Headers, _settings, history.AddedHeader);
        _original = original.Kept;
        _refused = original.Refused;
        AddSource(letter, history);
        AddHistory(history);
        AddFailure(letter);
        AddError(letter, options, texts);
        AddConsumer(letter);
        Enrich(letter);
        AddTrace(activity);
        Bound();
    }

    /// <summary>A record that was written before, as it was.</summary>
    internal DeadLetterRecord(DeadLetter letter, Message<byte[]?, byte[]?> written, LetterPlace place)
    {
        Place = place;
        Id = DeadLetterId.Of(letter, LetterHistory.ReadWritten(written.Headers));
        IdText = written.Headers.TryGetLastBytes(DeadLetterHeaders.Id, out byte[]? id) ? System.Text.Encoding.UTF8.GetString(id) : Id.ToString();
        _key = written.Key;
        _value = written.Value;
        _timestamp = written.Timestamp;
        _original = [];
        _refused = written.Headers.TryGetLastBytes(DeadLetterHeaders.Omitted, out byte[]? omitted) ? System.Text.Encoding.UTF8.GetString(omitted).Split(',') : [];
        _own.AddRange(written.Headers.Where(header => header.Key != DeadLetterHeaders.Omitted).Select(header => new Header(header.Key, header.GetValueBytes())));
    }

    /// <summary>The letter's deterministic id.</summary>
    public DeadLetterId Id { get; }

    /// <summary>The id as text, written once.</summary>
    internal string IdText { get; }

    /// <summary>What has to be left out for the letter to keep its route's bound.</summary>
    public LetterReduction Least { get; private set; }

    /// <summary>Why the letter cannot be sent, because it does not keep the bound whatever is left out; null where it does.</summary>
    public KafkaException? Exceeds { get; private set; }

    /// <summary>What the route's enrichment threw, so that the letter goes without it; null when it did not throw.</summary>
    public Exception? EnrichFault { get; private set; }

    /// <summary>Where in its topic it shall lie.</summary>
    internal LetterPlace Place { get; private set; }

    /// <summary>The partition of its topic that the record goes to.</summary>
    /// <param name="source">The partition that the message was read from.</param>
    /// <param name="count">How many partitions the topic has.</param>
    internal Partition PartitionAmong(Partition source, int count) => Place.Among(source, _key, count);

    /// <summary>The record to produce.</summary>
    /// <param name="reduction">What to leave out; <see cref="DeadLetterHeaders.Omitted"/> then names it.</param>
    public Message<byte[]?, byte[]?> At(LetterReduction reduction)
    {
        Headers headers = [];
        List<string>? omitted = _refused.Count > 0 ? [.. _refused] : null;
        AddKept(_original, headers, reduction, ref omitted);
        AddKept(_own, headers, reduction, ref omitted);
        if (omitted is not null)
        {
            headers.Add(DeadLetterHeaders.Omitted, Utf8Text.Shortened(string.Join(',', omitted.Distinct(StringComparer.Ordinal)), LongestOmitted));
        }

        return new Message<byte[]?, byte[]?> { Key = _key, Value = _value, Headers = headers, Timestamp = _timestamp };
    }

    private void Enrich(DeadLetter letter)
    {
        if (_settings.Enrich is not { } enrich)
        {
            return;
        }

        LetterDraft draft = new(_key, _value, _original);
        try
        {
            enrich(draft, letter);
            (_key, _value, _original) = (draft.Key, draft.Value, draft.Headers);
            Place = Place with { Number = draft.Partition };
        }
        catch (Exception exception)
        {
            // The user's code. Whatever it throws, the message must not be lost for it; its text may hold what the route redacts.
            EnrichFault = exception;
            Add(DeadLetterHeaders.EnrichError, exception.GetType().FullName);
        }
    }

    private void Bound()
    {
        if (_settings.MaxBytes is { } bound)
        {
            LetterReduction? fitting = LetterBound.FirstThatFits(At, bound);
            Least = fitting ?? LetterReduction.NoOriginalHeaders;
            Exceeds = fitting is null ? LetterBound.Exceeded(LetterBound.SizeOf(At(Least)), bound) : null;
        }
    }

    private static void AddKept(IReadOnlyList<Header> from, Headers headers, LetterReduction reduction, ref List<string>? omitted)
    {
        foreach (Header header in from)
        {
            if (reduction == LetterReduction.None || IsKept(header, reduction))
            {
                headers.Add(header);
            }
            else
            {
                (omitted ??= []).Add(header.Key);
            }
        }
    }

    private static bool IsKept(Header header, LetterReduction reduction) => header.Key switch
    {
        DeadLetterHeaders.ErrorStackTrace => reduction < LetterReduction.NoStackTrace,
        DeadLetterHeaders.ErrorMessage or DeadLetterHeaders.Reason => reduction < LetterReduction.NoErrorText,
        DeadLetterHeaders.TraceParent or DeadLetterHeaders.TraceState => reduction < LetterReduction.NoOriginalHeaders || (header.GetValueBytes()?.Length ?? 0) <= LongestTraceHeader,
        _ => reduction < LetterReduction.NoOriginalHeaders || DeadLetterHeaders.IsOwned(header.Key),
    };

    private void AddSource(DeadLetter letter, LetterHistory history)
    {
        Add(DeadLetterHeaders.Id, IdText);
        Add(DeadLetterHeaders.SourceTopic, Id.Topic);
        if (letter.GivenId is not null)
        {
            return;
        }

        Add(DeadLetterHeaders.SourcePartition, Id.Partition);
        Add(DeadLetterHeaders.SourceOffset, Id.Offset);
        Add(DeadLetterHeaders.SourceTimestamp, history.Source is null ? IsoTime.Of(letter.Message.Timestamp) : history.SourceTimestamp);
        Add(DeadLetterHeaders.SourceGroup, letter.GroupId);
    }

    private void AddHistory(LetterHistory history)
    {
        if (history.Origin is { } origin)
        {
            Add(DeadLetterHeaders.OriginTopic, origin.Topic);
            Add(DeadLetterHeaders.OriginPartition, origin.Partition.Value);
            Add(DeadLetterHeaders.OriginOffset, origin.Offset.Value);
        }

        Add(DeadLetterHeaders.Depth, Id.Depth);
    }

    private void AddFailure(DeadLetter letter)
    {
        Add(DeadLetterHeaders.Attempts, letter.Attempts);
        Add(DeadLetterHeaders.FirstFailedAt, IsoTime.Of(letter.FirstFailedAt));
        Add(DeadLetterHeaders.FailedAt, IsoTime.Of(letter.FailedAt));
        Add(DeadLetterHeaders.DueAt, letter.DueAt is { } dueAt ? DueTime.Text(dueAt) : null);
        Add(DeadLetterHeaders.ErrorKind, letter.Kind.InLowerCase());
    }

    private void AddError(DeadLetter letter, DeadLetterOptions options, StackTraceTexts texts)
    {
        if (letter.Error is { } error)
        {
            Add(DeadLetterHeaders.ErrorType, Wrapped.TypeOf(error));
            Add(DeadLetterHeaders.Fingerprint, _settings.HasFingerprint ? ErrorFingerprint.Of(error) : null);

            // What is left out is not even written: a stack trace takes long.
            Func<string, string>? redact = _settings.Redact ?? options.Redact;
            AddText(DeadLetterHeaders.ErrorMessage, HasRoom(DeadLetterHeaders.ErrorMessage, options.MessageLimit) ? ErrorText.MessageOf(error) : null, options.MessageLimit, redact);
            AddText(DeadLetterHeaders.ErrorStackTrace, HasRoom(DeadLetterHeaders.ErrorStackTrace, options.StackTraceLimit) ? ErrorText.StackTraceOf(error, texts) : null, options.StackTraceLimit, redact);
        }
    }

    private void AddConsumer(DeadLetter letter)
    {
        Add(DeadLetterHeaders.Reason, letter.Reason);
        Add(DeadLetterHeaders.Consumer, letter.Consumer);
        Add(DeadLetterHeaders.Host, Host);
    }

    private void AddTrace(Activity? activity)
    {
        if (activity is not null && !_original.Any(header => header.Key == DeadLetterHeaders.TraceParent))
        {
            Headers trace = [];
            KafkaActivities.Inject(activity, trace);
            _own.AddRange(trace.Cast<Header>().Where(header => !_settings.LeftOut.Contains(header.Key)));
        }
    }

    private bool HasRoom(string name, int limit) => limit > 0 && !_settings.LeftOut.Contains(name);

    private void AddText(string name, string? text, int limit, Func<string, string>? redact)
    {
        if (text is not null)
        {
            _own.Add(new Header(name, Utf8Text.Shortened(ErrorText.Redacted(text, redact), limit)));
        }
    }

    private void Add(string name, long number) => Add(name, number.ToString(CultureInfo.InvariantCulture));

    private void Add(string name, string? text)
    {
        if (text is not null && !_settings.LeftOut.Contains(name))
        {
            _own.Add(new Header(name, Utf8Text.Of(text)));
        }
    }

    // Bytes that fill an array of their own are passed on without a copy; a slice of a shared one is copied.
    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : memory.ToArray();
}
