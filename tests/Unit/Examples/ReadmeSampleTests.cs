using Kafka.Dlq.Tests.Unit.Architecture;

namespace Kafka.Dlq.Tests.Unit.Examples;

/// <summary>The README shows code that is built and run.</summary>
public sealed class ReadmeSampleTests
{
    private const string Begin = "```csharp\n";
    private const string End = "```\n";

    [Fact]
    public void First_code_block_of_the_readme_is_the_program_of_the_sample()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "examples", "ReadmeSample", "Program.cs"));

        int begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = readme.IndexOf(End, begin, StringComparison.Ordinal);

        Assert.Equal(sample, readme[begin..end]);
    }

    [Fact]
    public void Sample_has_25_lines_at_most() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Root, "examples", "ReadmeSample", "Program.cs")).Length, 10, 25);
}
