using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Signals to processes that the campaign started. The numbers are those of Linux.</summary>
internal static class ProcessSignal
{
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    /// <summary>Asks for an orderly end (SIGTERM).</summary>
    public static void AskToEnd(Process process) => Send(process, Terminate);

    /// <summary>Has it stand still (SIGSTOP).</summary>
    public static void Freeze(Process process) => Send(process, Stop);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public static void Thaw(Process process) => Send(process, Continue);

    private static void Send(Process process, int signal)
    {
        if (!process.HasExited && Kill(process.Id, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Signal {signal} could not be sent to process {process.Id}, which this campaign started.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
