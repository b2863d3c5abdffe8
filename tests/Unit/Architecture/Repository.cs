namespace Kafka.Dlq.Tests.Unit.Architecture;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>All C# files under folders of the root, without what a build left there.</summary>
    public static IEnumerable<string> CSharpFiles(params string[] folders) => Files("*.cs", folders);

    /// <summary>All files of a pattern under folders of the root, without what a build left there.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] folders) =>
        from folder in folders
        let path = Path.Combine(Root, folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        where !Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules")
        select file;

    /// <summary>A file as a reader would name it: from the root, with slashes.</summary>
    public static string Short(string file) => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/');

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kafka.Dlq.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Kafka.Dlq.sln. Run the tests from a build inside the repository.");
    }
}
