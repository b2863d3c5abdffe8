using System.Globalization;
using System.Text.Json;

namespace Kafka.Dlq.Letters;

/// <summary>The JSON model of five members that other systems write dead letters in (Moose among them). Pure.</summary>
internal static class LetterModel
{
    private const string OriginalRecord = "originalRecord";
    private const string ErrorMessage = "errorMessage";
    private const string ErrorType = "errorType";
    private const string FailedAt = "failedAt";
    private const string Source = "source";

    public static IReadOnlyList<string> Members { get; } = [OriginalRecord, ErrorMessage, ErrorType, FailedAt, Source];

    /// <summary>The letter; null when the JSON is none. Members may be null, and more of them may be there.</summary>
    public static DeadLetter<T>? Read<T>(JsonElement model, RecordReader<T> reader)
    {
        if (model.ValueKind != JsonValueKind.Object || !Members.All(member => model.TryGetProperty(member, out _)))
        {
            return null;
        }

        (string message, IReadOnlyList<LetterCause> causes) = LetterErrors.Split(Text(model, ErrorMessage) ?? "");
        string? type = Text(model, ErrorType);
        return new DeadLetter<T>(ModelRecord.Read(model.GetProperty(OriginalRecord)), reader)
        {
            ErrorMessage = message,
            Causes = causes,
            ErrorType = type,
            ErrorCode = LetterErrors.CodeOf(type) ?? "",
            FailedAt = Time(Text(model, FailedAt)),
            Source = LetterSources.FromWord(Text(model, Source)),
        };
    }

    public static void Write<T>(Utf8JsonWriter writer, DeadLetter<T> letter)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(OriginalRecord);
        ModelRecord.Write(writer, letter.RawRecord, letter.IsTombstone, letter.Record);
        writer.WriteString(ErrorMessage, letter.ErrorText);
        writer.WriteString(ErrorType, letter.ErrorType ?? letter.ErrorCode);
        writer.WriteString(FailedAt, letter.FailedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteString(Source, LetterSources.ToWord(letter.Source));
        writer.WriteEndObject();
    }

    private static string? Text(JsonElement model, string member) => model.GetProperty(member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUniversalTime() : null;
}
