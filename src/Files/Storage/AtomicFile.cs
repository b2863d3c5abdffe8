namespace Kafka.Dlq.Files.Storage;

/// <summary>Small files that are there as a whole or as they were before, whenever the process or the machine dies.</summary>
internal static class AtomicFile
{
    public const string Temporary = ".tmp";

    public static void Write(string file, ReadOnlySpan<byte> content)
    {
        string temporary = file + Temporary;
        using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.Read))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(file)!);
    }
}
