using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>Keeps the native client from being destroyed while it is called from another thread than its owner's.</summary>
internal readonly ref struct NativeCall
{
    private readonly SafeHandle _handle;

    /// <exception cref="ObjectDisposedException">The client is closed.</exception>
    public NativeCall(SafeHandle handle)
    {
        bool isAdded = false;
        handle.DangerousAddRef(ref isAdded);
        _handle = handle;
    }

    public nint Client => _handle.DangerousGetHandle();

    public void Dispose() => _handle.DangerousRelease();
}
