using System.Globalization;

namespace Kafka.Dlq.Examples.BulkSink;

/// <summary>Stands for a search index: it takes many documents at once and answers for each of them.</summary>
internal sealed class SearchIndex
{
    private readonly List<int> _documents = [];
    private int _busy = 2;

    public IReadOnlyList<int> Documents => _documents;

    public Task<IReadOnlyList<BulkResult>> BulkAsync(IEnumerable<Article> articles) => Task.FromResult<IReadOnlyList<BulkResult>>([.. articles.Select(Write)]);

    private BulkResult Write(Article article)
    {
        if (!DateOnly.TryParse(article.Published, CultureInfo.InvariantCulture, out _))
        {
            return BulkResult.Rejected(new FormatException($"failed to parse field [published] of value [{article.Published}]"), "mapper_parsing_exception");
        }

        // Article 7 comes to a shard that is busy, twice.
        if (article.Number == 7 && _busy-- > 0)
        {
            return BulkResult.Retryable(new TimeoutException("shard 2 is busy"));
        }

        _documents.Add(article.Number);
        return BulkResult.Written;
    }
}
