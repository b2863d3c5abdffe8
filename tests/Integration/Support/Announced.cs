using Confluent.Kafka;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>What a scenario said beforehand would go wrong. Anything else that goes wrong fails it.</summary>
internal sealed class Announced
{
    private readonly ConcurrentDictionary<ErrorType, int?> _errors = new();

    /// <summary>Whether messages may be handled twice.</summary>
    public bool AllowsRepeats { get; set; }

    /// <param name="count">Exactly so many; null: any number.</param>
    public void Errors(ErrorType type, int? count) => _errors[type] = count;

    /// <summary>Fails when errors occurred that were not announced.</summary>
    public void CheckErrors(IReadOnlyList<ErrorOccurred> errors)
    {
        List<ErrorOccurred> surprises = [.. errors.Where(error => !_errors.ContainsKey(error.Type))];
        Assert.True(surprises.Count == 0, $"{surprises.Count} errors that were not announced:\n{string.Join('\n', surprises.Select(Describe))}");
    }

    /// <summary>Fails when errors or repeats occurred that were not announced, or errors that were did not.</summary>
    public void CheckAll(IReadOnlyList<ErrorOccurred> errors, Handled handled)
    {
        CheckErrors(errors);
        foreach ((ErrorType type, int? expected) in _errors.Where(announced => announced.Value is not null))
        {
            List<ErrorOccurred> found = [.. errors.Where(error => error.Type == type)];
            Assert.True(found.Count == expected, $"{found.Count} errors of type {type}, expected exactly {expected}:\n{string.Join('\n', found.Select(Describe))}");
        }

        List<TopicPartitionOffset> repeats = [.. handled.All.GroupBy(place => place).Where(group => group.Count() > 1).Select(group => group.Key)];
        Assert.True(AllowsRepeats || repeats.Count == 0, $"Handled more than once without an announced cause: {string.Join(", ", repeats)}.");
    }

    private static string Describe(ErrorOccurred error) => $"{error.Type} at {error.Topic}/{error.Partition}/{error.Offset}, attempt {error.Attempt}: {error.Error}";
}
