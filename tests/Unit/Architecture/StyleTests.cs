using System.Text.RegularExpressions;

namespace Kafka.Dlq.Tests.Unit.Architecture;

/// <summary>The limits of style that an analyzer does not keep.</summary>
public sealed partial class StyleTests
{
    private const int MaxLines = 350;

    // In two parts, so that this file does not find itself.
    private static readonly string[] Forbidden = ["#pragma" + " warning disable", "#" + "region", "TO" + "DO"];

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold() => NoneOf(
        from file in Repository.CSharpFiles("src", "tests")
        let lines = File.ReadLines(file).Count()
        where lines > MaxLines
        select $"{Repository.Short(file)} has {lines} lines, at most {MaxLines}: find the second thing that it does and give that a file.");

    [Fact]
    public void No_file_silences_warnings_folds_code_or_leaves_notes() => NoneOf(
        from file in Repository.CSharpFiles("src", "tests")
        from line in File.ReadLines(file).Index()
        from word in Forbidden
        where Regex.IsMatch(line.Item, $@"(?<!\w){Regex.Escape(word)}(?!\w)")
        select $"{Repository.Short(file)}:{line.Index + 1} has '{word}': {line.Item.Trim()}");

    [Fact]
    public void File_holds_one_top_level_type() => NoneOf(
        from file in Repository.CSharpFiles("src")
        where Path.GetFileName(file) != "KafkaEvents.cs"
        let types = TopLevelTypes(File.ReadAllText(file)).ToList()
        where types.Count > 1
        select $"{Repository.Short(file)} holds {string.Join(", ", types)}: give each a file of its own.");

    [Fact]
    public void File_of_sources_has_a_file_scoped_namespace() => NoneOf(
        from file in Repository.CSharpFiles("src")
        where BlockNamespace().IsMatch(File.ReadAllText(file))
        select $"{Repository.Short(file)}: its types would escape the other checks of style.");

    [Fact]
    public void Class_is_closed_unless_it_is_listed_as_made_to_be_derived_from()
    {
        string[] derivable = [.. File.ReadLines(Path.Combine(Repository.Root, "tests/Unit/Architecture/Derivable.txt")).Where(line => line.Length > 0 && line[0] != '#')];
        NoneOf(
            from file in Repository.CSharpFiles("src")
            from Match type in ClassDeclaration().Matches(File.ReadAllText(file))
            where !IsClosed(type) && !derivable.Contains(type.Groups["name"].Value)
            select $"{Repository.Short(file)}: {type.Groups["name"].Value} is neither sealed, static nor abstract. Seal it, or list it in tests/Unit/Architecture/Derivable.txt.");
    }

    [Theory]
    [InlineData("public sealed class A;\n\ninternal static partial class B\n{\n    private sealed class Inner { }\n}", "A, B")]
    [InlineData("/// <summary>class of its own</summary>\npublic readonly record struct A(int B);", "A")]
    [InlineData("public sealed record A;\npublic record class B;\npublic enum C { }\npublic interface D;\ninternal delegate Task<int> E(int f);\nfile ref struct G;", "A, B, C, D, E, G")]
    public void Top_level_types_are_found_in_text(string text, string expected) => Assert.Equal(expected, string.Join(", ", TopLevelTypes(text)));

    [Theory]
    [InlineData("public class A", false)]
    [InlineData("    private record A(int B)", false)]
    [InlineData("public partial class A", false)]
    [InlineData("public sealed class A", true)]
    [InlineData("internal static partial class A", true)]
    [InlineData("public abstract record A", true)]
    public void Open_classes_are_found_in_text(string text, bool closed) => Assert.Equal(closed, IsClosed(ClassDeclaration().Match(text)));

    [Theory]
    [InlineData("public readonly record struct A(int B);")]
    [InlineData("/// public class A")]
    [InlineData("where T : class")]
    public void What_is_no_class_is_not_taken_for_one(string text) => Assert.DoesNotMatch(ClassDeclaration(), text);

    private static void NoneOf(IEnumerable<string> faults)
    {
        string[] all = [.. faults];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }

    private static IEnumerable<string> TopLevelTypes(string text) => TopLevelType().Matches(text).Select(match => match.Groups["name"].Value);

    private static bool IsClosed(Match type) => Closed().IsMatch(type.Groups["modifiers"].Value);

    [GeneratedRegex(@"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*(?:(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+|delegate\s+\S+\s+)(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^[ \t]*(?<modifiers>(?:(?:public|internal|protected|private|file|new|sealed|static|abstract|partial|unsafe)\s+)*)(?:class|record(?:\s+class)?(?!\s+struct\b))\s+(?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex ClassDeclaration();

    [GeneratedRegex(@"\b(?:sealed|static|abstract)\b")]
    private static partial Regex Closed();

    [GeneratedRegex(@"^\s*namespace\s+[\w.]+\s*\{?\s*$", RegexOptions.Multiline)]
    private static partial Regex BlockNamespace();
}
