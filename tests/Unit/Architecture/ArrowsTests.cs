using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kafka.Dlq.Tests.Unit.Architecture;

/// <summary>Project references are the arrows of the architecture: who may know whom.</summary>
public sealed partial class ArrowsTests
{
    private static readonly string[] Library = ["Framework", "Dlq", "Instrumentation", "Routing", "Files"];

    // Testing, Ingest, Dashboard and Tool stand on the library; as no list names them, nothing may use them.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Instrumentation"] = [],
        ["Routing"] = [],
        ["Files"] = [],
        ["Dlq"] = ["Files", "Instrumentation", "Routing"],
        ["Framework"] = ["Dlq", "Files", "Instrumentation", "Routing"],
        ["Testing"] = Library,
        ["Ingest"] = Library,
        ["Dashboard"] = Library,
        ["Tool"] = Library,
    };

    public static TheoryData<string> Projects => [.. Repository.Files("*.csproj", "src").Select(Repository.Short)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_is_below_it(string project)
    {
        string name = FolderOf(project);
        Assert.True(Allowed.ContainsKey(name), $"{project} is in no layer. Give it its place in the picture of the architecture, and its arrows in this test.");

        string[] tooMuch = [.. ReferencesOf(project).Except(Allowed[name], StringComparer.Ordinal)];

        Assert.True(tooMuch.Length == 0, $"{project} references {string.Join(", ", tooMuch)}. Allowed: {string.Join(", ", Allowed[name])}. Move the value down, or the decision up.");
    }

    [Fact]
    public void Each_layer_of_the_library_is_there() =>
        Assert.Empty(Library.Except(Projects.Select(row => FolderOf(row.Data)), StringComparer.Ordinal));

    [Fact]
    public void Only_unit_tests_simulation_and_benchmarks_see_internals()
    {
        IEnumerable<string> byProject =
            from file in Repository.Files("*.*proj", "src").Concat(Repository.Files("*.props", "src"))
            from friend in XDocument.Load(file).Descendants("InternalsVisibleTo")
            where (string?)friend.Attribute("Include") is not ("Kafka.Dlq.Tests.Unit" or "Kafka.Dlq.Tests.Simulation" or "Kafka.Dlq.Benchmarks")
            select $"{Repository.Short(file)}: {friend}";
        IEnumerable<string> byAttribute =
            from file in Repository.CSharpFiles("src")
            where Friend().IsMatch(File.ReadAllText(file))
            select Repository.Short(file);

        Assert.Empty(byProject.Concat(byAttribute));
    }

    private static string FolderOf(string project) => project.Split('/')[1];

    private static IEnumerable<string> ReferencesOf(string project) =>
        from reference in XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
        let include = ((string?)reference.Attribute("Include") ?? string.Empty).Replace('\\', '/')
        select include.StartsWith("../", StringComparison.Ordinal) ? include.Split('/')[1] : include;

    [GeneratedRegex(@"^\s*\[assembly:.*InternalsVisibleTo", RegexOptions.Multiline)]
    private static partial Regex Friend();
}
