using Confluent.Kafka;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>Reads a dead letter topic with a plain client: each record that must have failed has one letter, and no other has.</summary>
internal static class LetterCheck
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    /// <returns>The number of letters.</returns>
    /// <exception cref="BenchException">A letter is missing, doubled or wrong: the framework did not keep its word.</exception>
    public static long Count(FailureJob job)
    {
        HashSet<(int Partition, long Offset)> seen = [];
        long letters = 0;
        foreach (ConsumeResult<byte[], byte[]> letter in Read(job))
        {
            letters++;
            seen.Add(((int)Number(letter, "dlq.source.partition"), Number(letter, "dlq.source.offset")));
        }

        long wrong = seen.Count(source => job.Every == 0 || source.Offset % job.Every != 0);
        return letters == job.ExpectedLetters() && seen.Count == letters && wrong == 0
            ? letters
            : throw new BenchException($"{job.Letters} holds {letters:N0} letters of {seen.Count:N0} records, {wrong:N0} of which did not fail; expected {job.ExpectedLetters():N0}, one for each record that failed.");
    }

    private static IEnumerable<ConsumeResult<byte[], byte[]>> Read(FailureJob job)
    {
        ConsumerConfig config = new() { BootstrapServers = job.Member.Brokers, GroupId = job.Letters, EnableAutoCommit = false, EnablePartitionEof = true };
        config.Set("fetch.queue.backoff.ms", "10");
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Assign(Enumerable.Range(0, job.Topic.Partitions).Select(partition => new TopicPartitionOffset(job.Letters, partition, Offset.Beginning)));
        for (int open = job.Topic.Partitions; open > 0;)
        {
            ConsumeResult<byte[], byte[]> result = consumer.Consume(Idle) ?? throw new BenchException($"{job.Letters} could not be read: nothing came for {Idle}.");
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                yield return result;
            }
        }

        consumer.Close();
    }

    private static long Number(ConsumeResult<byte[], byte[]> letter, string header) =>
        letter.Message.Headers.TryGetLastBytes(header, out byte[] bytes)
            ? long.Parse(Encoding.UTF8.GetString(bytes), CultureInfo.InvariantCulture)
            : throw new BenchException($"The letter {letter.TopicPartitionOffset} has no header {header}.");
}
