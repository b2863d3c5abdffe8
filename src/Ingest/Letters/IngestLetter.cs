using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace Kafka.Dlq.Ingest;

/// <summary>What the dead letter of a record tells that never was in its topic. Pure.</summary>
internal static class IngestLetter
{
    /// <summary>The letter's id: it names the request, so that two requests with equal bodies are two letters, and a write that was tried twice is one.</summary>
    public static string IdOf(string topic, string endpoint, Guid request, int index) => string.Create(CultureInfo.InvariantCulture, $"{topic}-ingest-{request:N}-{index}@{endpoint}#1");

    /// <summary>What is wrong with a record, as an exception that nobody throws.</summary>
    /// <param name="record">The record.</param>
    /// <param name="isJson">Whether its body is JSON.</param>
    public static Exception ErrorOf(JudgedRecord record, bool isJson)
    {
        string text = string.Join('\n', record.Violations);
        return isJson ? new ValidationException(text) : new JsonException(text);
    }
}
