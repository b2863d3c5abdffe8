using System.Globalization;

namespace Kafka.Dlq.Files.Storage;

/// <summary>
/// A file that one owner holds open, so that a second one fails at once. The operating system lets go of it when the process dies, however it dies. The owner's process id lies
/// in a file beside it, because a file that is held cannot be read by others.
/// </summary>
internal sealed class OwnerLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _owner;

    private OwnerLock(FileStream held, string owner)
    {
        _held = held;
        _owner = owner;
        File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Takes a lock.</summary>
    /// <param name="file">The file to hold.</param>
    /// <param name="what">What is owned with it, for the error message.</param>
    /// <exception cref="DeadLetterFilesInUseException">It has an owner.</exception>
    public static OwnerLock Take(string file, string what)
    {
        string owner = file + ".pid";
        FileStream? held = null;
        try
        {
            held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new OwnerLock(held, owner);
        }
        catch (IOException exception) when (held is null && exception is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            int? holder = HolderOf(owner);
            string process = holder is null ? "a process that has not told its id" : string.Create(CultureInfo.InvariantCulture, $"process {holder}");
            throw new DeadLetterFilesInUseException($"{what} is held by {process} ({file}): there may be one at a time. Stop the other, or use another directory or name.", holder, exception);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // First the id: the file is still held, so that it cannot be another owner's.
        File.Delete(_owner);
        _held.Dispose();
    }

    private static int? HolderOf(string owner)
    {
        try
        {
            return int.TryParse(File.ReadAllText(owner), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
