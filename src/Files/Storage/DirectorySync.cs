using System.Runtime.InteropServices;

namespace Kafka.Dlq.Files.Storage;

/// <summary>Has the disk confirm that a file of a new name is there. On Linux and macOS a file's own fsync does not cover its name; Windows knows no such call and needs none.</summary>
internal static partial class DirectorySync
{
    private const string Library = "libc";
    private const int ReadOnly = 0;

    /// <summary>Confirms the names in a directory.</summary>
    /// <exception cref="IOException">The disk did not confirm.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(directory, ReadOnly);
        bool isConfirmed = descriptor >= 0 && Sync(descriptor) == 0;
        int error = Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }

        if (!isConfirmed)
        {
            throw new IOException($"The names in {directory} could not be confirmed on disk: {Marshal.GetPInvokeErrorMessage(error)} ({error}).");
        }
    }

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport(Library, EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
