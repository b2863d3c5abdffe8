using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kafka.Dlq.Reliability.Results;

/// <summary>A folder with a JSON file for each run of a campaign. Several runs of one campaign are its pieces.</summary>
internal sealed class ResultFolder(string path)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Path => path;

    /// <summary>Adds a run.</summary>
    /// <returns>The file.</returns>
    public string Add(CampaignResult result)
    {
        string file = System.IO.Path.Combine(Directory.CreateDirectory(path).FullName, $"{result.Id}-{result.Date:yyyyMMdd'T'HHmmss'Z'}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(result, Options));
        return file;
    }

    /// <summary>All runs, by time.</summary>
    public IReadOnlyList<CampaignResult> Read() => !Directory.Exists(path) ? [] : [.. Directory
        .EnumerateFiles(path, "*.json")
        .Select(file => JsonSerializer.Deserialize<CampaignResult>(File.ReadAllText(file), Options)!)
        .OrderBy(result => result.Date)];
}
