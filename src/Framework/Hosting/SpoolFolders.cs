namespace Kafka.Dlq.Hosting;

/// <summary>Where in a spool's directory the letters of a topic lie: a folder for each cluster, and in it one for each topic.</summary>
internal sealed class SpoolFolders(string root)
{
    // No cluster's folder can be named so, since a cluster's name follows behind an equals sign.
    private const string Main = "main";
    private const string Named = "cluster=";

    /// <summary>The folder of a topic.</summary>
    /// <param name="cluster">The cluster's name; null for the host's own.</param>
    /// <param name="topic">A legal topic name, which is a legal name of a folder too.</param>
    public string Of(string? cluster, string topic) => Path.Combine(root, cluster is null ? Main : Named + Uri.EscapeDataString(cluster), topic);

    /// <summary>The topics for which there is a folder with files.</summary>
    public IEnumerable<(string? Cluster, string Topic)> Left() =>
        from folder in Directory.Exists(root) ? Directory.EnumerateDirectories(root) : []
        let name = Path.GetFileName(folder)
        where name == Main || name.StartsWith(Named, StringComparison.Ordinal)
        from topic in Directory.EnumerateDirectories(folder)
        where Directory.EnumerateFiles(topic, "*.dlq").Any()
        select (name == Main ? null : Uri.UnescapeDataString(name[Named.Length..]), Path.GetFileName(topic));
}
