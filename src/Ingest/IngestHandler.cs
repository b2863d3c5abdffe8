using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Letters;
using Kafka.Dlq.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Kafka.Dlq.Ingest;

/// <summary>Handles the requests of one endpoint: reads the body, judges its records, has Kafka take them, and only then answers.</summary>
internal sealed class IngestHandler<T>(string endpoint, Inlet inlet, IngestOptions<T> options, IOptions<KafkaDlqOptions> host, TimeProvider time, ILogger log)
{
    private readonly RecordReader<T> _reader = new(inlet.Topic, options.Deserializer);

    public async Task HandleAsync(HttpContext context)
    {
        if (await BodyReader.ReadAsync(context.Request, options.MaxBodySize, context.RequestAborted) is not { } body)
        {
            IngestLog.TooLarge(log, endpoint, options.MaxBodySize, context.Request.ContentLength);
            await IngestAnswer.TooLargeAsync(context, $"The body is longer than {options.MaxBodySize} bytes.");
            return;
        }

        Verdict verdict = Verdict.Of(IngestBody.Split(body), options.AllOrNothing, Judge);
        Guid request = Guid.CreateVersion7(time.GetUtcNow());
        List<string> ids = inlet.DeadLetterTopic is null ? [] : [.. verdict.Rejected.Select(record => IngestLetter.IdOf(inlet.Topic, endpoint, request, record.Index))];
        string hash = Convert.ToHexStringLower(SHA256.HashData(body));
        if (await WriteAsync(verdict, ids, context.RequestAborted) is { } error)
        {
            await RefuseAsync(context, error, body.Length, hash);
            return;
        }

        await AnswerAsync(context, verdict, ids, body.Length, hash);
    }

    private async Task AnswerAsync(HttpContext context, Verdict verdict, List<string> ids, int length, string hash)
    {
        if (verdict.Rejected.Count == 0)
        {
            IngestLog.Accepted(log, endpoint, verdict.Accepted.Count, inlet.Topic, length, hash);
            await IngestAnswer.AcceptedAsync(context, verdict.Accepted.Count);
            return;
        }

        IngestLog.Rejected(log, endpoint, verdict.Rejected.Count, verdict.Records.Count, ids.Count == 0 ? "none" : string.Join(", ", ids), length, hash);
        await IngestAnswer.InvalidAsync(context, verdict, ids);
    }

    private async Task RefuseAsync(HttpContext context, Exception error, int length, string hash)
    {
        IngestLog.Unavailable(log, endpoint, inlet.Topic, $"{error.GetType().Name}: {error.Message.TrimEnd('.')}.", length, hash);
        if (error is KafkaException { Error.Code: ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidMsgSize })
        {
            await IngestAnswer.TooLargeAsync(context, "A record is larger than its topic takes.");
        }
        else
        {
            await IngestAnswer.UnavailableAsync(context);
        }
    }

    private JudgedRecord Judge(ReadOnlyMemory<byte> bytes, int index)
    {
        TypedRecord<T> record = _reader.Read(bytes);
        if (!record.IsValid)
        {
            return new JudgedRecord(index, bytes, Key: null, record.Violations);
        }

        try
        {
            return new JudgedRecord(index, bytes, options.Key?.Invoke(record.Value), []);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            // The function is the user's; a record for which it has no key could not be put in its place among the others.
            return new JudgedRecord(index, bytes, Key: null, [new MemberViolation("", $"Its key cannot be told: {exception.GetType().Name}: {exception.Message}")]);
        }
    }

    /// <summary>Has Kafka take records and letters, all at once.</summary>
    /// <returns>Why it did not take one of them; null when it took all.</returns>
    private async Task<Exception?> WriteAsync(Verdict verdict, List<string> ids, CancellationToken aborted)
    {
        try
        {
            List<Task> writes = [.. verdict.Accepted.Select(record => inlet.PublishAsync(RecordOf(record)))];
            foreach ((JudgedRecord record, string id) in verdict.Rejected.Zip(ids))
            {
                writes.Add(inlet.RejectAsync(IngestLetter.Of(record, id, inlet.Topic, endpoint, verdict.Body.Fault is null, host.Value.DeadLetters, time.GetUtcNow())));
            }

            await Task.WhenAll(writes).WaitAsync(options.Timeout, time, aborted);
            return null;
        }
        catch (Exception exception) when (exception is KafkaException or TimeoutException or InvalidOperationException)
        {
            return exception;
        }
    }

    private static Message<byte[]?, byte[]?> RecordOf(JudgedRecord record)
    {
        Headers headers = [];
        KafkaActivities.Inject(Activity.Current, headers);
        return new Message<byte[]?, byte[]?> { Key = record.Key is { } key ? Encoding.UTF8.GetBytes(key) : null, Value = record.Bytes.ToArray(), Headers = headers };
    }
}
