using Kafka.Dlq.Files;
using System.Globalization;

namespace Kafka.Dlq.Tests.Integration.Files;

/// <summary>
/// A process that writes dead letter files is killed again and again. Each entry that was acknowledged is there, whole and once, whatever the policy; the next process finds the directory free and goes on.
/// A reader that follows all the while sees the same, also when it removes what it has read.
/// </summary>
public sealed class When_a_writing_process_is_killed : IDisposable
{
    private const int Kills = 8;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-dlq-kill-");

    [Theory]
    [InlineData(SyncPolicy.Each)]
    [InlineData(SyncPolicy.Interval)]
    [InlineData(SyncPolicy.OperatingSystem)]
    public async Task Should_have_each_entry_that_was_acknowledged(SyncPolicy policy)
    {
        List<long> acknowledged = [];
        List<long> followed = [];
        using CancellationTokenSource ends = new();
        Task following = FollowAsync(followed, ends.Token);
        for (int kill = 0; kill < Kills; kill++)
        {
            using FileWriterProcess process = FileWriterProcess.Start(_folder.FullName, policy, first: kill * 1_000_000L);
            acknowledged.AddRange(await process.KillAfterAsync(count: 1 + (kill * kill * 7)));
        }

        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        await using DeadLetterFileWriter heir = DeadLetterFileWriter.Open(new DeadLetterFileOptions { Directory = _folder.FullName });
        List<long> left = [];
        using DeadLetterFileReader reader = DeadLetterFileReader.Open(new DeadLetterFileReaderOptions { Directory = _folder.FullName, KeepsPosition = false });
        left.AddRange(reader.ReadAvailable().Select(NumberOf));

        // What the cleaning reader had removed it has seen; what it had not come to lies there still.
        Assert.Equal(followed.Count, followed.Distinct().Count());
        Assert.Equal(left.Count, left.Distinct().Count());
        Assert.Empty(acknowledged.Except(followed.Union(left)));
        Assert.Equal(0, reader.DamagedRanges);
        Assert.True(acknowledged.Count >= Kills, $"Only {acknowledged.Count} entries were acknowledged.");
        TestContext.Current.SendDiagnosticMessage($"{policy}: {Kills} kills, {acknowledged.Count} entries acknowledged, {followed.Count} followed, {left.Count} left");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task FollowAsync(List<long> followed, CancellationToken cancellationToken)
    {
        using DeadLetterFileReader reader = DeadLetterFileReader.Open(new DeadLetterFileReaderOptions { Directory = _folder.FullName, CleanConsumed = true });
        await foreach (StoredDeadLetter letter in reader.FollowAsync(cancellationToken))
        {
            followed.Add(NumberOf(letter));
            reader.Acknowledge(letter);
        }
    }

    private static long NumberOf(StoredDeadLetter letter)
    {
        long number = long.Parse(letter.Entry.Reason!, CultureInfo.InvariantCulture);
        Assert.Equal(number % 50 == 0 ? 40_000 : number % 1500, letter.Entry.Value!.Value.Length);
        Assert.False(letter.Entry.Value.Value.Span.ContainsAnyExcept((byte)number), $"Entry {number} has bytes that were never written.");
        return number;
    }
}
