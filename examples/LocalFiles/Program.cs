using Confluent.Kafka;
using Kafka.Dlq.Files;
using System.Text;

// Dead letters in local files, without a broker: a program writes what it cannot handle, another one (here the same) reads it back later, repairs what it can,
// and has the files removed. Give a folder as the argument to look at the files between two runs.
string folder = args.FirstOrDefault() ?? Path.Combine(Path.GetTempPath(), $"local-files-{Environment.ProcessId}");

await using (DeadLetterFileWriter writer = DeadLetterFileWriter.Open(new DeadLetterFileOptions { Directory = folder, MaxBytes = 256L * 1024 * 1024, RetainAge = TimeSpan.FromDays(14) }))
{
    string[] payments = ["12.50", "twelve", "7,25", ""];
    foreach ((int offset, string amount) in payments.Index().Where(payment => !IsAmount(payment.Item)))
    {
        // When this has ended the letter survives a crash of the process and of the machine.
        await writer.AppendAsync(new DeadLetterEntry
        {
            ComponentType = "consumer",
            ComponentId = "payments",
            Reason = amount.Length == 0 ? "no amount" : $"'{amount}' is no amount",
            Source = new TopicPartitionOffset("payments", 0, offset),
            Value = Encoding.UTF8.GetBytes(amount),
        });
    }

    DeadLetterFileStatistics statistics = writer.Statistics;
    Console.WriteLine($"written     {statistics.Entries} entries, {statistics.Bytes} bytes in {statistics.Segments} file");
}

// Looking does no harm: no position is kept, nothing is removed.
using (DeadLetterFileReader viewer = DeadLetterFileReader.Open(new DeadLetterFileReaderOptions { Directory = folder, KeepsPosition = false }))
{
    foreach (StoredDeadLetter letter in viewer.ReadAvailable())
    {
        Console.WriteLine($"seen        {letter.Entry.Source}: {letter.Entry.Reason}");
    }
}

// Repairing: each letter that is done with is acknowledged, and a file goes when all in it are. What is not acknowledged comes again next time.
using (DeadLetterFileReader repair = DeadLetterFileReader.Open(new DeadLetterFileReaderOptions { Directory = folder, Name = "repair", CleanConsumed = true }))
{
    foreach (StoredDeadLetter letter in repair.ReadAvailable())
    {
        string amount = Encoding.UTF8.GetString(letter.Entry.Value!.Value.Span).Replace(',', '.');
        Console.WriteLine(IsAmount(amount) ? $"repaired    {letter.Entry.Source}: {amount}" : $"written off {letter.Entry.Source}");
        repair.Acknowledge(letter);
    }
}

Console.WriteLine($"left        {Directory.GetFiles(folder, "*.dlq").Length} files");
if (args.Length == 0)
{
    Directory.Delete(folder, recursive: true);
}

static bool IsAmount(string text) => decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out _);
