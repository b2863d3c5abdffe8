using Kafka.Dlq.Tests.Unit.Architecture.Api;
using System.Reflection;

namespace Kafka.Dlq.Tests.Unit.Architecture;

/// <summary>The public surface is a reviewed text: a change of it shows in review, with its reason in the changelog.</summary>
public sealed class PublicApiTests
{
    private const string Approve = "KAFKADLQ_APPROVE";

    [Theory]
    [InlineData("Kafka.Dlq")]
    [InlineData("Kafka.Dlq.DeadLetters")]
    [InlineData("Kafka.Dlq.Files")]
    [InlineData("Kafka.Dlq.Ingest")]
    [InlineData("Kafka.Dlq.Instrumentation")]
    [InlineData("Kafka.Dlq.Routing")]
    [InlineData("Kafka.Dlq.Testing")]
    public void Public_surface_is_the_approved_one(string assembly)
    {
        string file = Path.Combine(Repository.Root, "tests/Unit/Architecture/PublicApi", assembly + ".txt");
        string actual = ApiText.Of(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable(Approve) == "1")
        {
            File.WriteAllText(file, actual);
        }

        string approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : string.Empty;
        Assert.True(approved == actual, $"""
            The public surface of {assembly} is not the one approved in {Repository.Short(file)} (- approved, + found):

            {LineDiff.Of(approved, actual)}
            If the change is meant, approve it, review the text and tell the reason in the changelog:
              {Approve}=1 dotnet run --project tests/Unit -- -class "*PublicApiTests"
            """);
    }
}
