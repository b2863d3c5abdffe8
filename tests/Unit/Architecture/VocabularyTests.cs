using System.Reflection;

namespace Kafka.Dlq.Tests.Unit.Architecture;

/// <summary>The field's words belong to Confluent.Kafka; a twin would force users to spell out namespaces.</summary>
public sealed class VocabularyTests
{
    // Names with their arity: Message and Message<TKey, TValue> can stand side by side in one file.
    private static readonly HashSet<string> Taken = [.. typeof(Confluent.Kafka.TopicPartition).Assembly.GetExportedTypes().Where(type => !type.IsNested).Select(type => type.Name)];

    [Theory]
    [InlineData("Kafka.Dlq.Instrumentation")]
    [InlineData("Kafka.Dlq.Files")]
    [InlineData("Kafka.Dlq.Ingest")]
    [InlineData("Kafka.Dlq.Routing")]
    [InlineData("Kafka.Dlq.DeadLetters")]
    [InlineData("Kafka.Dlq")]
    [InlineData("Kafka.Dlq.Testing")]
    public void Public_type_has_no_twin_in_the_client(string assembly)
    {
        string[] twins = [.. Assembly.Load(assembly).GetExportedTypes().Where(type => !type.IsNested && Taken.Contains(type.Name)).Select(type => type.ToString())];

        Assert.True(twins.Length == 0, $"{string.Join(", ", twins)}: Confluent.Kafka has a type of that name. Use it, or find another word.");
    }

    [Fact]
    public void Words_of_the_client_are_known() => Assert.Superset(new HashSet<string>(["TopicPartition", "Offset", "Headers", "Error"]), Taken);
}
