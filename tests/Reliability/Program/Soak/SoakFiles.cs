using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Reliability.Soak;

/// <summary>Leaves the samples of a soak as a table and as a picture.</summary>
internal static class SoakFiles
{
    /// <returns>The files.</returns>
    public static string[] Write(string folder, string id, IReadOnlyList<SoakSample> samples)
    {
        string stem = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{id}-samples");
        File.WriteAllText($"{stem}.csv", Csv(samples));
        File.WriteAllText($"{stem}.svg", SoakPlot.Draw(samples));
        return [$"{stem}.csv", $"{stem}.svg"];
    }

    internal static string Csv(IEnumerable<SoakSample> samples)
    {
        StringBuilder text = new("seconds,worker,memory_mib,threads,handles,lag\n");
        foreach (SoakSample sample in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"{sample.At.TotalSeconds:0.0},{sample.Worker},{sample.MemoryMiB:0.0},{sample.Threads},{sample.Handles},{sample.Lag}\n");
        }

        return text.ToString();
    }
}
