using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Letters;
using Kafka.Dlq.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Kafka.Dlq.Ingest;

/// <summary>Handles the requests of one endpoint: reads the body, judges its records, has Kafka take them, and only then answers.</summary>
internal sealed class IngestHandler<T>(string endpoint, Inlet inlet, IngestOptions<T> options, TimeProvider time, ILogger log)
{
    private readonly RecordReader<T> _reader = new(inlet.Topic, options.Deserializer);

    public async Task HandleAsync(HttpContext context)
    {
        if (await BodyReader.ReadAsync(context.Request, options.MaxBodySize, context.RequestAborted) is not { } body)
        {
            IngestLog.TooLarge(log, endpoint, options.MaxBodySize, context.Request.ContentLength);
            CloseAfterwards(context);
            await IngestAnswer.TooLargeAsync(context, $"The body is longer than {options.MaxBodySize} bytes.");
            return;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(body));
        IngestBody found = IngestBody.Split(body);
        if (found.Records.Count > options.MaxRecords)
        {
            IngestLog.TooMany(log, endpoint, found.Records.Count, options.MaxRecords, body.Length, hash);
            await IngestAnswer.TooLargeAsync(context, $"The array has {found.Records.Count} elements, and {options.MaxRecords} are allowed.");
            return;
        }

        Verdict verdict = Verdict.Of(found, options.AllOrNothing, Judge);
        List<RecordWrite> writes = Begin(verdict);
        if (await FaultOfAsync(writes, context.RequestAborted) is { } fault)
        {
            IngestLog.Unavailable(log, endpoint, inlet.Topic, $"{fault.GetType().Name}: {fault.Message.TrimEnd('.')}.", body.Length, hash);
            await IngestAnswer.UnavailableAsync(context);
            return;
        }

        Outcome outcome = Outcome.Of(verdict, writes);
        Tell(verdict, outcome, body.Length, hash);
        await IngestAnswer.OutcomeAsync(context, verdict, outcome);
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

    /// <summary>Hands records and letters to Kafka, in their order and without waiting in between.</summary>
    private List<RecordWrite> Begin(Verdict verdict)
    {
        Guid request = Guid.CreateVersion7(time.GetUtcNow());
        List<RecordWrite> writes = [.. verdict.Accepted.Select(record => new RecordWrite(record, LetterId: null, inlet.PublishAsync(RecordOf(record))))];
        if (inlet.DeadLetterTopic is not null)
        {
            foreach (JudgedRecord record in verdict.Rejected)
            {
                string id = IngestLetter.IdOf(inlet.Topic, endpoint, request, record.Index);
                writes.Add(new RecordWrite(record, id, inlet.RejectAsync(record.Bytes, id, IngestLetter.ErrorOf(record, isJson: verdict.Body.Fault is null))));
            }
        }

        return writes;
    }

    /// <summary>Waits for all writes.</summary>
    /// <returns>Why Kafka could not take one of them; null when it took all, but for those that are too large.</returns>
    private async Task<Exception?> FaultOfAsync(List<RecordWrite> writes, CancellationToken aborted)
    {
        try
        {
            await Task.WhenAll(writes.Select(write => write.Written)).WaitAsync(options.Timeout, time, aborted);
            return null;
        }
        catch (TimeoutException exception)
        {
            return exception;
        }
        catch (Exception exception) when (exception is KafkaException or InvalidOperationException)
        {
            return writes.Find(write => write is { Fault: not null, IsTooLarge: false })?.Fault;
        }
    }

    private void Tell(Verdict verdict, Outcome outcome, int length, string hash)
    {
        if (outcome.Refused.Count == 0)
        {
            IngestLog.Accepted(log, endpoint, outcome.Accepted, inlet.Topic, length, hash);
        }
        else
        {
            IngestLog.Refused(log, endpoint, outcome.Status, outcome.Refused.Count, verdict.Records.Count, IngestLog.IdsOf(outcome.Refused), length, hash);
        }
    }

    // The rest of the body is not read, so the server ends the connection; a client that is not told would send its next request into it.
    private static void CloseAfterwards(HttpContext context)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }
    }

    private static Message<byte[]?, byte[]?> RecordOf(JudgedRecord record)
    {
        Headers headers = [];
        KafkaActivities.Inject(Activity.Current, headers);
        return new Message<byte[]?, byte[]?> { Key = record.Key is { } key ? Encoding.UTF8.GetBytes(key) : null, Value = record.Bytes.ToArray(), Headers = headers };
    }
}
