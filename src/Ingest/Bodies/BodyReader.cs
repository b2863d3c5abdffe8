using Microsoft.AspNetCore.Http;
using System.Buffers;
using System.IO.Pipelines;

namespace Kafka.Dlq.Ingest;

/// <summary>Reads a request's body once, into one array.</summary>
internal static class BodyReader
{
    /// <summary>The body; null when it is longer than the limit, which is found out without reading more than that.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        try
        {
            PipeReader reader = request.BodyReader;
            while (true)
            {
                ReadResult read = await reader.ReadAsync(cancellationToken);
                if (read.Buffer.Length > limit)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return null;
                }

                if (read.IsCompleted)
                {
                    byte[] body = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // The server has a limit too, and counts before us.
            return null;
        }
    }
}
