namespace Kafka.Dlq.Examples.BulkSink;

/// <summary>Writes articles to the index many at a time. What the index answers for each of them decides: written, rejected, or written again.</summary>
internal sealed class ArticlesConsumer(SearchIndex index, Expected expected) : BaseConsumer<Article>
{
    protected override Task ConsumeAsync(CancellationToken cancellationToken) => WriteBulkAsync(async messages =>
    {
        await Console.Out.WriteLineAsync($"writing     {string.Join(", ", messages.Select(message => message.Offset.Value))} (attempt {Attempt})");
        IReadOnlyList<BulkResult> results = await index.BulkAsync(messages.Select(message => message.Payload<Article>()));
        foreach (BulkResult written in results.Where(result => result.Error is null))
        {
            expected.Happened();
        }

        return results;
    });
}
